"""Booking: choose a service, a window, a day and a slot; see the appointment, move it, cancel it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from msgspec.structs import replace

from yiwang.kernel.access import may
from yiwang.kernel.bookable import KINDS, Bookable, Slot, bookable_days, slot_named, slots
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import read_number
from yiwang.kernel.refusal import Refusal
from yiwang.nets.booking import expected, frame, ics, queries, rules, saying
from yiwang.nets.booking.kinds import DAY, day_stream, proof_of
from yiwang.nets.booking.queries import Mine
from yiwang.nets.booking.records import MOST_AHEAD, OPEN, PHASES, Earlier
from yiwang.store.execute import Done
from yiwang.store.wall import showing
from yiwang.web import acting, actors, here, notices, store_door
from yiwang.web.here import city_day
from yiwang.web.permission import may as may_ask
from yiwang.web.permission import permission
from yiwang.web.words import say


@permission("booking.find")
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Choose for which service, then at which window; `?case=` names a case that is there already."""
    city = here.city_now(request)
    number = read_number(request.GET.get("case", "")) or ""
    case = queries.case_of(request, number) if number else None
    matter = city.matters.get(case.matter if case is not None else request.GET.get("matter", ""))
    place = case.place if case is not None else request.GET.get("place", "")
    if not place:
        place = getattr(actors.persona_of(request, request.city), "place", "")  # type: ignore[attr-defined]
    offers = frame.offers(city, matter, place if place in city.places else "") if matter is not None else []
    context = {
        "matter": matter,
        "case": case,
        "matters": frame.by_window(city) if matter is None else [],
        "offers": [(one, KINDS.get(one.bookable.kind, {})) for one in offers],
        "place": city.places.get(place),
        "query": _query(matter.id if matter else "", case.number if case else ""),
    }
    return render(request, "booking/choose.html", context)


def _query(matter: str, case: str, move: str = "") -> str:
    parts = [("matter", matter), ("case", case), ("move", move)]
    return "&".join(f"{name}={value}" for name, value in parts if value)


@dataclass(frozen=True)
class ShownSlot:
    """A slot as it is offered: how many places are left, 0 when it cannot be taken."""

    slot: Slot
    left: int
    chosen: bool


@permission("booking.find")
@require_safe
def slots_of(request: HttpRequest, bookable: str) -> HttpResponse:
    """Show the days and slots of a window that are still free."""
    city = here.city_now(request)
    moved = moved_of(request, request.GET.get("move", ""))
    return _slots_page(request, city, bookable_or_404(city, bookable), moved, None)


@permission("booking.make", typed="booking:slots")
@require_POST
def take(request: HttpRequest, bookable: str) -> HttpResponse:
    """Take the slot that was chosen, or move an appointment there."""
    city = here.city_now(request)
    sent = request.POST
    one, moved = bookable_or_404(city, bookable), moved_of(request, sent.get("move", ""))
    wish = Wish(sent.get("at", ""), sent.get("matter", ""), sent.get("case", ""), sent.get("key", "")[:40])
    answer = asked(request, city, one, moved, wish)
    if isinstance(answer, Refusal):
        return _slots_page(request, city, one, moved, answer)
    notices.leave(request, "booking.moved" if moved is not None else "booking.made")
    return HttpResponseRedirect(reverse("booking:made", args=[answer]))


def bookable_or_404(city: City, id: str) -> Bookable:
    """Return a window, an expert or a visit that can be booked. Raises Http404."""
    one = city.bookables.get(id)
    if one is None:
        raise Http404
    return one


def moved_of(request: HttpRequest, typed: str) -> Mine | None:
    """Return the appointment that is to be moved; None where none is named, or it is not the actor's."""
    number = read_number(typed)
    known = queries.by_number(request, number) if number else None
    if known is None:
        return None
    target = rules.target_of(known.day.body, known.booking)
    return known if may(here.actor_of(request), "booking.change", target) else None


@dataclass(frozen=True)
class Wish:
    """What is asked for: `at` as `2026-11-24 09:00`, for which matter or case, pressed with which key.

    `id`: of the appointment to be made, where the asker's key names it; "" for a new one.
    """

    at: str
    matter: str
    case: str
    key: str
    id: str = ""


def asked(request: HttpRequest, city: City, one: Bookable, moved: Mine | None, wish: Wish) -> str | Refusal:
    """Book, or move an appointment. Returns the number of the appointment, or a refusal."""
    day, _, slot = wish.at.partition(" ")
    on = frame.day_of(day)
    if on is None:
        return saying.not_a_slot("")
    if made := _made_before(request, one, on, wish.id):
        return made
    if moved is not None and moved.booking.phase != OPEN:
        return saying.over(PHASES[moved.booking.phase])
    wanted = slot_named(one, on, slot, city.calendar)
    if wanted is not None and expected.nobody_there(request, city, one, wanted):
        return saying.nobody_there(slot)
    stream = day_stream(here.city_key(request), one.id, on)
    if moved is not None and moved.stream == stream:
        acting.act_for(request, moved.booking.applicant)
        command: Any = rules.Move(booking=moved.booking.id, slot=slot)
        key = f"move:{stream}:{wish.key}" if wish.id else None
        done = store_door.ask(request, stream, command, key=key, kind=DAY)
        return done if isinstance(done, Refusal) else moved.booking.number
    return _book(request, city, one, on, slot, moved, wish)


