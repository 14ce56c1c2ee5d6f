"""Places of a day and numbers of a queue: whatever is asked, by whomever, in whatever order."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from msgspec.structs import replace

from yiwang.kernel.access import Actor, Holding, Principal, system
from yiwang.kernel.bookable import Bookable, opening, sessions, slots
from yiwang.kernel.commands import Context, Tick
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.nets.booking import queue_rules, rules
from yiwang.nets.booking.kinds import DAY, QUEUE
from yiwang.nets.booking.records import Day, Queue
from yiwang.pack.compile import compile_pack
from yiwang.pack.load import load

PACK = Path(__file__).resolve().parents[4] / "packs" / "yueyang"
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 9, 10, tzinfo=ZONE)  # a Monday
TUESDAY = date(2026, 11, 24)
BODY = "yueyanglou-government-services"


def clerk(body: str = BODY, role: str = "window") -> Actor:
    return Actor("clerk", "staff", holdings=(Holding(f"{body}-{role}", role, body, "430602"),))


WU, TAO = Actor("wu", "resident"), Actor("tao", "resident")
AGENT = Actor("liu", "resident", principals=(Principal("wu"),), acting_for="wu")
PEOPLE = (WU, TAO, AGENT, clerk(), clerk("yunxi-government-services"), clerk("yueyanglou-health", "officer"))


@cache
def city() -> City:
    return compile_pack(load(PACK))


def window(id: str = "yueyanglou-general") -> Bookable:
    return city().bookables[id]


def ask(state: Day | Queue | None, command: object, actor: Actor = WU, now: datetime = NOW):
    kind = QUEUE if command.verb.startswith("queue.") else DAY  # type: ignore[attr-defined]
    answer = kind.decide(state, command, Context(now, actor, city()))
    if isinstance(answer, Refusal):
        return state, answer.code
    for event in answer:
        state = kind.begin(event, "", now) if state is None else kind.evolve(state, event, now)
    return state, ""


def booking(
    id: str, slot: str = "09:00", who: str = "wu", on: date = TUESDAY, at: str = "yueyanglou-general"
):
    return rules.Book(
        booking=id,
        number=f"n-{id}",
        bookable=at,
        day=on,
        slot=slot,
        matter="insured-certificate",
        applicant=who,
        ahead=1,
    )


# Opening hours ----------------------------------------------------------------------------------------


def test_a_holiday_is_closed_and_a_make_up_saturday_is_open_as_the_hall_says():
    hall, calendar = window().hall, city().calendar
    assert opening(hall, date(2026, 10, 1), calendar).sessions == ()
    assert opening(hall, date(2026, 10, 1), calendar).why["zh"]
    saturday = opening(hall, date(2026, 10, 10), calendar)  # 上班
    assert [f"{begins:%H:%M}" for begins, _ in saturday.sessions] == ["09:00", "13:30"]
    ordinary = opening(hall, date(2026, 11, 28), calendar)
    assert [f"{begins:%H:%M}" for begins, _ in ordinary.sessions] == ["09:00"]


def test_an_exception_comes_before_the_weekday():
    assert [one.name for one in slots(window(), date(2026, 12, 31), city().calendar)][-1] == "11:30"


def test_a_day_past_the_last_holiday_notice_is_provisional():
    found = opening(window().hall, date(2027, 1, 4), city().calendar)
    assert found.provisional and found.sessions


@settings(deadline=None)
@given(day=some.dates(date(2026, 1, 1), date(2027, 6, 30)), id=some.sampled_from(sorted(city().bookables)))
def test_a_slot_is_never_outside_the_hours_of_its_hall_and_never_overlaps_another(day, id):
    one, calendar = city().bookables[id], city().calendar
    hours = opening(one.hall, day, calendar).sessions
    found = slots(one, day, calendar)
    for slot in found:
        begins, ends = slot.begins.astimezone(ZONE), slot.ends.astimezone(ZONE)
        assert begins.date() == ends.date() == day
        assert any(opens <= begins.time() and ends.time() <= closes for opens, closes in hours)
    assert all(earlier.ends <= later.begins for earlier, later in pairwise(found))
    longest = max(
        (
            datetime.combine(day, closes) - datetime.combine(day, opens)
            for opens, closes in sessions(one, day, calendar)
        ),
        default=timedelta(0),
    )
    assert bool(found) == (longest >= timedelta(minutes=one.minutes))


# Appointments -----------------------------------------------------------------------------------------

IDS = some.sampled_from(["a", "b", "c", "d"])
SLOTS = some.sampled_from(["09:00", "09:30", "12:30", "16:30"])
WHO = some.sampled_from(["wu", "tao", ""])
COMMANDS = some.one_of(
    some.builds(booking, IDS, SLOTS, WHO),
    some.builds(rules.Move, booking=IDS, slot=SLOTS),
    some.builds(rules.Cancel, booking=IDS),
    some.builds(rules.Attend, booking=IDS, came=some.booleans()),
)


@settings(max_examples=300, deadline=None)
@given(
    asked=some.lists(some.tuples(COMMANDS, some.sampled_from(PEOPLE), some.integers(0, 3000)), max_size=25)
)
def test_no_slot_ever_has_more_than_its_places_whatever_is_asked(asked):
    state, used = None, set()
    open_at = {one.name for one in slots(window(), TUESDAY, city().calendar)}
    for command, actor, minutes in asked:
        if isinstance(command, rules.Book):
            if command.booking in used:
                continue
            used.add(command.booking)
        before = state
        state, _ = ask(state, command, actor, NOW + timedelta(minutes=minutes))
        if state is None:
            continue
        assert all(state.taken(slot) <= window().capacity for slot in open_at)
        for one in state.bookings:
            was = before.find(one.id) if before is not None else None
            assert one.slot in open_at
            if was is None or was.slot != one.slot:  # nobody else takes, or moves, another's place
                assert one.applicant in (actor.person, actor.applicant) or actor == clerk()
    assert state is None or DAY.decode(DAY.encode(state)) == state


def test_the_last_place_goes_to_whoever_came_first():
    state, _ = ask(None, booking("a"))
    state, said = ask(state, booking("b", who="tao"), TAO)
    assert said == ""
    _, said = ask(state, booking("c", who="other"), Actor("other", "resident"))
    assert said == "booking.full"
    state, _ = ask(state, rules.Cancel(booking="a"))
    _, said = ask(state, booking("c", who="other"), Actor("other", "resident"))
    assert said == ""


def test_an_agent_books_for_whom_they_may_act_and_a_stranger_does_not():
    assert ask(None, booking("a", who="wu"), AGENT)[1] == ""
    assert ask(None, booking("a", who="wu"), TAO)[1] == "access.denied"
    assert ask(None, booking("a", who=""), WU)[1] == "access.denied"
    assert ask(None, booking("a", who=""), clerk())[1] == ""
    assert ask(None, booking("a", who=""), clerk("yunxi-government-services"))[1] == "access.denied"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (booking("a", slot="12:30"), "booking.not-open"),
        (booking("a", on=date(2026, 11, 22)), "booking.not-a-day"),
        (booking("a", on=date(2026, 12, 8)), "booking.not-a-day"),
        (booking("a", on=date(2026, 11, 23)), "booking.begun"),
        (replace(booking("a"), ahead=0), "booking.too-many"),
        (replace(booking("a"), ahead=6), "booking.too-many"),
        (booking("a", at="closed-long-ago"), "booking.no-window"),
        (booking("a", at="yueyanglou-fire", slot="13:30"), "booking.not-handled"),
    ],
)
def test_what_cannot_be_booked_is_refused(command, code):
    assert ask(None, command) == (None, code)


def test_a_missed_appointment_keeps_nobody_from_booking_again():
    state, _ = ask(None, booking("a"))
    later = datetime(2026, 11, 24, 9, 40, tzinfo=ZONE)
    assert ask(state, rules.Attend(booking="a", came=False), clerk())[1] == "booking.not-that-day"
    assert ask(state, rules.Attend(booking="a", came=False), WU, later)[1] == "access.denied"
    state, said = ask(state, rules.Attend(booking="a", came=False), clerk(), later)
    assert said == "" and state.bookings[0].phase == "missed"
    assert ask(state, booking("b", slot="15:00"), WU, later)[1] == ""


def test_what_has_begun_is_neither_moved_nor_cancelled():
    state, _ = ask(None, booking("a"))
    later = datetime(2026, 11, 24, 9, 0, tzinfo=ZONE)
    assert ask(state, rules.Move(booking="a", slot="15:00"), WU, later)[1] == "booking.begun"
    assert ask(state, rules.Cancel(booking="a"), WU, later)[1] == "booking.begun"


def tick(state: Day, now: datetime) -> Day:
    for event in DAY.decide(state, Tick(), Context(now, system("timers"), city())):
        state = DAY.evolve(state, event, now)
    return state


def test_whoever_comes_tomorrow_is_reminded_once_the_morning_before():
    before = NOW - timedelta(days=1)
    state, _ = ask(None, booking("a"), now=before)
    state, _ = ask(state, booking("b", slot="10:00", who=""), clerk(), before)
    assert DAY.wake_at(state) == datetime(2026, 11, 23, 9, tzinfo=ZONE)
    assert tick(state, datetime(2026, 11, 23, 8, 59, tzinfo=ZONE)) is state
    state = tick(state, NOW)
    assert [one.reminded for one in state.bookings] == [True, False]  # nobody knows who "b" is
    assert tick(state, NOW) is state
    late, _ = ask(None, booking("c"))  # made after that moment
    assert DAY.wake_at(late) == datetime(2026, 11, 25, tzinfo=ZONE)


def test_when_the_day_is_over_whoever_nobody_saw_is_written_down_as_missed():
    state, _ = ask(None, booking("a"))
    state, _ = ask(state, booking("b", slot="10:00", who="tao"), TAO)
    noon = datetime(2026, 11, 24, 12, tzinfo=ZONE)
    state, _ = ask(state, rules.Attend(booking="b", came=True), clerk(), noon)
    assert tick(state, noon) is state
    over = datetime(2026, 11, 25, tzinfo=ZONE)
    assert DAY.wake_at(state) == over
    state = tick(state, over)
    assert [one.phase for one in state.bookings] == ["missed", "came"]
    assert DAY.wake_at(state) is None and tick(state, over) is state
    # the window may still put it right
    state, said = ask(state, rules.Attend(booking="a", came=True), clerk(), over)
    assert said == "" and state.bookings[0].phase == "came"


def test_a_city_that_slept_over_the_slot_reminds_nobody_of_it():
    state, _ = ask(None, booking("a"), now=NOW - timedelta(days=1))
    woken = datetime(2026, 11, 24, 11, tzinfo=ZONE)
    facts = DAY.decide(state, Tick(), Context(woken, system("timers"), city()))
    assert [(one.type, one.data.late) for one in facts] == [("booking.reminded", True)]


# Queues -----------------------------------------------------------------------------------------------


def take(**more) -> queue_rules.Take:
    return queue_rules.Take(**{"bookable": "yueyanglou-general", "day": NOW.date(), **more})


@settings(deadline=None)
@given(asked=some.lists(some.sampled_from(["take", "call 1", "call 2", "absent", "stranger"]), max_size=30))
def test_numbers_run_on_and_nobody_is_called_twice_or_out_of_turn(asked):
    state, called = None, []
    for one in asked:
        if one == "take":
            state, _ = ask(state, take(), clerk())
        elif one == "stranger":
            assert ask(state, take(), clerk("yunxi-government-services")) == (state, "access.denied")
        elif one == "absent" and called:
            state, _ = ask(state, queue_rules.Settle(number=called[-1], served=False), clerk())
        elif one.startswith("call"):
            command = queue_rules.CallNext(bookable="yueyanglou-general", desk=one[-1])
            state, said = ask(state, command, clerk())
            called += [] if said else [max(each.number for each in state.tickets if each.phase != "waiting")]
    if state is not None:
        assert [one.number for one in state.tickets] == list(range(1, len(state.tickets) + 1))
    assert called == list(range(1, len(called) + 1))


def test_an_appointment_is_called_first_once_its_time_has_come():
    state = None
    for more in ({}, {"booked": "n-1", "due": NOW + timedelta(minutes=20)}, {}):
        state, _ = ask(state, take(**more), clerk())
    assert [one.number for one in queue_rules.order(state, "yueyanglou-general", NOW)] == [1, 2, 3]
    assert queue_rules.ahead(state, 2, NOW) == 1
    later = NOW + timedelta(minutes=20)
    assert [one.number for one in queue_rules.order(state, "yueyanglou-general", later)] == [2, 1, 3]
    assert ask(state, take(booked="n-1"), clerk())[0] is state  # shown twice: one number


def test_a_closed_hall_gives_no_number():
    assert ask(None, take(), clerk(), NOW.replace(hour=12, minute=30))[1] == "queue.closed"
    assert ask(None, take(day=TUESDAY), clerk())[1] == "queue.closed"
