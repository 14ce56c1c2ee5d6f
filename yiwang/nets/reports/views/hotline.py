"""12345: the card of a call, answered, told on, joined, or handed over. No number is in an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from yiwang.kernel.refusal import Refusal
from yiwang.kernel.reporting import Article, articles_for
from yiwang.nets.reports import exchange, frame, inputs, located, queries, saying, taking
from yiwang.nets.reports.inputs import Typed
from yiwang.nets.reports.queries import Known
from yiwang.nets.reports.taking import Taken, Telling
from yiwang.nets.reports.views import intake, tell
from yiwang.web import codes, here, store_door
from yiwang.web.asked import uuid_of
from yiwang.web.permission import Denied, permission
from yiwang.web.words import T, Text

SEND, ANSWER, HAND, LOOK, PICK_UP = "send", "answer", "hand", "look", "pick-up"


@permission("report.intake")
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest) -> HttpResponse:
    """Show the card of a call, and do with it what is pressed."""
    city = here.city_now(request)
    if city.reports.intake not in intake.bodies_of(request):
        raise Denied("report.intake")
    sent: dict[str, Any] = request.POST.dict()
    act = sent.get("act", "").partition(":")
    refusal, done = None, None
    if act[0] == PICK_UP:
        refusal = pick_up(request, sent, act[2])
    elif act[0] in (SEND, ANSWER, HAND):
        answer = take(request, sent, act[0], act[2])
        refusal, done = (answer, None) if isinstance(answer, Refusal) else (None, answer)
    if done is not None:
        return _page(request, {}, None, told_back(request, done))
    return _page(request, sent, refusal, None)


def pick_up(request: HttpRequest, sent: dict[str, Any], id: str) -> Refusal | None:
    """Answer a call that rings; the caller's number and the recording go to the card."""
    exchange_ = exchange.telephone()
    position = here.actor_of(request).holdings[0].position
    taken = exchange_.answer(id[:60], position) if exchange_ is not None else None
    if taken is None:
        return saying.call_gone()
    sent |= {"phone": taken.caller, "recording": taken.recording, "call": taken.id}
    return None


def take(request: HttpRequest, sent: Mapping[str, Any], act: str, number: str = "") -> Taken | Refusal:
    """Take what was told by telephone: an event, an answer given at once, or a call handed over."""
    city, key = here.city_now(request), here.city_key(request)
    if store_door.in_shadow(request):
        return store_door.SHADOW
    if act == HAND and number not in {one.number for one in city.reports.emergency}:
        return saying.no_number(number)
    answer = str(sent.get("answer", "")).strip() if act == ANSWER else ""
    if act == ANSWER and not answer:
        return saying.answer_missing()
    typed = _typed(city, sent, act)
    if isinstance(typed, Refusal):
        return typed
    if act == HAND and sent.get("call"):
        exchange_ = exchange.telephone()
        if exchange_ is not None and not exchange_.hand_over(str(sent["call"])[:60], number):
            return saying.call_gone()
    report = uuid_of(str(sent.get("report", ""))) or frame.new_report()
    own, case, code = frame.numbers_of(city, key, report)
    joins = str(sent.get("joins", "")) if act == SEND else ""
    telling = Telling(
        report=report,
        kind=typed.kind,
        place=typed.place,
        words=typed.words,
        channel="phone",
        number=own,
        case_number=case,
        where=typed.where,
        against=typed.against,
        joins=tell.joined_case(request, joins),
        contact=typed.contact,
        digest=codes.digest(code, frame.CODES),
        answered=answer,
        handed=number if act == HAND else "",
        recording=str(sent.get("recording", ""))[:60],
    )
    return taking.take(store_door.door(), city, key, telling, here.actor_of(request), store_door.now())


def _typed(city: Any, sent: Mapping[str, Any], act: str) -> Typed | Refusal:
    """Return what was typed; where nothing is to be done by a body, kind and place may be left out."""
    texts = {name: str(value) for name, value in sent.items()}
    if act == SEND:
        return inputs.read(city, texts, located.places_of(city))
    contact = {name: texts.get(name, "").strip() for name in ("name", "phone")}
    kind = texts.get("kind", "") if texts.get("kind", "") in city.event_kinds else ""
    words = texts.get("words", "").strip() or {"zh": "来电，没有记录内容", "en": "-"}["zh"]
    place = texts.get("place", "") if texts.get("place", "") in city.places else city.root
    where = texts.get("where", "").strip()[:200]
    return Typed(kind, "", place, where, "", "", words, {k: v for k, v in contact.items() if v})


def told_back(request: HttpRequest, taken: Taken) -> dict[str, Any]:
    """Return what is read out to the caller: number, code, who sees to it."""
    report = taken.done.state
    return tell.told_back(request, taken) | {"handed": report.handed, "answered": report.answered_at}


def _page(
    request: HttpRequest, sent: Mapping[str, Any], refusal: Refusal | None, done: dict[str, Any] | None
) -> HttpResponse:
    city, today = (
        here.city_now(request),
        store_door.now().astimezone(here.city_now(request).calendar.zone).date(),
    )
    phone, asked = str(sent.get("phone", "")).strip()[:30], str(sent.get("q", ""))[:60]
    exchange_ = exchange.telephone()
    words = str(sent.get("words", ""))
    context = {
        "done": done,
        "refusal": refusal,
        "sent": {
            name: str(sent.get(name, "")) for name in (*tell.FIELDS, "answer", "recording", "call", "q")
        },
        "report": str(sent.get("report", "")) or str(frame.new_report()),
        "earlier": [_earlier(request, one) for one in queries.by_phone(request, phone)] if phone else [],
        "near": _near(request, sent),
        "ringing": exchange_.ringing() if exchange_ is not None else (),
        "kinds": [
            (city.event_kinds[code].title, [city.event_kinds[kind] for kind in kinds])
            for code, kinds in inputs.kinds_for(city, "")
        ],
        "places": [
            (code, city.places[code].title, [(one, city.places[one].title) for one in below])
            for code, below in inputs.places_of(city)
        ],
        "emergency": [(one, any(word in words for word in one.words)) for one in city.reports.emergency],
        "articles": [(one, holds_in_words(one, today)) for one in articles_for(city.reports, asked)],
    }
    answer = render(request, "reports/call.html", context, status=409 if refusal else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def holds_in_words(one: Article, day: Any) -> Text | None:
    """Say that an answer is not in force; None while it is."""
    state = one.holds(day)
    return None if state == "now" else T(f"report.article.{state}")


def _earlier(request: HttpRequest, known: Known) -> dict[str, Any]:
    city, told = here.city_now(request), queries.told_by_id(request, UUID(known.state.told))
    case = queries.case_behind(request, told) if told is not None and known.state.case else None
    return {
        "id": known.id,
        "number": known.state.number,
        "at": known.state.at,
        "title": frame.kind_in_words(city, told.kind) if told is not None else "",
        "told": known.state.told,
        "open": case is not None and case.ended_at is None and not known.state.against,
    }


def _near(request: HttpRequest, sent: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what may be the same matter, once kind, place and words are typed."""
    city = here.city_now(request)
    texts = {name: str(value) for name, value in sent.items()}
    typed = inputs.read(city, texts, located.places_of(city))
    return [] if isinstance(typed, Refusal) else tell.shown_nearby(request, typed)