def _book(
    request: HttpRequest, city: City, one: Bookable, on: date, slot: str, moved: Mine | None, wish: Wish
) -> str | Refusal:
    case_number = read_number(wish.case) or ""
    case = queries.case_of(request, case_number) if case_number else None
    applicant, matter = _for_whom(request, case), wish.matter
    number_of_case = case.number if case is not None else ""
    if moved is not None:
        applicant, matter = moved.booking.applicant, moved.booking.matter
        number_of_case = moved.booking.case
    acting.act_for(request, applicant)
    places = _places_ahead(request, city, applicant) if here.actor_of(request).kind == "resident" else (0,)
    stream = day_stream(here.city_key(request), one.id, on)
    booking, number = frame.new_appointment(city)
    command = rules.Book(
        booking=wish.id or booking,
        number=number,
        bookable=one.id,
        day=on,
        slot=slot,
        matter=case.matter if case is not None else matter,
        applicant=applicant,
        case=number_of_case,
        earlier=Earlier(booking=moved.booking.id, stream=str(moved.stream)) if moved is not None else None,
    )
    if moved is None and not places:
        return saying.too_many(MOST_AHEAD)
    if applicant and (other := _at_that_time(request, applicant, one, on, slot)) is not None:
        return saying.at_two_places(other.number, other.slot)
    done: Any = saying.too_many(MOST_AHEAD)
    for place in places or (0,):  # one that is taken, by a day that is not ours to see or at this moment
        done = store_door.ask(
            request,
            stream,
            replace(command, ahead=place),
            key=f"book:{stream}:{here.actor_of(request).person}:{wish.key}",
            kind=DAY,
            actor=showing(here.actor_of(request), proof_of(stream)),
        )
        if not isinstance(done, Refusal) or done.code != saying.TOO_MANY:
            break
    return done if isinstance(done, Refusal) else _made_number(done, number, wish, applicant)


def _at_that_time(request: HttpRequest, applicant: str, one: Bookable, on: date, slot: str) -> Any:
    """Return an appointment of the person elsewhere at that time, as far as the actor sees theirs."""
    city = here.city_now(request)
    wanted = slot_named(one, on, slot, city.calendar)
    if wanted is None:
        return None
    for found in queries.mine(request, on):
        other = slot_of(city, found)
        if found.booking.applicant != applicant or found.booking.phase != OPEN or found.day.day != on:
            continue
        if found.day.bookable != one.id and other is not None:
            if other.begins < wanted.ends and wanted.begins < other.ends:
                return found.booking
    return None


def _made_before(request: HttpRequest, one: Bookable, on: date, id: str) -> str:
    """Return the number of the appointment that was made under this id, "" where none was."""
    day = queries.day_at(request, one, on) if id else None
    known = day.find(id) if day is not None else None
    return known.number if known is not None else ""


def _made_number(done: Done, number: str, wish: Wish, applicant: str) -> str:
    """Return the number made; of what was made before, when the page was sent twice."""
    if not done.repeated:
        return number
    if (known := done.state.find(wish.id)) is not None:
        return str(known.number)
    own = [one.number for one in done.state.bookings if one.applicant == applicant and one.phase == OPEN]
    return own[-1] if own else number


def _for_whom(request: HttpRequest, case: Any) -> str:
    """Return whose the appointment is: the case's applicant, oneself, or "" at a window."""
    actor = here.actor_of(request)
    if case is not None:
        return str(case.applicant)
    return actor.applicant if actor.kind == "resident" else ""


def _places_ahead(request: HttpRequest, city: City, applicant: str) -> tuple[int, ...]:
    """Return which of the person's places ahead are free, as far as the actor sees their appointments."""
    own = [
        one.booking
        for one in queries.mine(request, city_day(city))
        if one.booking.applicant == applicant and one.booking.phase == OPEN
    ]
    if len(own) >= MOST_AHEAD:
        return ()
    taken = {one.ahead for one in own}
    return tuple(place for place in range(1, MOST_AHEAD + 1) if place not in taken)


def _slots_page(
    request: HttpRequest, city: City, one: Bookable, moved: Mine | None, refusal: Refusal | None
) -> HttpResponse:
    sent = request.POST if request.method == "POST" else request.GET
    matter = moved.booking.matter if moved is not None else sent.get("matter", "")
    shown = free_slots(request, city, one, sent.get("at", ""))
    context = {
        "one": one,
        "kind": KINDS.get(one.kind, {}),
        "matter": city.matters.get(matter),
        "matter_id": matter,
        "case": read_number(sent.get("case", "")) or "",
        "moved": moved,
        "days": [each for each in shown if each[1]],
        "closed": [day for day, found, _ in shown if not found],
        "refusal": refusal,
        "key": frame.new_appointment(city)[0],
        "may_book": may_ask(request, "booking.make"),
        "signed_in": actors.signed_in(request),
    }
    return render(request, "booking/slots.html", context, status=409 if refusal else 200)


