#!/usr/bin/env python3
"""Checks what docs/editors/README.md tells people to paste: it can be read, starts `treaty lsp`, and names files that are there."""
import json
import os
import pathlib
import plistlib
import re
import subprocess
import sys
import tempfile
import tomllib

from language import EDITORS, ROOT

GUIDE = (EDITORS / "README.md").read_text(encoding="utf-8")


def snippet(heading, language, number=0):
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", GUIDE, re.MULTILINE | re.DOTALL).group(1)
    return re.findall(rf"```{language}\n(.*?)```", section, re.DOTALL)[number]


def balanced(text):
    """Whether parentheses match once strings and characters (`?\\n`) are gone: what a Lisp reader stumbles over first."""
    text = re.sub(r'"(?:\\.|[^"\\])*"|\?\\?.', "", text, flags=re.DOTALL)
    depth = 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return False
    return depth == 0


def problems():
    for path in set(re.findall(r"TREATY/([\w./-]+)", GUIDE)):
        if not (ROOT / path).exists():
            yield f"{path} is not there"
    helix = tomllib.loads(snippet("Helix", "toml"))
    server = helix["language-server"]["treaty"]
    if [server["command"], *server["args"]] != ["treaty", "lsp"] or helix["language"][0]["language-servers"] != ["treaty"]:
        yield "Helix does not start the server"
    if json.loads(snippet("Sublime Text", "json"))["clients"]["treaty"]["command"] != ["treaty", "lsp"]:
        yield "Sublime Text does not start the server"
    if not balanced(snippet("Emacs", "elisp")):
        yield "the parentheses for Emacs do not match"
    with tempfile.TemporaryDirectory() as home:
        user = pathlib.Path(home) / ".config/sublime-text/Packages/User"
        user.mkdir(parents=True)
        subprocess.run(["sh", "-ec", snippet("Sublime Text", "sh").replace("TREATY", str(ROOT))], env={**os.environ, "HOME": home}, check=True)
        if plistlib.loads((user / "Treaty.tmLanguage").read_bytes())["scopeName"] != "source.treaty":
            yield "Sublime Text gets no grammar"


def main():
    found = list(problems())
    print("\n".join(found) or "the guide can be followed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
