"""Granted products from a page or an operation: `yiwang.granted.reading` as whoever asks."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from yiwang.granted import reading
from yiwang.granted.files import FileLookups
from yiwang.granted.product_files import FOLDER
from yiwang.granted.reading import Found, Given, Sought
from yiwang.kernel.consent import Consent
from yiwang.kernel.granted import Wanted
from yiwang.kernel.refusal import Refusal
from yiwang.people.numbers import own_number
from yiwang.ports.lookups import Lookups, ProviderAway
from yiwang.web import store_door

AWAY = Refusal(
    code="granted.away",
    zh="提供数据的单位现在查不到。",
    en="The body that provides the data cannot be asked now.",
    next_step={"zh": "请自己填写。", "en": "Fill it in yourself."},
)


def read(request: HttpRequest, wanted: Wanted, consent: Consent | None = None) -> Given | Refusal:
    """Read under a grant as the actor of this request, now; recorded before it is given.

    A shadow only looks at another system's cases: nothing is granted or recorded there.
    """
    if store_door.in_shadow(request):
        return store_door.SHADOW
    key, actor = request.city.key, request.actor  # type: ignore[attr-defined]
    return reading.read(store_door.door(), key, wanted, actor, store_door.now(), consent)


def look_up(
    request: HttpRequest,
    wanted: Wanted,
    fields: tuple[str, ...],
    *,
    typed: str = "",
    consent: Consent | None = None,
) -> Found | Refusal:
    """Look a row up under a grant as the actor of this request; recorded before it is given.

    Args:
        typed: a key that somebody typed; "" for the subject's own proved number.
    """
    if store_door.in_shadow(request):
        return store_door.SHADOW
    key, actor = request.city.key, request.actor  # type: ignore[attr-defined]
    own = "" if typed else number_of(request, wanted.subject)
    sought = Sought(provider(), fields, own=own, typed=typed)
    try:
        return reading.look_up(store_door.door(), key, wanted, sought, actor, store_door.now(), consent)
    except ProviderAway:
        return AWAY


def number_of(request: HttpRequest, person: str) -> str:
    """Return the proved number of a person, for whoever fills in for them; "" where there is none."""
    known: dict[str, str] = request.__dict__.setdefault("numbers", {})
    if person not in known:
        known[person] = own_number(store_door.door(), request.city.key, person)  # type: ignore[attr-defined]
    return known[person]


def provider() -> Lookups:
    """Return who is asked for rows: the files beside this server."""
    return FileLookups(Path(settings.DATA) / FOLDER)
