"""The other side: a body's system that asks the gateway. For engineers who try a grant, and as an example."""

from __future__ import annotations

import http.client
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from yiwang.gateway.signatures import signed_request

WITHIN = 30.0
"""Seconds for an answer."""


@dataclass(frozen=True)
class Asker:
    """Who asks where.

    Attributes:
        at: address of the gateway, `http://127.0.0.1:8002`. keyid: `<client>.<key>`, as the desk showed it.
    """

    at: str
    city: str
    keyid: str
    private: Ed25519PrivateKey

    def ask(self, call: dict[str, object], now: datetime) -> tuple[int, bytes]:
        """Send a signed call. Returns status and body.

        Raises:
            OSError: the gateway does not answer.
        """
        return self._send("POST", f"/{self.city}/gateway/ask", json.dumps(call).encode(), now)

    def receipt(self, exchange: str, now: datetime) -> tuple[int, bytes]:
        """Fetch the receipt of an exchange. Returns status and body."""
        return self._send("GET", f"/{self.city}/gateway/exchanges/{exchange}/receipt", b"", now)

    def _send(self, method: str, path: str, body: bytes, now: datetime) -> tuple[int, bytes]:
        parts = urlsplit(self.at)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.netloc, timeout=WITHIN)
        nonce = secrets.token_urlsafe(16)
        headers = signed_request(
            method, parts.netloc, path, body, self.private, keyid=self.keyid, nonce=nonce, now=now
        )
        try:
            headers["Content-Type"] = "application/json"
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


def make_key(path: Path, out: TextIO) -> int:
    """Make a private key in a new file of its owner alone; print its public half. 0 made, 2 it was not."""
    private = Ed25519PrivateKey.generate()
    text = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(text)
    except OSError as fault:
        print(f"{path}: {fault.strerror}", file=out)
        return 2
    print(private.public_key().public_bytes_raw().hex(), file=out)
    return 0


def read_key(path: Path) -> Ed25519PrivateKey:
    """Return the private key of a file.

    Raises:
        ValueError: it is no Ed25519 key. OSError: it cannot be read.
    """
    key = load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("Ed25519")
    return key


def ask(asker: Asker, call: dict[str, object], now: datetime, out: TextIO) -> int:
    """Ask and print the answer. 0 answered, 1 refused, 3 the gateway does not answer."""
    try:
        status, body = asker.ask(call, now)
    except (OSError, http.client.HTTPException) as fault:
        return _silent(asker, fault, out)
    return _told(status, body, out)


def receipts(asker: Asker, exchanges: Sequence[str], now: datetime, out: TextIO) -> int:
    """Print receipts. 0 all there, 1 one refused, 3 the gateway does not answer."""
    worst = 0
    for exchange in exchanges:
        try:
            status, body = asker.receipt(exchange, now)
        except (OSError, http.client.HTTPException) as fault:
            return _silent(asker, fault, out)
        worst = max(worst, _told(status, body, out))
    return worst


def _told(status: int, body: bytes, out: TextIO) -> int:
    print(json.dumps(json.loads(body), ensure_ascii=False, indent=1), file=out)
    return 0 if status == http.client.OK else 1


def _silent(asker: Asker, fault: Exception, out: TextIO) -> int:
    print(
        f"网关 {asker.at} 没有应答: {type(fault).__name__}。The gateway at {asker.at} does not answer.",
        file=out,
    )
    return 3
