#!/usr/bin/env python3
"""Contracts of a thousand lines and more: their code is made in seconds, and what is compiled can be read again.

Usage: large.py TREATY
"""
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

MOST_SECONDS = 20  # of processor time for a thousand lines; optimised as small maps are, they took over a minute
CONTRACT = """contract large 1.0.0 edition 1 "Large"
system shop: files "Shop" {
  zone "UTC"
  resource customers {
    key id
    schema json "record.json"
  }
}
system hubspot: hubspot "HubSpot" {
  auth service_key secret HUBSPOT_KEY
  ensure contacts group "Shop" {
    shop_id text unique "Id"
%s
  }
}
map customers: shop.customers -> hubspot.contacts {
  match shop_id
  id -> shop_id required
%s
}
"""


def treaty(folder, *arguments):
    return subprocess.run([TREATY, *arguments], cwd=folder, capture_output=True, text=True, timeout=300, check=False,
                          env={**os.environ, "NO_COLOR": "1", "XDG_CACHE_HOME": str(folder / "cache")})


def spent():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def write(folder, properties, lines):
    (folder / "record.json").write_text('[{"id": "1", "name": " Ana "}]\n')
    (folder / "large.map").write_text(CONTRACT % ("\n".join(properties), "\n".join(lines)))


def many_lines(folder):
    write(folder, [f'    p{i} text "P{i}"' for i in range(1000)], [f"  name | trim -> p{i}" for i in range(1000)])
    for command in (["transform", "large.map", "record.json"], ["profile", "large.map", "--data", ".", "--file", "customers=record.json"],
                    ["compile", "large.map", "--print", "assembly"]):
        before = spent()
        done = treaty(folder, *command)
        took = spent() - before
        assert done.returncode == 0, done.stderr
        assert took < MOST_SECONDS, f"{command[0]} took {took:.1f} s"
        if command[0] == "transform":
            assert json.loads(done.stdout) == {"shop_id": "1", **{f"p{i}": "Ana" for i in range(1000)}}, done.stdout[:200]


def many_alternatives(folder):
    write(folder, ['    note text "Note"'], ["  " + "\n    ?? ".join(["name"] * 990) + " -> note"])
    done = treaty(folder, "compile", "large.map", "-o", "large.mapc")
    assert done.returncode == 0, done.stderr
    done = treaty(folder, "transform", "large.mapc", "record.json", "--interpret")
    assert done.returncode == 0 and json.loads(done.stdout) == {"shop_id": "1", "note": " Ana "}, done.stdout + done.stderr


def many_branches(folder):
    branches = "\n    else ".join(f'if name == "{i}" then "{i}"' for i in range(1500))
    write(folder, ['    note text "Note"'], [f'  {branches} else "none" -> note'])
    done = treaty(folder, "compile", "large.map", "-o", "branches.mapc")
    assert done.returncode == 1 and "error[E011" in done.stderr, done.stderr[:300]  # too long an entry, or nested too deep
    assert not (folder / "branches.mapc").exists()


def many_comments(folder):
    write(folder, ['    note text "Note"'], ["  /// a line\n" * 100_000 + "  name -> note"])
    before = spent()
    done = treaty(folder, "check", "large.map")
    took = spent() - before
    assert done.returncode == 0, done.stderr
    assert took < MOST_SECONDS / 4, f"100,000 lines of documentation took {took:.1f} s"


def many_slips(folder):
    """What was meant is looked for in time that grows with the file, and never deeper than contracts may go."""
    slips = {"brackets of two kinds": "(]\n" * 50_000, "comments that are never closed": "/* x\n" * 100_000,
             "a sign of other languages": "  name " + "|| trim " * 50_000 + "-> note",
             "a bracket beside a deep line": "  name | trim)\n  | lower(" + "(" * 10_000 + "1" + ")" * 10_000 + ") -> note",
             "quotes of other languages": "  name | one_of([" + "'ab', " * 40_000 + "]) -> note",
             "a bracket beside long lines": "  name | trim)\n" + "  -> a, b, c" * 50_000}
    for what, lines in slips.items():
        write(folder, ['    note text "Note"'], [lines])
        before = spent()
        done = treaty(folder, "check", "large.map")
        took = spent() - before
        assert done.returncode == 1, f"{what}: {done.returncode} {done.stderr[:300]}"
        assert took < MOST_SECONDS / 4, f"{what} took {took:.1f} s"


def within_limit(folder, *arguments, code=0):
    before = spent()
    done = treaty(folder, *arguments)
    took = spent() - before
    assert done.returncode == code, f"{arguments}: {done.returncode} {done.stderr[:300]}"
    assert took < MOST_SECONDS / 4, f"{' '.join(arguments)} took {took:.1f} s"
    return done.stdout


def many_columns(folder):
    (folder / "wide.csv").write_text(",".join(f"column {i}" for i in range(100_000)) + "\n")
    assert "column 99999" in within_limit(folder, "import", "wide.csv")


def many_unknown(folder):
    write(folder, [], [f"  emial{i} -> emial{i}" for i in range(60_000)])
    assert "errors, 0 warnings" in within_limit(folder, "check", "large.map", code=1)


def many_properties(folder):
    for label in ("old", "new"):
        write(folder, [f'    p{i} text "{label}"' for i in range(60_000)], [])
        (folder / "large.map").rename(folder / f"{label}.map")
    within_limit(folder, "check", "new.map")
    assert "60000 safe" in within_limit(folder, "diff", "old.map", "new.map")


def many_tests(folder):
    for name in ("old", "new"):
        write(folder, ['    note text "Note"'], ["  name -> note"])
        with open(folder / "large.map", "a") as file:
            for i in range(20_000):
                file.write(f'test t{i} for customers {{\n given {{ id: "1", name: "{name}" }}\n expect {{ note: "{name}" }}\n}}\n')
        (folder / "large.map").rename(folder / f"{name}.map")
    assert "20000 safe" in within_limit(folder, "diff", "old.map", "new.map")


def main():
    for tried in (many_columns, many_unknown, many_properties, many_tests, many_slips, many_comments,
                  many_lines, many_alternatives, many_branches):
        with tempfile.TemporaryDirectory() as name:
            tried(pathlib.Path(name))
    print("passed")


if __name__ == "__main__":
    TREATY = os.path.abspath(sys.argv[1])
    sys.exit(main())
