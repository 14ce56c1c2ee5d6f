"""At which booked places somebody is expected, and whether anybody of those who sit there is.

What a pack books without naming positions takes nobody's time.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.http import HttpRequest

from yiwang.kernel.bookable import Bookable, Slot, slot_named
from yiwang.kernel.matter import City
from yiwang.nets.booking.kinds import DAY, day_stream
from yiwang.nets.booking.queries import COUNTS
from yiwang.nets.booking.records import OPEN, Day
from yiwang.people.holders import people_in
from yiwang.store.connect import lend
from yiwang.store.wall import city_transaction
from yiwang.web import engagements, here, store_door
from yiwang.web.engagements import Engagement


def people_of(request: HttpRequest, city: City, one: Bookable) -> frozenset[str]:
    """Return who sits there today; empty where the pack names no position."""
    if not one.positions:
        return frozenset()
    key = here.city_key(request)
    with lend(store_door.door().pool) as connection, city_transaction(connection, key, COUNTS) as cursor:
        return people_in(cursor, key, city, one.positions, store_door.now())


def nobody_there(request: HttpRequest, city: City, one: Bookable, slot: Slot) -> bool:
    """Say whether all who sit there are away at that time; then no place is given."""
    return engagements.nobody_there(request, people_of(request, city, one), slot.begins, slot.ends)


class People:
    """Whether anybody of those who sit somewhere is there, for the slots of some days; looked up once."""

    def __init__(self, request: HttpRequest, city: City, one: Bookable, days: list[date]) -> None:
        self.people, self.away = people_of(request, city, one), list[Engagement]()
        if self.people and days:
            begins, ends = (
                datetime.combine(day, time(0), city.calendar.zone)
                for day in (days[0], days[-1] + timedelta(days=1))
            )
            self.away = engagements.away(request, begins, ends)

    def anybody(self, slot: Slot) -> bool:
        """Say whether somebody is there at that time; where nobody is named, always."""
        gone = (one.people for one in self.away if one.meets(slot.begins, slot.ends))
        return not self.people or bool(self.people - frozenset().union(*gone))


def expected(request: HttpRequest, since: datetime, until: datetime) -> list[Engagement]:
    """Return the booked places of this time, each with those one of whom is expected there."""
    city = here.city_now(request)
    named = [one for one in city.bookables.values() if one.positions]
    days = _days(since.astimezone(city.calendar.zone).date(), until.astimezone(city.calendar.zone).date())
    if not named:
        return []
    key = here.city_key(request)
    streams = [day_stream(key, one.id, day) for one in named for day in days]
    with lend(store_door.door().pool) as connection, city_transaction(connection, key, COUNTS) as cursor:
        rows = cursor.execute(
            "SELECT state FROM booking_row WHERE city = %s AND id = ANY(%s)", (key, streams)
        ).fetchall()
    found = []
    for row in rows:
        day: Day = DAY.decode(bytes(row[0]))
        one = city.bookables[day.bookable]
        people = people_of(request, city, one)
        for name in sorted({booking.slot for booking in day.bookings if booking.phase == OPEN}):
            slot = slot_named(one, day.day, name, city.calendar)
            if slot is not None:
                found.append(Engagement(people, slot.begins, slot.ends))
    return found


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
