"""What can be asked of an event's case: dispatch, objection, 改定级, 吹哨报到, 先行处置, approvals, 挂账."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from yiwang.kernel.command import Command


class Dispatch(Command, frozen=True, kw_only=True):
    """派遣: the desk gives it to `body`, and its step to `person` (id, "" for anybody there).

    Needs `sealed["reason"]` when it changes the body that leads.
    """

    verb: ClassVar[str] = "case.dispatch"
    body: str
    person: str = ""


class ObjectDispatch(Command, frozen=True, kw_only=True):
    """退回: not ours, with `sealed["reason"]` and the body whose it is. Until decided it stays ours."""

    verb: ClassVar[str] = "case.object"
    body: str


class ReviewObjection(Command, frozen=True, kw_only=True):
    """审核退回: `outcome` is `grant` or `deny`; `body`: whose it is when granted, "" for the one proposed."""

    verb: ClassVar[str] = "case.dispatch"
    task: str
    outcome: str
    body: str = ""


class MoveSeverity(Command, frozen=True, kw_only=True):
    """改定级: of `severity` from now, with `sealed["reason"]`; the clocks follow."""

    verb: ClassVar[str] = "case.grade"
    severity: str


class Whistle(Command, frozen=True, kw_only=True):
    """吹哨: these bodies come to the spot; `sealed["reason"]` says what for."""

    verb: ClassVar[str] = "case.whistle"
    bodies: tuple[str, ...]


class ReportIn(Command, frozen=True, kw_only=True):
    """报到: we are on the spot."""

    verb: ClassVar[str] = "case.report-in"
    task: str


class MakeSafe(Command, frozen=True, kw_only=True):
    """先行处置: the danger is over, by what `sealed["note"]` says; the mending goes on."""

    verb: ClassVar[str] = "case.make-safe"


class AskApproval(Command, frozen=True, kw_only=True):
    """请示: for `extend` (延期), `postpone` (缓办), `hold` (挂账) or `void` (作废); `sealed["reason"]`.

    Attributes:
        clock, amount: of an extension. until: of a postponement; the next date of what stays open.
        cause: of the pack's causes; owner: body id. ground: clause of a void.
    """

    verb: ClassVar[str] = "case.ask-approval"
    what: str
    clock: str = ""
    amount: str = ""
    until: datetime | None = None
    cause: str = ""
    owner: str = ""
    ground: str = ""


class GiveApproval(Command, frozen=True, kw_only=True):
    """审批: `outcome` is `grant` or `deny`; a denial needs `sealed["reason"]`."""

    verb: ClassVar[str] = "case.give-approval"
    task: str
    outcome: str


class EndHold(Command, frozen=True, kw_only=True):
    """销账: it can be mended now; the clocks go on."""

    verb: ClassVar[str] = "case.end-hold"
