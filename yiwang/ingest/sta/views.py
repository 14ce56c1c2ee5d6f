"""`/<city>/sta/v1.1/…`: parse, ask, answer. Errors are JSON with a code, and a sentence in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from yiwang.ingest.judging import Reading
from yiwang.ingest.kinds import THING
from yiwang.ingest.limiting import limited
from yiwang.ingest.process import limiter, taker
from yiwang.ingest.sta import bodies, observed, reading
from yiwang.ingest.sta.model import Registry
from yiwang.ingest.sta.options import Wrong, read
from yiwang.ingest.taking import Taken
from yiwang.kernel.refusal import Refusal
from yiwang.web import machine, store_door
from yiwang.web.permission import CITY_URLS, may, permission

View = Callable[..., HttpResponse]
STATUS = {"ingest.not-yours": 403, "ingest.no-stream": 404, "ingest.stopped": 409}
_OBSERVATIONS = re.compile(r"(?:Datastreams\('?(?P<stream>[a-z0-9.-]+)'?\)/)?Observations\Z")


def problem(status: int, code: str, zh: str, en: str) -> JsonResponse:
    """Answer with an error."""
    return JsonResponse({"error": {"code": code, "zh": zh, "en": en}, "message": en}, status=status)


def _answers(view: View) -> View:
    """Turn what cannot be read into its error."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Wrong as fault:
            return problem(fault.status, "sta.unreadable", fault.zh, fault.en)

    return answered


@permission("thing.read")
@require_http_methods(["GET"])
def landing(request: HttpRequest) -> HttpResponse:
    """List the entity sets. No conformance is claimed: the standard's own tests were not at hand."""
    base = _base(request)
    names = (
        "Things",
        "Locations",
        "HistoricalLocations",
        "Datastreams",
        "Sensors",
        "ObservedProperties",
        "Observations",
        "FeaturesOfInterest",
    )
    return JsonResponse({"value": [{"name": name, "url": f"{base}/{name}"} for name in names]})


@csrf_exempt
@_answers
def resource(request: HttpRequest, path: str) -> HttpResponse:
    """Read what an address names; or, of observations, keep what is posted."""
    if request.method == "GET":
        return reading.answer(_registry(request), request, path, _base(request), read(request.GET.dict()))
    if request.method != "POST":
        return _no_method("GET, POST")
    refused = _refused_asker(request)
    if refused is not None:
        return refused
    found = _OBSERVATIONS.match(path)
    if found is None:
        return problem(
            405,
            "sta.read-only",
            "设备和数据流写在城市配置包里，审核后生效；这里只收 Observations。",
            "Things and streams are written in the city's pack and reviewed; only Observations are posted.",
        )
    now = store_door.now()
    value = bodies.single(request.body, found["stream"] or "", now.isoformat())
    taken = _take(request, [value])
    answer = taken.answers[0]
    if answer is not None:
        return problem(STATUS.get(answer.code, 400), answer.code, answer.zh, answer.en)
    response = HttpResponse(status=201)
    response["Location"] = _link(request, value)
    return response


resource.permissions = {"GET": "thing.read", "POST": "observation.write"}  # type: ignore[attr-defined]


@csrf_exempt
@_answers
def create(request: HttpRequest) -> HttpResponse:
    """Keep the values of `dataArray`s; the answer has a link, or `error` and why, for each row."""
    if request.method != "POST":
        return _no_method("POST")
    refused = _refused_asker(request)
    if refused is not None:
        return refused
    rows = bodies.many(request.body)
    taken = _take(request, [row for row in rows if isinstance(row, Reading)])
    answers = iter(taken.answers)
    said: list[str] = []
    for row in rows:
        answer: Refusal | None = row if isinstance(row, Refusal) else next(answers)
        said.append(f"error {answer.code}: {answer.en}" if answer is not None else _link(request, row))  # type: ignore[arg-type]
    return JsonResponse(said, safe=False, status=201)


create.permissions = {"POST": "observation.write"}  # type: ignore[attr-defined]


def _refused_asker(request: HttpRequest) -> HttpResponse | None:
    """Return the answer to whoever may not post, or posts too much; None where they may."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.kind != "machine":
        return machine.unauthorized(known=False)
    if not may(request, "observation.write"):
        return machine.problem(403, "api.no-scope", machine.DENIED)
    now, limits = store_door.now(), limiter()
    city = request.city.key  # type: ignore[attr-defined]
    allowed = limits.allows(f"{city}/{actor.person}", now)
    owed = limits.owed(now)
    if owed:
        taker().count(city, owed, {}, now)
    if allowed:
        return None
    said = limited(actor.person)
    response = problem(429, said.code, said.zh, said.en)
    response["Retry-After"] = "1"
    return response


def _take(request: HttpRequest, values: list[Reading]) -> Taken:
    return taker().take(request.city.key, values, request.actor, store_door.now())  # type: ignore[attr-defined]


def _registry(request: HttpRequest) -> Registry:
    city = request.city  # type: ignore[attr-defined]
    with store_door.reading(request) as cursor:
        rows = cursor.execute("SELECT state FROM thing_row WHERE city = %s", (city.key,)).fetchall()
    found = (THING.decode(bytes(row[0])) for row in rows)
    return Registry({one.thing.id: one for one in found}, city.city.sensing, request.language)  # type: ignore[attr-defined]


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("sta:landing", urlconf=CITY_URLS)).rstrip("/")


def _link(request: HttpRequest, value: Reading) -> str:
    return f"{_base(request)}/Observations('{observed.observation_id(value.stream, value.at)}')"


def _no_method(allowed: str) -> HttpResponse:
    response = problem(405, "sta.no-method", f"这里只收 {allowed}。", f"Only {allowed} are answered here.")
    response["Allow"] = allowed
    return response
