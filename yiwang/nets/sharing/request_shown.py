"""A request as its pages show it: whose it is, how its clocks stand, what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from yiwang.granted.grant_records import STATE_IN_WORDS
from yiwang.granted.kinds import grant_id
from yiwang.kernel.access import may
from yiwang.kernel.case import ENDED, Case, Task, due
from yiwang.kernel.matter import City, Matter, Text
from yiwang.kernel.requests import SUBJECT, Asked, asked_of
from yiwang.nets.sharing import asking
from yiwang.nets.sharing import request_queries as queries
from yiwang.nets.sharing.texts import SHARING, WAYS
from yiwang.nets.sharing.texts_requests import ENDINGS, KINDS, OUTSIDE
from yiwang.store.cases import CASE
from yiwang.web import store_door
from yiwang.web.here import actor_of, body_in_words, city_day
from yiwang.web.words import T


@dataclass(frozen=True)
class Line:
    """A request in a list. `waits`: a step of it is for the actor's body; `ours`: that body asked."""

    number: str
    what: Text
    asker: Text
    provider: Text
    step: Text
    due_at: datetime | None
    provisional: bool
    late: bool
    ended: bool
    opened_at: datetime
    waits: bool
    ours: bool


def what(city: City, asked: Asked) -> Text:
    """Return what is asked for: a product's name, or the data held above as it was written."""
    product = city.products.get(asked.product)
    if product is not None:
        return product.title
    name = asked.above or asked.product
    return {"zh": name, "en": name}


def provider(city: City, case: Case) -> Text:
    """Return who provides: the lead body, or who holds the data above."""
    asked = asked_of(case.facts)
    if asked.product:
        return body_in_words(city, case.lead)
    return {one: f"{asked.held_by} ({said})" for one, said in OUTSIDE.items()}


def line(city: City, case: Case, bodies: set[str]) -> Line:
    """Return a request as a list shows it, to who holds positions in `bodies`."""
    asked = asked_of(case.facts)
    due_at, provisional = due(case)
    return Line(
        number=case.number,
        what=what(city, asked),
        asker=body_in_words(city, asked.body),
        provider=provider(city, case),
        step=step(city, case),
        due_at=due_at,
        provisional=provisional,
        late=due_at is not None and due_at < store_door.now(),
        ended=case.phase in ENDED,
        opened_at=case.opened_at,
        waits=any(task.body in bodies for task in case.tasks),
        ours=asked.body in bodies,
    )


def step(city: City, case: Case) -> Text:
    """Return where a request stands: its open step, or how it ended."""
    matter = city.matters.get(case.matter)
    titles = _titles(matter) if matter is not None else {}
    named = next((titles[task.node] for task in case.tasks if task.node in titles), None)
    return named or ENDINGS["granted" if case.facts.get("consent") == "yes" else "not-granted"]


def _titles(matter: Matter) -> dict[str, Text]:
    nodes = matter.net.net.nodes if matter.net is not None else ()
    return {node.id: node.title for node in nodes}


def page(request: HttpRequest, city: City, case: Case) -> dict[str, Any]:
    """Return what the page of a request shows to who asks."""
    asked = asked_of(case.facts)
    matter = city.matters[case.matter]
    known = queries.grant_by_id(request, city, grant_id(case.id), city_day(city))
    product = city.products.get(asked.product)
    opened = _subject(request, case)
    return {
        "case": case,
        "asked": asked,
        "what": what(city, asked),
        "asker": body_in_words(city, asked.body),
        "provider": provider(city, case),
        "step": step(city, case),
        "sharing": SHARING.get(str(case.facts.get("sharing", ""))),
        "way": WAYS.get(asked.way),
        "kind": KINDS.get(asked.kind),
        "subject": opened,
        "fields": [product.titles.get(name, {"zh": name}) for name in asked.fields] if product else [],
        "matters": [city.matters[one].title for one in asked.matters if one in city.matters],
        "clocks": [_clock(matter, id, state) for id, state in case.clocks.items()],
        "tasks": [_task(request, city, matter, task) for task in case.tasks],
        "history": _history(request, city, matter, case),
        "grant": known,
        "grant_state": STATE_IN_WORDS[known.state] if known is not None else None,
        "may_give": known is None and asking.agreed(case) and asking.may_give(request, case),
        "may_ask": _may_ask(request, city, case),
        "may_extend": _may_extend(request, city, case),
    }


