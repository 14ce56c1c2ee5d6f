"""预约与叫号 as REST: what can be booked, appointments, the queue of a hall for machines and clerks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Schema, Status
from pydantic import Field

from yiwang.kernel.access import may
from yiwang.kernel.bookable import Hall
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import read_number
from yiwang.kernel.refusal import Refusal
from yiwang.nets.booking import frame, numbers, queries, rules, saying
from yiwang.nets.booking.api_texts import SAYS
from yiwang.nets.booking.kinds import DAY
from yiwang.nets.booking.queries import Mine
from yiwang.nets.booking.queue_rules import CallNext, Settle
from yiwang.nets.booking.views import book, halls
from yiwang.nets.booking.views.book import Wish
from yiwang.store.execute import Done
from yiwang.web import here, store_door
from yiwang.web.errors import NotHere
from yiwang.web.here import city_day
from yiwang.web.rest import Served
from yiwang.web.rest.problems import refused
from yiwang.web.rest.sent import idempotency_key, own_id, own_key

Text = dict[str, str]
NO_HALL = Refusal(
    code="queue.no-hall",
    zh="没有这个大厅，或不属于本单位。",
    en="There is no such hall, or it is not of your body.",
)
FOREIGN: dict[int, tuple[str, ...]] = {404: ("queue.no-hall",)}

router = Served(
    "booking",
    {
        "appointment": "2611-7F3K2M9QX",
        "at": "2026-11-24 09:00",
        "bookable": "hall-general",
        "desk": "3",
        "hall": "district-hall",
        "moved_to": "",
        "slot": "09:00",
        "window": "hall-general",
    },
    says=SAYS,
)


class Bookable(Schema):
    """A window, an expert or a visit. `beyond`: it serves the place from elsewhere (通办)."""

    bookable: str
    kind: str
    title: Text
    hall: str
    hall_title: Text
    beyond: bool


class Slot(Schema):
    """A slot with places left; send its `at` back."""

    at: str
    begins: datetime
    ends: datetime
    left: int


class Free(Schema):
    """A day with its free slots. `provisional`: the holiday notice may still close it."""

    day: date
    provisional: bool
    slots: list[Slot]


class NewAppointment(Schema):
    """An appointment to make: at which slot, for which service or about which case."""

    bookable: str = Field(max_length=80)
    at: str = Field(max_length=40)
    matter: str = Field("", max_length=80)
    case: str = Field("", max_length=40)


class Moved(Schema):
    """Where an appointment is moved to: another slot, of the same window or another."""

    at: str = Field(max_length=40)
    bookable: str = Field("", max_length=80)


class Appointment(Schema):
    """An appointment. `begins` None: the hall is not open then any more."""

    number: str
    bookable: str
    hall: str
    matter: str
    case: str
    phase: str
    day: date
    slot: str
    begins: datetime | None
    ends: datetime | None
    moved_to: str


class Came(Schema):
    """Whether somebody came to an appointment."""

    came: bool


class OneWindow(Schema):
    """The queue of one window: what was called to which desk, how many wait."""

    window: str
    waiting: int
    called: list[Called]


class Called(Schema):
    """A number that was called."""

    number: str
    desk: str


class Queue(Schema):
    """The queue of a hall: numbers and desks, nobody's name."""

    hall: str
    windows: list[OneWindow]


class TakeNumber(Schema):
    """At which window, or with which appointment."""

    window: str = Field("", max_length=80)
    appointment: str = Field("", max_length=40)


class Number(Schema):
    """A number that was given out; `ahead`: how many are called before it."""

    number: str
    window: str
    ahead: int
    hall: str


class CallOne(Schema):
    """Which window's next one, to which desk."""

    window: str = Field(max_length=80)
    desk: str = Field(max_length=20)


class SettleOne(Schema):
    """A number that is done, or that nobody came for."""

    number: int = Field(ge=1, le=100_000)
    served: bool


class Settled(Schema):
    """A number with what became of it."""

    number: str
    phase: str


OneWindow.model_rebuild()


