"""The six methods of GeoReport v2, discovery and updates."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from yiwang.kernel.access import ANONYMOUS, may
from yiwang.kernel.case import PHASE_IN_WORDS
from yiwang.kernel.event_kinds import classes_of
from yiwang.kernel.refusal import Refusal
from yiwang.nets.reports import frame, inputs, located, queries
from yiwang.nets.reports.open311 import asked, reading
from yiwang.nets.reports.open311.answers import MEDIA, Wrong, answer, fault
from yiwang.nets.reports.views import tell
from yiwang.web import codes, here, machine, store_door
from yiwang.web.asked import uuid_of
from yiwang.web.permission import permission

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
KEY = {"zh": "向收件的单位申请密钥。", "en": "Ask the body that takes reports in for a key."}
STATE, WHERE = "state", "where"
View = Callable[..., HttpResponse]


def standard(view: View) -> View:
    """Answer faults as the standard does, in the form asked for, and know the jurisdiction."""

    @wraps(view)
    def wrapped(request: HttpRequest, form: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            sent = request.POST if request.method == "POST" else request.GET
            jurisdiction = sent.get("jurisdiction_id", "")
            if jurisdiction and jurisdiction != here.city_key(request):
                says = (
                    f"jurisdiction_id {jurisdiction[:60]!r} is not served here; {here.city_key(request)} is."
                )
                raise Wrong(404, ("jurisdiction_id", says))
            return view(request, form, *args, **kwargs)
        except Wrong as wrong:
            return fault(wrong, form)

    return wrapped


def language_of(request: HttpRequest) -> str:
    """Return the language of what is answered: `?lang=`, else the city's."""
    return getattr(request, "language", "zh")


@permission("report.tell")
@require_safe
@standard
def discovery(request: HttpRequest, form: str) -> HttpResponse:
    """Say which endpoint there is, in which forms, since which pack."""
    city, language = here.city_now(request), language_of(request)
    changed = city.pack[:16]
    endpoint = {
        "specification": SPECIFICATION,
        "url": request.build_absolute_uri(reverse("reports:open311-root")).rstrip("/"),
        "changeset": changed,
        "type": "test" if city.synthetic else "production",
        "formats": [one.partition(";")[0] for one in (MEDIA["xml"], MEDIA["json"])],
    }
    intake = here.body_in_words(city, city.reports.intake)
    said = {
        "changeset": changed,
        "contact": f"{intake.get(language) or intake.get('zh', '')} 12345",
        "key_service": KEY[language],
        "endpoints": [endpoint],
    }
    return answer("discovery", said, form)


