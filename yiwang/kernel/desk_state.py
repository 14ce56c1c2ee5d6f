"""How the dispatch of an event stands (派遣): who has it since when, what was objected, why it stays open.

What an event of the ledger carries declares its fields in alphabetical order (`ledger.entry_bytes`).
"""

from __future__ import annotations

from datetime import datetime

import msgspec


class Objection(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """退回: `body` says it is `proposed`'s; `due_at`: by when the desk decides, else the clock does."""

    at: datetime
    body: str
    due_at: datetime | None = None
    proposed: str


class Line(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """Whose it is, as decided: proposed to the responsibility table, which only a person changes.

    Attributes:
        body: who leads. by: `desk`, or `clock` where the desk let its time pass. former: who had it.
    """

    at: datetime
    body: str
    by: str
    former: str


class Hold(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """挂账: it cannot be mended yet. Open and public: `cause` (id of the pack), `owner` (body), next date.

    Attributes:
        told: the next date came, and its owner has the task to say what is next.
    """

    cause: str
    next_at: datetime
    owner: str
    since: datetime
    told: bool = False


class Asked(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """What waits for approval: `what` is `extend`, `postpone`, `hold` or `void`; `by`: who asked."""

    amount: str = ""
    by: str
    cause: str = ""
    clock: str = ""
    ground: str = ""
    owner: str = ""
    until: datetime | None = None
    what: str


class Desk(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """The dispatch of one event.

    Attributes:
        dispatched_at: when the lead body got it. respond_due, responded_at: by when it was to take it up,
            and when it did.
        returns: how many objections were decided. lines: what was decided, oldest first.
        pictures: `before`, `after` → how many there are. shown: those of the last check may be
            shown to everybody, and these are `shown_names`.
        checked, answer: outcomes of the last check and the last answer-back. satisfaction: of `SATISFACTION`.
        postponed_until: 缓办, the clocks stand still. safe_at: 先行处置, when the danger was over.
    """

    answer: str = ""
    asked: tuple[Asked, ...] = ()
    checked: str = ""
    dispatched_at: datetime | None = None
    hold: Hold | None = None
    lines: tuple[Line, ...] = ()
    objection: Objection | None = None
    pictures: dict[str, int] = {}
    postponed_until: datetime | None = None
    respond_due: datetime | None = None
    responded_at: datetime | None = None
    returns: int = 0
    safe_at: datetime | None = None
    satisfaction: str = ""
    shown: bool = False
    shown_names: tuple[str, ...] = ()

    def wakes(self) -> list[datetime]:
        """Return the moments at which the clock must look at it."""
        found = [self.postponed_until]
        found.append(self.objection.due_at if self.objection is not None else None)
        found.append(self.hold.next_at if self.hold is not None and not self.hold.told else None)
        return [at for at in found if at is not None]
