"""The door of the rules: permission, phase, then the act itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yiwang.kernel.access import Target, may
from yiwang.kernel.acts import (
    approvals,
    archiving,
    asking,
    beside,
    dispatching,
    handling,
    holding,
    incidents,
    intake,
    materials,
    meeting,
    messages,
    on_the_spot,
    outcome,
    proposals,
    results,
    timing,
    undoing,
)
from yiwang.kernel.acts.migration import plan as migration
from yiwang.kernel.acts.tasks import no_task
from yiwang.kernel.acts.timekeeping import Uncounted
from yiwang.kernel.acts.traffic import with_ends
from yiwang.kernel.archive_commands import DestroyCase, HoldArchive, ProposeDestruction, ReleaseArchive
from yiwang.kernel.case import (
    ACCEPTED,
    CLOSED,
    CORRECTING,
    DECIDED,
    DELIVERED,
    ENDED,
    FILED,
    PHASE_IN_WORDS,
    SUSPENDED,
    Case,
    Event,
)
from yiwang.kernel.commands import (
    Accept,
    ArrangeVisit,
    AskCorrection,
    Assign,
    CallHearing,
    CallOff,
    CheckPromise,
    Claim,
    Close,
    CoHandle,
    Command,
    Comment,
    Complete,
    Confirm,
    Consult,
    Context,
    Correct,
    Decide,
    DecideAtOnce,
    Deliver,
    Dismiss,
    EndCall,
    EndResult,
    Extend,
    Fail,
    File,
    Forward,
    HandIn,
    HandOver,
    HoldHearing,
    Inform,
    IssueDocument,
    LetStand,
    LinkDuplicate,
    MakeVoid,
    Migrate,
    OrderRectification,
    Propose,
    Receive,
    RecordVisit,
    Recount,
    Refuse,
    Reopen,
    ReplaceResult,
    RestoreResult,
    Resume,
    Serve,
    Supervise,
    Suspend,
    Tick,
    Undo,
    Withdraw,
    WithholdResult,
)
from yiwang.kernel.commands import (
    Answer as GiveAnswer,
)
from yiwang.kernel.dispatch_commands import (
    AskApproval,
    Dispatch,
    EndHold,
    GiveApproval,
    MakeSafe,
    MoveSeverity,
    ObjectDispatch,
    ReportIn,
    ReviewObjection,
    Whistle,
)
from yiwang.kernel.incident_commands import (
    ConfirmReport,
    GradeIncident,
    OrderTelling,
    SendReport,
    SparePeople,
)
from yiwang.kernel.incident_rules import INCIDENT
from yiwang.kernel.matter import Matter
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.requests import asked_of
from yiwang.kernel.role_parts import DATA_CORRECTION, DATA_REQUEST

Answer = tuple[Event, ...] | Refusal
Act = Callable[[Case, Any, Context, Matter], Answer]

_RUNNING = frozenset({FILED, CORRECTING, ACCEPTED, SUSPENDED})
_ALL_OPEN = _RUNNING | {DECIDED, DELIVERED}
_RESULT = frozenset({DECIDED, DELIVERED, CLOSED})

ACTS: dict[type[Command], tuple[frozenset[str], Act]] = {
    Receive: (frozenset({FILED}), intake.receive),
    Forward: (frozenset({FILED}), intake.forward),
    AskCorrection: (frozenset({FILED}), intake.ask_correction),
    Correct: (frozenset({CORRECTING}), intake.correct),
    HandIn: (_RUNNING, materials.hand_in),
    CheckPromise: (_RESULT, materials.check_promise),
    OrderRectification: (_RESULT, materials.order_rectification),
    LetStand: (_RESULT, materials.let_stand),
    Accept: (frozenset({FILED}), intake.accept),
    Refuse: (frozenset({FILED}), intake.refuse),
    Withdraw: (_RUNNING, intake.withdraw),
    Assign: (_ALL_OPEN, handling.assign),
    Claim: (_ALL_OPEN, handling.claim),
    HandOver: (frozenset({FILED, ACCEPTED}), handling.hand_over),
    Undo: (_ALL_OPEN, undoing.undo),
    Consult: (frozenset({ACCEPTED}), beside.consult),
    CoHandle: (frozenset({ACCEPTED}), beside.co_handle),
    GiveAnswer: (_ALL_OPEN, beside.answer),
    Comment: (_ALL_OPEN | {CLOSED}, beside.comment),
    Complete: (frozenset({ACCEPTED}), handling.complete),
    Fail: (frozenset({ACCEPTED}), messages.fail),
    Inform: (frozenset({ACCEPTED, SUSPENDED}), messages.inform),
    EndCall: (frozenset({ACCEPTED, SUSPENDED}), messages.end_call),
    LinkDuplicate: (frozenset({FILED, ACCEPTED}), handling.link_duplicate),
    Propose: (_ALL_OPEN | ENDED, proposals.propose),
    Confirm: (_ALL_OPEN | ENDED, proposals.confirm),
    Dismiss: (_ALL_OPEN | ENDED, proposals.dismiss),
    Supervise: (_ALL_OPEN, beside.supervise),
    CallHearing: (frozenset({ACCEPTED}), meeting.call_hearing),
    HoldHearing: (frozenset({ACCEPTED, SUSPENDED}), meeting.hold_hearing),
    ArrangeVisit: (frozenset({ACCEPTED}), meeting.arrange_visit),
    RecordVisit: (frozenset({ACCEPTED, SUSPENDED}), meeting.record_visit),
    CallOff: (frozenset({ACCEPTED, SUSPENDED}), meeting.call_off),
    Suspend: (frozenset({ACCEPTED}), timing.suspend),
    Resume: (frozenset({SUSPENDED}), timing.resume),
    Extend: (frozenset({FILED, ACCEPTED, SUSPENDED}), timing.extend),
    Tick: (_ALL_OPEN | {CLOSED}, timing.tick),
    Recount: (_ALL_OPEN, timing.recount),
    Migrate: (_ALL_OPEN | ENDED, migration.migrate),
    Decide: (frozenset({ACCEPTED}), outcome.decide),
    DecideAtOnce: (frozenset({FILED}), outcome.decide_at_once),
    Serve: (_ALL_OPEN | {CLOSED, "rejected"}, outcome.serve),
    Deliver: (frozenset({DECIDED}), outcome.deliver),
    Close: (frozenset({ACCEPTED, DELIVERED}), outcome.close),
    MakeVoid: (_RUNNING, outcome.make_void),
    Reopen: (frozenset({CLOSED}), outcome.reopen),
    EndResult: (_RESULT, results.end),
    WithholdResult: (_RESULT, results.withhold),
    RestoreResult: (_RESULT, results.restore),
    ReplaceResult: (_RESULT, results.replaced),
    IssueDocument: (_ALL_OPEN | ENDED, results.issue_document),
    HoldArchive: (ENDED, archiving.hold),
    ReleaseArchive: (ENDED, archiving.release),
    ProposeDestruction: (ENDED, archiving.propose),
    DestroyCase: (ENDED, archiving.destroy),
    Dispatch: (frozenset({ACCEPTED}), dispatching.dispatch),
    ObjectDispatch: (frozenset({ACCEPTED}), dispatching.object_dispatch),
    ReviewObjection: (frozenset({ACCEPTED}), dispatching.review_objection),
    MoveSeverity: (frozenset({ACCEPTED}), dispatching.move_severity),
    Whistle: (frozenset({ACCEPTED}), on_the_spot.whistle),
    ReportIn: (frozenset({ACCEPTED}), on_the_spot.report_in),
    MakeSafe: (frozenset({ACCEPTED}), on_the_spot.make_safe),
    AskApproval: (frozenset({ACCEPTED}), approvals.ask_approval),
    GiveApproval: (frozenset({ACCEPTED}), approvals.give_approval),
    EndHold: (frozenset({ACCEPTED}), holding.end_hold),
    GradeIncident: (frozenset({ACCEPTED}), incidents.grade),
    SendReport: (frozenset({ACCEPTED}), incidents.send),
    ConfirmReport: (frozenset({ACCEPTED}), incidents.confirm),
    SparePeople: (frozenset({ACCEPTED}), incidents.spare),
    OrderTelling: (frozenset({ACCEPTED}), incidents.order),
}


def decide(case: Case | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this case. Changes nothing.

    `case` is None for a stream that does not exist yet: only `File` begins one.
    """
    if case is None:
        if isinstance(command, File):
            return _begin(command, context)
        return Refusal(code="case.unknown", zh="没有这个办件。", en="There is no such case.")
    if type(command) is File:
        return _filed_already(case)
    actor = context.actor
    if actor.kind != "system" and not may(actor, command.verb, case.target, context.purpose):
        return _denied(command, case, context)
    phases, act = ACTS[type(command)]
    if case.phase not in phases:
        return _wrong_phase(case, command)
    try:
        answer = act(case, command, context, context.city.matters[case.matter])
        if case.kind == INCIDENT:
            answer = incidents.with_reports(case, answer, context)
    except Uncounted as fault:
        return fault.refusal
    if (case.caller is None and not case.calls and not case.waits) or not isinstance(answer, tuple):
        return answer
    return with_ends(case, answer, context)


