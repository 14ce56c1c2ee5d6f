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
from yiwang.kernel.case import Sealed as Sealed
from yiwang.kernel.command import Command as Command
from yiwang.kernel.material_commands import CheckPromise as CheckPromise
from yiwang.kernel.material_commands import HandIn as HandIn
from yiwang.kernel.material_commands import LetStand as LetStand
from yiwang.kernel.material_commands import OrderRectification as OrderRectification
from yiwang.kernel.matter import City
from yiwang.kernel.migrate_command import Migrate as Migrate
from yiwang.kernel.parts import Assisted, Covered, Filled
from yiwang.kernel.result import Former
from yiwang.kernel.result_commands import EndResult as EndResult
from yiwang.kernel.result_commands import IssueDocument as IssueDocument
from yiwang.kernel.result_commands import ReplaceResult as ReplaceResult
from yiwang.kernel.result_commands import RestoreResult as RestoreResult
from yiwang.kernel.result_commands import WithholdResult as WithholdResult
from yiwang.kernel.traffic import Caller, Origin


class File(Command, frozen=True, kw_only=True):
    """提交: begin a case. `facts` are not personal. `former`: the earlier result to renew or change.

    `caller` calls it; the wiring of `origin` begins it. `assisted`: how a window files it; who is there:
    sealed (`PRESENT`). `covered`: material → its result. `filled`: question → receipt of a product."""

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
    former: Former | None = None
    assisted: Assisted | None = None
    covered: dict[str, Covered] = {}
    filled: dict[str, Filled] = {}


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
    """不予受理: needs a reason in `sealed["reason"]`, a ground, and the next owner or the remedy.

    Attributes:
        cause: `not-needed` (依法不需要许可), `not-ours` (不属于本机关), or "" for another.
        next_body: whose it is instead; needed when it is not ours.
    """

    verb: ClassVar[str] = "case.refuse"
    ground: str
    cause: str = ""
    next_body: str = ""


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


class CoHandle(Command, frozen=True, kw_only=True):
    """协办: another body handles it beside the lead from now on; its part is a task with an inner limit.

    `sealed["question"]` says what is asked of it. `limit`: `5 工作日`, "" for none.
    """

    verb: ClassVar[str] = "case.co-handle"
    body: str
    role: str = "officer"
    limit: str = ""


class Answer(Command, frozen=True, kw_only=True):
    """答复 a consultation, a request to co-handle, or an order of supervision: `sealed["answer"]`."""

    verb: ClassVar[str] = "case.answer"
    task: str


class Comment(Command, frozen=True, kw_only=True):
    """备注: words in `sealed["comment"]`, for those who handle the case (`inside`) or the `applicant`."""

    verb: ClassVar[str] = "case.comment"
    to: str = "inside"


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
    """中止: clocks that name `interval` in `not_counted` pause.

    `ground`: the clause it rests on; "" for that of the clock which does not count the interval.
    """

    verb: ClassVar[str] = "case.suspend"
    interval: str
    ground: str = ""


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
    """督办: an order with its reason (`sealed["reason"]`) and its own limit, which the lead body answers."""

    verb: ClassVar[str] = "case.supervise"
    limit: str = ""


class CallHearing(Command, frozen=True, kw_only=True):
    """听证通知: when and where it is held and who leads it.

    Attributes:
        at: aware. place: where, for everybody to read. host: person id of who leads it.
        cause: `law` (依法应当), `public` (涉及公共利益), `asked` (申请人、利害关系人申请).
    """

    verb: ClassVar[str] = "case.call-hearing"
    at: datetime
    place: str
    host: str
    cause: str = "law"


class HoldHearing(Command, frozen=True, kw_only=True):
    """听证笔录: it was held; the record is in `sealed["record"]`."""

    verb: ClassVar[str] = "case.hold-hearing"


class ArrangeVisit(Command, frozen=True, kw_only=True):
    """约定现场核查: between when and when, and who comes; `sealed["note"]` says what to have ready."""

    verb: ClassVar[str] = "case.arrange-visit"
    since: datetime
    until: datetime
    visitors: tuple[str, ...]


class RecordVisit(Command, frozen=True, kw_only=True):
    """现场核查情况: `outcome` is `pass`, `fail` or `not-done`; `sealed["findings"]`, photos as `photo#1` …"""

    verb: ClassVar[str] = "case.record-visit"
    task: str
    outcome: str


class CallOff(Command, frozen=True, kw_only=True):
    """取消 a hearing or a visit that was arranged; needs `sealed["reason"]`."""

    verb: ClassVar[str] = "case.call-off"
    task: str


class Undo(Command, frozen=True, kw_only=True):
    """撤销操作: take back one's own last act, while nothing followed. `of`: the number of its event."""

    verb: ClassVar[str] = "case.undo"
    of: int


class Propose(Command, frozen=True, kw_only=True):
    """接线请求: the city asks, a person decides; `refused`: code and words of why it was not done."""

    verb: ClassVar[str] = "case.propose"
    wire: str
    refused: dict[str, str] = {}


class Confirm(Command, frozen=True, kw_only=True):
    """照办 what the wiring asks; a supervision (`Supervise`) needs `sealed["reason"]` and `limit`."""

    verb: ClassVar[str] = "case.complete"
    limit: str = ""
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
        holders: person id → what they hold today, of those who hold the roles of the case's open tasks; None
            without records of persons: the pack's list stands. onto: where a case is to move (`Migrate`).
    """

    now: datetime  # aware, UTC
    actor: Actor
    city: City  # the pack version the case is pinned to
    purpose: str = ""
    holders: Mapping[str, tuple[Holding, ...]] | None = None
    onto: City | None = None
