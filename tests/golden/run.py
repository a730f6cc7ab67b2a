#!/usr/bin/env python3
"""Runs the golden cases: a contract in, what the binary says of it beside it.

A case is a `.map` file whose first line is `//! ARGUMENTS`, `{}` standing for the file: `//! check {}`. Further `//!` lines are
further commands. What they print, with their exit codes, stands in NAME.expected. `--update` rewrites it: review the diff.
A command with `--fix` works on a copy, in a folder of its own; what it changed follows as a diff.
Usage: run.py TREATY_BINARY [--update] [FOLDER_OR_FILE…]
"""
import difflib
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def commands_of(path):
    lines = path.read_text(errors="replace").splitlines()
    return [line[3:].strip() for line in lines if line.startswith("//!")]


def run_command(binary, command, path):
    arguments = [word.replace("{}", path.name) for word in shlex.split(command)]
    done = subprocess.run([binary, *arguments], cwd=path.parent, capture_output=True, timeout=60,
                          env={**os.environ, "NO_COLOR": "1", "LC_ALL": "C.UTF-8", "TREATY_TODAY": "2026-11-23"})
    out, err = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
    return (f"$ treaty {command.replace('{}', path.name)}\n{out}" + (f"--- standard error\n{err}" if err else "") +
            f"--- exit {done.returncode}\n")


def run_fix(binary, command, path):
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(shutil.copy(path, folder))
        said = run_command(binary, command, copy)
        lines = [file.read_text(errors="replace").splitlines(True) for file in (path, copy)]
    return said + "--- changed\n" + "".join(difflib.unified_diff(*lines, n=0))


def run_case(binary, path):
    return "\n".join((run_fix if "--fix" in command else run_command)(binary, command, path)
                     for command in commands_of(path))


def main():
    arguments = [a for a in sys.argv[1:] if a != "--update"]
    update = "--update" in sys.argv
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    binary, places = os.path.abspath(arguments[0]), [pathlib.Path(a) for a in arguments[1:]] or [HERE]
    cases = sorted(p for place in places for p in ([place] if place.is_file() else place.rglob("*.map")) if commands_of(p))
    failed = 0
    for case in cases:
        expected_file, said = case.with_suffix(".expected"), run_case(binary, case)
        expected = expected_file.read_text() if expected_file.exists() else ""
        if said == expected:
            continue
        if update:
            expected_file.write_text(said)
            print(f"updated {expected_file}")
            continue
        failed += 1
        print(f"FAILED {case}")
        sys.stdout.writelines(difflib.unified_diff(expected.splitlines(True), said.splitlines(True), "expected", "said"))
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
