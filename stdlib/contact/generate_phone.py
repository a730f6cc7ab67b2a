#!/usr/bin/env python3
"""Makes the tables of `phone` out of the world's numbering metadata.

Usage: generate_phone.py METADATA.json OUTPUT.inc

Every pattern of the metadata describes finitely many numbers (at most 17 digits), so all of them become one automaton without
loops whose equal parts are shared: a state is ten next states, one a digit, and whether a number may end there.
"""

import json
import sys

LONGEST = 17
DIGITS = frozenset(range(10))


class Reader:
    """A pattern as a nondeterministic automaton: states with edges (digits, next) and empty edges."""

    def __init__(self, pattern):
        self.pattern = pattern
        self.at = 0
        self.edges = []
        self.empty = []

    def state(self):
        self.edges.append([])
        self.empty.append([])
        return len(self.edges) - 1

    def alternatives(self):
        begin, end = self.state(), self.state()
        while True:
            first, last = self.sequence()
            self.empty[begin].append(first)
            self.empty[last].append(end)
            if self.at >= len(self.pattern) or self.pattern[self.at] != "|":
                return begin, end
            self.at += 1

    def sequence(self):
        begin = end = self.state()
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            atom_at = self.at
            first, last = self.atom()
            low, high = self.counts()
            behind = self.at
            skips = []
            for i in range(high):
                if i > 0:  # the same atom once more
                    self.at = atom_at
                    first, last = self.atom()
                if i >= low:
                    skips.append(end)
                self.empty[end].append(first)
                end = last
            for skipped in skips:
                self.empty[skipped].append(end)
            self.at = behind
        return begin, end

    def counts(self):
        if self.at < len(self.pattern) and self.pattern[self.at] == "?":
            self.at += 1
            return 0, 1
        if self.at < len(self.pattern) and self.pattern[self.at] == "{":
            end = self.pattern.index("}", self.at)
            numbers = [int(n) for n in self.pattern[self.at + 1 : end].split(",")]
            self.at = end + 1
            return numbers[0], numbers[-1]
        return 1, 1

    def atom(self):
        c = self.pattern[self.at]
        if c == "(":
            self.at += 3 if self.pattern.startswith("(?:", self.at) else 1
            found = self.alternatives()
            assert self.pattern[self.at] == ")", self.pattern
            self.at += 1
            return found
        if c == "[":
            end = self.pattern.index("]", self.at)
            digits = self.members(self.pattern[self.at + 1 : end])
            self.at = end + 1
        elif self.pattern.startswith("\\d", self.at):
            digits = DIGITS
            self.at += 2
        else:
            assert c.isdigit(), (c, self.pattern)
            digits = frozenset([int(c)])
            self.at += 1
        begin, end = self.state(), self.state()
        self.edges[begin].append((digits, end))
        return begin, end

    @staticmethod
    def members(text):
        digits, i = set(), 0
        text = text.replace("\\d", "0-9")
        while i < len(text):
            if i + 2 < len(text) and text[i + 1] == "-":
                digits.update(range(int(text[i]), int(text[i + 2]) + 1))
                i += 3
            else:
                digits.add(int(text[i]))
                i += 1
        return frozenset(digits)


class Machine:
    """Some patterns, each with the lengths it may have, run side by side."""

    def __init__(self, patterns):
        self.parts = []
        for pattern, lengths in patterns:
            reader = Reader(pattern)
            begin, end = reader.alternatives()
            assert reader.at == len(pattern), pattern
            self.parts.append((reader, begin, end, lengths))

    def closure(self, part, states):
        reader, seen, todo = self.parts[part][0], set(states), list(states)
        while todo:
            for other in reader.empty[todo.pop()]:
                if other not in seen:
                    seen.add(other)
                    todo.append(other)
        return frozenset(s for s in seen if reader.edges[s] or s == self.parts[part][2])

    def begin(self):
        return tuple(self.closure(i, [part[1]]) for i, part in enumerate(self.parts))

    def step(self, states, digit):
        return tuple(
            self.closure(i, [to for s in current for digits, to in self.parts[i][0].edges[s] if digit in digits]) if current else current
            for i, current in enumerate(states)
        )

    def ends(self, states, length):
        """For each pattern, whether a number of this length may end here."""
        return [part[2] in current and (part[3] is None or length in part[3]) for part, current in zip(self.parts, states)]


class Pool:
    """The states of all automata, equal ones once; 0 leads nowhere."""

    def __init__(self):
        self.known = {(False, (0,) * 10): 0}
        self.rows = [(False, (0,) * 10)]

    def keep(self, accepts, children):
        row = (accepts, tuple(children))
        if row not in self.known:
            self.known[row] = len(self.rows)
            self.rows.append(row)
        return self.known[row]

    def build(self, patterns, accept):
        """The first state of the automaton that accepts where `accept(ends)` says so."""
        machine, memo = Machine(patterns), {}

        def visit(states, length):
            if length > LONGEST or not any(states):
                return 0
            found = memo.get((states, length))
            if found is None:
                children = [visit(machine.step(states, digit), length + 1) for digit in range(10)]
                found = memo[states, length] = self.keep(accept(machine.ends(states, length)), children)
            return found

        return visit(machine.begin(), 0)


def quoted(text):
    return '"' + text.replace("\\", "\\\\") + '"' if text else '""'


def region(pool, iso, plan):
    plan = plan + [0] * (14 - len(plan))
    lengths = plan[3]
    types = [(t[0], t[1] if len(t) > 1 and t[1] else lengths) for t in (plan[11] or []) if t and t[0]]
    general = pool.build([(plan[2], lengths)], lambda ends: ends[0])
    viable = pool.build([(plan[2], None)], lambda ends: ends[0])
    valid = pool.build([(plan[2], None)] + types, lambda ends: ends[0] and any(ends[1:])) if types else general
    prefix = plan[7] or plan[5] or ""
    return f'    {{"{iso}", {plan[0]}, {viable}, {valid}, {quoted(plan[1])}, {quoted(prefix)}, {quoted(plan[8])}, {quoted(plan[10])}}},'


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        metadata = json.load(file)
    pool = Pool()
    names = sorted(metadata["countries"])
    regions = [region(pool, name, metadata["countries"][name]) for name in names]
    first_other = len(regions)
    codes = {code: [names.index(c) for c in listed] for code, listed in metadata["country_calling_codes"].items() if listed[0] in metadata["countries"]}
    for code, plan in metadata["nonGeographic"].items():
        codes[code] = [len(regions)]
        regions.append(region(pool, "", plan))
    assert len(pool.rows) < 65536
    lines = ["// Made by generate_phone.py; not to be edited.", "constexpr State states[] = {"]
    lines += ["    {{%s}, %d}," % (", ".join(map(str, children)), accepts) for accepts, children in pool.rows]
    lines += ["};", "constexpr Region regions[] = {"] + regions + ["};"]
    lines += [f"constexpr uint32_t countries = {first_other};  // sorted by name; behind them what belongs to none"]
    listed = []
    lines += ["constexpr Code codes[] = {"]
    for code in sorted(codes, key=int):
        lines.append(f"    {{{code}, {len(listed)}, {len(codes[code])}}},")
        listed += codes[code]
    lines += ["};", "constexpr uint16_t regions_of_codes[] = {" + ", ".join(map(str, listed)) + "};", ""]
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write("\n".join(lines))


if __name__ == "__main__":
    main()
