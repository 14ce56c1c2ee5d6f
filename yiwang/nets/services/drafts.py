"""Drafts: what a person has typed so far, kept on the server, sealed, and theirs alone.

A draft's id becomes the case's id when it is filed, so pressing the button twice files once.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

import msgspec
from django.http import HttpRequest

from yiwang.kernel.numbers import stream_id
from yiwang.kernel.result import Former
from yiwang.store import box
from yiwang.web import store_door

_CORRECTIONS = UUID("5f1d2c0e-8a4b-5c1d-9e3f-000000000107")
FILE, CORRECT = "file", "correct"
LISTED = 50

SAVE = (
    "INSERT INTO draft (city, id, person, principal, matter, purpose, key_id, wrapped, box, updated_at)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (city, id) DO UPDATE SET"
    " principal = excluded.principal, key_id = excluded.key_id, wrapped = excluded.wrapped,"
    " box = excluded.box, updated_at = excluded.updated_at"
)
ONLY_IF = " WHERE sha256(draft.wrapped) = %s"
SAVE_FILE = (
    "INSERT INTO draft_file (city, draft, person, sha256, key_id, wrapped, box)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (city, draft, sha256) DO NOTHING"
)


@dataclass(frozen=True)
class Draft:
    """One draft, opened.

    Attributes:
        purpose: `file` a new case, or `correct` one that waits for it.
        channel: `online`, or `window` when an officer types for somebody at the counter.
        values: the form's answers so far, in the form renderer's own shapes.
        seen: ids of the sections that were saved.
        principal: for whom its writer acts, "" for oneself. The draft stays its writer's.
        former: the earlier result that it is to renew or change.
        pack: the version whose form it was begun with, "" for drafts from before it was noted.
        typed: section → what was typed there that is not sound yet, by input name.
        saves: section → how often it was saved: a page that was open meanwhile elsewhere shows an older one.
        sources: field → where its answer was filled in from in words, as long as it is that answer.
        joint: id of the joint application that was begun with it last, "" for none.
        present: who stands at the counter and agreed, as a clerk recorded it; {} for nobody.
        consent: id of the consent of whom it is for to take granted data, taken by a clerk; "" for none.
        filled: field → what a product offered for it and the receipt of that (`once.receipts`).
        version: another one after each save; "" before the first.
    """

    id: UUID
    person: str
    matter: str
    purpose: str = FILE
    place: str = ""
    channel: str = "online"
    values: Mapping[str, Any] = field(default_factory=dict)
    seen: tuple[str, ...] = ()
    updated_at: datetime | None = None
    principal: str = ""
    former: Former | None = None
    pack: str = ""
    typed: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict)
    saves: Mapping[str, int] = field(default_factory=dict)
    sources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    joint: str = ""
    present: Mapping[str, str] = field(default_factory=dict)
    consent: str = ""
    filled: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    version: str = ""


IN_THE_BOX = (
    *("place", "channel", "values", "seen", "pack", "typed", "saves", "sources", "joint", "present"),
    "consent",
    "filled",
)


class Overtaken(Exception):
    """The draft was saved elsewhere since it was read."""


def begin(person: str, matter: str, at: datetime, *, id: UUID | None = None, **more: Any) -> Draft:
    """Return a new draft, with an id of its own unless one is given. Nothing is stored yet."""
    return Draft(id or stream_id(at, secrets.token_bytes(10)), person, matter, updated_at=at, **more)


def of_correction(case: UUID, person: str) -> UUID:
    """Return the id of somebody's own draft of a correction: applicant and agent each have theirs."""
    return uuid5(_CORRECTIONS, f"{case}/{person}")


