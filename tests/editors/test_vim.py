#!/usr/bin/env python3
"""Lets Vim, where it is installed, open contracts: its colours are those of the TextMate grammar, `=` keeps what `treaty fmt` laid
out, and :make fills the quickfix list. Ends with 77 where there is no Vim that can colour and evaluate.

Usage: test_vim.py TREATY
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from language import CONTRACTS, EDITORS, PROBE, PROBE_NAMES
from textmate import Grammar

SKIPPED = 77
SCOPES = {
    "": "", "treatyArrow": "keyword.operator.arrow", "treatyComment": "comment.line.double-slash",
    "treatyConditional": "keyword.control.conditional", "treatyConstant": "constant.language", "treatyDeclaration": "keyword.declaration",
    "treatyDoc": "comment.line.documentation", "treatyEscape": "constant.character.escape", "treatyHole": "variable.other.interpolated",
    "treatyLabel": "variable.parameter", "treatyLogical": "keyword.operator.logical", "treatyName": "entity.name.type",
    "treatyNumber": "constant.numeric", "treatyOperator": "keyword.operator", "treatyPath": "variable.other.member",
    "treatyPipe": "keyword.operator.pipe", "treatyPiped": "support.function", "treatyQuoted": "variable.other.quoted",
    "treatySecret": "constant.other.secret", "treatyStep": "support.function", "treatyString": "string.quoted.double",
    "treatyTarget": "variable.other.member", "treatyWord": "keyword.other",
}
# The column of the second mistake counts the é as one.
WRONG = """contract wrong 1.0.0 edition 1
system app: rest {
  bse "x"
}
map a: app.x -> hubspot.contacts {
  "é" | nofunc -> bar
}
"""
UNTIDY = "contract untidy 1.0.0 edition 1\n\n\n\ntable t {\na=1\n      b=2 }\n"
TIDY = ["contract untidy 1.0.0 edition 1", "", "table t {", "  a = 1", "  b = 2 }"]
FOREIGN = {"browser.map": '{"version":3,"sources":[]}\n', "mapserver.map": "MAP\n  NAME world\nEND\n", "linker.map": "Archive member included\n"}
MORE = {"probe.map": "contract probe 1.0.0 edition 1\n" + "\n".join(PROBE + PROBE_NAMES) + "\n",
        "signs.map": 'table signs { `First Name` = "a \\" b \\\\", b = "${x} ${"\nopen = "no end\n c = 1 // "x"\n}\n', "empty.map": ""}


def able(vim):
    return vim and all(f"+{feature}" in subprocess.run([vim, "--version"], capture_output=True, text=True).stdout.split()
                       for feature in ("eval", "syntax", "quickfix"))


def ask(vim, treaty, folder, files):
    (folder / "bin").mkdir()
    (folder / "bin/treaty").symlink_to(treaty)
    (folder / "wrong one.map").write_text(WRONG, encoding="utf-8")
    (folder / "untidy.map").write_text(UNTIDY, encoding="utf-8")
    subprocess.run([vim, "-Nu", "NONE", "-i", "NONE", "-n", "-es", "-S", pathlib.Path(__file__).with_name("probe.vim")],
                   cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=300,
                   env={**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "EDITORS": str(EDITORS),
                        "FILES": "\n".join(map(str, files)), "WRONG": "wrong one.map", "UNTIDY": "untidy.map", "OUT": str(folder / "out.json")})
    return json.loads((folder / "out.json").read_text(encoding="utf-8"))


def other_colors(grammar, path, groups):
    """Where Vim and the TextMate grammar do not agree; blanks have no color worth comparing."""
    for number, (line, vim) in enumerate(zip(path.read_text(encoding="utf-8").splitlines(), groups), 1):
        at = 0  # Vim counts bytes
        for column, (letter, scope) in enumerate(zip(line, grammar.paint(line))):
            if letter.strip() and SCOPES.get(vim[at]) != scope:
                yield f"{path.name}:{number}:{column + 1}: `{line[column:column + 20]}` is {vim[at] or 'nothing'} for Vim, {scope or 'nothing'} for VS Code"
                break
            at += len(letter.encode())


def moved_lines(path, told):
    lines = path.read_text(encoding="utf-8").splitlines()
    if told["kept"] != lines:
        yield from (f"{path.name}: `=` turns\n{a}\n{b}" for a, b in zip(lines, told["kept"]) if a != b)
    for line, indented in zip(lines, told["indented"]):
        if line != indented and not re.match(r"\s*(\||->|<-|and |or )", line):  # those stand where their author put them
            yield f"{path.name}: `{line}` is indented as `{indented}`"


def wrong_tools(found):
    expected = [(3, 3, "E0117"), (3, 7, "E0332"), (5, 12, "E0303"), (5, 17, "E0302"), (6, 9, "E0306")]
    quickfix = [(one["line"], one["column"], one["text"][1:6]) for one in found["quickfix"]]
    if quickfix != expected or any(one["file"] != "wrong one.map" or one["type"] != "E" for one in found["quickfix"]):
        yield f"quickfix list: {found['quickfix']}"
    if found["formatted"] != TIDY:
        yield f":TreatyFormat gives {found['formatted']}"
    if found["comment"] != "// %s":
        yield f"comments are {found['comment']}"


def main():
    vim, treaty = shutil.which("vim"), pathlib.Path(sys.argv[1]).resolve()
    if not able(vim):
        print("skipped: no Vim with +eval, +syntax and +quickfix")
        return SKIPPED
    grammar, problems = Grammar(EDITORS / "vscode/syntaxes/treaty.tmLanguage.json"), []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for file, text in {**FOREIGN, **MORE}.items():
            (folder / file).write_text(text, encoding="utf-8")
        ours = [*CONTRACTS, *(folder / file for file in MORE)]
        found = ask(vim, treaty, folder, [*ours, *(folder / file for file in FOREIGN)])
        for file in FOREIGN:
            if found["files"][str(folder / file)]["filetype"] == "treaty":
                problems.append(f"{file} is taken for a contract")
        for path in ours:
            told = found["files"][str(path)]
            if told["filetype"] != "treaty":
                problems.append(f"{path.name} is taken for {told['filetype']}")
            problems += other_colors(grammar, path, told["groups"])
            problems += moved_lines(path, told) if path in CONTRACTS else []
        problems += wrong_tools(found)
    print("\n".join(problems) or "Vim knows the language")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
