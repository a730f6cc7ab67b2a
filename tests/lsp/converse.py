#!/usr/bin/env python3
"""Holds conversations with `treaty lsp`: what an editor does, and what it is told, beside it.

A conversation is a text of `> COMMAND` lines, each followed by what came of it; `--update` rewrites that: review the diff. Every one
begins with a fresh server and a fresh copy of the folder `shop`. `¦` in a text is the caret: `> hover shop.map "lo¦okup(countries)"`.

  > open FILE [TEXT]            > type FILE AFTER TEXT       > take FILE TEXT        > close FILE
  > disk FILE TEXT              as if another program wrote it
  > ASK FILE PLACE [MORE]       hover, definition, references, documentHighlight, prepareRename, rename (NAME), completion (HOW MANY)
  > actions FILE TEXT [NUMBER]  > format FILE  > hints FILE  > outline FILE  > tokens FILE     what has a number is applied
  > send METHOD JSON            a request as it is          > tell METHOD JSON         a notification
  > raw TEXT                    bytes                       > exit                     how the server ends

Usage: converse.py TREATY_BINARY [--update] [FILE…]
"""

import difflib
import json
import pathlib
import shlex
import shutil
import sys
import tempfile

from client import Client

HERE = pathlib.Path(__file__).resolve().parent
REACTIONS = {"open", "type", "take", "close", "disk"}


