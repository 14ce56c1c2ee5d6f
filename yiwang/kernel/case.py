"""A case (办件): its state, its events, and how an event changes it.

An event carries everything it changed: the new tokens, the tasks it opened and closed, the clocks
as they now stand. So `evolve` needs neither pack nor calendar, and a case can be refolded from its
events alone, long after the pack that governed them was replaced.

What an event carries declares its fields in alphabetical order: so the ledger writes sorted keys
without sorting them (`ledger.entry_bytes`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import force_setattr, replace

from yiwang.kernel.access import Target
from yiwang.kernel.clocks import ClockState, wakes_at
from yiwang.kernel.desk_state import Desk
from yiwang.kernel.incident_state import Reporting
from yiwang.kernel.material_ways import CLOCK
from yiwang.kernel.parts import Assisted as Assisted
from yiwang.kernel.parts import Kept as Kept
from yiwang.kernel.parts import Paper as Paper
from yiwang.kernel.parts import Sealed as Sealed
from yiwang.kernel.parts import Task as Task
from yiwang.kernel.parts import Timer as Timer
from yiwang.kernel.parts import Undoable as Undoable
from yiwang.kernel.parts import Way as Way
from yiwang.kernel.parts import papers_after, tasks_after
from yiwang.kernel.result import Former, Result, wakes
from yiwang.kernel.traffic import Call, Caller, Origin, Traffic, Wait

DRAFT, FILED, CORRECTING, ACCEPTED, SUSPENDED = "draft", "filed", "correcting", "accepted", "suspended"
DECIDED, DELIVERED, CLOSED = "decided", "delivered", "closed"
WITHDRAWN, REJECTED, VOID, LAPSED = "withdrawn", "rejected", "void", "lapsed"

ENDED = frozenset({CLOSED, WITHDRAWN, REJECTED, VOID, LAPSED})
OPEN = frozenset({DRAFT, FILED, CORRECTING, ACCEPTED, SUSPENDED, DECIDED, DELIVERED})

PHASE_IN_WORDS: dict[str, dict[str, str]] = {
    DRAFT: {"zh": "草稿", "en": "draft"},
    FILED: {"zh": "已提交", "en": "filed"},
    CORRECTING: {"zh": "待补正", "en": "awaiting correction"},
    ACCEPTED: {"zh": "已受理", "en": "accepted"},
    SUSPENDED: {"zh": "已中止", "en": "suspended"},
    DECIDED: {"zh": "已决定", "en": "decided"},
    DELIVERED: {"zh": "已送达", "en": "delivered"},
    CLOSED: {"zh": "已办结", "en": "closed"},
    WITHDRAWN: {"zh": "已撤回", "en": "withdrawn"},
    REJECTED: {"zh": "不予受理", "en": "not accepted"},
    VOID: {"zh": "已作废", "en": "void"},
    LAPSED: {"zh": "已失效", "en": "lapsed"},
}


class Delta(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """What an event changed. Fields left out did not change.

    `about` holds what is particular to the event (outcome, reason code, amount), for the reader.
    """

    about: dict[str, Any] = {}
    clocks: dict[str, ClockState] = {}
    closed: tuple[str, ...] = ()
    desk: Desk | None = None
    facts: dict[str, Any] = {}
    lead: str = ""
    opened: tuple[Task, ...] = ()
    paper: Paper | None = None
    phase: str = ""
    reporting: Reporting | None = None
    result: Result | None = None
    sealed: dict[str, Sealed] = {}
    timers: tuple[Timer, ...] | None = None
    tokens: tuple[str, ...] | None = None
    traffic: Traffic | None = None
    ways: dict[str, Way] = {}


class Event(msgspec.Struct, frozen=True, gc=False):
    """What happened: the type in the past tense, and what it changed."""

    type: str
    data: Delta
    v: int = 1


class Opening(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """The first event's `about`, typed: what a case is, before anything happens to it."""

    applicant: str
    channel: str
    id: str
    kind: str
    lead: str
    matter: str
    number: str
    place: str
    window: str
    assisting: tuple[str, ...] = ()
    caller: Caller | None = None
    origin: Origin | None = None
    former: Former | None = None
    assisted: Assisted | None = None


