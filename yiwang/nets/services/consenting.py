"""Consent at a counter (取用同意): given under the person's own account, taken by the clerk with its code."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest

from yiwang.kernel.consent import Consent, Give, Take, Withdraw, wrong_code
from yiwang.kernel.numbers import stream_id
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services import drafts
from yiwang.nets.services.consent_kind import CONSENT
from yiwang.nets.services.drafts import Draft
from yiwang.store.execute import Done
from yiwang.store.wall import showing
from yiwang.web import code_tries, codes, store_door
from yiwang.web.here import actor_of, city_key

MOST = 50


@dataclass(frozen=True)
class Coded:
    """A consent just given, and its code, shown once."""

    consent: Consent
    code: str


def may_take(draft: Draft) -> bool:
    """Say whether granted data may be taken for a draft at all: at a counter only with consent."""
    return draft.channel != "window" or bool(draft.consent)


def of_draft(request: HttpRequest, draft: Draft) -> Consent | None:
    """Return the consent that a clerk's draft goes by, as it stands now; None for a resident's own."""
    if not draft.consent:
        return None
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT state FROM consent_row WHERE city = %s AND id = %s", (city_key(request), draft.consent)
        ).fetchone()
    return CONSENT.decode(bytes(row[0])) if row else None


def given(request: HttpRequest) -> list[Consent]:
    """Return the consents that the signed-in person gave, newest first, 50 at most."""
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT state FROM consent_row WHERE city = %s AND person = %s"
            f" ORDER BY changed_at DESC, id DESC LIMIT {MOST}",
            (city_key(request), actor_of(request).person),
        ).fetchall()
    return [CONSENT.decode(bytes(row[0])) for row in rows]


def give(request: HttpRequest, matter: str) -> Coded | Refusal:
    """Give a consent for a matter, today; the code is for the clerk at the counter."""
    code = codes.make(secrets.token_bytes(16))
    stream = stream_id(store_door.now(), secrets.token_bytes(10))
    command = Give(
        consent=str(stream), person=actor_of(request).person, matter=matter, digest=codes.digest(code)
    )
    done = store_door.ask(request, stream, command, key=f"consent:{stream}", kind=CONSENT)
    return done if isinstance(done, Refusal) else Coded(done.state, codes.grouped(code))


def withdraw(request: HttpRequest, consent: UUID) -> Done | Refusal:
    """Withdraw a consent: nothing more is taken under it from now on."""
    return store_door.ask(request, consent, Withdraw(), key=None, kind=CONSENT)


def take(request: HttpRequest, draft: Draft, code: str) -> Draft | Refusal | timedelta:
    """Take a consent for a clerk's draft: the draft and its case are then of whoever gave it.

    Returns for how long to wait where too many codes were tried.
    """
    if wait := code_tries.begin_try(request):
        return wait
    digest = codes.digest(code[:100])
    actor = showing(actor_of(request), digest)
    with store_door.reading(request, actor) as cursor:
        row = cursor.execute(
            "SELECT id, state FROM consent_row WHERE city = %s AND digest = %s", (city_key(request), digest)
        ).fetchone()
    if row is None:
        return wrong_code()
    person = CONSENT.decode(bytes(row[1])).person
    if draft.principal not in ("", person):
        return _somebody_elses()
    command = Take(digest=digest, draft=str(draft.id), matter=draft.matter)
    done = store_door.ask(
        request, row[0], command, key=f"take:{row[0]}:{draft.id}", kind=CONSENT, actor=actor
    )
    if isinstance(done, Refusal):
        return done
    code_tries.forget_tries(request)
    return drafts.save(request, replace(draft, consent=done.state.id, principal=done.state.person))


def _somebody_elses() -> Refusal:
    return Refusal(
        code="consent.other-person",
        zh="这份申请已经登记是另一位的，不能用这个代码取用数据。",
        en="This application was recorded as another person's; this code takes nothing for it.",
    )
