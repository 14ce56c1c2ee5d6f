"""For the machines of a hall: give out a number, call the next one, say how long the queue is. No persons.

`Authorization: Bearer yw1.…` with a key of the body that runs the hall, scopes `queue.take`, `queue.call`.
What gives or calls a number takes an `Idempotency-Key`: sent again it is done once.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.refusal import Refusal
from yiwang.nets.booking import frame, numbers, saying
from yiwang.nets.booking.queue_rules import CallNext
from yiwang.nets.booking.views import halls
from yiwang.web import machine
from yiwang.web.asked import key_in_header
from yiwang.web.permission import may, permission

View = Callable[..., HttpResponse]
LONGEST_BODY = 4000
NO_KEY = {
    "zh": "请求要带 Idempotency-Key（16 至 120 个字符）：重发时只做一次。",
    "en": "Send an Idempotency-Key of 16 to 120 characters: sent again it is done once.",
}
NO_HALL = {"zh": "没有这个大厅，或不属于本单位。", "en": "There is no such hall, or it is not of your body."}
NO_JSON = {
    "zh": '请求体应是 JSON 对象，如 {"window": "…"}。',
    "en": 'The body is a JSON object, such as {"window": "…"}.',
}


def for_machines(verb: str) -> Callable[[View], View]:
    """Declare that a view does `verb` for machine clients at a hall of their body; nobody else is let in."""

    def declare(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, hall: str) -> HttpResponse:
            if frame.actor_of(request).kind != "machine":
                return machine.unauthorized(known=False)
            if not may(request, verb):
                return machine.problem(403, "api.no-scope", machine.DENIED)
            known = frame.city_now(request).halls.get(hall)
            if known is None or not may(request, verb, frame.target_of(known)):
                return machine.problem(404, "queue.no-hall", NO_HALL)
            return view(request, hall)

        checked.permission = verb  # type: ignore[attr-defined]
        return checked

    return declare


def _sent(request: HttpRequest) -> dict[str, str] | HttpResponse:
    """Return the texts of the request's JSON object, with its idempotency key as `key`."""
    key = key_in_header(request)
    if key is None:
        return machine.problem(400, "api.no-idempotency-key", NO_KEY)
    try:
        found: Any = json.loads(request.body[: LONGEST_BODY + 1])
    except ValueError:
        found = None
    if not isinstance(found, dict):
        return machine.problem(400, "api.no-json", NO_JSON)
    return {**{name: value for name, value in found.items() if isinstance(value, str)}, "key": key}


def _refused(refusal: Refusal) -> HttpResponse:
    return machine.problem(409, refusal.code, {"zh": refusal.zh, "en": refusal.en})


@for_machines("queue.take")
@require_POST
def take(request: HttpRequest, hall: str) -> HttpResponse:
    """Give out a number: `{"window": id}` or `{"appointment": number}`."""
    sent = _sent(request)
    if isinstance(sent, HttpResponse):
        return sent
    city = frame.city_now(request)
    one = city.halls[hall]
    taken = numbers.take(
        request, city, one, sent.get("window", ""), sent.get("appointment", ""), f"api/{sent['key']}"
    )
    if isinstance(taken, Refusal):
        return _refused(taken)
    body = {"number": f"{taken.number:03d}", "window": taken.window, "ahead": taken.ahead, "hall": hall}
    return JsonResponse(body, status=201)


@for_machines("queue.call")
@require_POST
def call(request: HttpRequest, hall: str) -> HttpResponse:
    """Call the next one: `{"window": id, "desk": "3"}`."""
    sent = _sent(request)
    if isinstance(sent, HttpResponse):
        return sent
    city = frame.city_now(request)
    command = CallNext(bookable=sent.get("window", ""), desk=sent.get("desk", ""))
    done = numbers.ask(request, city.halls[hall], frame.today(city), command, f"call:api/{sent['key']}")
    if isinstance(done, Refusal):
        return _refused(done)
    called = [one for one in done.state.tickets if one.phase == "called" and one.desk == command.desk.strip()]
    if not called:
        return _refused(saying.nobody_waits())
    return JsonResponse({"number": f"{called[-1].number:03d}", "desk": command.desk.strip()})


@permission("queue.read")
@require_safe
def queue(request: HttpRequest, hall: str) -> HttpResponse:
    """Say, for each window of a hall, what is called and how many wait."""
    city = frame.city_now(request)
    known = city.halls.get(hall)
    if known is None:
        return machine.problem(404, "queue.no-hall", NO_HALL)
    windows = [
        {
            "window": one["bookable"].id,
            "waiting": one["waiting"],
            "called": [{"number": f"{each.number:03d}", "desk": each.desk} for each in one["called"]],
        }
        for one in halls.shown_queue(request, city, known)
    ]
    return JsonResponse({"hall": hall, "windows": windows})
