"""A REST service: asked by POST with JSON, answers with rows.

→ {"fields": ["name"], "by": "id_number", "values": ["…"]}
← {"rows": [{"name": "…", "id_number": "…"}]}
"""

from __future__ import annotations

import http.client
import ssl
import threading
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec

from yiwang.gateway.providers import Failed, Other

LARGEST = 8 * 1024 * 1024
"""Bytes of an answer."""

PIECE = 64 * 1024


class RestProvider:
    """Asks one service; each thread keeps a connection of its own.

    Args:
        address: `https://host/path`. headers: sent with each question, a token among them.
        columns: field → the service's name of it, where they differ. seconds: that an answer may take.
    """

    def __init__(
        self, address: str, headers: Mapping[str, str], columns: Mapping[str, str], seconds: float
    ) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("rest: http:// or https://")
        self._host, self._port, self._tls = parts.hostname, parts.port, parts.scheme == "https"
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._headers = {**headers, "Content-Type": "application/json", "Accept": "application/json"}
        self._columns, self._seconds = dict(columns), seconds
        self._own = threading.local()

    def ask(self, wanted: tuple[str, ...], by: str, values: tuple[str, ...], most: int) -> Any:
        """See `Provider.ask`."""
        theirs = {name: self._columns.get(name, name) for name in wanted}
        question = msgspec.json.encode(
            {"fields": list(theirs.values()), "by": theirs[by], "values": list(values)}
        )
        answer = self._answer(question)
        try:
            said = msgspec.json.decode(answer)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
            raise Other(":rows") from fault
        rows = said.get("rows") if isinstance(said, dict) else None
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise Other(":rows")
        if not self._columns:
            return rows
        ours = {column: name for name, column in theirs.items()}
        return [{ours.get(column, column): value for column, value in row.items()} for row in rows]

    def _answer(self, question: bytes) -> bytes:
        for again in (True, False):
            kept = getattr(self._own, "connection", None)
            connection = kept or self._connect()
            self._own.connection = None
            try:
                return self._said(connection, question)
            except (TimeoutError, _TooSlow) as fault:
                connection.close()
                raise Failed("slow") from fault
            except (OSError, http.client.HTTPException) as fault:
                connection.close()
                # A connection that was kept may have been closed at the other end meanwhile: asked once more.
                if kept is None or not again:
                    raise Failed("down") from fault
        raise Failed("down")

    def _said(self, connection: http.client.HTTPConnection, question: bytes) -> bytes:
        until = time.monotonic() + self._seconds
        connection.request("POST", self._path, question, self._headers)
        answer = connection.getresponse()
        if answer.status != http.client.OK:
            raise http.client.HTTPException(f"status {answer.status}")
        pieces, size = [], 0
        while piece := answer.read1(PIECE):
            size += len(piece)
            pieces.append(piece)
            if size > LARGEST:
                connection.close()
                raise Other(":many")
            if time.monotonic() > until:
                raise _TooSlow
        self._own.connection = connection
        return b"".join(pieces)

    def _connect(self) -> http.client.HTTPConnection:
        if self._tls:
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(self._host, self._port, timeout=self._seconds, context=context)
        return http.client.HTTPConnection(self._host, self._port, timeout=self._seconds)

    def close(self) -> None:
        """Close this thread's connection; those of others end with their threads."""
        connection = getattr(self._own, "connection", None)
        if connection is not None:
            connection.close()


class _TooSlow(Exception):
    """It answers drop by drop."""
