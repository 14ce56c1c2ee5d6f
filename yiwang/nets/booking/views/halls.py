"""Halls for everybody: where, when they open, how long the queue is; and one's own appointments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yiwang.kernel.bookable import KINDS, Hall, Opening, opening, time_in_words
from yiwang.kernel.matter import City
from yiwang.nets.booking import frame, queries, queue_rules
from yiwang.nets.booking.records import PHASES
from yiwang.web import here, store_door
from yiwang.web.here import city_day
from yiwang.web.permission import permission
from yiwang.web.words import Text

DAYS_SHOWN = 7


@dataclass(frozen=True)
class ShownDay:
    """How a hall opens on a day, in words. `hours` is empty when it is closed."""

    day: date
    hours: str
    why: Text
    provisional: bool


def hall_or_404(city: City, id: str) -> Hall:
    """Return a hall. Raises Http404 when there is none of this id."""
    hall = city.halls.get(id)
    if hall is None:
        raise Http404
    return hall


def shown_day(hall: Hall, day: date, city: City) -> ShownDay:
    """Return how a hall opens on a day."""
    found: Opening = opening(hall, day, city.calendar)
    hours = ", ".join(map(time_in_words, found.sessions))
    return ShownDay(day, hours, found.why, found.provisional)


@permission("booking.find")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List the halls, with today's hours; one's own appointments first."""
    city = here.city_now(request)
    today = city_day(city)
    own = queries.mine(request, today - timedelta(days=30))
    context = {
        "halls": [
            (hall, city.places.get(hall.place), shown_day(hall, today, city)) for hall in city.halls.values()
        ],
        "mine": [
            (
                one,
                PHASES[one.booking.phase],
                frame.matter_in_words(city, one.booking.matter),
                city.halls.get(one.day.hall),
            )
            for one in own
        ],
        "meetings": [
            (one, one.until.astimezone(ZoneInfo(city.zone)), frame.matter_in_words(city, one.case.matter))
            for one in queries.meetings(request)
        ],
        "note": city.halls_note,
        "any": bool(city.bookables),
    }
    return render(request, "booking/home.html", context)


@permission("booking.find")
@require_safe
def hall(request: HttpRequest, hall: str) -> HttpResponse:
    """Show a hall: address, hours of the days ahead, what can be booked, how long the queue is."""
    city = here.city_now(request)
    one = hall_or_404(city, hall)
    today = city_day(city)
    context = {
        "hall": one,
        "place": city.places.get(one.place),
        "days": [shown_day(one, today + timedelta(days=ahead), city) for ahead in range(DAYS_SHOWN)],
        "bookables": [
            (each, KINDS.get(each.kind, {}), _matters(city, each))
            for each in city.bookables.values()
            if each.hall.id == one.id
        ],
        "queue": shown_queue(request, city, one),
    }
    return render(request, "booking/hall.html", context)


def _matters(city: City, bookable: Any) -> list[tuple[str, Text]]:
    ids = sorted(bookable.matters, key=list(city.matters).index) if bookable.matters else []
    return [(id, city.matters[id].title) for id in ids]


def shown_queue(request: HttpRequest, city: City, hall: Hall) -> list[dict[str, Any]]:
    """Return, for each window of a hall, what was called last, to which counter, and how many wait."""
    queue = queries.queue_at(request, hall, city_day(city))
    found = []
    for one in city.bookables.values():
        if one.hall.id != hall.id or one.kind != "window":
            continue
        tickets = (
            [ticket for ticket in queue.tickets if ticket.bookable == one.id] if queue is not None else []
        )
        called = sorted((t for t in tickets if t.phase == "called"), key=lambda t: t.number)
        waiting = queue_rules.order(queue, one.id, store_door.now()) if queue is not None else []
        found.append({"bookable": one, "called": called, "waiting": len(waiting), "next": waiting})
    return found


@permission("queue.read")
@require_safe
def queue(request: HttpRequest, hall: str) -> HttpResponse:
    """Show the queue of a hall: what is called now, how many wait. A page for a screen; it reloads itself."""
    city = here.city_now(request)
    one = hall_or_404(city, hall)
    answer = render(request, "booking/queue.html", {"hall": one, "queue": shown_queue(request, city, one)})
    answer["Refresh"] = "20"
    return answer
