"""The words of the language, as the grammar has them, and where contracts and the editors' files are."""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
EDITORS = ROOT / "docs/editors"
CONTRACTS = sorted([*ROOT.glob("examples/*/*.map"), *ROOT.glob("stdlib/*.map")])

_lexer = (ROOT / "grammar/TreatyLexer.g4").read_text(encoding="utf-8")
_parser = (ROOT / "grammar/TreatyParser.g4").read_text(encoding="utf-8")
_word_of = dict(re.findall(r"^(\w+)\s*:\s*'([a-z]+)'\s*;", _lexer, re.MULTILINE))
_name = re.search(r"^name\s*:(.*?);", _parser, re.MULTILINE | re.DOTALL).group(1)

WORDS = set(_word_of.values())
UNITS = set(re.findall(r"'([a-z]+)'", re.search(r"^DURATION.*$", _lexer, re.MULTILINE).group()))
RESERVED = {word for token, word in _word_of.items() if not token.startswith("K_")}
ALSO_NAMES = {_word_of[token] for token in re.findall(r"\bK_\w+", _name)}

# Every word where it is one, and where what stands beside it makes it a name.
PROBE = [f"{word} a" for word in sorted(WORDS)]
PROBE_NAMES = [line for word in sorted(ALSO_NAMES - {"picklist"})
               for line in (f"  {word} -> {word}", f"  x.{word} | {word}", f"  {{ {word}: 1 }}", f"  [a, {word}]", f"  {word} ?? {word}(a) -> x")]