@router.serve("GET", "/bookables", "booking.find", response=list[Bookable], codes={404: ()})
def bookables(request: HttpRequest, matter: str, place: str = "") -> list[dict[str, Any]]:
    """List what can be booked for a service, the nearest to a place first."""
    city = here.city_now(request)
    known = city.matters.get(matter)
    if known is None:
        raise Http404
    return [
        {
            "bookable": one.bookable.id,
            "kind": one.bookable.kind,
            "title": one.bookable.title,
            "hall": one.bookable.hall.id,
            "hall_title": one.bookable.hall.title,
            "beyond": one.beyond,
        }
        for one in frame.offers(city, known, place if place in city.places else "")
    ]


@router.serve("GET", "/bookables/{slug:bookable}/slots", "booking.find", response=list[Free])
def slots(request: HttpRequest, bookable: str) -> list[dict[str, Any]]:
    """List the days and slots of a window that are still free."""
    city = here.city_now(request)
    one = book.bookable_or_404(city, bookable)
    return [
        {
            "day": day,
            "provisional": provisional,
            "slots": [
                {
                    "at": f"{day.isoformat()} {each.slot.name}",
                    "begins": each.slot.begins,
                    "ends": each.slot.ends,
                    "left": each.left,
                }
                for each in found
            ],
        }
        for day, found, provisional in book.free_slots(request, city, one)
    ]


@router.serve("GET", "/appointments", "booking.read", response=list[Appointment])
def appointments(request: HttpRequest) -> list[dict[str, Any]]:
    """List the appointments from today on, one's own and of those for whom one may act."""
    city = here.city_now(request)
    return [_appointment(city, one) for one in queries.mine(request, city_day(city))]


@router.serve("POST", "/appointments", "booking.make", response={201: Appointment}, codes={404: ()})
def make(request: HttpRequest, sent: NewAppointment) -> Any:
    """Make an appointment; sent again with the same key it is that one."""
    key, city = idempotency_key(request), here.city_now(request)
    id = str(own_id(request, key, "appointment"))
    one = book.bookable_or_404(city, sent.bookable)
    made = book.asked(request, city, one, None, Wish(sent.at, sent.matter, sent.case, id, id))
    if isinstance(made, Refusal):
        return refused(made)
    return Status(201, _appointment(city, book.found_or_404(request, made)))


@router.serve("GET", "/appointments/{appointment}", "booking.read", response=Appointment)
def appointment(request: HttpRequest, appointment: str) -> dict[str, Any]:
    """Give one appointment."""
    return _appointment(here.city_now(request), book.found_or_404(request, appointment))


@router.serve("POST", "/appointments/{appointment}/move", "booking.make", response=Appointment)
def move(request: HttpRequest, appointment: str, sent: Moved) -> Any:
    """Move an appointment to another slot; of another day it is a new one, and the old one is over."""
    key, city = idempotency_key(request), here.city_now(request)
    known = book.found_or_404(request, appointment)
    moved = book.moved_of(request, known.booking.number)
    if moved is None:
        raise Http404
    id = str(own_id(request, key, "appointment"))
    one = book.bookable_or_404(city, sent.bookable or known.day.bookable)
    made = book.asked(request, city, one, moved, Wish(sent.at, "", "", id, id))
    if isinstance(made, Refusal):
        return refused(made)
    return _appointment(city, book.found_or_404(request, made))


@router.serve("POST", "/appointments/{appointment}/cancel", "booking.change", response=Appointment)
def cancel(request: HttpRequest, appointment: str) -> Any:
    """Cancel an appointment; its place is free for others at once."""
    key, found = idempotency_key(request), book.found_or_404(request, appointment)
    return _done(request, found, rules.Cancel(booking=found.booking.id), own_key(request, key, "cancel"))


@router.serve("POST", "/appointments/{appointment}/attend", "booking.attend", response=Appointment)
def attend(request: HttpRequest, appointment: str, sent: Came) -> Any:
    """Record whether somebody came."""
    key, number = idempotency_key(request), read_number(appointment)
    found = queries.by_number(request, number) if number else None
    if found is None:
        raise Http404
    command = rules.Attend(booking=found.booking.id, came=sent.came)
    return _done(request, found, command, own_key(request, key, "attend"))


