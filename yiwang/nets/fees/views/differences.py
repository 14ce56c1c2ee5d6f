"""Payments that differ from the provider's books: both values, and a named person who settles each."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.access import may
from yiwang.kernel.refusal import Refusal
from yiwang.nets.fees.difference_records import OPEN, STATES, WHATS, Difference
from yiwang.nets.fees.difference_rules import Settle, target_of
from yiwang.nets.fees.kinds import DIFFERENCE
from yiwang.nets.fees.records import PHASES
from yiwang.web import notices, store_door
from yiwang.web.here import actor_of, city_key
from yiwang.web.permission import permission

LISTED = 50
PAGE = (
    "SELECT id, state FROM payment_difference_row WHERE city = %s AND (%s OR phase = 'open')"
    " AND (found_at, id) < (%s, %s) ORDER BY found_at DESC, id DESC LIMIT %s"
)
OF_ID = "SELECT state FROM payment_difference_row WHERE city = %s AND id = %s"
FIRST = (datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1))


@permission("fee.differences")
@require_safe
def differences(request: HttpRequest) -> HttpResponse:
    """List what differs and is open, newest first; with `all` everything ever found."""
    return _page(request)


def _page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    everything = request.GET.get("all") == "1"
    rows = _rows(request, everything)
    lines = [
        (id, one, _words(one), may(actor_of(request), "fee.reconcile", target_of(one))) for id, one in rows
    ]
    after = f"?{'all=1&' if everything else ''}after={rows[-1][0]}" if len(rows) == LISTED else ""
    context = {"lines": lines, "all": everything, "next": after, "refusal": refusal}
    return render(request, "fees/differences.html", context, status=409 if refusal else 200)


def _rows(request: HttpRequest, everything: bool) -> list[tuple[UUID, Difference]]:
    actor, since = actor_of(request), FIRST
    after = _uuid(request.GET.get("after", ""))
    if after is not None and (found := find(request, after)) is not None:
        since = (found.found_at, after)
    with store_door.reading(request) as cursor:
        rows: list[Any] = cursor.execute(PAGE, (city_key(request), everything, *since, LISTED)).fetchall()
    found_all = [(row[0], DIFFERENCE.decode(bytes(row[1]))) for row in rows]
    return [(id, one) for id, one in found_all if may(actor, "fee.differences", target_of(one))]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def find(request: HttpRequest, id: UUID) -> Difference | None:
    """Return a difference that is the actor's to see, None when there is none."""
    with store_door.reading(request) as cursor:
        row = cursor.execute(OF_ID, (city_key(request), id)).fetchone()
    return DIFFERENCE.decode(bytes(row[0])) if row else None


def _words(one: Difference) -> dict[str, Any]:
    there = {**PHASES, "": {"zh": "没有", "en": "None"}}
    return {
        "what": WHATS[one.what],
        "phase": STATES[one.phase],
        "open": one.phase == OPEN,
        "ours": there.get(one.ours.state, there[""]),
        "theirs": there.get(one.theirs.state, there[""]),
    }


@permission("fee.reconcile", typed="fees:differences")
@require_POST
def settle(request: HttpRequest, difference: UUID) -> HttpResponse:
    """Say what was found out about a difference; the fee itself is mended by its own acts."""
    if find(request, difference) is None:
        raise Http404
    reason = request.POST.get("reason", "").strip()[:1000]
    answer = store_door.ask(
        request,
        difference,
        Settle(),
        key=None,
        kind=DIFFERENCE,
        secrets={"reason": reason} if reason else None,
    )
    if isinstance(answer, Refusal):
        return _page(request, answer)
    notices.leave(request, "fee.difference.settled")
    return HttpResponseRedirect(reverse("fees:differences"))
