"""The way from a request to the store's one door. One door for each process, built when first asked."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from yiwang.kernel.access import Actor, Holding
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.pack.compile import compile_pack
from yiwang.pack.digest import files_of_archive
from yiwang.pack.load import load_archive
from yiwang.store.cases import CASE
from yiwang.store.connect import make_pool
from yiwang.store.execute import Ask, Done, Door, execute
from yiwang.store.keys import Keyring
from yiwang.store.kinds import StreamKind
from yiwang.store.vault import Safe
from yiwang.store.wall import city_transaction
from yiwang.web import cities

_built: list[Door] = []
_building = Lock()
_old_packs: dict[str, City] = {}


class NoDatabase(psycopg.OperationalError):
    """The server runs without a database: pages that need one answer as if it were lost."""


def door() -> Door:
    """Return this process's door: YIWANG_DATABASE as the app's role, keys in YIWANG_KEYS or DATA/keys.

    Raises:
        NoDatabase: YIWANG_DATABASE is not set.
    """
    with _building:
        if not _built:
            dsn = os.environ.get("YIWANG_DATABASE")
            if not dsn:
                raise NoDatabase("YIWANG_DATABASE is not set")
            keys = Path(os.environ.get("YIWANG_KEYS") or settings.DATA / "keys")
            _built.append(Door(make_pool(dsn), city_under, Safe(Keyring(keys))))
        return _built[0]


def use(other: Door | None) -> None:
    """Take `other` for this process's door, or forget the one there is (None)."""
    with _building:
        _built[:] = [other] if other else []


def now() -> datetime:
    """Return this moment. The only clock of the pages; tests put another in its place."""
    return timezone.now()


def city_under(key: str, pack: str | None) -> City:
    """Return the city served under `key`, in the pack version asked for.

    Old versions, to which old cases are pinned, are read from the store and kept.

    Raises:
        KeyError: there is no such city, or no such version.
    """
    served = cities.get(key)
    if served is not None and pack in (None, served.city.pack):
        return served.city  # type: ignore[no-any-return]
    if pack is None:
        raise KeyError(key)
    if pack not in _old_packs:
        with door().pool.connection() as connection:
            row = connection.execute("SELECT archive FROM pack WHERE hash = %s", (pack,)).fetchone()
        if row is None:
            raise KeyError(pack)
        _old_packs[pack] = compile_pack(load_archive(bytes(row[0])))
    return _old_packs[pack]


def pack_files(pack: str) -> Mapping[str, bytes]:
    """Return the files of a published pack, by path; none where it is not in the store."""
    with door().pool.connection() as connection:
        row = connection.execute("SELECT archive FROM pack WHERE hash = %s", (pack,)).fetchone()
    return files_of_archive(bytes(row[0])) if row is not None else {}


@contextmanager
def reading(
    request: HttpRequest, actor: Actor | None = None, *, kept: bool = False
) -> Iterator[psycopg.Cursor[Any]]:
    """One transaction that sees, of the city of this request, what is its actor's.

    Args:
        actor: another, where a page serves by something else than who asks: `wall.bearer` of a number
            whose code was proved.
        kept: for lists in an order of their own, as in `city_transaction`.
    """
    key, who = request.city.key, actor or request.actor  # type: ignore[attr-defined]
    with door().pool.connection() as connection, city_transaction(connection, key, who, kept=kept) as cursor:
        yield cursor


SHADOW = Refusal(
    code="shadow.read-only",
    zh="这是旁读的场景，只看另一个系统的办件，不能在这里办理。",
    en="This is a shadow: it only looks at another system's cases; nothing can be done here.",
)


def in_shadow(request: HttpRequest) -> bool:
    """Say whether the request's city is a shadow of another system."""
    return (cities.world(request.city.key) or "").startswith("shadow-")  # type: ignore[attr-defined]


def ask(
    request: HttpRequest,
    stream: UUID,
    command: Any,
    *,
    key: str | None,
    secrets: Mapping[str, str] | None = None,
    purpose: str = "",
    kind: StreamKind = CASE,
    holders: Mapping[str, tuple[Holding, ...]] | None = None,
    actor: Actor | None = None,
) -> Done | Refusal:
    """Ask one command of one case, or of another kind of stream, as the actor of this request.

    In a shadow nothing is done by hand.

    Args:
        holders: who holds what today, for commands that give tasks to people.
        actor: the request's with proofs in hand (`wall.showing`), where the wall asks for one.
    """
    if in_shadow(request):
        return SHADOW
    return execute(
        door(),
        Ask(
            city=request.city.key,  # type: ignore[attr-defined]
            kind=kind,
            stream=stream,
            command=command,
            actor=actor or request.actor,  # type: ignore[attr-defined]
            now=now(),
            purpose=purpose,
            key=key,
            secrets=secrets or {},
            holders=holders,
        ),
    )


def opened(request: HttpRequest, references: Mapping[str, Any], actor: Actor | None = None) -> dict[str, Any]:
    """Open sealed values that are the actor's to see: text, or `Erased` or `Damaged` where there is none.

    Args:
        actor: another than the request's, as in `reading`.
    """
    if not references:
        return {}
    this = door()
    with this.pool.connection() as connection:
        return this.safe.open(connection, request.city.key, actor or request.actor, references)  # type: ignore[attr-defined]
