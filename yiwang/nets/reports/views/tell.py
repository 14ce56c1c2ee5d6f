"""Tell the city: what it is, where, what happened; is it one of these; check; sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from yiwang.kernel.case import due
from yiwang.kernel.event_kinds import sound_position
from yiwang.kernel.refusal import Refusal
from yiwang.nets.reports import floods, frame, inputs, located, pictures, queries, saying, taking
from yiwang.nets.reports.inputs import ABOUT_A_BODY, Typed
from yiwang.nets.reports.near import Candidate
from yiwang.nets.reports.records import Opens, Told
from yiwang.nets.reports.taking import Taken, Telling
from yiwang.web import codes, here, store_door
from yiwang.web.asked import uuid_of
from yiwang.web.permission import permission

SHOWN_AGAIN = timedelta(minutes=10)
"""How long the code is shown again when the page is sent twice; our own rule."""
FIELDS = ("kind", "against", "place", "where", "longitude", "latitude", "words", "name", "phone", "email")
NEW = "new"


@permission("report.tell")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Ask what it is: kinds as choices, found by words; and the way to follow a report."""
    city, words = here.city_now(request), request.GET.get("q", "")[:60]
    found = [
        (city.event_kinds[code].title, [city.event_kinds[kind] for kind in kinds])
        for code, kinds in inputs.kinds_for(city, words)
    ]
    context = {
        "classes": found if city.reports.intake else [],
        "q": words,
        "taken": bool(city.reports.intake),
        "whistle": bool(city.reports.whistle),
        "account": here.actor_of(request).kind == "resident",
    }
    return render(request, "reports/home.html", context)


@permission("report.tell")
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask where it is and what happened; then show what may be the same, and what will be sent."""
    city = here.city_now(request)
    if not city.reports.intake or not (kind == ABOUT_A_BODY or kind in city.event_kinds):
        raise Http404
    if request.method != "POST":
        return _form(request, kind, {}, None)
    report = uuid_of(request.POST.get("report", "")) or frame.new_report()
    typed = inputs.read(city, {**request.POST.dict(), "kind": kind}, located.places_of(city))
    if isinstance(typed, Refusal):
        return _form(request, kind, request.POST, typed)
    taken, unfit = pictures.pictures_of(request.FILES.getlist("pictures"))
    if unfit is not None:
        return _form(request, kind, request.POST, saying.no_picture(unfit.why, pictures.MOST_PICTURES))
    if taken and not floods.keep_pictures(request, report, [one.content for one in taken]):
        return _form(request, kind, request.POST, saying.too_many())
    at = next((one.position for one in taken if one.position), None)
    return _check(request, kind, report, typed, at)


def _form(request: HttpRequest, kind: str, sent: Mapping[str, str], refusal: Refusal | None) -> HttpResponse:
    city = here.city_now(request)
    context = {
        "kind": kind,
        "title": frame.kind_in_words(city, "" if kind == ABOUT_A_BODY else kind),
        "about_a_body": kind == ABOUT_A_BODY,
        "bodies": [(id, one.title) for id, one in city.bodies.items()] if kind == ABOUT_A_BODY else [],
        "places": [
            (code, city.places[code].title, [(one, city.places[one].title) for one in below])
            for code, below in inputs.places_of(city)
        ],
        "sent": {name: sent.get(name, "") for name in FIELDS},
        "report": sent.get("report", "") or str(frame.new_report()),
        "account": here.actor_of(request).kind == "resident",
        "most": pictures.MOST_PICTURES,
        "refusal": refusal,
    }
    return render(request, "reports/tell.html", context, status=409 if refusal else 200)


def _check(
    request: HttpRequest,
    kind: str,
    report: UUID,
    typed: Typed,
    offered: tuple[str, str] | None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    city = here.city_now(request)
    fields = {
        "kind": kind, "against": typed.against, "place": typed.place, "where": typed.where,
        "longitude": typed.longitude, "latitude": typed.latitude, "words": typed.words, **typed.contact,
    }  # fmt: skip
    context = {
        "kind": kind,
        "title": frame.kind_in_words(city, typed.kind),
        "against": here.body_in_words(city, typed.against) if typed.against else None,
        "place": frame.place_in_words(city, typed.place),
        "typed": typed,
        "fields": fields,
        "report": str(report),
        "count": len(floods.pictures_kept(request, report)),
        "offered": offered if offered and sound_position(*offered) and not typed.against else None,
        "near": shown_nearby(request, typed),
        "account": here.actor_of(request).kind == "resident",
        "refusal": refusal,
    }
    return render(request, "reports/check.html", context, status=409 if refusal else 200)


def shown_nearby(request: HttpRequest, typed: Typed) -> list[dict[str, Any]]:
    """Return the open reports that may be the same matter, as they are offered."""
    return [_shown_near(request, one) for one in _near(request, typed)]


def _near(request: HttpRequest, typed: Typed) -> list[tuple[Candidate, Told]]:
    if typed.against:
        return []
    return queries.near_by(
        request,
        Candidate(
            id="",
            kind=typed.kind,
            place=typed.place,
            longitude=float(typed.longitude) if typed.longitude else None,
            latitude=float(typed.latitude) if typed.latitude else None,
            at=store_door.now(),
            words=f"{typed.where} {typed.words}",
        ),
    )


def _shown_near(request: HttpRequest, found: tuple[Candidate, Told]) -> dict[str, Any]:
    city, (one, told) = here.city_now(request), found
    return {
        "id": one.id,
        "title": frame.kind_in_words(city, told.kind),
        "place": frame.place_in_words(city, told.place),
        "at": told.at,
        "words": one.words[:120],
    }


@permission("report.tell")
@require_http_methods(["POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Send the report, as a new one or joined to one that was offered; answer with number and code."""
    city = here.city_now(request)
    sent = request.POST.dict()
    kind = str(sent.get("kind", ""))[:20]
    if kind != ABOUT_A_BODY and kind not in city.event_kinds:
        raise Http404  # no page of ours sends this
    report = uuid_of(str(sent.get("report", ""))) or frame.new_report()
    if sent.get("use_position") == "yes":
        sent |= {"longitude": sent.get("offered_longitude", ""), "latitude": sent.get("offered_latitude", "")}
    typed = inputs.read(city, {name: str(value) for name, value in sent.items()}, located.places_of(city))
    if isinstance(typed, Refusal):
        return _form(request, kind, request.POST, typed)
    images = floods.pictures_kept(request, report)
    done = take(request, report, typed, images, str(sent.get("joins", NEW)))
    if isinstance(done, Refusal):
        return _check(request, kind, report, typed, None, done)
    floods.forget_pictures(request, report)
    return render(request, "reports/sent.html", told_back(request, done))