def _filed_already(case: Case) -> Refusal:
    return Refusal(
        code="case.exists",
        zh=f"办件 {case.number} 已经提交过了。",
        en=f"Case {case.number} has been filed already.",
        params={"number": case.number},
    )


def _begin(command: File, context: Context) -> Answer:
    matter = context.city.matters.get(command.matter)
    if context.actor.kind != "system" and not _may_begin(command, matter, context):
        if command.matter == DATA_REQUEST and may(context.actor, "request.file"):
            return asking.not_your_body(command)
        return Refusal(
            code="access.denied",
            zh="不能替别人提交，除非有委托。",
            en="You cannot file for somebody else without a mandate.",
        )
    if matter is None:
        return Refusal(
            code="case.no-matter",
            zh=f"没有事项 {command.matter}。",
            en=f"There is no matter {command.matter}.",
            params={"matter": command.matter},
        )
    try:
        answer = intake.file(command, context, matter)
        if matter.kind == INCIDENT:
            answer = incidents.with_reports(None, answer, context)
    except Uncounted as fault:
        return fault.refusal
    if command.caller is None or isinstance(answer, Refusal):
        return answer
    return with_ends(None, answer, context)


def _may_begin(command: File, matter: Matter | None, context: Context) -> bool:
    """Say whether a person may file this: their own, or for whom they act; an incident, those of its body."""
    if command.caller is not None or command.origin is not None:
        return False
    if matter is not None and matter.kind == INCIDENT and not command.applicant:
        return incidents.may_open(command, matter, context)
    return may(context.actor, *_filing(command), context.purpose)


