"""The counter: who comes today, numbers of the queue, the next one; came or did not come."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.access import may
from yiwang.kernel.bookable import KINDS, Hall
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import read_number
from yiwang.kernel.refusal import Refusal
from yiwang.nets.booking import frame, numbers, queries, rules
from yiwang.nets.booking.kinds import DAY
from yiwang.nets.booking.queue_rules import CallNext, Settle
from yiwang.nets.booking.records import PHASES
from yiwang.nets.booking.views import book, halls
from yiwang.web import here, notices, store_door
from yiwang.web.here import city_day
from yiwang.web.permission import permission, require


@permission("booking.attend")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """List the halls of the actor's bodies; the only one opens at once."""
    city = here.city_now(request)
    own = [
        hall
        for hall in city.halls.values()
        if may(here.actor_of(request), "booking.attend", frame.target_of(hall))
    ]
    if len(own) == 1:
        return HttpResponseRedirect(reverse("booking:counter", args=[own[0].id]))
    return render(request, "booking/desks.html", {"halls": own})


def own_hall(request: HttpRequest, id: str, verb: str) -> tuple[City, Hall]:
    """Return a hall that the actor's body runs. Raises Http404, or Denied for another's."""
    city = here.city_now(request)
    hall = halls.hall_or_404(city, id)
    require(request, verb, frame.target_of(hall))
    return city, hall


@permission("booking.attend")
@require_safe
def counter(request: HttpRequest, hall: str) -> HttpResponse:
    """Show the counter of a hall: its queue and the appointments of a day."""
    city, one = own_hall(request, hall, "booking.attend")
    return counter_page(request, city, one, None)


def counter_page(request: HttpRequest, city: City, hall: Hall, refusal: Refusal | None) -> HttpResponse:
    """Answer with the counter's page; after a refused act with why."""
    today = city_day(city)
    day = frame.day_of(request.GET.get("day", "")) or today
    listed = []
    for one in city.bookables.values():
        if one.hall.id != hall.id:
            continue
        known = queries.day_at(request, one, day)
        bookings = sorted(known.bookings, key=lambda each: each.slot) if known is not None else []
        rows = [
            (each, PHASES[each.phase], frame.matter_in_words(city, each.matter))
            for each in bookings
            if each.holds
        ]
        listed.append((one, KINDS.get(one.kind, {}), rows))
    context = {
        "hall": hall,
        "day": day,
        "today": day == today,
        "past": day <= today,
        "opens": halls.shown_day(hall, day, city),
        "queue": halls.shown_queue(request, city, hall),
        "listed": listed,
        "desk": request.POST.get("desk", "") or request.GET.get("desk", "")[:20],
        "refusal": refusal,
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "booking/counter.html", context, status=409 if refusal else 200)


def _back(request: HttpRequest, hall: Hall) -> HttpResponse:
    where = reverse("booking:counter", args=[hall.id])
    desk = request.POST.get("desk", "").strip()[:20]
    return HttpResponseRedirect(f"{where}?desk={desk}" if desk.isalnum() else where)


@permission("queue.take")
@require_POST
def take(request: HttpRequest, hall: str) -> HttpResponse:
    """Give out the next number, with an appointment where one is shown."""
    city, one = own_hall(request, hall, "queue.take")
    sent = request.POST
    taken = numbers.take(
        request, city, one, sent.get("window", ""), sent.get("booked", ""), sent.get("key", "")[:40]
    )
    if isinstance(taken, Refusal):
        return counter_page(request, city, one, taken)
    notices.leave(request, "queue.taken", number=f"{taken.number:03d}", ahead=str(taken.ahead))
    return _back(request, one)


@permission("queue.call")
@require_POST
def call(request: HttpRequest, hall: str) -> HttpResponse:
    """Call the next one to this counter."""
    city, one = own_hall(request, hall, "queue.call")
    command = CallNext(bookable=request.POST.get("window", ""), desk=request.POST.get("desk", ""))
    done = numbers.ask(request, one, city_day(city), command, f"call:{request.POST.get('key', '')[:40]}")
    if isinstance(done, Refusal):
        return counter_page(request, city, one, done)
    return _back(request, one)


@permission("queue.call")
@require_POST
def settle(request: HttpRequest, hall: str) -> HttpResponse:
    """Record that a number is done, or that nobody came when it was called."""
    city, one = own_hall(request, hall, "queue.call")
    typed = request.POST.get("number", "")
    command = Settle(
        number=int(typed) if typed.isdecimal() else 0, served=request.POST.get("how") == "served"
    )
    done = numbers.ask(request, one, city_day(city), command, None)
    if isinstance(done, Refusal):
        return counter_page(request, city, one, done)
    return _back(request, one)


@permission("booking.attend")
@require_POST
def attend(request: HttpRequest, appointment: str) -> HttpResponse:
    """Record whether somebody came to an appointment."""
    known = read_number(appointment)
    found = queries.by_number(request, known) if known else None
    if found is None:
        raise Http404
    require(request, "booking.attend", rules.target_of(found.day.body, found.booking))
    command: Any = rules.Attend(booking=found.booking.id, came=request.POST.get("how") == "came")
    done = store_door.ask(request, found.stream, command, key=None, kind=DAY)
    if isinstance(done, Refusal):
        return book.made_page(request, found, done)
    return HttpResponseRedirect(
        f"{reverse('booking:counter', args=[found.day.hall])}?day={found.day.day.isoformat()}"
    )
