#!/usr/bin/env python3
"""Checks who includes whom against layers.txt, that the rooms form no cycle, and that no source is over 400 lines."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'^\s*#include "((?:compiler|runtime|stdlib)/[^"]+)"', re.MULTILINE)
LONGEST = 400


def read_table():
    table = {}
    for line in (ROOT / "tests/tools/layers.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            room, allowed = line.split(":")
            table[room] = allowed.split()
    return table


def room_of(path, table):
    """The longest room that holds the file."""
    return max((room for room in table if path.startswith(room + "/")), key=len, default=None)


def find_cycle(edges):
    state, trail = {}, []

    def visit(room):
        state[room] = "open"
        trail.append(room)
        for next_room in sorted(edges.get(room, ())):
            if state.get(next_room) == "open":
                return trail[trail.index(next_room):] + [next_room]
            if next_room not in state and (found := visit(next_room)):
                return found
        trail.pop()
        state[room] = "done"
        return None

    return next((found for room in sorted(edges) if room not in state and (found := visit(room))), None)


def main():
    table, findings, edges = read_table(), [], {}
    for folder in ("compiler", "runtime", "stdlib"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix not in (".h", ".cpp", ".def") or "node_modules" in path.parts:
                continue
            name, text = str(path.relative_to(ROOT)), path.read_text()
            room = room_of(name, table)
            if room is None:
                findings.append(f"{name}: its room is not in tests/tools/layers.txt")
                continue
            if path.suffix != ".def" and (lines := text.count("\n")) > LONGEST:
                findings.append(f"{name}: {lines} lines, over {LONGEST}: two concepts in one file?")
            for included in INCLUDE.findall(text):
                target = room_of(included, table)
                if target is None or target == room:
                    continue
                edges.setdefault(room, set()).add(target)
                if not any(target == one or target.startswith(one + "/") for one in table[room]):
                    findings.append(f"{name}: {room} may not include {included} ({target})")
    if cycle := find_cycle(edges):
        findings.append("cycle: " + " -> ".join(cycle))
    print("\n".join(findings) or "layers are in order")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
