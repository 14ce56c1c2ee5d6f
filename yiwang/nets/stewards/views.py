"""The desk of a body's data officers, and the lists its numbers lead to."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yiwang.granted.concerned import outcome_title
from yiwang.kernel.case import ENDED, PHASE_IN_WORDS
from yiwang.kernel.matter import City
from yiwang.kernel.products import Product
from yiwang.kernel.role_parts import DATA_CORRECTION, DATA_REQUEST
from yiwang.nets.stewards import needs as wanted
from yiwang.nets.stewards import queries
from yiwang.nets.stewards.correct_views import asking_bodies, used_by
from yiwang.nets.stewards.texts import UPDATES
from yiwang.web import here
from yiwang.web.here import city_day
from yiwang.web.permission import may, permission
from yiwang.web.words import T


@permission("data.read")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Say how much waits, and of what; every number leads to its list."""
    city = here.city_now(request)
    bodies = queries.bodies_of(request, city)
    asked = queries.work(request, (DATA_REQUEST,), bodies, open_only=True)
    wrong = queries.work(request, _correct(city), bodies, open_only=True)
    own = _own(city, bodies)
    given = queries.exchanges(request, bodies)
    context = {
        "bodies": _named(city, bodies),
        "numbers": [
            ("requests", T("stewards.requests"), len(asked), sum(one.late for one in asked)),
            ("corrections", T("stewards.corrections"), len(wrong), sum(one.late for one in wrong)),
            ("products", T("stewards.products"), len(own), 0),
            ("exchanges", T("stewards.exchanges"), sum(one.times for one in given), 0),
            ("needs", T("stewards.needs"), len(wanted.unmet(city, city_day(city))), 0),
        ],
        "soonest": [_work(city, one) for one in [*asked, *wrong] if one.due is not None][:5],
        "year": city_day(city).year,
    }
    return render(request, "stewards/desk.html", context)


@permission("data.read")
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """List the requests for data that a body answers or makes, with their clocks."""
    return _cases(request, (DATA_REQUEST,), "stewards.requests", "stewards.requests.none")


@permission("data.read")
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """List the corrections asked of a body, with their clocks and answers."""
    city = here.city_now(request)
    return _cases(request, _correct(city), "stewards.corrections", "stewards.corrections.none")


def _cases(request: HttpRequest, matters: tuple[str, ...], title: str, none: str) -> HttpResponse:
    city = here.city_now(request)
    found = queries.work(request, matters, queries.bodies_of(request, city), open_only=False)
    context = {
        "title": T(title),
        "none": T(none),
        "rows": [_work(city, one) for one in found],
        "links": may(request, "case.read"),
    }
    return render(request, "stewards/cases.html", context)


def _work(city: City, one: queries.Work) -> dict[str, Any]:
    case = one.case
    product = city.products.get(str(case.facts.get("product", "")))
    matter = city.matters.get(case.matter)
    return {
        "number": case.number,
        "matter": matter.title if matter else case.matter,
        "product": product.title if product else None,
        "lead": here.body_in_words(city, case.lead),
        "phase": PHASE_IN_WORDS[case.phase],
        "over": case.phase in ENDED,
        "answer": outcome_title(city, case.matter, *one.ended),
        "opened": case.opened_at,
        "due": one.due,
        "late": one.late,
    }


@permission("data.read")
@require_safe
def products(request: HttpRequest) -> HttpResponse:
    """List a body's products by what they promise: how often renewed, since when, under how many grants."""
    city = here.city_now(request)
    bodies = queries.bodies_of(request, city)
    used = Counter(one.product for one in queries.exchanges(request, bodies))
    grants = Counter(one.product for one in city.grants.values() if one.until >= city_day(city))
    rows = [(one, _promise(one), grants[one.id], used[one.id]) for one in _own(city, bodies)]
    asking = asking_bodies(request) if DATA_CORRECTION in city.matters else []
    others = [
        (one, here.body_in_words(city, one.owner))
        for used in used_by(city, asking).values()
        for one in used
        if one.owner not in asking
    ]
    return render(request, "stewards/products.html", {"rows": rows, "others": others})


def _promise(product: Product) -> Any:
    return UPDATES.get(product.updates, {"zh": product.updates or "—", "en": product.updates or "—"})


@permission("data.read")
@require_safe
def exchanges(request: HttpRequest) -> HttpResponse:
    """List the exchanges of a body's products: to whom, for what, which fields; never about whom."""
    city = here.city_now(request)
    product = request.GET.get("product", "")
    found = queries.exchanges(request, queries.bodies_of(request, city), product)
    rows = [
        {
            "at": one.at,
            "times": one.times,
            "product": _title(city.products.get(one.product), one.product),
            "to": here.body_in_words(city, one.body) if one.body else T("stewards.no-body"),
            "grant": _title(city.grants.get(one.grant), one.grant),
            "matter": _title(city.matters.get(one.matter), one.matter),
            "fields": one.fields,
        }
        for one in found
    ]
    chosen = city.products.get(product)
    return render(request, "stewards/exchanges.html", {"rows": rows, "chosen": chosen})


@permission("data.read")
@require_safe
def needs(request: HttpRequest) -> HttpResponse:
    """List what forms ask for that no product holds, most asked first."""
    city = here.city_now(request)
    rows = [
        (one, [_title(city.matters.get(id), id) for id in one.matters])
        for one in wanted.unmet(city, city_day(city))
    ]
    return render(request, "stewards/needs.html", {"rows": rows})


def _correct(city: City) -> tuple[str, ...]:
    return (city.looks.correct,) if city.looks.correct else ()


def _own(city: City, bodies: list[str]) -> list[Product]:
    return [one for one in city.products.values() if one.owner in bodies]


def _named(city: City, bodies: list[str]) -> list[Any]:
    return [here.body_in_words(city, id) for id in bodies] if len(bodies) <= 3 else []


def _title(known: Any, id: str) -> Any:
    return known.title if known is not None else {"zh": id, "en": id}
