#!/usr/bin/env python3
"""Checks the VS Code extension without VS Code: words, colours, indentation, snippets.

Usage: test_vscode.py TREATY
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from language import CONTRACTS, EDITORS, PROBE, PROBE_NAMES, RESERVED, ROOT, UNITS, WORDS
from textmate import Grammar

EXTENSION = EDITORS / "vscode"
GRAMMAR = EXTENSION / "syntaxes/treaty.tmLanguage.json"

# In examples/club/club.map: a piece of a line, a word of it, what it is.
CLUB = """
/// The north star                  | north       | comment.line.documentation
contract club 2.3.0                 | contract    | keyword.declaration
contract club 2.3.0                 | club        | entity.name.type
contract club 2.3.0                 | 2.3.0       | constant.numeric
// a table: region_name             | table       | comment.line.double-slash
quiet  23:00 to 02:00               | quiet       | keyword.other
quiet  23:00 to 02:00               | 02:00       | constant.numeric
secret CLUBAPP_CLIENT_ID            | CLUBAPP_CLIENT_ID | constant.other.secret
retry  6 times backoff 500ms to 60s | backoff     | keyword.other
retry  6 times backoff 500ms to 60s | 500ms       | constant.numeric
list    GET "/members"              | list        | keyword.other
list    GET "/members"              | /members    | string.quoted.double
until 2027-06-30                    | 2027-06-30  | constant.numeric
lead   <- subscriber or lead        | subscriber  | variable.other.member
lead   <- subscriber or lead        | or          | keyword.operator.logical
map members: clubapp.members <->    | members     | entity.name.type
map members: clubapp.members <->    | <->         | keyword.operator.arrow
match        external_id else email | match       | keyword.other
match        external_id else email | else        | keyword.control.conditional
tags       | map(trim) | sort | unique | map         | support.function
tags       | map(trim) | sort | unique | unique      | support.function
convert(from: currency, to: "CAD"   | from        | variable.parameter
name        | trim                  | name        | variable.other.member
on error skip                       | on          | keyword.other
owner clubapp, on error skip        | owner       | keyword.other
required                            | required    | keyword.other
tier       | picklist {             | picklist    | keyword.other
"${reservation_id}/${item.sku}"     | ${item.sku} | variable.other.interpolated
and total_cents > 0                 | total_cents | variable.other.member
expect not in list "Nurture"        | list        | keyword.other
given  right {                      | right       | keyword.other
sla fresh { 99% of records          | 99          | constant.numeric
"""


def words_in(text):
    """The words of a pattern's alternations, plain or very magic."""
    return {word for run in re.findall(r"(?<=[(:|<])[a-z]+(?:\|[a-z]+)+", text) for word in run.split("|")}


def wrong_words():
    for path in (GRAMMAR, EDITORS / "vim/syntax/treaty.vim"):
        known = words_in(path.read_text(encoding="utf-8"))
        for word in sorted((WORDS | UNITS) - known):
            yield f"{path.name}: `{word}` of the lexer is missing"
        for word in sorted(known - WORDS - UNITS):
            yield f"{path.name}: the lexer has no `{word}`"


def wrong_colors(grammar):
    for line in PROBE:
        scope, ours = grammar.paint(line)[0], ("keyword.declaration", "keyword.other")
        if not scope.startswith(("keyword.", "constant.language")) or (scope in ours) != (line.split()[0] not in RESERVED):
            yield f"`{line}` begins with {scope or 'nothing'}"
    for line in PROBE_NAMES:
        scopes = grammar.paint(line)
        for word in re.finditer(r"[a-z]+", line):
            if not scopes[word.start()].startswith(("variable.", "support.function")):
                yield f"`{line}`: {word.group()} is {scopes[word.start()] or 'nothing'}"
    club = (ROOT / "examples/club/club.map").read_text(encoding="utf-8").splitlines()
    for expectation in CLUB.strip().splitlines():
        piece, word, wanted = (part.strip() for part in expectation.rsplit("|", 2))
        lines = [line for line in club if piece in line]
        if not lines:
            yield f"no line of club.map has `{piece}`"
        for line in lines[:1]:
            at = line.index(word, line.index(piece))
            found = set(grammar.paint(line)[at:at + len(word)])
            if found != {wanted}:
                yield f"club.map: `{word}` in `{piece}` is {found}, expected {wanted}"


def wrong_indentation():
    """VS Code's rules, put to contracts that `treaty fmt` laid out."""
    configuration = json.loads((EXTENSION / "language-configuration.json").read_text(encoding="utf-8"))
    deeper, back = (re.compile(configuration["indentationRules"][key]) for key in ("increaseIndentPattern", "decreaseIndentPattern"))
    goes_on = re.compile(r"\s*(\||->|<-|and\b|or\b)")
    for path in CONTRACTS:
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and not goes_on.match(line)]
        for before, line in zip(lines, lines[1:]):
            indent = [len(one) - len(one.lstrip()) for one in (before, line)]
            if indent[1] != indent[0] + 2 * bool(deeper.search(before)) - 2 * bool(back.search(line)):
                yield f"{path.name}: `{line.strip()}` would be moved after `{before.strip()}`"
    for rule in configuration["onEnterRules"]:
        re.compile(rule["beforeText"])
    re.compile(configuration["wordPattern"])


def expand(body):
    """A snippet as it stands when every default was taken."""
    text = "\n".join(line for line in body if line.strip() != "$0")
    defaults = dict(re.findall(r"\$\{(\d+):([^}]*)\}", text))
    text = re.sub(r"\$\{(\d+):[^}]*\}|(?<!\\)\$(\d+)", lambda match: defaults[match.group(1) or match.group(2)], text)
    return text.replace("\\$", "$") + "\n"


def wrong_snippets(treaty):
    snippets = json.loads((EXTENSION / "snippets.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "customers.csv").write_text("id\n1\n", encoding="utf-8")
        for name, snippet in snippets.items():
            path = pathlib.Path(folder) / "snippet.map"
            path.write_text(expand(snippet["body"]), encoding="utf-8")
            commands = [["fmt", "--check"]] + ([["check", "--deny-warnings"]] if name == "Contract" else [])
            for command in commands:
                done = subprocess.run([treaty, *command, path], cwd=folder, capture_output=True, text=True, timeout=60)
                if done.returncode != 0:
                    yield f"snippet `{name}`, {command[0]}:\n{done.stdout}{done.stderr}{path.read_text()}"


def wrong_manifest():
    manifest = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
    contributes = manifest["contributes"]
    for path in [manifest["main"], *(one["path"] for one in contributes["grammars"] + contributes["snippets"]),
                 *(one["configuration"] for one in contributes["languages"])]:
        if not (EXTENSION / path).exists():
            yield f"package.json: {path} is not there"


def main():
    treaty = pathlib.Path(sys.argv[1]).resolve()
    problems = [*wrong_manifest(), *wrong_words(), *wrong_colors(Grammar(GRAMMAR)), *wrong_indentation(), *wrong_snippets(treaty)]
    print("\n".join(problems) or "the extension knows the language")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
