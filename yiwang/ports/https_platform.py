"""A platform above by HTTPS and JSON, in the shape that its mapping describes; requests are signed.

A request is one POST of a JSON object. `X-Timestamp` has Unix seconds, `X-Signature` the HMAC-SHA256 of
`timestamp.path.body` under a key that both sides have, in hex. Address and key come from the environment and
a key file, never from a pack. No redirect is followed. Plain http goes to this machine itself alone.
"""

from __future__ import annotations

import hmac
import http.client
import json
import ssl
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from yiwang.kernel.upward import Names
from yiwang.ports.platform import ACCEPTED, LATER, REFUSED, Away, Notice, Tally, Verdict

SECONDS, IN_ALL = 8.0, 20.0
MOST_BYTES = 8 * 1024 * 1024
HERE = frozenset({"127.0.0.1", "::1", "localhost"})


def signature(key: bytes, timestamp: int, path: str, body: bytes) -> str:
    """Return what signs a request, hex."""
    return hmac.new(key, f"{timestamp}.{path}.".encode() + body, sha256).hexdigest()


@dataclass(frozen=True)
class HttpsPlatform:
    """Sends to one platform.

    Args:
        address: `https://host/base`. key: signs. names: the shape. clock: gives the moment to sign.
    Raises:
        ValueError: the address is not https, and not this machine's own.
    """

    address: str
    key: bytes = field(repr=False)
    names: Names
    clock: Callable[[], datetime]

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in HERE):
            raise ValueError("the address of a platform begins with https://")

    def send(self, notices: Sequence[Notice]) -> Sequence[Verdict]:
        """POST the records, and read what is said of each."""
        n = self.names
        said = [
            {n.number: one.number, n.key: one.key, n.kind: one.kind, n.day: one.day.isoformat(),
             n.fields: dict(one.fields)}
            for one in notices
        ]  # fmt: skip
        answer = self._post(n.send, {n.records: said})
        results = answer.get(n.results)
        if not isinstance(results, list):
            raise Away("unreadable")
        verdicts = [self._verdict(one) for one in results if isinstance(one, dict)]
        return [one for one in verdicts if one is not None]

    def tally(self, day: date) -> Tally:
        """Ask for numbers and digests of a day."""
        n = self.names
        answer = self._post(n.tally, {n.day: day.isoformat()})
        count, digests = answer.get(n.count), answer.get(n.digests)
        if type(count) is not int or not isinstance(digests, dict):
            raise Away("unreadable")
        try:
            return Tally(count, {int(number): str(digest) for number, digest in digests.items()})
        except ValueError as fault:
            raise Away("unreadable") from fault

    def _verdict(self, said: dict[str, Any]) -> Verdict | None:
        n = self.names
        number = said.get(n.number)
        if isinstance(number, str) and number.isascii() and number.isdigit() and len(number) < 12:
            number = int(number)
        if type(number) is not int:
            return None
        state = str(said.get(n.state, ""))
        known = ACCEPTED if state in n.taken else LATER if state in n.later else REFUSED
        return Verdict(number, known, str(said.get(n.reason) or ""), str(said.get(n.field) or ""))

    def _post(self, path: str, what: dict[str, Any]) -> dict[str, Any]:
        parts = urlsplit(self.address)
        full = parts.path.rstrip("/") + path
        body = json.dumps(what, ensure_ascii=False, sort_keys=True).encode()
        timestamp = int(self.clock().timestamp())
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Timestamp": str(timestamp),
            "X-Signature": signature(self.key, timestamp, full, body),
        }
        try:
            status, wait, answer = self._exchange(
                parts.scheme, parts.hostname, parts.port, full, body, headers
            )
        except TimeoutError as fault:
            raise Away("timeout") from fault
        except ssl.SSLError as fault:
            raise Away("tls") from fault
        except (OSError, http.client.HTTPException, ValueError) as fault:
            raise Away("away") from fault
        if status in (408, 425, 429) or status >= 500:
            raise Away("busy", wait)
        if status != 200:
            raise Away("rejected")
        try:
            read = json.loads(answer)
        except (ValueError, RecursionError) as fault:
            raise Away("unreadable") from fault
        if not isinstance(read, dict):
            raise Away("unreadable")
        return read

    def _exchange(
        self, scheme: str, host: str | None, port: int | None, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, int, bytes]:
        made = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
        connection = made(host or "", port, timeout=SECONDS)
        alarm = threading.Timer(IN_ALL, _cut, (connection,))  # for who answers a byte at a time
        alarm.start()
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            asked = answer.headers.get("Retry-After", "").strip()
            wait = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
            data = answer.read(MOST_BYTES + 1)
            if len(data) > MOST_BYTES:
                raise ValueError("the answer is too long")
            return answer.status, wait, data
        finally:
            alarm.cancel()
            connection.close()


def _cut(connection: http.client.HTTPConnection) -> None:
    if connection.sock is not None:
        connection.sock.close()