@permission("report.tell")
@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Show the discovery where an endpoint is opened by itself."""
    return discovery(request, form="json")


@permission("report.tell")
@require_safe
@standard
def services(request: HttpRequest, form: str) -> HttpResponse:
    """List what can be reported: the kinds of events."""
    city, language = here.city_now(request), language_of(request)

    def text(words: Any) -> str:
        return str(words.get(language) or words.get("zh") or "")

    found = []
    for group, kinds in classes_of(city) if city.reports.intake else ():
        for code in kinds:
            kind = city.event_kinds[code]
            guide = city.matters[kind.matter].title
            found.append(
                {
                    "service_code": code,
                    "service_name": text(kind.title),
                    "description": text(guide),
                    "metadata": True,
                    "type": "realtime",
                    "keywords": ",".join(kind.words),
                    "group": text(city.event_kinds[group].title),
                }
            )
    return answer("services", found, form)


@permission("report.tell")
@require_safe
@standard
def definition(request: HttpRequest, form: str, code: str) -> HttpResponse:
    """Say what else a kind takes, and which states of ours stand behind open and closed."""
    kind_or_404(request, code)
    language = language_of(request)
    says = {
        "zh": "状态：扩展属性 state 的取值。created、handling 等都是 open，办结以后是 closed。",
        "en": "States: the values of the extended attribute `state`; what ended is closed, all else open.",
    }
    where = {"zh": "在哪里，怎么找到", "en": "Where it is and how to find it"}
    attributes = [
        {
            "variable": True, "code": WHERE, "datatype": "string", "required": False,
            "datatype_description": None, "order": 1, "description": where[language],
        },
        {
            "variable": False, "code": STATE, "datatype": "singlevaluelist", "required": False,
            "datatype_description": None, "order": 2, "description": says[language],
            "values": [{"key": phase, "name": words[language]} for phase, words in PHASE_IN_WORDS.items()],
        },
    ]  # fmt: skip
    return answer("service_definition", {"service_code": code, "attributes": attributes}, form)


def kind_or_404(request: HttpRequest, code: str) -> None:
    """Go on only with a code of a kind. Raises Wrong."""
    city = here.city_now(request)
    kind = city.event_kinds.get(code)
    if kind is None or not kind.matter or not city.reports.intake:
        raise Wrong(404, ("service_code", f"service_code {code[:40]!r} is not one of services.json."))


@csrf_exempt
@permission("report.tell")
@standard
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """List requests, or take one."""
    if request.method == "POST":
        return _take(request, form)
    if request.method not in ("GET", "HEAD"):
        raise Wrong(405, ("method", "GET and POST are understood here."))
    found = reading.requests(
        request, asked.filters(request.GET.dict(), store_door.now()), language_of(request)
    )
    return answer("service_requests", found, form)


@permission("report.tell")
@require_safe
@standard
def one(request: HttpRequest, form: str, number: str) -> HttpResponse:
    """Give one request, by its id."""
    extended = "true" if request.GET.get("extensions", "") else ""
    filters = asked.filters({"service_request_id": number, "extensions": extended}, store_door.now())
    found = reading.requests(request, filters, language_of(request))
    if not found:
        raise Wrong(404, ("service_request_id", f"There is no request {number[:40]!r}."))
    return answer("service_requests", found, form)


@permission("report.tell")
@require_safe
@standard
def updates(request: HttpRequest, form: str) -> HttpResponse:
    """List what was answered within the time asked for."""
    filters = asked.filters(request.GET.dict(), store_door.now())
    return answer("request_updates", reading.updates(request, filters, language_of(request)), form)


@permission("report.tell")
@require_safe
@standard
def token(request: HttpRequest, form: str, token: str) -> HttpResponse:
    """Give the id of the request that a token stands for, once it has one."""
    id = uuid_of(token)
    told = queries.told_by_id(request, id, queries.PUBLIC) if id is not None else None
    if told is None or told.against:
        raise Wrong(404, ("token", "There is no such token."))
    if queries.case_behind(request, told) is None:
        raise Wrong(404, ("token", "The request has no id yet; ask again later."))
    return answer("service_requests", [{"service_request_id": told.opens.number, "token": token}], form)


def _take(request: HttpRequest, form: str) -> HttpResponse:
    """Take a request: with a key as a machine client, without one as somebody unknown, within limits.

    A session of a browser does not count: another site could have sent this in its owner's name.
    """
    sent, city = request.POST, here.city_now(request)
    request.actor = _sender(request)  # type: ignore[attr-defined]
    code = sent.get("service_code", "").strip()
    if not code:
        raise Wrong(400, ("service_code", "service_code was not provided."))
    kind_or_404(request, code)
    words, where = sent.get("description", "").strip(), sent.get(f"attribute[{WHERE}]", "").strip()
    address = sent.get("address_string", "").strip()
    if len(words) > asked.LONGEST:
        raise Wrong(400, ("description", f"description has {len(words)} characters; 4000 is the most."))
    east, north = sent.get("long", "").strip(), sent.get("lat", "").strip()
    if not (east and north) and not address and not sent.get("address_id", ""):
        raise Wrong(400, ("address_string", "lat and long, address_string or address_id is needed."))
    typed = {
        "kind": code,
        "words": words[:2000],
        "where": f"{address} {where}".strip()[:200],
        "longitude": east,
        "latitude": north,
        "place": sent.get("address_id", ""),
        "name": f"{sent.get('last_name', '')}{sent.get('first_name', '')}".strip(),
        "phone": sent.get("phone", ""),
        "email": sent.get("email", ""),
    }
    read = inputs.read(city, typed, located.places_of(city))
    if isinstance(read, Refusal) and read.code == "report.no-place":
        # No words name it: the city as a whole.
        read = inputs.read(city, typed | {"place": city.root}, located.places_of(city))
    if isinstance(read, Refusal):
        raise Wrong(400, (read.code, read.en))
    report = frame.new_report()
    taken = tell.take(request, report, read, [], tell.NEW, channel="open311")
    if isinstance(taken, Refusal):
        raise Wrong(429 if taken.code == "report.too-many" else 400, (taken.code, taken.en))
    done = taken.done
    told = queries.told_by_id(request, uuid_of(done.state.told), queries.PUBLIC)  # type: ignore[arg-type]
    assert told is not None, "what was just taken"
    secret = codes.grouped(frame.numbers_of(city, here.city_key(request), report)[2])
    notice = {
        "zh": f"查进展：编号 {done.state.number}，查询码 {secret}",
        "en": f"To follow it: number {done.state.number}, code {secret}",
    }[language_of(request)]
    known = queries.case_behind(request, told) is not None
    id = {"service_request_id": told.opens.number} if known else {"token": done.state.told}
    account = sent.get("account_id", "")[:60] or None
    return answer("service_requests", [{**id, "service_notice": notice, "account_id": account}], form, 201)


def _sender(request: HttpRequest) -> Any:
    """Return who sends: the machine client of a key, or nobody known. Raises Wrong: the key opens nothing."""
    key = request.POST.get("api_key", "").strip()
    actor: Any = request.actor  # type: ignore[attr-defined]
    if key:
        actor = machine.of_key(key, request.city)  # type: ignore[attr-defined]
        if actor is None:
            raise Wrong(403, ("api_key", "The api_key is wrong, past its time, or stopped."))
    if actor.kind != "machine":
        return ANONYMOUS
    if not may(actor, "report.send"):
        raise Wrong(403, ("api_key", "The api_key does not have the scope report.send."))
    return actor
