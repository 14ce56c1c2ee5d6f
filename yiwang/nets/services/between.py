"""What passes between a case and others, for its page: linked only where the reader may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from yiwang.kernel.access import may
from yiwang.kernel.bpmn.net import TIMER
from yiwang.kernel.bpmn.step import node_of
from yiwang.kernel.case import PHASE_IN_WORDS, Case
from yiwang.kernel.matter import City, Matter
from yiwang.nets.services import queries
from yiwang.nets.services.matter_forms import body_in_words
from yiwang.nets.services.queries import CaseFile, Entry
from yiwang.web.words import LANGUAGES, T, Text, say


@dataclass(frozen=True)
class Related:
    """A case that called this one, or because of which the wiring began it.

    Attributes:
        how: `called-by` or `wired-by`.
        number, phase, outcome: "" where the reader may not see that case; then `who` says whose it is.
    """

    how: Text
    matter: Text
    who: Text
    number: str = ""
    phase: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class Awaited:
    """Something the case waits for, and until when, or who sees to it."""

    what: Text
    until: datetime | None
    who: Text


def related(request: HttpRequest, file: CaseFile, city: City) -> list[Related]:
    """Return the caller, and what the wiring began; the cases called are `parts`. One query, or two."""
    ids = dict(_ids(file))
    if not ids:
        return []
    streams = [UUID(one) for one in ids]
    found = queries.cases_by_id(request, streams)
    others = [stream for stream in streams if stream not in found]
    leads = queries.leads_by_id(request, others) if others else {}
    return [
        _related(request, how, found.get(UUID(one)) or leads.get(UUID(one), (matter, "")), city)
        for one, (how, matter) in ids.items()
    ]


def _ids(file: CaseFile) -> Iterator[tuple[str, tuple[str, str]]]:
    case = file.case
    if case.caller is not None:
        yield case.caller.case, ("called-by", "")
    if case.origin is not None:
        yield case.origin.case, ("wired-by", "")


def _related(request: HttpRequest, how: str, found: Case | tuple[str, str], city: City) -> Related:
    """Say of a case what the reader may know: of one that is not theirs, (matter, lead) and no more."""
    matter, lead = (found.matter, found.lead) if isinstance(found, Case) else found
    known = city.matters.get(matter)
    title = known.title if known is not None else {"zh": matter, "en": matter}
    said = T(f"services.between.{how}")
    if not lead:
        return Related(said, title, T("services.between.on-its-way"))
    who = filled("elsewhere", body=body_in_words(city, lead))
    if not isinstance(found, Case) or not may(request.actor, "case.read", found.target):  # type: ignore[attr-defined]
        return Related(said, title, who)
    return Related(said, title, who, found.number, found.phase, found.outcome)


def awaited(case: Case, city: City, matter: Matter) -> list[Awaited]:
    """Return the messages and signals that the case waits for; for called cases see `parts`."""
    found = []
    for wait in case.waits:
        name = dict.fromkeys(LANGUAGES, wait.name)
        found.append(_awaited(case, city, matter, wait.token, filled(wait.event, name=name)))
    return found


def _awaited(case: Case, city: City, matter: Matter, token: str, what: Text) -> Awaited:
    task = case.task(token)
    body = task.body if task is not None else case.lead
    return Awaited(what, until(case, matter, token), body_in_words(city, body))


def until(case: Case, matter: Matter, token: str) -> datetime | None:
    """Return when the process goes on without what it waits for at `token`; None: it waits on."""
    net = matter.net
    assert net is not None
    node = node_of(token)
    beside = {one.id for one in net.boundaries.get(node, ()) if one.event == TIMER}
    for flow in net.net.flows:
        if flow.target == node and net.nodes[flow.source].kind == "event_based":
            beside |= {way.target for way in net.leaving[flow.source]}
    timers = [timer.due_at for timer in case.timers if node_of(timer.token) in beside]
    task = case.task(token)
    limits = [task.due_at] if task is not None and task.due_at is not None else []
    return min([*timers, *limits], default=None)


def _title(city: City, matter: str) -> Text:
    known = city.matters.get(matter)
    return known.title if known is not None else dict.fromkeys(LANGUAGES, matter)


def told(entry: Entry, city: City) -> Text | None:
    """Return what an entry of the timeline says of other cases, in words; None if nothing."""
    parts = [*_of_event(entry, city), *_of_traffic(entry, city)]
    if not parts:
        return None
    return {one: ("；" if one == "zh" else "; ").join(part[one] for part in parts) for one in LANGUAGES}


def _of_event(entry: Entry, city: City) -> Iterator[Text]:
    about = entry.event.data.about
    match entry.event.type:
        case "case.message-received" | "case.signal-received":
            key = "by-hand" if about.get("by_hand") else entry.event.type.split(".")[1].split("-")[0]
            yield filled(key, name=dict.fromkeys(LANGUAGES, about["name"]))
        case "case.call-ended":
            yield from _ended(about, city)


def _ended(about: dict[str, Any], city: City) -> Iterator[Text]:
    title = _title(city, about["matter"])
    if "error" not in about:
        key = {"grant": "granted", "deny": "refused"}.get(about.get("outcome", ""), "closed")
        yield filled(f"ended-{key}", matter=title)
    else:
        phase = PHASE_IN_WORDS.get(about["phase"]) or T("services.between.not-begun")
        yield filled("ended-badly", matter=title, phase=phase)
    if "trouble" in about:
        yield T("services.between.back")


def _of_traffic(entry: Entry, city: City) -> Iterator[Text]:
    traffic = entry.event.data.traffic
    if traffic is None:
        return
    for called in traffic.called:
        yield filled("began", matter=_title(city, called.matter))
    for sent in traffic.sent:
        yield filled("sent", name=dict.fromkeys(LANGUAGES, sent.name))


def filled(key: str, **params: Text) -> Text:
    """Return a text of this module with its parameters, in every language."""
    return {
        language: say(
            T(f"services.between.{key}"),
            language,
            **{name: say(text, language) for name, text in params.items()},
        )
        for language in LANGUAGES
    }
