#!/usr/bin/env python3
"""Runs every example as a reader of its README would: check, layout, tests, and what each is expected to give.

Usage: run.py TREATY_BINARY [EXAMPLE…]
"""
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
failures = []


def run(*arguments, expected=0):
    done = subprocess.run([str(a) for a in arguments], capture_output=True, text=True, timeout=120, cwd=ROOT)
    if done.returncode != expected:
        failures.append(f"{' '.join(map(str, arguments[1:]))}: exit {done.returncode}, expected {expected}\n{done.stdout[-1500:]}{done.stderr[-1500:]}")
    return done.stdout


def expect(what, found, wanted):
    if found != wanted:
        failures.append(f"{what}: {found!r}, expected {wanted!r}")


def rehearse(treaty, contract, data, keep, expected=0):
    text = run(treaty, "rehearse", contract, "--data", data, "--keep", keep, "--format", "json", expected=expected)
    return json.loads(text) if text.lstrip().startswith("{") else {}


def counts(report):
    return {one["map"]: [one["read"], one["written"], one["unchanged"], one["filtered"], one["parked"]] for one in report.get("maps", [])}


def profiled(treaty, contract, data, expected=0):
    """What `profile` says would become of the records, in the form of `counts`; nothing is ever unchanged."""
    report = json.loads(run(treaty, "profile", contract, "--data", data, "--format", "json", expected=expected) or "{}")
    return {m["map"]: [m["read"], m["written"], 0, m["filtered"], m["rejected"] + m["malformed"]] for m in report.get("maps", [])}


def always(treaty, contract):
    run(treaty, "check", contract)
    run(treaty, "fmt", "--check", contract)
    run(treaty, "test", contract)


def race(treaty):
    folder = EXAMPLES / "race"
    always(treaty, folder / "race.map")
    wanted = (folder / "expected.jsonl").read_text()
    for engine in ([], ["--interpret"]):
        expect(f"race {engine}", run(treaty, "transform", folder / "race.map", folder / "samples/members.jsonl", *engine), wanted)


def chinook(treaty):
    contract = EXAMPLES / "chinook/chinook.map"
    always(treaty, contract)
    with tempfile.TemporaryDirectory() as keep:
        first = rehearse(treaty, contract, EXAMPLES / "chinook/samples/chinook.json", keep)
        expect("chinook", counts(first), {"companies": [3, 2, 0, 1, 0], "products": [2, 2, 0, 0, 0], "contacts": [3, 3, 0, 0, 0],
                                          "deals": [2, 2, 0, 0, 0], "line_items": [3, 3, 0, 0, 0]})
        expect("chinook profiled", profiled(treaty, contract, EXAMPLES / "chinook/samples/chinook.json"), counts(first))
        again = rehearse(treaty, contract, EXAMPLES / "chinook/samples/chinook.json", keep)
        expect("chinook again", again.get("total", {}).get("written"), 0)


def club(treaty):
    contract = EXAMPLES / "club/club.map"
    always(treaty, contract)
    with tempfile.TemporaryDirectory() as keep:
        data = pathlib.Path(keep) / "data"
        run(sys.executable, EXAMPLES / "club/generate.py", "--seed", "7", "--members", "300", "--out", data)
        members = [json.loads(line) for line in (data / "members.jsonl").read_text().splitlines()]
        impossible = sum(m["birth_date"] == "31/12/1980" for m in members)
        first = counts(rehearse(treaty, contract, data, pathlib.Path(keep) / "state", expected=1))
        expect("club members", first.get("members"), [300, 300 - impossible, 0, 0, impossible])
        expect("club clubs", first.get("clubs"), [25, 25, 0, 0, 0])
        expect("club profiled", profiled(treaty, contract, data, expected=1), first)
        private = {str(m[field]).strip() for m in members for field in ("email", "phone", "birth_date", "ssn", "medical_notes") if m.get(field)}
        for form in ("text", "json"):
            said = run(treaty, "profile", contract, "--data", data, "--format", form, "--top", "100", expected=1)
            expect(f"private values in the {form} of the profile", [v for v in private if len(v) > 5 and v != "private" and v in said], [])
        again = rehearse(treaty, contract, data, pathlib.Path(keep) / "state", expected=1)
        expect("club again", again.get("total", {}).get("written"), 0)


def main():
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    treaty = pathlib.Path(sys.argv[1]).resolve()
    chosen = {"race": race, "chinook": chinook, "club": club}
    for name in sys.argv[2:] or chosen:
        before = len(failures)
        chosen[name](treaty)
        print(f"{name}: {'passed' if len(failures) == before else 'FAILED'}")
    print("\n".join(failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
