"""Small servers of this machine that behave as they are told: for mail, and for webhooks."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any


class _Mail(StreamRequestHandler):
    """Enough of SMTP (RFC 5321) for one letter."""

    def handle(self) -> None:
        say = lambda line: self.wfile.write(f"{line}\r\n".encode())  # noqa: E731
        say("220 here")
        while line := self.rfile.readline():
            match line[:4].upper():
                case b"EHLO" | b"HELO":
                    say("250 here")
                case b"MAIL":
                    say(self.server.answers.get("MAIL", "250 fine"))
                case b"RCPT":
                    say(self.server.answers.get("RCPT", "250 fine"))
                case b"DATA":
                    say("354 go on")
                    letter = b""
                    while not letter.endswith(b"\r\n.\r\n"):
                        letter += self.rfile.readline()
                    self.server.taken.append(letter.removesuffix(b".\r\n"))
                    say(self.server.answers.get("DATA", "250 taken"))
                case b"QUIT":
                    say("221 bye")
                    return
                case _:
                    say("250 fine")


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.path, dict(self.headers), body))
        status, more = self.server.answers.get("POST", (204, {}))
        self.send_response(status)
        for name, value in more.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def _served(server: Any, answers: dict[str, Any]) -> Iterator[Any]:
    server.daemon_threads, server.answers, server.taken = True, answers, []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def mail(**answers: str) -> Any:
    """Serve mail; `server_address`, and what was `taken`."""
    return _served(ThreadingTCPServer(("127.0.0.1", 0), _Mail), answers)


def hook(status: int = 204, **headers: str) -> Any:
    """Serve a webhook that answers so."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Hook)
    return _served(server, {"POST": (status, headers)})


def nobody() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
