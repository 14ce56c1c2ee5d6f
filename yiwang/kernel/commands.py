"""What can be asked of a case. Commands are imperative; each names the verb that `access` knows.

`sealed` holds texts that may speak of persons (reasons, comments, form values): the edge puts them
into the vault and hands over references, so no event ever holds the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

import msgspec

from yiwang.kernel.access import Actor, Holding
from yiwang.kernel.case import Sealed
from yiwang.kernel.matter import City
from yiwang.kernel.traffic import Caller, Origin


class Command(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Something asked of one case.

    Attributes:
        verb: the permission it needs.
        sealed: field name → vault reference.
    """

    verb: ClassVar[str] = ""
    sealed: dict[str, Sealed] = {}


class File(Command, frozen=True, kw_only=True):
    """提交: begin a case. `facts` are form values that are not personal.

    `caller`: the case that calls it. `origin`: the one whose wiring begins it.
    """

    verb: ClassVar[str] = "case.file"
    case: str
    number: str
    matter: str
    place: str
    channel: str
    applicant: str = ""
    facts: dict[str, Any] = {}
    caller: Caller | None = None
    origin: Origin | None = None


class Receive(Command, frozen=True, kw_only=True):
    """收件: a window or the acting body takes it in. Not yet 受理."""

    verb: ClassVar[str] = "case.receive"


class Forward(Command, frozen=True, kw_only=True):
    """转办: the window found it complete and hands it to the acting body."""

    verb: ClassVar[str] = "case.forward"


class AskCorrection(Command, frozen=True, kw_only=True):
    """补正告知: tell everything that is missing, once. `items` are form fields or material ids."""

    verb: ClassVar[str] = "case.ask-correction"
    items: tuple[str, ...]


class Correct(Command, frozen=True, kw_only=True):
    """补正: the applicant answers."""

    verb: ClassVar[str] = "case.correct"
    facts: dict[str, Any] = {}


class Accept(Command, frozen=True, kw_only=True):
    """受理."""

    verb: ClassVar[str] = "case.accept"


class Refuse(Command, frozen=True, kw_only=True):
    """不予受理: needs a reason in `sealed["reason"]` and a ground."""

    verb: ClassVar[str] = "case.refuse"
    ground: str


class Assign(Command, frozen=True, kw_only=True):
    """分派 a task to a person."""

    verb: ClassVar[str] = "case.assign"
    task: str
    person: str


class Claim(Command, frozen=True, kw_only=True):
    """认领 a task."""

    verb: ClassVar[str] = "case.claim"
    task: str


class HandOver(Command, frozen=True, kw_only=True):
    """移交 the case to another lead body, with a reason."""

    verb: ClassVar[str] = "case.hand-over"
    body: str


class Consult(Command, frozen=True, kw_only=True):
    """征求意见 of another body: opens a task there."""

    verb: ClassVar[str] = "case.consult"
    body: str
    role: str = "officer"


class Comment(Command, frozen=True, kw_only=True):
    """备注: words in `sealed["comment"]`."""

    verb: ClassVar[str] = "case.comment"


class Complete(Command, frozen=True, kw_only=True):
    """办结 one task with an outcome and the facts it established."""

    verb: ClassVar[str] = "case.complete"
    task: str
    outcome: str = ""
    facts: dict[str, Any] = {}


class Fail(Command, frozen=True, kw_only=True):
    """办不成: end one task with an error that the process catches."""

    verb: ClassVar[str] = "case.fail"
    task: str
    error: str


class Inform(Command, frozen=True, kw_only=True):
    """转达 a `message` or a `signal` that the case waits for, with the facts it brings.

    Attributes:
        key: only to those that wait for this value; "" for all.
        sender: id of the case it comes from, "" when it comes from elsewhere.
    """

    verb: ClassVar[str] = "case.inform"
    event: str
    name: str
    facts: dict[str, Any] = {}
    key: str = ""
    sender: str = ""


class EndCall(Command, frozen=True, kw_only=True):
    """回告: a case that this one called has ended in `phase`, or could not begin (`error`)."""

    verb: ClassVar[str] = "case.end-call"
    call: str
    token: str
    phase: str
    outcome: str = ""
    error: str = ""
    facts: dict[str, Any] = {}


