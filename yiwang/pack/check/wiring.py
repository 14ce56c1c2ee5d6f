"""Where matters meet: every event and command exists, facts fit, nothing runs in a circle by itself (接线"
")."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator

from yiwang.kernel.acts.decide import ACTS
from yiwang.kernel.bpmn.outcomes import OUTCOME
from yiwang.kernel.commands import Command, File
from yiwang.kernel.feel import FeelError, compile_expression
from yiwang.pack.check.drawn_calls import events_alone, is_call, wires_of
from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.products import in_period
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding
from yiwang.pack.governed import Grant, Terms, Wire, terms_of
from yiwang.pack.where import Word

_ASKED: tuple[type[Command], ...] = (File, *ACTS)
AFTER_THE_END = {"hold-archive", "release-archive", "propose-destruction", "destroy"}
NOT_WIRED = {
    "tick",
    "recount",
    "end-call",
    "propose",
    "migrate",
    *AFTER_THE_END,
    "replace-result",
    "issue-document",
    "",
}
COMMANDS = {one.verb.removeprefix("case.") for one in _ASKED} - NOT_WIRED
ANSWERED = {"case.wire-confirmed", "case.wire-dismissed"}
# What a command brings about at once; every other event needs somebody or some clock in between.
AT_ONCE: dict[str, set[str]] = {
    "file": {
        "case.filed",
        "case.promised",
        "case.material-follows",
        "case.material-covered",
        "case.answers-filled",
        "case.answer-differs",
    },
    "receive": {"case.received"},
    "forward": {"case.forwarded"},
    "ask-correction": {"case.correction-asked"},
    "correct": {"case.corrected", "case.material-handed-in"},
    "accept": {"case.accepted"},
    "refuse": {"case.refused"},
    "withdraw": {"case.withdrawn"},
    "assign": {"case.assigned"},
    "claim": {"case.claimed"},
    "hand-over": {"case.handed-over"},
    "consult": {"case.consulted"},
    "comment": {"case.commented"},
    "complete": {
        "case.task-completed",
        "case.consultation-answered",
        "case.closed",
        "case.promise-kept",
        "case.promise-broken",
        *ANSWERED,
    },
    "fail": {"case.task-failed", "case.closed"},
    "inform": {"case.message-received", "case.signal-received", "case.closed"},
    "co-handle": {"case.co-handled"},
    "answer": {"case.consultation-answered", "case.assistance-given", "case.supervision-answered"},
    "call-hearing": {"case.hearing-called"},
    "hold-hearing": {"case.hearing-held"},
    "arrange-visit": {"case.visit-arranged"},
    "record-visit": {"case.visit-made"},
    "call-off": {"case.called-off"},
    "undo": {"case.undone"},
    "link-duplicate": {"case.linked-duplicate"},
    "supervise": {"case.supervised"},
    "suspend": {"case.suspended"},
    "resume": {"case.resumed"},
    "extend": {"case.extended"},
    "decide": {"case.decided", "case.after-check-opened"},
    "decide-at-once": {"case.received", "case.accepted", "case.decided", "case.after-check-opened"},
    "serve": {"case.paper-served"},
    "deliver": {"case.delivered", "case.closed"},
    "close": {"case.closed"},
    "void": {"case.made-void"},
    "reopen": {"case.reopened", "case.accepted", "case.closed"},
    "end-result": {
        "case.result-annulled",
        "case.result-taken-back",
        "case.result-deregistered",
        "case.result-revoked",
        "case.rectification-ordered",
        "case.promise-let-stand",
    },
    "withhold-result": {"case.result-withheld"},
    "restore-result": {"case.result-restored"},
    "dispatch": {"case.dispatched"},
    "grade": {"case.severity-moved"},
    "object": {"case.dispatch-objected"},
    "whistle": {"case.whistled"},
    "report-in": {"case.reported-in"},
    "make-safe": {"case.made-safe"},
    "ask-approval": {"case.approval-asked"},
    "give-approval": {
        "case.approval-given",
        "case.approval-denied",
        "case.put-on-hold",
        "case.postponed",
        "case.extended",
        "case.made-void",
    },
    "end-hold": {"case.taken-off-hold"},
    "grade-incident": {"case.graded", "case.people-spared", "case.telling-ordered"},
    "report": {"case.report-sent", "case.report-received"},
}
BY_ANOTHER_CASE = {"case.call-ended", "case.wire-proposed", "case.result-replaced"}
BY_ITSELF = {  # no wire asks for these: somebody decides to move a case, or to give it up
    "case.migrated",
    "case.archive-held",
    "case.archive-released",
    "case.destruction-proposed",
    "case.destroyed",
}
BY_CLOCK = {
    "case.timer-fired",
    "case.limit-passed",
    "case.material-missed",
    "case.lapsed",
    "case.recounted",
    "case.result-expiring",
    "case.result-expired",
    "case.objection-decided",  # by the dispatch desk, or by the clock where it keeps silent
    "case.hold-due",
    "case.report-late",
    "case.postponement-over",
}
BY_READING = {"case.document-issued"}  # a file is made when somebody first asks for it
EVENTS = (
    {event for events in AT_ONCE.values() for event in events}
    | BY_ANOTHER_CASE
    | BY_ITSELF
    | BY_CLOCK
    | BY_READING
)


@rule("YW801")
def every_event_and_command_exists(seen: Examination) -> Iterator[Finding]:
    """接线里的事项、留痕、操作、岗位、时限、字段都存在。

    Every matter, event, command, position, clock and field that the wiring names exists.
    """
    positions = {str(position.id) for position in seen.pack.positions}
    for wire in wires_of(seen):
        yield from _unknown(wire, wire.matter, seen.matters, ("事项", "matter"))
        yield from _unknown(wire, wire.asked, seen.matters, ("事项", "matter"))
        yield from _unknown(wire, wire.event, EVENTS, ("留痕", "event"))
        yield from _unknown(wire, wire.command, COMMANDS, ("操作", "command"))
        yield from _unknown(wire, wire.position, positions, ("岗位", "position"))
        for citation in wire.basis:
            yield from _unknown(wire, citation, seen.clauses, ("条款", "clause"))
        first = seen.matters.get(str(wire.matter))
        if first is None:
            continue
        clocks = {str(clock.id) for clock in first.clocks}
        yield from _unknown(wire, wire.clock, clocks, ("时限", "clock"))
        yield from _condition(wire, {*(first.form.fields if first.form else ()), OUTCOME})


def _condition(wire: Wire, known: set[str]) -> Iterator[Finding]:
    read = compile_expression(str(wire.condition)) if wire.condition else None
    if wire.condition is None or read is None:
        return
    if isinstance(read, FeelError):
        yield found(
            wire.condition.where,
            (
                f"接线 {wire.id} 的条件“{wire.condition}”{read.zh}",
                f"The condition “{wire.condition}” of the wiring {wire.id}: {read.en}",
            ),
            ("按 FEEL 改写。", "Write it in FEEL."),
        )
        return
    for name in sorted(read.names - known):
        yield from _unknown(wire, Word(name, wire.condition.where), known, ("字段", "field"))


def _unknown(
    wire: Wire, word: Word | None, known: Collection[str], kind: tuple[str, str]
) -> Iterator[Finding]:
    if word and str(word) not in known:
        yield found(
            word.where,
            (
                f"接线 {wire.id}: 没有{kind[0]} {word}。",
                f"The wiring {wire.id}: there is no {kind[1]} {word}.",
            ),
            nearest(str(word), known),
        )


@rule("YW802")
def every_fact_carried_over_fits(seen: Examination) -> Iterator[Finding]:
    """接线带过去的事实, 两头的字段都在, 类型相合。

    Each fact that the wiring carries over has a field at both ends, of types that fit.
    """
    for wire in wires_of(seen):
        first, then = seen.matters.get(str(wire.matter)), seen.matters.get(str(wire.asked))
        if first is None or then is None:
            continue
        here, there = terms_of(first), terms_of(then)
        for target, source in wire.facts:
            yield from _unknown(wire, source, here, ("字段", "field"))
            yield from _unknown(wire, target, there, ("字段", "field"))
            one, other = here.get(str(source)), there.get(str(target))
            if one and other and not _fits(one, other):
                yield found(
                    source.where,
                    (
                        f"接线 {wire.id}: {source} 是 {_said(one)}, {target} 是 {_said(other)}。",
                        f"The wiring {wire.id}: {source} is {_said(one)}, {target} is {_said(other)}.",
                    ),
                    ("带类型、概念相同的字段。", "Carry a field of the same type and concept."),
                )


def _said(terms: Terms) -> str:
    return f"{terms.type} ({terms.concept})" if terms.concept else str(terms.type)


def _fits(one: Terms, other: Terms) -> bool:
    same = one.type == other.type or (one.type == "integer" and other.type == "number")
    return same and (one.concept is None or other.concept is None or one.concept == other.concept)


@rule("YW803")
def data_goes_to_another_body_under_a_grant(seen: Examination) -> Iterator[Finding]:
    """接线把数据带给别的单位, 要有授权: 给对方的, 为这个事项, 当天有效, 概念都在授权的数据项里。

    Wiring that carries data to another body has a grant to it, for the matter, on the day, of those concepts.
    """
    for wire in wires_of(seen):
        first, then = seen.matters.get(str(wire.matter)), seen.matters.get(str(wire.asked))
        if first is None or then is None or not wire.facts or seen.unread("grants/"):
            continue
        given = set(seen.lead_bodies(first))
        if is_call(
            wire
        ):  # 行政许可法 第二十六条第二款: an application is passed on to the bodies that join in it
            joining = set(map(str, first.assisting))
            given |= {name for name, body in seen.bodies.items() if {name, str(body.function)} & joining}
        others = [body for body in seen.lead_bodies(then) if body not in given]
        reason = _why_not(seen, wire, others) if others else None
        if reason:
            yield found(
                (wire.grant or wire.id).where,
                (
                    f"接线 {wire.id} 把 {'、'.join(source for _, source in wire.facts)} 带给"
                    f"{seen.bodies[others[0]].title} ({others[0]}), 没有授权: {reason[0]}。",
                    f"The wiring {wire.id} carries {', '.join(source for _, source in wire.facts)} to "
                    f"{seen.bodies[others[0]].title.en} ({others[0]}) without a grant: {reason[1]}.",
                ),
                ("写上 grant, 或不带这些事实。", "Name a grant, or do not carry these facts."),
            )


def _why_not(seen: Examination, wire: Wire, others: list[str]) -> tuple[str, str] | None:
    grants = {str(grant.id): grant for grant in seen.pack.governed.grants}
    grant = grants.get(str(wire.grant)) if wire.grant else None
    if grant is None:
        return (
            (f"没有 {wire.grant}", f"there is no {wire.grant}") if wire.grant else ("没有写", "none is named")
        )
    left = [body for body in others if grant.to not in (body, str(seen.bodies[body].function))]
    if left:
        return f"{grant.id} 是给 {grant.to} 的", f"{grant.id} is for {grant.to}"
    if str(wire.asked) not in grant.matters:
        named = ", ".join(grant.matters)
        return f"{grant.id} 只为事项 {named}", f"{grant.id} is for the matter {named} only"
    if not in_period(seen, grant.since, grant.until):
        period = f"{grant.since} – {grant.until}"
        return f"{grant.id} 的期间是 {period}", f"{grant.id} is for {period}"
    return _not_given(seen, wire, grant)


def _not_given(seen: Examination, wire: Wire, grant: Grant) -> tuple[str, str] | None:
    product = next((one for one in seen.pack.governed.products if one.id == grant.product), None)
    fields = product.fields if product else {}
    concepts = {str(fields[name].concept) for name in map(str, grant.fields) if name in fields}
    here = terms_of(seen.matters[str(wire.matter)])
    for _, source in wire.facts:
        terms = here.get(str(source))
        if terms and str(terms.concept or source) not in concepts:
            return (
                f"{grant.id} 没有给概念 {terms.concept or source}",
                f"{grant.id} does not give the concept {terms.concept or source}",
            )
    return None


@rule("YW804")
def nothing_runs_in_a_circle_by_itself(seen: Examination) -> Iterator[Finding]:
    """接线不成无人的圈: 每一圈都经过人或者时限。

    No cycle of the wiring can run without a person or a clock in it; the shortest is printed.
    """
    wires = wires_of(seen)
    after = {
        index: [n for n, then in enumerate(wires) if _leads(seen, wire, then)]
        for index, wire in enumerate(wires)
    }
    cycles = [cycle for index in after if (cycle := _shortest(index, after))]
    if not cycles:
        return
    cycle = min(cycles, key=len)
    named = [wires[index] for index in (*cycle, cycle[0])]
    way = " → ".join(
        f"{wire.id} ({wire.matter} {wire.event} → {wire.asked} {wire.command})" for wire in named[:-1]
    )
    yield found(
        named[0].where,
        (
            f"接线自己转圈, 没有人也没有时限: {way} → {named[-1].id}。",
            f"The wiring runs in a circle, without a person or a clock: {way} → {named[-1].id}.",
        ),
        (
            "给其中一条写 through: {position: …} 或 {clock: …}, 或加条件、去掉一条。",
            "Write through: {position: …} or {clock: …} in one of them, or remove one.",
        ),
    )


def _leads(seen: Examination, wire: Wire, then: Wire) -> bool:
    """Say whether what `wire` asks brings about, by itself, the event that `then` waits for."""
    if then.position or then.clock or wire.asked != then.matter:
        return False
    return str(then.event) in events_at_once(seen, str(wire.asked), str(wire.command))


def events_at_once(seen: Examination, matter_id: str, command: str) -> set[str]:
    """Return the events that follow a command with nobody and no clock in between."""
    events = set(AT_ONCE.get(command, ()))
    matter = seen.matters.get(matter_id)
    begins = "file" if matter and matter.process_starts == "file" else "accept"
    if matter is None or command != begins:
        return events
    if begins == "file":
        events.add("case.accepted")
    return events | events_alone(seen, matter)


def _shortest(start: int, after: dict[int, list[int]]) -> tuple[int, ...]:
    waiting: deque[tuple[int, ...]] = deque([(start,)])
    seen: set[int] = set()
    while waiting:
        way = waiting.popleft()
        for index in after[way[-1]]:
            if index == start:
                return way
            if index not in seen:
                seen.add(index)
                waiting.append((*way, index))
    return ()
