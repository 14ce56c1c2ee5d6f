"""The desk's way to the one door, and what every page of it needs to know of the request."""

from __future__ import annotations

import secrets as randomness
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
from django.http import HttpRequest

from yiwang.kernel.refusal import Refusal
from yiwang.store.execute import Done
from yiwang.store.kinds import StreamKind
from yiwang.web import store_door


def new_key() -> str:
    """Return an idempotency key for a form."""
    return randomness.token_urlsafe(16)


def ask(
    request: HttpRequest,
    kind: StreamKind,
    stream: UUID,
    command: Any,
    *,
    key: str,
    secrets: Mapping[str, str] | None = None,
) -> Done | Refusal:
    """Ask one command of one record, as the actor of this request."""
    return store_door.ask(request, stream, command, key=key, secrets=secrets, kind=kind)


@contextmanager
def counting(request: HttpRequest) -> Iterator[psycopg.Cursor[Any]]:
    """One transaction that may also write the net's own count of readings."""
    with store_door.reading(request) as cursor:
        cursor.execute("SELECT set_config('yiwang.door', 'open', true)")
        yield cursor
