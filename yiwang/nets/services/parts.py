"""The parts of a bundle (一件事), for its page: who has each now, what it waits for, and by when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from yiwang.kernel.access import may
from yiwang.kernel.acts.migration.process import forward
from yiwang.kernel.bpmn.compiled import CompiledNet
from yiwang.kernel.bpmn.net import CALL, Node
from yiwang.kernel.bpmn.step import node_of
from yiwang.kernel.case import CORRECTING, ENDED, SUSPENDED, Case
from yiwang.kernel.matter import City, Matter, Responsibility
from yiwang.kernel.responsibility import responsible
from yiwang.kernel.traffic import Called
from yiwang.nets.services import between, queries
from yiwang.nets.services.inputs import node_title
from yiwang.nets.services.matter_forms import body_in_words
from yiwang.nets.services.queries import CaseFile
from yiwang.web.words import T, Text


@dataclass(frozen=True)
class Part:
    """One part of a bundle as whoever may see the bundle sees it.

    Attributes:
        title: of the step that calls it. matter: of the service called.
        who: the body that has it, or will have it.
        why: what it waits for, one text each; () when it is done.
        state: `now`, `done`, `later` or `not-asked`.
        due: the next deadline that runs in it. until: after that the bundle goes on without it.
        number, phase, outcome: "" where the reader may not see that case, or there is none yet.
        mine: the applicant is asked to do something there.
    """

    title: Text
    matter: Text
    who: Text
    state: str
    why: tuple[Text, ...] = ()
    due: datetime | None = None
    provisional: bool = False
    until: datetime | None = None
    number: str = ""
    phase: str = ""
    outcome: str = ""
    mine: bool = False


def parts(request: HttpRequest, file: CaseFile, city: City, matter: Matter) -> list[Part]:
    """Return the parts in the order they are drawn; [] for a matter that calls none. One query, or two."""
    net = matter.net
    drawn = [node for node in net.net.nodes if node.kind == CALL] if net is not None else []
    if net is None or not drawn:
        return []
    called = {node_of(one.caller.token): one.case for one in _called(file)}
    ids = [UUID(one) for one in called.values()]
    found = queries.cases_by_id(request, ids) if ids else {}
    hidden = [one for one in ids if one not in found]
    leads = queries.leads_by_id(request, hidden) if hidden else {}
    ahead = forward(net, {node_of(one) for one in file.case.tokens} | set(file.case.tokens))
    made = []
    for node in drawn:
        if node.id not in called:
            made.append(_not_yet(node, file.case, city, matter, ahead))
            continue
        id = UUID(called[node.id])
        made.append(_of_case(request, node, file.case, found.get(id), leads.get(id), city, matter))
    return made


def is_over(case: Case) -> bool:
    """Say whether a case is decided, or has ended without a decision."""
    return case.outcome != "" or case.phase in ENDED


def is_bundle(matter: Matter) -> bool:
    """Say whether a matter calls others."""
    return matter.net is not None and any(node.kind == CALL for node in matter.net.net.nodes)


def _called(file: CaseFile) -> Iterator[Called]:
    for entry in file.entries:
        if entry.event.data.traffic is not None:
            yield from entry.event.data.traffic.called


def _of_case(
    request: HttpRequest,
    node: Node,
    whole: Case,
    one: Case | None,
    hidden: tuple[str, str] | None,
    city: City,
    bundle: Matter,
) -> Part:
    title, matter = _titles(node, city)
    waited = next((call for call in whole.calls if call.node == node.id), None)
    state = "now" if waited is not None else "done"
    until = between.until(whole, bundle, waited.token) if waited is not None else None
    if one is None or not may(request.actor, "case.read", one.target):  # type: ignore[attr-defined]
        lead = one.lead if one is not None else hidden[1] if hidden else ""
        on_its_way = () if lead else (T("services.between.on-its-way"),)
        return Part(title, matter, body_in_words(city, lead or whole.lead), state, on_its_way, until=until)
    due, provisional = _due(one) if state == "now" else (None, False)
    known = city.matters.get(one.matter)
    return Part(
        title,
        matter,
        body_in_words(city, _holder(one)),
        state,
        _why(one, known, city) if state == "now" and known is not None else (),
        due,
        provisional,
        until,
        one.number,
        one.phase,
        one.outcome,
        one.phase == CORRECTING,
    )


def _holder(one: Case) -> str:
    """Return the body whose step is open, else the lead."""
    return next((task.body for task in one.tasks if task.body), one.lead)


def _why(one: Case, matter: Matter, city: City) -> tuple[Text, ...]:
    if one.phase == CORRECTING:
        return (T("services.parts.you-correct"),)
    if one.phase == SUSPENDED:
        return (T("services.parts.suspended"),)
    return tuple(
        between.filled(
            "step-of", step=node_title(matter, task.node), body=body_in_words(city, task.body or one.lead)
        )
        for task in one.tasks
    )


def _due(one: Case) -> tuple[datetime | None, bool]:
    """Return the next deadline of the case and whether a later holiday notice may move it."""
    running = [
        (state.due_promised, state.promised_provisional)
        if state.due_promised is not None
        else (state.due_legal, state.legal_provisional)
        for state in one.clocks.values()
        if state.stopped_at is None
    ]
    dated = [(due, provisional) for due, provisional in running if due is not None]
    return min(dated, default=(None, False))


def _titles(node: Node, city: City) -> tuple[Text, Text]:
    known = city.matters.get(node.called)
    matter = known.title if known is not None else {"zh": node.called, "en": node.called}
    return node.title or matter, matter


def _not_yet(node: Node, whole: Case, city: City, matter: Matter, ahead: set[str]) -> Part:
    """Say of a part that was not called whether it will be, and whose it is then."""
    net = matter.net
    assert net is not None
    title, called = _titles(node, city)
    known = city.matters.get(node.called)
    answer = responsible(city, known, whole.place) if known is not None else None
    who = body_in_words(city, answer.lead) if isinstance(answer, Responsibility) else T("services.parts.open")
    begun = bool(whole.tokens)
    if is_over(whole) or (begun and node.id not in ahead) or _not_asked(net, node.id, whole.facts):
        return Part(title, called, who, "not-asked")
    if not begun:
        return Part(title, called, who, "later", (T("services.parts.after-acceptance"),))
    before = [
        _titles(net.nodes[call.node], city)[0]
        for call in whole.calls
        if call.node in net.nodes and node.id in forward(net, {call.node}) - {call.node}
    ]
    why = tuple(between.filled("after", step=one) for one in before)
    return Part(title, called, who, "later", why or (T("services.parts.later"),))


def _not_asked(net: CompiledNet, node: str, facts: Mapping[str, object]) -> bool:
    """Say whether what was answered on the form already rules this part out."""
    arriving = [flow for flow in net.net.flows if flow.target == node]
    conditions = [net.conditions.get(flow.id) for flow in arriving]
    return bool(conditions) and all(
        one is not None and one.names and one.names <= facts.keys() and not one.holds(facts)
        for one in conditions
    )