def _done(request: HttpRequest, found: Mine, command: Any, key: str) -> Any:
    done = store_door.ask(request, found.stream, command, key=key, kind=DAY)
    if isinstance(done, Refusal):
        return refused(done, 403 if done.code == "access.denied" else 409)
    now = done.state.find(found.booking.id)
    return _appointment(here.city_now(request), Mine(found.stream, done.state, now))


def _appointment(city: City, found: Mine) -> dict[str, Any]:
    slot = book.slot_of(city, found)
    return {
        "number": found.booking.number,
        "bookable": found.day.bookable,
        "hall": found.day.hall,
        "matter": found.booking.matter,
        "case": found.booking.case,
        "phase": found.booking.phase,
        "day": found.day.day,
        "slot": found.booking.slot,
        "begins": slot.begins if slot is not None else None,
        "ends": slot.ends if slot is not None else None,
        "moved_to": found.booking.moved_to,
    }


@router.serve("GET", "/halls/{slug:hall}/queue", "queue.read", response=Queue, codes=FOREIGN)
def queue(request: HttpRequest, hall: str) -> dict[str, Any]:
    """Say, for each window of a hall, what is called and how many wait."""
    city = here.city_now(request)
    known = city.halls.get(hall)
    if known is None:
        raise NotHere(NO_HALL)
    return {
        "hall": hall,
        "windows": [
            {
                "window": one["bookable"].id,
                "waiting": one["waiting"],
                "called": [{"number": each.shown, "desk": each.desk} for each in one["called"]],
            }
            for one in halls.shown_queue(request, city, known)
        ],
    }


@router.serve("POST", "/halls/{slug:hall}/numbers", "queue.take", response={201: Number}, codes=FOREIGN)
def take(request: HttpRequest, hall: str, sent: TakeNumber) -> Any:
    """Give out a number, with an appointment where one is shown."""
    key = own_key(request, idempotency_key(request), "take")
    city, one = _own_hall(request, hall, "queue.take")
    taken = numbers.take(request, city, one, sent.window, sent.appointment, key)
    if isinstance(taken, Refusal):
        return refused(taken)
    told = {"number": f"{taken.number:03d}", "window": taken.window, "ahead": taken.ahead, "hall": hall}
    return Status(201, told)


@router.serve("POST", "/halls/{slug:hall}/calls", "queue.call", response=Called, codes=FOREIGN)
def call(request: HttpRequest, hall: str, sent: CallOne) -> Any:
    """Call the next one to a desk."""
    key = own_key(request, idempotency_key(request), "call")
    command = CallNext(bookable=sent.window, desk=sent.desk)
    done = _asked(request, hall, command, f"call:{key}")
    if isinstance(done, Refusal):
        return refused(done)
    desk = sent.desk.strip()
    called = [one for one in done.state.tickets if one.phase == "called" and one.desk == desk]
    if not called:
        return refused(saying.nobody_waits())
    return {"number": called[-1].shown, "desk": desk}


@router.serve("POST", "/halls/{slug:hall}/settle", "queue.call", response=Settled, codes=FOREIGN)
def settle(request: HttpRequest, hall: str, sent: SettleOne) -> Any:
    """Record that a number is done, or that nobody came when it was called."""
    key = own_key(request, idempotency_key(request), "settle")
    done = _asked(request, hall, Settle(number=sent.number, served=sent.served), f"settle:{key}")
    if isinstance(done, Refusal):
        return refused(done)
    one = done.state.find(sent.number)
    return {"number": one.shown, "phase": one.phase}


def _asked(request: HttpRequest, hall: str, command: Any, key: str) -> Done | Refusal:
    city, one = _own_hall(request, hall, "queue.call")
    return numbers.ask(request, one, city_day(city), command, key)


def _own_hall(request: HttpRequest, id: str, verb: str) -> tuple[City, Hall]:
    """Return a hall that the actor's body runs. Raises NotHere: another's is not told from none."""
    city = here.city_now(request)
    known = city.halls.get(id)
    if known is None or not may(here.actor_of(request), verb, frame.target_of(known)):
        raise NotHere(NO_HALL)
    return city, known
