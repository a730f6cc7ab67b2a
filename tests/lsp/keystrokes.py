#!/usr/bin/env python3
"""How long after a keystroke an editor knows what is wrong: a letter is typed into a step and taken out again, over and over. Beside it the
server's own processor time a keystroke, which other programs on the machine do not change.

Usage: keystrokes.py TREATY_BINARY [CONTRACT…]      without one: examples/club/club.map, and one of 5,000 lines made of its fields
"""

import os
import pathlib
import shutil
import statistics
import sys
import tempfile
import time

from client import Client

ROOT = pathlib.Path(__file__).resolve().parents[2]
KEYS = 60


def long_contract(folder, lines):
    """The club, with as many properties and field lines as make up the lines."""
    text = (ROOT / "examples/club/club.map").read_text()
    wanted = (lines - text.count("\n")) // 2
    steps = ["trim", "trim | lower", "trim | title_case", "trim | upper", "collapse"]
    fields = ["first_name", "last_name", "email", "nickname", "address.city"]
    declared = "".join(f'    extra_{i} text "Extra {i}"\n' for i in range(wanted))
    written = "".join(f"  {fields[i % 5]} | {steps[i // 5 % 5]} -> extra_{i}\n" for i in range(wanted))
    text = text.replace('    nickname        text        "Nickname"\n', '    nickname        text        "Nickname"\n' + declared)
    text = text.replace("  ignore legacy_flags", written + "  ignore legacy_flags")
    path = folder / "long.map"
    path.write_text(text)
    return path


def processor_time(process):
    """Of the process so far, in seconds; Linux."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(treaty, path):
    client = Client(treaty)
    client.start()
    uri = client.open(path)
    client.published(uri)
    text = pathlib.Path(path).read_text()
    offset = text.index("| trim") + len("| trim")
    line = text.count("\n", 0, offset)
    column = offset - text.rfind("\n", 0, offset) - 1
    at = {"line": line, "character": column}
    times, before = [], processor_time(client.process)
    for key in range(KEYS):
        begin = time.perf_counter()
        if key % 2 == 0:
            client.change(uri, [{"range": {"start": at, "end": at}, "text": "x"}])
        else:
            client.change(uri, [{"range": {"start": at, "end": {"line": line, "character": column + 1}}, "text": ""}])
        said = client.published(uri)
        times.append((time.perf_counter() - begin) * 1000)
        wrong = any(one["code"] == "E0306" for one in said)
        assert wrong == (key % 2 == 0), "the mistake that was typed is not what was published"
    own = (processor_time(client.process) - before) * 1000 / KEYS
    client.stop()
    times.sort()
    print(
        f"{pathlib.Path(path).name}: {text.count(chr(10)):,} lines, from keystroke to diagnostics: "
        f"median {statistics.median(times):.1f} ms, nine in ten {times[KEYS * 9 // 10]:.1f} ms, worst {times[-1]:.1f} ms of {KEYS}; processor time {own:.1f} ms"
    )


def main():
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    treaty = str(pathlib.Path(sys.argv[1]).resolve())
    if len(sys.argv) > 2:
        for path in sys.argv[2:]:
            measure(treaty, pathlib.Path(path).resolve())
        return 0
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place) / "club"
        shutil.copytree(ROOT / "examples/club", folder)
        measure(treaty, folder / "club.map")
        measure(treaty, long_contract(folder, 5000))
    return 0


if __name__ == "__main__":
    sys.exit(main())
