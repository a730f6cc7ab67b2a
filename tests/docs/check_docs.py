#!/usr/bin/env python3
"""Checks that the documents are true: links lead somewhere, the contracts of docs/language.md are right and formatted, and
docs/profile.md shows what `treaty profile` says.

Usage: check_docs.py TREATY      (from the root of the repository)
"""

import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CUSTOMERS = "id,name,email,phone,signup_date\n1,Ana Berg, ANA@shop.example,030 901820,2024-05-01\n2,Ben Olt,,,2024-06-01\n"
PAYLOADS = (
    '{"shop_id":"1","email":"ana@shop.example","firstname":"Ana","lastname":"Berg","phone":"+4930901820"}\n'
    '{"shop_id":"2","email":"","firstname":"Ben","lastname":"Olt","phone":""}\n'
)
ANSWER = (
    '{"data": [{"id": "C1", "email": "ana@shop.example", "born": "1980-03-12", "ends": "2099-01-31", "currency": "USD", "amount": 3,'
    ' "consent": "express", "items": [{"sku": "X1", "title": "Cup"}]}], "next": null}'
)


def broken_links():
    for document in [ROOT / "README.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*/README.md")]:
        text = document.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            if not (document.parent / target).exists():
                yield f"{document.relative_to(ROOT)}: {target} is not there"
        for target in re.findall(r"(?<![\w/.-])((?:docs|examples|tests)/[\w./-]+\.(?:md|map|py|json)\b)(?!l)", text):
            if not (ROOT / target).exists():
                yield f"{document.relative_to(ROOT)}: {target} is not there"


def broken_contract(treaty):
    text = (ROOT / "docs/language.md").read_text(encoding="utf-8")
    contract = re.search(r"```\n(contract first .*?)```", text, re.DOTALL).group(1)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "first.map"
        path.write_text(contract, encoding="utf-8")
        (path.parent / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")

        def run(*arguments):
            return subprocess.run([treaty, *arguments], cwd=folder, capture_output=True, text=True, timeout=120)

        checked = run("check", "first.map")
        if checked.returncode != 0 or "nothing to say against it" not in checked.stdout + checked.stderr:
            yield "the contract of docs/language.md has findings:\n" + checked.stdout + checked.stderr
        if run("fmt", "--check", "first.map").returncode != 0:
            yield "the contract of docs/language.md is not formatted"
        transformed = run("transform", "first.map", "customers.csv")
        if transformed.stdout != PAYLOADS:
            yield "the contract of docs/language.md gives\n" + transformed.stdout + transformed.stderr


def broken_second_contract(treaty):
    text = (ROOT / "docs/language.md").read_text(encoding="utf-8")
    contract = re.search(r"```\n(contract second .*?)```", text, re.DOTALL).group(1)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "second.map"
        path.write_text(contract, encoding="utf-8")
        (path.parent / "answer.json").write_text(ANSWER, encoding="utf-8")
        (path.parent / "rates.csv").write_text("currency,rate\nEUR,1\nUSD,0.92\n", encoding="utf-8")
        for command in (["check"], ["fmt", "--check"]):
            done = subprocess.run([treaty, *command, "second.map"], cwd=folder, capture_output=True, text=True, timeout=120)
            if done.returncode != 0 or (command == ["check"] and "nothing to say against it" not in done.stdout):
                yield f"{command[0]} of the second contract of docs/language.md:\n{done.stdout}{done.stderr}"


def broken_profile(treaty):
    shown = re.search(r"## An example.*?```\n(.*?)```", (ROOT / "docs/profile.md").read_text(encoding="utf-8"), re.DOTALL).group(1)
    with tempfile.TemporaryDirectory() as folder:
        exports = pathlib.Path(folder) / "exports"
        generate = [sys.executable, "examples/club/generate.py", "--seed", "7", "--members", "2000", "--out", str(exports)]
        subprocess.run(generate, cwd=ROOT, capture_output=True, check=True, timeout=120)
        profile = [treaty, "profile", "examples/club/club.map", "--data", str(exports), "--map", "members"]
        said = subprocess.run(profile, cwd=ROOT, capture_output=True, text=True, timeout=120).stdout.replace(str(exports), "exports")
        if said != shown:
            yield "docs/profile.md shows something else than this:\n" + said


def main():
    treaty = str(pathlib.Path(sys.argv[1]).resolve())
    problems = [*broken_links(), *broken_contract(treaty), *broken_second_contract(treaty), *broken_profile(treaty)]
    print("\n".join(problems) or "the documents are true")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
