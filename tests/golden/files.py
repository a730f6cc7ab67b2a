#!/usr/bin/env python3
"""What becomes of the files that commands are given: none that was read is written over, none is read beyond its limit, modes
and links stay, and nothing outside of a document's folder is looked at.

Usage: files.py TREATY
"""
import os
import pathlib
import shutil
import stat
import subprocess
import sys
import tempfile

CLUB = pathlib.Path(__file__).resolve().parents[2] / "examples/club"
UNTIDY = 'contract   a 1.0.0 edition 1 "A"\n\n\n\nparty   x "X" "x@example.org" approves mapping\n'
failures = []


def run(folder, *arguments, today="2026-11-23"):
    done = subprocess.run([TREATY, *arguments], cwd=folder, capture_output=True, text=True, timeout=120, check=False,
                          env={**os.environ, "NO_COLOR": "1", "TREATY_TODAY": today})
    return done.returncode, done.stderr


def expect(what, is_so):
    if not is_so:
        failures.append(what)
        print(f"FAILED {what}")


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def inputs_are_spared(folder):
    club = folder / "club"
    shutil.copytree(CLUB, club)
    os.link(club / "schemas/hubspot.json", club / "same.json")
    run(club, "compile", "club.map", "-o", "club.mapc")
    before = contents(club)
    for command in (
        "doc club.map -o club.map", "doc club.map -o schemas/hubspot.json", "doc club.map -o same.json",
        "doc club.map -o tables/owners.csv", "compile club.map -o club.map", "compile club.map -o names.map",
        "compile club.map -o schemas/clubapp.openapi.yaml", "compile club.mapc -o club.mapc",
        "check club.map --write-baseline club.map", "check club.map --write-baseline names.map",
        "transform club.map --map members samples/reservation-paid.json --rejects names.map",
        "transform club.map --map members samples/reservation-paid.json --rejects samples/reservation-paid.json",
    ):
        code, said = run(club, *command.split())
        expect(f"{command}: {code} {said}", code == 2 and "was read for this" in said)
        expect(f"{command}: it wrote", contents(club) == before)


def reading_is_bounded(folder):
    (folder / "large.map").touch()
    os.truncate(folder / "large.map", 10 << 30)
    os.mkfifo(folder / "pipe")
    (folder / "small.map").write_text(UNTIDY)
    for arguments, why in (
        (["check", "large.map"], "larger than 64 MiB"), (["fmt", "large.map"], "larger than 64 MiB"),
        (["import", "large.map"], "larger than 64 MiB"), (["check", "--baseline", "/dev/zero", "small.map"], "it is no file"),
        (["check", "pipe"], "it is no file"), (["fmt", "pipe"], "it is no file"), (["import", "/dev/zero"], "it is no file"),
    ):
        code, said = run(folder, *arguments)
        expect(f"{arguments}: {code} {said}", code == 3 and why in said)
    (folder / "large.map").unlink()


def modes_and_links_stay(folder):
    file, link = folder / "own.map", folder / "link.map"
    file.write_text(UNTIDY)
    file.chmod(0o600)
    link.symlink_to("own.map")
    expect("fmt through a link", run(folder, "fmt", "link.map")[0] == 0 and file.read_text() != UNTIDY)
    expect("the link is one no more", link.is_symlink())
    expect("the mode is another", stat.S_IMODE(file.stat().st_mode) == 0o600)
    file.write_text(UNTIDY)
    file.chmod(0o444)
    code, said = run(folder, "fmt", "own.map")
    expect(f"fmt of a file that may not be written: {code} {said}", code == 3 and "may not be written" in said)
    expect("a file that may not be written was written", file.read_text() == UNTIDY)
    (folder / "away.mapc").symlink_to("there.mapc")
    expect("compile to a link that leads nowhere yet", run(folder / "club", "compile", "club.map", "-o", "../away.mapc")[0] == 0)
    expect("it is not there", (folder / "there.mapc").is_file() and (folder / "away.mapc").is_symlink())


def documents_stay_in_their_folder(folder):
    inside = folder / "in"
    inside.mkdir()
    (folder / "outside.json").write_text('{"type": "object", "properties": {"SECRET": {"type": "string"}}}')
    (inside / "link.json").symlink_to("../outside.json")
    (inside / "beside.json").write_text('{"type": "object", "properties": {"shown": {"type": "string"}}}')
    for reference, shown in (("../outside.json", False), (f"{folder}/outside.json", False), ("link.json", False), ("beside.json", True)):
        (inside / "api.json").write_text(
            '{"openapi": "3.0.0", "paths": {"/a": {"get": {"responses": {"200": {"content": {"application/json": {"schema": {"$ref": "%s"}}}}}}}}}' % reference)
        for place, name in ((folder, "in/api.json"), (inside, "api.json"), (folder, str(inside / "api.json"))):
            done = subprocess.run([TREATY, "import", name, "--operation", "GET /a"], cwd=place, capture_output=True, text=True, timeout=60, check=False)
            expect(f"{name}, {reference}: {done.stdout}{done.stderr}", "SECRET" not in done.stdout and ("shown" in done.stdout) == shown
                   and shown != ("outside of the document's folder" in done.stderr))


def the_day_is_one(folder):
    for day in ("banana", "2099-02-31", "2026-1-1", "2026-11-230"):
        code, said = run(folder, "check", "small.map", today=day)
        expect(f"TREATY_TODAY={day}: {code} {said}", code == 2 and f"$TREATY_TODAY is `{day}`" in said)


def main():
    with tempfile.TemporaryDirectory() as name:
        for tried in (inputs_are_spared, reading_is_bounded, modes_and_links_stay, documents_stay_in_their_folder, the_day_is_one):
            tried(pathlib.Path(name))
    print("failed" if failures else "passed")
    return 1 if failures else 0


if __name__ == "__main__":
    TREATY = os.path.abspath(sys.argv[1])
    sys.exit(main())