def _subject(request: HttpRequest, case: Case) -> Any:
    """Return whom an investigation is about, to who may read it; None where nobody is named."""
    if SUBJECT not in case.sealed or not may(actor_of(request), "case.read-sealed", case.target, "handling"):
        return None
    return store_door.opened(request, {SUBJECT: case.sealed[SUBJECT]})[SUBJECT]


def _clock(matter: Matter, id: str, state: Any) -> dict[str, Any]:
    rule = matter.clocks.get(id)
    end = state.due_legal
    stopped = state.stopped_at
    at = stopped or store_door.now()
    return {
        "title": rule.title if rule is not None else {"zh": id, "en": id},
        "source": rule.source if rule is not None else "",
        "due": end,
        "provisional": state.legal_provisional,
        "stopped": stopped,
        "paused": state.paused and stopped is None,
        "late": end is not None and at > end,
        "extended": [one.zh for one in state.extensions_in_force],
    }


def _task(request: HttpRequest, city: City, matter: Matter, task: Task) -> dict[str, Any]:
    node = next((one for one in matter.net.net.nodes if one.id == task.node), None) if matter.net else None
    beside = T("request.consulted" if task.node == asking.CONSULT else "request.step")
    title = node.title if node is not None else beside
    return {
        "id": task.id,
        "node": task.node,
        "title": title,
        "body": body_in_words(city, task.body),
        "since": task.opened_at,
        "mine": actor_of(request).holds(task.role, task.body),
        "consulted": task.node == asking.CONSULT,
        "outcomes": [
            (one.id, one.title or {"zh": one.id, "en": one.id}, f"{task.node}/{one.id}" in matter.reasons)
            for one in (node.outcomes if node is not None else ())
        ],
    }


def _history(request: HttpRequest, city: City, matter: Matter, case: Case) -> list[dict[str, Any]]:
    entries = queries.history(request, CASE, UUID(case.id))
    sealed = {
        f"{one.seq}/{name}": value
        for one in entries
        if one.event.type != "case.filed"
        for name, value in one.event.data.sealed.items()
    }
    words = store_door.opened(request, sealed) if may_read(request, case) else {}
    titles = _titles(matter)
    outcomes = {
        (node.id, one.id): one.title
        for node in (matter.net.net.nodes if matter.net else ())
        for one in node.outcomes
    }
    shown = []
    for one in entries:
        if one.event.type == "case.accepted":  # the same moment, and the same person, as its filing
            continue
        about = one.event.data.about
        node, outcome = str(about.get("node", "")), str(about.get("outcome", ""))
        shown.append(
            {
                "at": one.at,
                "body": position_body(city, one.actor),
                "title": titles.get(node) or _event_title(one.event.type),
                "outcome": outcomes.get((node, outcome)),
                "words": [value for name, value in words.items() if name.startswith(f"{one.seq}/")],
            }
        )
    return shown


def may_read(request: HttpRequest, case: Case) -> bool:
    """Say whether the actor may read what was written in a request."""
    return may(actor_of(request), "case.read-sealed", case.target, "handling")


def _event_title(type_: str) -> Text:
    known = {
        "case.filed": "request.event.filed",
        "case.consulted": "request.event.consulted",
        "case.consultation-answered": "request.event.consultation-answered",
        "case.extended": "request.event.extended",
        "case.limit-passed": "request.event.limit-passed",
        "case.closed": "request.event.closed",
    }
    return T(known.get(type_, "request.event.other"))


def position_body(city: City, by: str) -> Text:
    """Return the body whose position acted; the city itself where none did."""
    position = city.positions.get(by.partition("@")[2])
    return body_in_words(city, position.body) if position is not None else T("request.city-itself")


def _running(case: Case) -> Any:
    state = case.clocks.get(asking.CONDITIONAL)
    return state if state is not None and state.stopped_at is None and state.expired_at is None else None


def _may_ask(request: HttpRequest, city: City, case: Case) -> bool:
    state = _running(case)
    return (
        state is not None
        and not state.extensions_in_force
        and asking.asked_for_longer(case) is None
        and may(actor_of(request), "case.consult", case.target)
        and case.lead != asking.authority_of(city, case.place)
    )


def _may_extend(request: HttpRequest, city: City, case: Case) -> bool:
    state = _running(case)
    authority = asking.authority_of(city, case.place)
    return state is not None and not state.extensions_in_force and actor_of(request).holds("cdo", authority)