def _filing(command: File) -> tuple[str, Target]:
    """Return the verb of a filing, and of what: a request for data is its body's, and no resident's.

    So is a correction of data that no resident asks for.
    """
    if command.matter == DATA_REQUEST or (command.matter == DATA_CORRECTION and not command.applicant):
        return "request.file", Target(bodies=(asked_of(command.facts).body,), matter=command.matter)
    return command.verb, Target(applicant=command.applicant, matter=command.matter)


def _denied(command: Command, case: Case, context: Context) -> Refusal:
    """Say why not: a step that is over lies with no body any more, which is not a lack of permission."""
    if isinstance(command, Complete | Claim | GiveAnswer) and may(
        context.actor, command.verb, None, context.purpose
    ):
        if case.phase not in ACTS[type(command)][0]:
            return _wrong_phase(case, command)
        if case.task(command.task) is None:
            return no_task(case, command.task)
    return not_allowed(command, case)


def not_allowed(command: Command | type[Command], case: Case) -> Refusal:
    """Say that somebody else must do this, and which body."""
    return Refusal(
        code="access.denied",
        zh="您没有权限这样办理，这一步由主责单位或窗口的相应岗位办理。",
        en="You may not do this. It is for the right position of the lead body or the window.",
        params={"verb": command.verb},
        next_body=case.lead,
    )


def _wrong_phase(case: Case, command: Command) -> Refusal:
    words = PHASE_IN_WORDS[case.phase]
    return Refusal(
        code="case.wrong-phase",
        zh=f"办件{words['zh']}，不能这样办理。",
        en=f"The case is {words['en']}; this cannot be done now.",
        params={"phase": case.phase, "act": command.verb},
        next_body=case.lead,
    )
