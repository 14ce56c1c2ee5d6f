"""What the two records hold: the appointments of a day, the queue of a hall on a day. No names."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

OPEN = "booked"
"""The phase of an appointment that holds its place; `cancelled` gives it back."""

MOST_AHEAD = 5
"""Our own rule: how many appointments ahead one person has, so that nobody keeps places from others."""

MARK_MINUTES = 5
"""How finely it is told whether two appointments of one person are at the same time."""

PHASES = {
    "booked": {"zh": "已预约", "en": "Booked"},
    "cancelled": {"zh": "已取消", "en": "Cancelled"},
    "came": {"zh": "已到", "en": "Came"},
    "missed": {"zh": "未到", "en": "Did not come"},
}


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """An appointment of another day that a new one takes the place of."""

    booking: str
    stream: str


class Booking(msgspec.Struct, frozen=True, kw_only=True):
    """One appointment.

    Attributes:
        applicant: person id, "" for somebody for whom a window booked. slot: local beginning, `09:30`.
        case: number of the case it is about, "" without one.
        ahead: which of the person's places ahead it takes, 1 to `MOST_AHEAD`; 0 for none.
        minutes: how long it is; 0 of one from before it was kept.
        reminded: whether they were told the day before that it comes.
        moved: how often it was moved to another slot of the day. moved_to: number of the one of another day.
    """

    id: str
    number: str
    applicant: str
    slot: str
    matter: str
    case: str
    phase: str
    made_at: datetime
    moved: int = 0
    moved_to: str = ""
    earlier: Earlier | None = None
    reminded: bool = False
    ahead: int = 0
    minutes: int = 0

    @property
    def marks(self) -> range:
        """The marks of `MARK_MINUTES` of the day that lie wholly within it, counted from midnight."""
        hours, minutes = self.slot.split(":")
        begins = int(hours) * 60 + int(minutes)
        return range(-(-begins // MARK_MINUTES), (begins + self.minutes) // MARK_MINUTES)

    @property
    def holds(self) -> bool:
        """Whether it takes a place of its slot."""
        return self.phase != "cancelled"


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """The appointments of one window, expert or visit on one day.

    Attributes:
        remind_at: when whoever comes is reminded. over_at: when the local day is over. Both None for a day
            whose first appointment was made before these were kept.
    """

    bookable: str
    hall: str
    body: str
    day: date
    bookings: tuple[Booking, ...] = ()
    over_at: datetime | None = None
    remind_at: datetime | None = None

    @property
    def to_remind(self) -> tuple[Booking, ...]:
        """The appointments of persons to remind: those made before that moment, and still ahead."""
        if self.remind_at is None:
            return ()
        return tuple(
            one
            for one in self.bookings
            if one.phase == OPEN and one.applicant and not one.reminded and one.made_at < self.remind_at
        )

    @property
    def wake_at(self) -> datetime | None:
        """When the city looks at it by itself: to remind, and to write down who did not come."""
        if not any(one.phase == OPEN for one in self.bookings):
            return None
        return self.remind_at if self.to_remind else self.over_at

    def taken(self, slot: str) -> int:
        """Return how many places of a slot are taken."""
        return sum(one.holds and one.slot == slot for one in self.bookings)

    def find(self, booking: str) -> Booking | None:
        """Return one appointment."""
        return next((one for one in self.bookings if one.id == booking), None)


class Ticket(msgspec.Struct, frozen=True, kw_only=True):
    """A number of a queue.

    Attributes:
        number: 1 and up, by hall and day. bookable: at which window. taken_at, called_at: instants.
        booked: number of the appointment it was taken with, "" without. due: when that begins.
        phase: waiting, called, served, absent. desk: the counter it was called to.
    """

    number: int
    bookable: str
    taken_at: datetime
    booked: str = ""
    due: datetime | None = None
    phase: str = "waiting"
    desk: str = ""
    called_at: datetime | None = None

    @property
    def shown(self) -> str:
        """The number as it stands on paper and screen, such as `007`."""
        return f"{self.number:03d}"


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """The queue of a hall on a day."""

    hall: str
    body: str
    day: date
    tickets: tuple[Ticket, ...] = ()

    def find(self, number: int) -> Ticket | None:
        """Return one ticket."""
        return self.tickets[number - 1] if 0 < number <= len(self.tickets) else None
