"""A platform above for demo and tests: a small HTTP server on 127.0.0.1 that can behave badly.

It keeps what it takes in memory and shows nobody a field. `trouble` makes it refuse, be busy, be dead, answer
twice, lose what it took, or lie about its counts.
"""

from __future__ import annotations

import hmac
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from yiwang.kernel.upward import Names, digest_of
from yiwang.ports.https_platform import signature


@dataclass
class Trouble:
    """How it behaves badly. Set any of them while it runs.

    Attributes:
        refuse: kind and fields of a record → code of a refusal and the field; ("", "") to take it.
        busy: answers 503 and asks to be left alone for so many seconds. dead: closes without a word.
        mute: takes what is sent and closes without an answer. twice: says of each record twice what it says.
        lose: says it took them and keeps nothing. more: so many more than it holds are in its count.
    """

    refuse: Callable[[str, Mapping[str, str]], tuple[str, str]] = lambda kind, fields: ("", "")
    busy: int = 0
    dead: bool = False
    mute: bool = False
    twice: bool = False
    lose: bool = False
    more: int = 0


@dataclass
class Kept:
    """A record that the platform took. `times`: how often it came."""

    key: str
    kind: str
    day: str
    fields: dict[str, str]
    times: int = 1


@dataclass
class FakePlatform:
    """The server, running after `start`; `address` says where.

    Attributes:
        kept: number → what it holds. asked: how many requests came. names: the shape of its mapping.
        file: where it keeps what it holds, None for memory alone.
    """

    key: bytes
    trouble: Trouble = field(default_factory=Trouble)
    kept: dict[int, Kept] = field(default_factory=dict)
    asked: int = 0
    address: str = ""
    names: Names = field(default_factory=Names)
    file: Path | None = None
    _server: ThreadingHTTPServer | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, port: int = 0) -> FakePlatform:
        """Listen on 127.0.0.1; port 0 takes any that is free."""
        fake = self
        if self.file is not None and self.file.is_file():
            held = json.loads(self.file.read_text())
            self.kept = {int(number): Kept(**one) for number, one in held.items()}

        class Handler(BaseHTTPRequestHandler):
            timeout = 10

            def do_POST(self) -> None:
                fake._answer(self)

            def log_message(self, format: str, *args: Any) -> None:
                """Log nothing: a request may hold what is personal."""

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True, name="fake-platform").start()
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        return self

    def stop(self) -> None:
        """Listen no more. What it holds stays."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        with self._lock:
            self.asked += 1
            body = handler.rfile.read(int(handler.headers.get("Content-Length", "0")))
            if self.trouble.dead:
                handler.close_connection = True
                return
            if self.trouble.busy:
                return _write(handler, 503, {}, {"Retry-After": str(self.trouble.busy)})
            if not self._signed(handler, body):
                return _write(handler, 401, {})
            said = json.loads(body)
            made = self._tally(said) if handler.path == self.names.tally else self._take(said)
            if self.trouble.mute and handler.path != self.names.tally:
                handler.close_connection = True
                return
            _write(handler, 200, made)

    def _signed(self, handler: BaseHTTPRequestHandler, body: bytes) -> bool:
        timestamp = handler.headers.get("X-Timestamp", "")
        if not (timestamp.isascii() and timestamp.isdigit()):
            return False
        right = signature(self.key, int(timestamp), handler.path, body)
        return hmac.compare_digest(right.encode(), handler.headers.get("X-Signature", "").encode())

    def _take(self, said: dict[str, Any]) -> dict[str, Any]:
        n = self.names
        results: list[dict[str, Any]] = []
        for one in said[n.records]:
            number, known = one[n.number], self.kept.get(one[n.number])
            reason, about = self.trouble.refuse(one[n.kind], one[n.fields])
            if known is not None and known.key == one[n.key]:
                known.times += 1
            elif reason:
                results.append({n.number: number, n.state: "refused", n.reason: reason, n.field: about})
                continue
            elif not self.trouble.lose:
                self.kept[number] = Kept(one[n.key], one[n.kind], one[n.day], one[n.fields])
            results.append({n.number: number, n.state: n.taken[0]})
        self._save()
        return {n.results: results * 2 if self.trouble.twice else results}

    def _save(self) -> None:
        if self.file is not None:
            part = self.file.with_suffix(".part")
            part.write_text(json.dumps({number: asdict(one) for number, one in self.kept.items()}))
            part.chmod(0o600)
            part.replace(self.file)

    def _tally(self, said: dict[str, Any]) -> dict[str, Any]:
        n = self.names
        digests = {
            str(number): digest_of(one.kind, one.fields)
            for number, one in sorted(self.kept.items())
            if one.day == said[n.day]
        }
        return {n.count: len(digests) + self.trouble.more, n.digests: digests}


def _write(
    handler: BaseHTTPRequestHandler, status: int, what: dict[str, Any], headers: dict[str, str] | None = None
) -> None:
    body = json.dumps(what).encode()
    handler.send_response(status)
    for name, value in {**(headers or {}), "Content-Type": "application/json"}.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