class Conversation:
    def __init__(self, treaty, folder, encodings):
        self.folder = folder
        self.client = Client(treaty, encodings)
        self.texts = {}  # by file: what the editor shows
        self.utf8 = "utf-8" in encodings

    # ── places ──

    def uri(self, name):
        return "file://" + str(self.folder / name)

    def units(self, text):
        return len(text.encode()) if self.utf8 else len(text.encode("utf-16-le")) // 2

    def position(self, name, offset):
        before = self.texts[name][:offset]
        line = before.rpartition("\n")[2]
        return {"line": before.count("\n"), "character": self.units(line)}

    def offset(self, name, position):
        lines = self.texts[name].split("\n")
        line, offset = lines[position["line"]], sum(len(one) + 1 for one in lines[: position["line"]])
        for at in range(len(line) + 1):
            if self.units(line[:at]) == position["character"]:
                return offset + at
        raise ValueError(f"{position} is within a character, or behind the line's end")

    def find(self, name, text):
        at = self.texts[name].find(text.replace("¦", ""))
        if at < 0:
            raise ValueError(f"{text!r} is not in {name}")
        return at

    def caret(self, name, place):
        return self.position(name, self.find(name, place) + max(place.find("¦"), 0))

    def quoted(self, name, span):
        """`3:5 "trim"`"""
        begin, end = span["start"], span["end"]
        where = f"{begin['line'] + 1}:{begin['character'] + 1}"
        if name not in self.texts:
            return where
        return f"{where} {json.dumps(self.texts[name][self.offset(name, begin):self.offset(name, end)], ensure_ascii=False)}"

    def short(self, uri):
        return uri.replace("file://" + str(self.folder) + "/", "")

    def apply(self, edit):
        for uri, edits in edit["changes"].items():
            name = self.short(uri)
            if name not in self.texts:
                yield f"{name} is not open"
                continue
            text = self.texts[name]
            places = [(self.offset(name, one["range"]["start"]), self.offset(name, one["range"]["end"]), one["newText"]) for one in edits]
            for begin, end, put in sorted(places, reverse=True):
                text = text[:begin] + put + text[end:]
            yield from self.difference(name, text)
            self.texts[name] = text
            self.client.change(uri, [{"text": text}])

    def difference(self, name, text):
        lines = difflib.unified_diff(self.texts[name].split("\n"), text.split("\n"), name, name, lineterm="", n=0)
        return [line for line in lines if not line.startswith(("---", "+++"))]

    # ── commands ──

    def run(self, command):
        words = [word.replace("\\n", "\n") for word in shlex.split(command)]
        handler = getattr(self, "do_" + words[0].replace("-", "_"), None)
        return list(handler(*words[1:]) if handler else self.ask(*words))

    def ask(self, method, name, place, *more):
        extra = {}
        if method == "references":
            extra = {"context": {"includeDeclaration": "uses" not in more}}
        if method == "rename":
            extra = {"newName": more[0]}
        answer = self.client.at(method, self.uri(name), self.caret(name, place), **extra)
        if answer is None:
            return ["nothing"]
        if isinstance(answer, dict) and "error" in answer:
            return [f"refused {answer['error']['code']}: {answer['error']['message']}"]
        if method == "hover":
            return [self.quoted(name, answer["range"])] + ["  " + line if line else "" for line in answer["contents"]["value"].strip().split("\n")]
        if method == "completion":
            items = sorted(answer["items"], key=lambda item: item["sortText"])
            most = int(more[0]) if more else 8
            shown = [f"{item['label']}  {item.get('detail', '')}".rstrip() + self.put(name, item) for item in items[:most]]
            return shown + ([f"… and {len(items) - most} more"] if len(items) > most else [])
        if method == "rename":
            return list(self.apply(answer))
        if method == "prepareRename":
            return [self.quoted(name, answer)]
        places = answer if isinstance(answer, list) else [answer]
        return [f"{self.short(one['uri']) if 'uri' in one else name}:{self.quoted(self.short(one.get('uri', self.uri(name))), one['range'])}" for one in places] or ["nothing"]

    def put(self, name, item):
        edit = item["textEdit"]
        replaced = self.quoted(name, edit["range"]).partition(" ")[2]
        new = "" if edit["newText"] == item["label"] else f"  puts {json.dumps(edit['newText'], ensure_ascii=False)}"
        return new + ("" if replaced == '""' else f"  for {replaced}")

    def do_open(self, name, text=None):
        if text is None:
            text = (self.folder / name).read_text()
        self.texts[name] = text
        self.client.open(self.folder / name, text)
        return []

    def do_type(self, name, after, text):
        offset = self.find(name, after) + len(after)
        at = self.position(name, offset)
        self.texts[name] = self.texts[name][:offset] + text + self.texts[name][offset:]
        self.client.change(self.uri(name), [{"range": {"start": at, "end": at}, "text": text}])
        return []

    def do_take(self, name, text):
        offset = self.find(name, text)
        span = {"start": self.position(name, offset), "end": self.position(name, offset + len(text))}
        self.texts[name] = self.texts[name].replace(text, "", 1)
        self.client.change(self.uri(name), [{"range": span, "text": ""}])
        return []

    def do_close(self, name):
        self.texts.pop(name)
        self.client.tell("textDocument/didClose", {"textDocument": {"uri": self.uri(name)}})
        return []

    def do_disk(self, name, text):
        (self.folder / name).write_text(text)
        self.client.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": self.uri(name), "type": 2}]})
        return []

    def do_actions(self, name, text, number=None):
        offset = self.find(name, text)
        span = {"start": self.position(name, offset), "end": self.position(name, offset + len(text))}
        answer = self.client.ask("textDocument/codeAction", {"textDocument": {"uri": self.uri(name)}, "range": span, "context": {"diagnostics": []}})
        if number is not None:
            return list(self.apply(answer[int(number) - 1]["edit"]))
        return [f"{at + 1} {one['kind']}: {one['title']}" for at, one in enumerate(answer)] or ["nothing"]

    def do_format(self, name):
        answer = self.client.ask("textDocument/formatting", {"textDocument": {"uri": self.uri(name)}, "options": {}})
        if answer is None:
            return ["nothing: it has mistakes in its syntax"]
        return list(self.apply({"changes": {self.uri(name): answer}})) or ["as it is"]

    def do_hints(self, name):
        whole = {"start": {"line": 0, "character": 0}, "end": {"line": 100000, "character": 0}}
        answer = self.client.ask("textDocument/inlayHint", {"textDocument": {"uri": self.uri(name)}, "range": whole})
        shown = []
        for hint in answer:
            offset = self.offset(name, hint["position"])
            before = self.texts[name][:offset].rpartition("\n")[2].strip()
            shown.append(f"{before}«{hint['label']}»")
        return shown

    def do_outline(self, name):
        def lines(symbols, depth):
            for one in symbols:
                yield "  " * depth + f"{one['name']} ({one.get('detail', '')}) {self.quoted(name, one['selectionRange'])}"
                yield from lines(one.get("children", []), depth + 1)

        return list(lines(self.client.ask("textDocument/documentSymbol", {"textDocument": {"uri": self.uri(name)}}), 0))

    def do_tokens(self, name):
        data = self.client.ask("textDocument/semanticTokens/full", {"textDocument": {"uri": self.uri(name)}})["data"]
        kinds, line, column, by_line = self.legend, 0, 0, {}
        for at in range(0, len(data), 5):
            down, right, length, kind, _ = data[at : at + 5]
            line, column = line + down, right if down else column + right
            begin = self.offset(name, {"line": line, "character": column})
            end = self.offset(name, {"line": line, "character": column + length})
            by_line.setdefault(line + 1, []).append(f"{self.texts[name][begin:end]}/{kinds[kind]}")
        return [f"{number}: " + " ".join(words) for number, words in by_line.items()]

    def do_send(self, method, params="null"):
        answer = self.client.ask(method, json.loads(params.replace("$FOLDER", str(self.folder))))
        return [json.dumps(answer, ensure_ascii=False).replace(str(self.folder), "$FOLDER")]

    def do_tell(self, method, params="{}"):
        self.client.tell(method, json.loads(params))
        return []

    def do_raw(self, text):
        self.client.send_bytes(text.encode().decode("unicode_escape").encode("latin-1"))
        return []

    def do_receive(self):
        return [json.dumps(self.client.receive(), ensure_ascii=False).replace(str(self.folder), "$FOLDER")]

    def do_exit(self):
        code = self.client.process.wait(10)
        return [f"exit {code}"] + self.client.process.stderr.read().decode().splitlines()

    def said(self):
        """What was published since the last time, by file: before a question is answered, all is said."""
        before = dict(self.client.diagnostics)
        self.client.diagnostics = {}
        self.client.ask("textDocument/hover", {})  # refused
        published, self.client.diagnostics = self.client.diagnostics, {**before, **self.client.diagnostics}
        shown = []
        for uri in sorted(published):
            name = self.short(uri)
            shown.append(f"{name}: {'right' if not published[uri] else ''}".rstrip())
            for one in published[uri]:
                level = {1: "error", 2: "warning"}[one["severity"]]
                shown.append(f"  {level} {one['code']} {self.quoted(name, one['range'])} {one['message'].splitlines()[0]}")
                for related in one["relatedInformation"]:
                    place = related["location"]
                    shown.append(f"    {self.short(place['uri'])}:{self.quoted(self.short(place['uri']), place['range'])} {related['message']}")
        return shown


