"""An editor, as far as a test needs one: speaks the Language Server Protocol with `treaty lsp` over its pipes."""

import json
import os
import select
import subprocess
import time


class Client:
    def __init__(self, treaty, encodings=("utf-16",), today="2026-11-23"):
        environment = dict(os.environ, TREATY_TODAY=today)
        self.process = subprocess.Popen(
            [treaty, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        )
        self.buffer = b""
        self.number = 0
        self.diagnostics = {}  # by URI: what was published last
        self.encodings = list(encodings)

    def start(self, capabilities=None):
        wanted = {"general": {"positionEncodings": self.encodings}}
        wanted.update(capabilities or {})
        answer = self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": wanted})
        self.tell("initialized", {})
        return answer

    # ── messages ──

    def send_bytes(self, raw):
        self.process.stdin.write(raw)
        self.process.stdin.flush()

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.send_bytes(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params):
        """The result; an `error` stands for a refusal."""
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == self.number and "method" not in message:
                return message["result"] if "result" in message else {"error": message["error"]}

    def receive(self, seconds=30):
        deadline = time.monotonic() + seconds
        while True:
            message = self._take()
            if message is not None:
                if message.get("method") == "textDocument/publishDiagnostics":
                    self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
                return message
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                raise TimeoutError("the server says nothing")
            read = os.read(self.process.stdout.fileno(), 1 << 20)
            if not read:
                raise EOFError("the server has gone: " + self.process.stderr.read().decode())
            self.buffer += read

    def _take(self):
        head, separator, rest = self.buffer.partition(b"\r\n\r\n")
        if not separator:
            return None
        length = int(head.split(b":")[1])
        if len(rest) < length:
            return None
        self.buffer = rest[length:]
        return json.loads(rest[:length])

    def published(self, uri):
        """Waits for the next list of what is wrong with a file."""
        while True:
            message = self.receive()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                return message["params"]["diagnostics"]

    # ── an editor's doings ──

    def open(self, path, text=None):
        uri = "file://" + str(path)
        if text is None:
            with open(path, encoding="utf-8") as stream:
                text = stream.read()
        document = {"uri": uri, "languageId": "treaty", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def change(self, uri, changes, version=2):
        self.tell("textDocument/didChange", {"textDocument": {"uri": uri, "version": version}, "contentChanges": changes})

    def at(self, method, uri, position, **more):
        return self.ask("textDocument/" + method, {"textDocument": {"uri": uri}, "position": position, **more})

    def stop(self):
        self.ask("shutdown", None)
        self.tell("exit", None)
        return self.process.wait(10)
