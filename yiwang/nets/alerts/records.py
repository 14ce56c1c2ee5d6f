"""What the records of this net hold. Names and numbers of people are in no event: they lie in the vault."""

from __future__ import annotations

from datetime import datetime

import msgspec

from yiwang.kernel.alerts.plans import Text
from yiwang.kernel.case import Sealed

DRAFT, IN_FORCE, CANCELLED, EXPIRED = "draft", "in-force", "cancelled", "expired"


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One CAP message of an alert. `xml`: as it was signed, UTF-8. `name`: `sender,identifier,sent`."""

    identifier: str
    name: str
    sent: datetime
    type: str
    xml: str


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What an alert says. Words in both languages; `expires` None: no end. `polygon` as CAP has it."""

    area: Text
    category: str
    certainty: str
    description: Text = {}
    event: Text
    expires: datetime | None
    headline: Text
    instruction: Text = {}
    polygon: str = ""
    responses: tuple[str, ...] = ()
    severity: str
    status: str
    urgency: str


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """An alert, from its first message to its end.

    Attributes:
        source: id of the registered sender it came from, "" for our own. plan, level: whose level sent it.
        body: that issues or took it.
    """

    body: str
    content: Content
    phase: str
    source: str = ""
    plan: str = ""
    level: str = ""
    messages: tuple[Message, ...] = ()
    ended_at: datetime | None = None


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """Why a level was set: by which clause, on which readings (`stream: value`), or on whose order."""

    clause: str
    order: str = ""
    readings: dict[str, str] = {}


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A change of level. `by`: position that set it. `level` "": it was ended."""

    at: datetime
    basis: Basis
    by: str
    level: str
    was: str


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A task that a level opened: the case, its number, what it is for. `refused`: code, where it was not."""

    case: str
    level: str
    matter: str
    number: str
    place: str
    words: Text
    refused: str = ""


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """How a plan's response stands. `run`: 1, and one more each time it is started anew.

    Attributes:
        lists: village whose evacuation list is open → its number in this run. listed: how many were opened.
    """

    plan: str
    body: str
    run: int
    level: str
    steps: tuple[Step, ...] = ()
    opened: tuple[Opened, ...] = ()
    lists: dict[str, int] = {}
    listed: int = 0


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A household on an evacuation list: how many, in which state; who they are lies in the vault.

    `state`: called, moved, refused, back. `shelter`: where they went, "" elsewhere.
    """

    people: int
    state: str
    shelter: str
    sealed: dict[str, Sealed]


class EvacuationList(msgspec.Struct, frozen=True, kw_only=True):
    """The list of one village, for one run of a response. `number`: among the lists of that run."""

    plan: str
    run: int
    number: int
    place: str
    bodies: tuple[str, ...]
    phase: str  # open, closed
    entries: dict[str, Entry] = {}
    closed_at: datetime | None = None
    counted: dict[str, int] = {}
    """Of a closed list: how many people in each state. The entries are gone."""


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """Who is on a post from when until when. `person`, `substitute`: person ids, substitute "" for nobody."""

    begins: datetime
    ends: datetime
    person: str
    signed_at: datetime | None = None
    signed_by: str = ""
    substitute: str = ""


class Swap(msgspec.Struct, frozen=True, kw_only=True):
    """Two shifts whose people changed places, by whom, when."""

    at: datetime
    by: str
    first: datetime
    second: datetime


class Roster(msgspec.Struct, frozen=True, kw_only=True):
    """The roster of one post, in order."""

    plan: str
    post: str
    body: str
    shifts: tuple[Shift, ...] = ()
    swaps: tuple[Swap, ...] = ()


class LogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the hand-over log: words in the vault, signed by who hands over and by who takes over.

    `corrects`: number of an earlier entry it corrects, 0 for none.
    """

    number: int
    at: datetime
    gives: str
    takes: str
    corrects: int = 0
    sealed: dict[str, Sealed] = {}
    taken_at: datetime | None = None


class Log(msgspec.Struct, frozen=True, kw_only=True):
    """The hand-over log of one post. Nothing of it is deleted or changed."""

    plan: str
    post: str
    body: str
    entries: tuple[LogEntry, ...] = ()


class ShelterState(msgspec.Struct, frozen=True, kw_only=True):
    """How a shelter stands. `people`: taken in now."""

    plan: str
    shelter: str
    body: str
    capacity: int
    open: bool = False
    people: int = 0


class Movement(msgspec.Struct, frozen=True, kw_only=True):
    """Goods that moved: `in` (bought, given), `out` (taken for use), `back` (brought back)."""

    amount: int
    at: datetime
    by: str
    left: int
    sealed: dict[str, Sealed] = {}
    way: str


class StockState(msgspec.Struct, frozen=True, kw_only=True):
    """How a stock stands. `amount`: here now; `out`: taken and not brought back. The last movements."""

    plan: str
    stock: str
    body: str
    amount: int
    out: int = 0
    movements: tuple[Movement, ...] = ()


class Patrol(msgspec.Struct, frozen=True, kw_only=True):
    """One look at a stretch of dike. `seen_at` by the device, `at` when it came here.

    Attributes:
        finding: one of `FINDINGS`. opens: the case of a finding. clock_off: the device's clock is wrong.
    """

    plan: str
    dike: str
    body: str
    bodies: tuple[str, ...]
    finding: str
    seen_at: datetime
    at: datetime
    by: str
    clock_off: bool = False
    opens: Opened | None = None
    sealed: dict[str, Sealed] = {}


class Bulletin(msgspec.Struct, frozen=True, kw_only=True):
    """A bulletin (汛情通报): public words, issued once; a later one may correct it."""

    number: str
    body: str
    plan: str
    title: Text
    words: Text
    at: datetime
    by: str
    corrects: str = ""