def free_slots(
    request: HttpRequest, city: City, one: Bookable, chosen: str = ""
) -> list[tuple[date, list[ShownSlot], bool]]:
    """Return (day, slots with places left, whether the day may still change) of the days ahead."""
    days = list(bookable_days(one, city_day(city)))
    taken, now = queries.taken(request, one, days), store_door.now()
    there = expected.People(request, city, one, days)
    shown = []
    for day in days:
        found = [
            ShownSlot(each, left, f"{day.isoformat()} {each.name}" == chosen)
            for each in slots(one, day, city.calendar)
            if (left := one.capacity - taken[day].get(each.name, 0)) > 0
            and each.begins > now
            and there.anybody(each)
        ]
        shown.append((day, found, city.calendar.is_provisional(day)))
    return shown


def found_or_404(request: HttpRequest, number: str) -> Mine:
    """Return an appointment that is the actor's to see. Raises Http404 otherwise."""
    known = read_number(number)
    found = queries.by_number(request, known) if known else None
    if found is None:
        raise Http404
    if found.booking.applicant:
        acting.act_for(request, found.booking.applicant)
    if not may(here.actor_of(request), "booking.read", rules.target_of(found.day.body, found.booking)):
        raise Http404
    return found


def slot_of(city: City, found: Mine) -> Slot | None:
    """Return the slot an appointment has; None where the hall is not open then any more."""
    one = city.bookables.get(found.day.bookable)
    return slot_named(one, found.day.day, found.booking.slot, city.calendar) if one is not None else None


@permission("booking.read")
@require_safe
def made(request: HttpRequest, appointment: str) -> HttpResponse:
    """Show an appointment: its number, when, where, what to bring along, and how to change it."""
    return made_page(request, found_or_404(request, appointment), None)


def made_page(request: HttpRequest, found: Mine, refusal: Refusal | None) -> HttpResponse:
    """Answer with the page of an appointment."""
    city = here.city_now(request)
    slot = slot_of(city, found)
    matter = city.matters.get(found.booking.matter)
    ahead = slot.begins > store_door.now() if slot is not None else found.day.day >= city_day(city)
    one = city.bookables.get(found.day.bookable)
    context = {
        "found": found,
        "booking": found.booking,
        "phase": PHASES[found.booking.phase],
        "day": found.day.day,
        "slot": slot,
        "one": one,
        "kind": KINDS.get(one.kind, {}) if one is not None else {},
        "matter": matter,
        "materials": matter.guide.materials if matter is not None and not found.booking.case else (),
        "hall": city.halls.get(found.day.hall),
        "open": found.booking.phase == OPEN and ahead,
        "lost": found.booking.phase == OPEN and slot is None,
        "refusal": refusal,
    }
    return render(request, "booking/made.html", context, status=409 if refusal else 200)


@permission("booking.read")
@require_safe
def calendar_file(request: HttpRequest, appointment: str) -> HttpResponse:
    """Give an appointment as an iCalendar file."""
    found = found_or_404(request, appointment)
    city = here.city_now(request)
    slot, hall = slot_of(city, found), city.halls.get(found.day.hall)
    if slot is None or hall is None:
        raise Http404
    language = getattr(request, "language", "zh")
    title = say(frame.matter_in_words(city, found.booking.matter), language)
    one = ics.Appointment(
        uid=f"{found.booking.id}@{here.city_key(request)}",
        sequence=found.booking.moved,
        begins=slot.begins,
        ends=slot.ends,
        changed_at=store_door.now(),
        title=f"{title} · {say(city.bookables[found.day.bookable].title, language)}",
        where=f"{say(hall.title, language)}, {say(hall.address, language)}",
        says=found.booking.number,
        address=request.build_absolute_uri(reverse("booking:made", args=[found.booking.number])),
        cancelled=found.booking.phase == "cancelled",
    )
    answer = HttpResponse(ics.calendar(one), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.booking.number}.ics"'
    return answer


@permission("booking.change", typed="booking:made")
@require_POST
def cancel(request: HttpRequest, appointment: str) -> HttpResponse:
    """Cancel an appointment; its place is free for others at once."""
    found = found_or_404(request, appointment)
    done = store_door.ask(request, found.stream, rules.Cancel(booking=found.booking.id), key=None, kind=DAY)
    if isinstance(done, Refusal):
        return made_page(request, found, done)
    notices.leave(request, "booking.cancelled")
    return HttpResponseRedirect(reverse("booking:made", args=[found.booking.number]))
