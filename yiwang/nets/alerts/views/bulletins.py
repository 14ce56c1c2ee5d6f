"""Bulletins: published by a plan's body, read by everybody, proved offline with the city's key."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.access import Target
from yiwang.kernel.numbers import read_number
from yiwang.kernel.refusal import Refusal
from yiwang.nets.alerts import bulletin_rules, frame, reading
from yiwang.nets.alerts.kinds import BULLETIN, stream_of
from yiwang.nets.alerts.records import Bulletin
from yiwang.nets.alerts.views.plans import page
from yiwang.store import receipts
from yiwang.web import here, store_door
from yiwang.web.asked import key_of
from yiwang.web.permission import permission, require


def _found(request: HttpRequest, number: str) -> Bulletin:
    known = read_number(number)
    stream = stream_of(here.city_key(request), "bulletin", known or "")
    found: Bulletin | None = frame.state(request, BULLETIN, stream) if known else None
    if found is None:
        raise Http404
    return found


@permission("alert.read")
@require_safe
def bulletin(request: HttpRequest, number: str) -> HttpResponse:
    """Show one bulletin."""
    found, city = _found(request, number), here.city_now(request)
    context = {
        "one": found,
        "body": here.body_in_words(city, found.body),
        "by": reading.position_in_words(city, found.by),
        "plan": city.plans.get(found.plan),
        "key_file": f"{here.city_key(request)}.pub",
    }
    return render(request, "alerts/bulletin.html", context)


@permission("alert.read")
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Give the document that proves a bulletin, with its words in it: `yiwang verify FILE --key CITY.pub`."""
    found, key = _found(request, number), here.city_key(request)
    stream = stream_of(key, "bulletin", found.number)
    door = store_door.door()
    with door.pool.connection() as connection:
        document = receipts.receipt(
            connection, door.safe.keyring, key, here.actor_of(request), stream, 1, number=found.number
        )
    if document is None:
        raise Http404
    name = f"{key}-{found.number}.json"
    return HttpResponse(
        document,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@permission("bulletin.issue")
@require_POST
def publish(request: HttpRequest, plan: str) -> HttpResponse:
    """Publish a bulletin."""
    found = frame.plan_of(request, plan)
    require(request, "bulletin.issue", Target(lead=found.body, bodies=(found.body,)))
    written = frame.words(request.POST, "title_zh", "title_en", "words_zh", "words_en")
    if isinstance(written, Refusal):
        return page(request, plan, written)
    number = here.new_number(here.city_now(request))
    command = bulletin_rules.Publish(
        corrects=read_number(request.POST.get("corrects", "")[:40]) or "",
        number=number,
        plan=found.id,
        title={one: written[f"title_{one}"] for one in ("zh", "en") if f"title_{one}" in written},
        words={one: written[f"words_{one}"] for one in ("zh", "en") if f"words_{one}" in written},
    )
    stream = stream_of(here.city_key(request), "bulletin", number)
    answer = store_door.ask(request, stream, command, key=key_of(request), kind=BULLETIN)
    if isinstance(answer, Refusal):
        return page(request, plan, answer)
    back = reverse("alerts:bulletin", args=(answer.state.number,))
    return frame.answered(request, answer, back, "alerts.published")