class Suspend(Command, frozen=True, kw_only=True):
    """中止: clocks that name `interval` in `not_counted` pause."""

    verb: ClassVar[str] = "case.suspend"
    interval: str


class Resume(Command, frozen=True, kw_only=True):
    """恢复."""

    verb: ClassVar[str] = "case.resume"


class Extend(Command, frozen=True, kw_only=True):
    """延长 a clock by `amount` (`10 工作日`); needs `sealed["reason"]`."""

    verb: ClassVar[str] = "case.extend"
    clock: str
    amount: str


class Decide(Command, frozen=True, kw_only=True):
    """作出决定. `outcome` is `grant` or `deny`; a denial needs reason and range."""

    verb: ClassVar[str] = "case.decide"
    outcome: str
    range: str = ""
    ground: str = ""


class DecideAtOnce(Command, frozen=True, kw_only=True):
    """当场办结: accept and decide in one act, for an immediate matter (即办件)."""

    verb: ClassVar[str] = "case.decide-at-once"
    outcome: str
    range: str = ""
    ground: str = ""


class Serve(Command, frozen=True, kw_only=True):
    """送达 one paper. `how` is `online` (the applicant signs for it), `counter` or `post`."""

    verb: ClassVar[str] = "case.serve"
    paper: str
    how: str


class Deliver(Command, frozen=True, kw_only=True):
    """交付 the result; the case is then closed unless the matter says otherwise."""

    verb: ClassVar[str] = "case.deliver"
    how: str


class Close(Command, frozen=True, kw_only=True):
    """办结归档."""

    verb: ClassVar[str] = "case.close"


class Withdraw(Command, frozen=True, kw_only=True):
    """撤回, by the applicant, before the decision."""

    verb: ClassVar[str] = "case.withdraw"


class MakeVoid(Command, frozen=True, kw_only=True):
    """作废 a case that should never have been one; needs `sealed["reason"]`."""

    verb: ClassVar[str] = "case.void"
    ground: str


class Reopen(Command, frozen=True, kw_only=True):
    """重新办理 a closed case; needs `sealed["reason"]`."""

    verb: ClassVar[str] = "case.reopen"


class LinkDuplicate(Command, frozen=True, kw_only=True):
    """关联重复件: `of` is the number of the case that goes on."""

    verb: ClassVar[str] = "case.link-duplicate"
    of: str


class Supervise(Command, frozen=True, kw_only=True):
    """督办: a leader asks; `sealed["note"]`."""

    verb: ClassVar[str] = "case.supervise"


class Propose(Command, frozen=True, kw_only=True):
    """接线请求: the wiring asks, and a person decides; only the city itself asks so."""

    verb: ClassVar[str] = "case.propose"
    wire: str


class Confirm(Command, frozen=True, kw_only=True):
    """照办 what the wiring asks; `sealed["note"]`."""

    verb: ClassVar[str] = "case.complete"
    task: str


class Dismiss(Command, frozen=True, kw_only=True):
    """不照办 what the wiring asks; needs `sealed["reason"]`."""

    verb: ClassVar[str] = "case.complete"
    task: str


class Recount(Command, frozen=True, kw_only=True):
    """重算期限: the holiday notice landed, or the calendar was put right."""

    verb: ClassVar[str] = "case.tick"


class Tick(Command, frozen=True, kw_only=True):
    """The clock looks at the case: timers that are due, limits that have passed."""

    verb: ClassVar[str] = "case.tick"


class Context(msgspec.Struct, frozen=True, gc=False):
    """What the rules need beside the case: all of it handed in, nothing fetched.

    Attributes:
        holders: person id → what they hold today, of those who hold the roles of the case's open tasks;
            None where no records of persons are kept, and the pack's own list stands.
    """

    now: datetime  # aware, UTC
    actor: Actor
    city: City  # the pack version the case is pinned to
    purpose: str = ""
    holders: Mapping[str, tuple[Holding, ...]] | None = None