def hold(treaty, script):
    written = script.split("\n")
    ahead = written[1:] + [""]
    lines = [line for line, after in zip(written, ahead)
             if line.startswith(("> ", "# ")) or (not line.strip() and after.startswith(("> ", "# ")))]  # others are of an answer
    encodings = ["utf-8", "utf-16"] if "# utf-8" in lines else ["utf-16"]
    result = []
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place).resolve() / "shop"
        shutil.copytree(HERE / "shop", folder)
        talk = Conversation(treaty, folder, encodings)
        if "# unstarted" not in lines:
            talk.legend = talk.client.start()["capabilities"]["semanticTokensProvider"]["legend"]["tokenTypes"]
        try:
            for line in lines:
                if not line.startswith("> "):
                    if line or (result and result[-1]):
                        result.append(line)
                    continue
                result.append(line)
                said = talk.run(line[2:])
                if line.split()[1] in REACTIONS:
                    said += talk.said()
                result += said
        except (EOFError, TimeoutError, ValueError, KeyError) as error:
            result.append(f"!! {error!r}")
        finally:
            talk.client.process.kill()
    return "\n".join(result).rstrip("\n") + "\n"


def main():
    arguments = [word for word in sys.argv[1:] if word != "--update"]
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    treaty, files = str(pathlib.Path(arguments[0]).resolve()), [pathlib.Path(one) for one in arguments[1:]]
    failed = 0
    for path in files or sorted((HERE / "conversations").glob("*.txt")):
        wanted = path.read_text()
        got = hold(treaty, wanted)
        if got == wanted:
            continue
        if "--update" in sys.argv:
            path.write_text(got)
            print(f"updated {path}")
            continue
        failed += 1
        print(f"FAILED {path}")
        sys.stdout.writelines(difflib.unified_diff(wanted.splitlines(True), got.splitlines(True), "expected", "said"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