def take(
    request: HttpRequest, report: UUID, typed: Typed, images: list[bytes], joins: str, channel: str = "report"
) -> Taken | Refusal:
    """Take a report: what the pages send, or what stands for it. Its id makes sending twice once."""
    if store_door.in_shadow(request):
        return store_door.SHADOW
    if floods.too_many(request):
        return saying.too_many()
    city, key = here.city_now(request), here.city_key(request)
    joined = joined_case(request, joins)
    actor = here.actor_of(request)
    account = actor.kind == "resident"
    number, case, code = frame.numbers_of(city, key, report)
    telling = Telling(
        report=report,
        kind=typed.kind,
        place=typed.place,
        words=typed.words,
        channel=channel,
        number=number,
        case_number=case,
        where=typed.where,
        longitude=typed.longitude,
        latitude=typed.latitude,
        against=typed.against,
        joins=joined,
        pictures=images,
        contact=typed.contact,
        applicant=actor.applicant if account else "",
        digest="" if account else codes.digest(code, frame.CODES),
    )
    return taking.take(store_door.door(), city, key, telling, actor, store_door.now())


def joined_case(request: HttpRequest, joins: str) -> Opens | None:
    """Return the case of a report that was offered, while it is open and public."""
    id = uuid_of(joins)
    told = queries.told_by_id(request, id, queries.PUBLIC) if id is not None else None
    if told is None or told.against:
        return None
    case = queries.case_behind(request, told)
    return told.opens if case is not None and case.ended_at is None else None


def told_back(request: HttpRequest, taken: Taken) -> dict[str, Any]:
    """Return number, code, body and limit; to whoever sends it again much later, not the code."""
    city, report, case = here.city_now(request), taken.done.state, taken.case
    if case is None and report.case:
        told = queries.told_by_id(request, UUID(report.told), queries.PUBLIC)
        case = queries.case_behind(request, told) if told is not None else None
    late = store_door.now() - report.at > SHOWN_AGAIN
    stream = taken.done.stream
    code = frame.numbers_of(city, here.city_key(request), stream)[2] if report.digest and not late else ""
    return {
        "report": str(stream),
        "number": report.number,
        "code": codes.grouped(code) if code else "",
        "account": not report.digest,
        "joined": report.joined,
        "lead": here.body_in_words(city, case.lead) if case is not None and not report.against else None,
        "due": due(case)[0] if case is not None else None,
    }