class Case(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One instance of a matter.

    Attributes:
        number: the public number. applicant: person id, "" when there is none.
        lead: body id (主责). window: the window body that serves the place.
        facts: form values that are not personal; sealed: those that are, as vault references.
        tokens: the marking of the process. events: how many events made this state.
        caller: who called it. calls, waits: what it waits for of other cases.
        origin: the case whose wiring began it.
        undoable: the last act that can be taken back, if its event is still the last one.
        assisted: how a window filed it for somebody present.
        kept: what became of it after its end.
        former: the earlier result it is to renew or change. result: what its grant gave, and what befell it.
        ways: material → how it comes, if not at once. desk: how an event's dispatch stands.
        reporting: how the reports of a cyber incident stand.
    """

    id: str
    number: str
    matter: str
    kind: str
    pack: str
    place: str
    channel: str
    applicant: str
    lead: str
    window: str
    phase: str
    opened_at: datetime
    changed_at: datetime
    events: int = 0
    assisting: tuple[str, ...] = ()
    facts: dict[str, Any] = {}
    sealed: dict[str, Sealed] = {}
    tokens: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()
    timers: tuple[Timer, ...] = ()
    clocks: dict[str, ClockState] = {}
    papers: tuple[Paper, ...] = ()
    corrections: int = 0
    received_at: datetime | None = None
    outcome: str = ""
    resume_phase: str = ""
    duplicate_of: str = ""
    ended_at: datetime | None = None
    caller: Caller | None = None
    calls: tuple[Call, ...] = ()
    waits: tuple[Wait, ...] = ()
    origin: Origin | None = None
    undoable: Undoable | None = None
    assisted: Assisted | None = None
    former: Former | None = None
    result: Result | None = None
    kept: Kept = Kept()
    ways: dict[str, Way] = {}
    desk: Desk | None = None
    reporting: Reporting | None = None

    @property
    def target(self) -> Target:
        """What `access.may` asks about."""
        bodies = {self.lead, *self.assisting, *(task.body for task in self.tasks)} - {""}
        return Target(
            applicant=self.applicant,
            lead=self.lead,
            bodies=tuple(sorted(bodies)),
            window=self.window,
            place=self.place,
            id=self.id,
            matter=self.matter,
        )

    def task(self, task_id: str) -> Task | None:
        """Return the open task with this id."""
        for task in self.tasks:
            if task.id == task_id:
                return task
        return None


def opened(event: Event, pack: str, at: datetime) -> Case:
    """Return the case that a `case.filed` event begins."""
    return evolve(blank(msgspec.convert(event.data.about, Opening), pack, at), event, at)


def blank(opening: Opening, pack: str, at: datetime) -> Case:
    """Return a case before its first event.

    Fifteen names and no more: a call with sixteen goes through a dict and takes four times as long.
    """
    case = Case(
        id=opening.id,
        number=opening.number,
        matter=opening.matter,
        kind=opening.kind,
        pack=pack,
        place=opening.place,
        channel=opening.channel,
        applicant=opening.applicant,
        lead=opening.lead,
        window=opening.window,
        phase=FILED,
        opened_at=at,
        changed_at=at,
        assisting=opening.assisting,
        caller=opening.caller,
    )
    for name in ("origin", "former", "assisted"):
        if getattr(opening, name) is not None:
            force_setattr(case, name, getattr(opening, name))
    return case


def evolve(case: Case, event: Event, at: datetime) -> Case:
    """Apply one event that happened `at`. Never refuses: what happened, happened."""
    delta = event.data
    tasks = case.tasks
    if delta.closed or delta.opened:
        if not tasks or (len(tasks) == 1 and tasks[0].id in delta.closed):  # so it nearly always is
            tasks = delta.opened
        else:
            tasks = tasks_after(tasks, delta.closed, delta.opened)
    new = replace(
        case,
        changed_at=at,
        events=case.events + 1,
        tasks=tasks,
        tokens=case.tokens if delta.tokens is None else delta.tokens,
    )
    if delta.facts:
        force_setattr(new, "facts", {**case.facts, **delta.facts})
    if delta.clocks:
        force_setattr(new, "clocks", {**case.clocks, **delta.clocks})
    if delta.desk is not None:
        force_setattr(new, "desk", delta.desk)
    if delta.reporting is not None:
        force_setattr(new, "reporting", delta.reporting)
    if delta.phase:
        force_setattr(new, "phase", delta.phase)
        force_setattr(new, "ended_at", at if delta.phase in ENDED else None)
    if delta.traffic is not None:
        _with_traffic(new, delta.traffic)
    if event.type != "case.task-completed":
        _seldom(new, case, event, at)
    if delta.timers is not None:
        force_setattr(new, "timers", delta.timers)
    return new


def _with_traffic(new: Case, traffic: Traffic) -> None:
    for name in ("calls", "waits"):
        if getattr(traffic, name) is not None:
            force_setattr(new, name, getattr(traffic, name))


def _seldom(new: Case, case: Case, event: Event, at: datetime) -> None:
    """Apply what the most frequent event never changes."""
    delta = event.data
    if delta.sealed and event.type in _FORM_EVENTS:
        force_setattr(new, "sealed", {**case.sealed, **delta.sealed})
    if delta.paper is not None:
        papers = papers_after(case.papers, delta.paper) if case.papers else (delta.paper,)
        force_setattr(new, "papers", papers)
    if delta.lead:
        force_setattr(new, "lead", delta.lead)
    if delta.result is not None:
        force_setattr(new, "result", delta.result)
    if delta.ways:
        force_setattr(new, "ways", {**case.ways, **delta.ways})
    particular = _PARTICULAR.get(event.type)
    if particular is not None:
        particular(new, case, delta, at)


_FORM_EVENTS = frozenset({"case.filed", "case.corrected", "case.material-handed-in"})


def _on_received(new: Case, old: Case, delta: Delta, at: datetime) -> None:
    force_setattr(new, "received_at", at)


def _on_correction_asked(new: Case, old: Case, delta: Delta, at: datetime) -> None:
    force_setattr(new, "corrections", old.corrections + 1)


def _on_decided(new: Case, old: Case, delta: Delta, at: datetime) -> None:
    force_setattr(new, "outcome", delta.about.get("outcome", ""))


def _on_suspended(new: Case, old: Case, delta: Delta, at: datetime) -> None:
    force_setattr(new, "resume_phase", old.phase)


def _on_reopened(new: Case, old: Case, delta: Delta, at: datetime) -> None:
    force_setattr(new, "outcome", "")
    force_setattr(new, "result", None)
    if delta.about.get("was_duplicate"):
        force_setattr(new, "duplicate_of", "")


def _on_co_handled(new: Case, old: Case, delta: Delta, at: datetime) -> None:
    force_setattr(new, "assisting", tuple(dict.fromkeys((*old.assisting, delta.about["body"]))))


def _on_linked(new: Case, old: Case, delta: Delta, at: datetime) -> None:
    force_setattr(new, "duplicate_of", delta.about.get("of", ""))


def _on_undoable(new: Case, old: Case, delta: Delta, at: datetime) -> None:
    """Keep how it was before; an event of old, which does not say whose act it was, keeps nothing."""
    by = delta.about.get("by", "")
    if by:
        changed = {task.id for task in delta.opened}
        before = tuple(task for task in old.tasks if task.id in changed)
        force_setattr(new, "undoable", Undoable(by=by, lead=old.lead, seq=new.events, tasks=before))


def _on_migrated(new: Case, old: Case, delta: Delta, at: datetime) -> None:
    force_setattr(new, "pack", delta.about["to"])


def _on_held(new: Case, old: Case, delta: Delta, at: datetime) -> None:
    force_setattr(new, "kept", Kept(held=True))


def _on_released(new: Case, old: Case, delta: Delta, at: datetime) -> None:
    force_setattr(new, "kept", Kept())


def _on_destruction_proposed(new: Case, old: Case, delta: Delta, at: datetime) -> None:
    force_setattr(new, "kept", Kept(proposed_by=delta.about["by"]))


def _on_destroyed(new: Case, old: Case, delta: Delta, at: datetime) -> None:
    force_setattr(new, "kept", Kept(destroyed_at=at, proposed_by=old.kept.proposed_by))


_PARTICULAR = {
    "case.archive-held": _on_held,
    "case.archive-released": _on_released,
    "case.destruction-proposed": _on_destruction_proposed,
    "case.destroyed": _on_destroyed,
    "case.migrated": _on_migrated,
    "case.received": _on_received,
    "case.correction-asked": _on_correction_asked,
    "case.decided": _on_decided,
    "case.suspended": _on_suspended,
    "case.reopened": _on_reopened,
    "case.linked-duplicate": _on_linked,
    "case.co-handled": _on_co_handled,
    "case.claimed": _on_undoable,
    "case.assigned": _on_undoable,
    "case.handed-over": _on_undoable,
}


def due(case: Case) -> tuple[datetime | None, bool]:
    """Return the earliest legal or promised deadline still running, and whether it is provisional.

    Of the body's clocks: that of a material which follows is the applicant's.
    """
    best, provisional = None, False
    for clock_id, state in case.clocks.items():
        if state.stopped_at is not None or clock_id.startswith(CLOCK):
            continue
        for moment, unsure in (
            (state.due_promised, state.promised_provisional),
            (state.due_legal, state.legal_provisional),
        ):
            if moment is not None and (best is None or moment < best):
                best, provisional = moment, unsure
    return best, provisional


def wake_at(case: Case) -> datetime | None:
    """Return when the city must look at this case again by itself: the next timer or expiry."""
    if case.phase in ENDED:
        return wakes(case.result) if case.result is not None and case.phase == CLOSED else None
    moments = [timer.due_at for timer in case.timers]
    moments += case.desk.wakes() if case.desk is not None else ()
    moments += case.reporting.wakes() if case.reporting is not None else ()
    moments += [at for state in case.clocks.values() if (at := wakes_at(state)) is not None]
    if case.result is not None and (at := wakes(case.result)) is not None:
        moments.append(at)
    if case.former is not None and case.former.deemed_at is not None and case.phase in (ACCEPTED, SUSPENDED):
        moments.append(case.former.deemed_at)
    return min(moments, default=None)