def save(
    request: HttpRequest,
    draft: Draft,
    files: Mapping[str, bytes] | None = None,
    *,
    only_if: str | None = None,
) -> Draft:
    """Seal the draft under a new random key and store it; `files` are contents by SHA-256.

    Args:
        only_if: the version that has to be there still; None for whatever is there.

    Raises:
        Overtaken: it is another one; nothing was stored.
    """
    city = _city(request)
    kept = {name: getattr(draft, name) for name in IN_THE_BOX}
    if draft.former is not None:
        kept["former"] = msgspec.to_builtins(draft.former)
    key_id, wrapped, sealed = _seal(msgspec.json.encode(kept), f"draft/{city}/{draft.id}")
    at = store_door.now()
    with store_door.reading(request) as cursor:
        row = (city, draft.id, draft.person, draft.principal, draft.matter, draft.purpose)
        sealed_row = (*row, key_id, wrapped, sealed, at)
        if only_if is None:
            cursor.execute(SAVE, sealed_row)
        elif cursor.execute(SAVE + ONLY_IF, (*sealed_row, bytes.fromhex(only_if))).rowcount == 0:
            raise Overtaken
        for digest, content in (files or {}).items():
            sealed = _seal(content, f"draft/{city}/{draft.id}/{digest}")
            cursor.execute(SAVE_FILE, (city, draft.id, draft.person, digest, *sealed))
    return replace(draft, updated_at=at, version=sha256(wrapped).hexdigest())


def find(request: HttpRequest, id: UUID) -> Draft | None:
    """Return the draft of the actor of this request, None when there is none or it is another's."""
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT person, matter, purpose, key_id, wrapped, box, updated_at, principal FROM draft"
            " WHERE city = %s AND id = %s AND person = %s",
            (_city(request), id, _person(request)),
        ).fetchone()
    if row is None:
        return None
    person, matter, purpose, key_id, wrapped, sealed, updated_at, principal = row
    kept = msgspec.json.decode(_open(key_id, wrapped, sealed, f"draft/{_city(request)}/{id}"))
    kept["seen"] = tuple(kept["seen"])
    if "former" in kept:
        kept["former"] = msgspec.convert(kept["former"], Former)
    kept["version"] = sha256(bytes(wrapped)).hexdigest()  # each save wraps another key
    return Draft(id, person, matter, purpose, updated_at=updated_at, principal=principal, **kept)


def listed(
    request: HttpRequest, purpose: str = FILE, *, after: UUID | None = None
) -> list[tuple[UUID, str, datetime, str]]:
    """Return (id, matter, when saved, for whom) of the actor's drafts, of new cases or of corrections.

    The newest first, 50 at most; nothing is opened.

    Args:
        after: of the list the draft behind which to go on, None for its beginning.
    """
    parts, more = "", tuple[Any, ...]()
    if after is not None:
        parts = (
            " AND (updated_at, id) < (SELECT updated_at, id FROM draft WHERE city = %s AND id = %s"
            " AND person = %s)"
        )
        more = (_city(request), after, _person(request))
    with store_door.reading(request) as cursor:
        return cursor.execute(
            "SELECT id, matter, updated_at, principal FROM draft d WHERE city = %s AND purpose = %s"
            " AND person = %s AND NOT EXISTS (SELECT FROM case_row c WHERE c.city = d.city AND c.id = d.id)"
            f"{parts} ORDER BY updated_at DESC, id DESC LIMIT {LISTED}",
            (_city(request), purpose, _person(request), *more),
        ).fetchall()


def contents(request: HttpRequest, draft: Draft) -> dict[str, bytes]:
    """Return the uploaded files of a draft, by SHA-256."""
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT sha256, key_id, wrapped, box FROM draft_file WHERE city = %s AND draft = %s",
            (_city(request), draft.id),
        ).fetchall()
    return {
        digest: _open(key_id, wrapped, sealed, f"draft/{_city(request)}/{draft.id}/{digest}")
        for digest, key_id, wrapped, sealed in rows
    }


def discard(request: HttpRequest, id: UUID) -> None:
    """Remove a draft with its files and their keys."""
    with store_door.reading(request) as cursor:
        own = (_city(request), id, _person(request))
        cursor.execute("DELETE FROM draft_file WHERE city = %s AND draft = %s AND person = %s", own)
        cursor.execute("DELETE FROM draft WHERE city = %s AND id = %s AND person = %s", own)


def _city(request: HttpRequest) -> str:
    return request.city.key  # type: ignore[attr-defined,no-any-return]


def _person(request: HttpRequest) -> str:
    """Return whose drafts these are: the writer's alone, whoever acts for them."""
    return request.actor.person  # type: ignore[attr-defined,no-any-return]


def _seal(clear: bytes, bound_to: str) -> tuple[str, bytes, bytes]:
    return box.seal(store_door.door().safe.keyring, clear, bound_to)


def _open(key_id: str, wrapped: bytes, sealed: bytes, bound_to: str) -> bytes:
    return box.unseal(store_door.door().safe.keyring, key_id, wrapped, sealed, bound_to)
