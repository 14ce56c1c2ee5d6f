"""What is being handled beside the steps, for the page of a case: orders, appointments, the next owner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from yiwang.kernel.access import Actor
from yiwang.kernel.acts.draft import HEARING, VISIT
from yiwang.kernel.case import Case
from yiwang.kernel.matter import City
from yiwang.nets.services.matter_forms import body_in_words
from yiwang.nets.services.queries import CaseFile
from yiwang.nets.services.timeline import who
from yiwang.web import names, store_door
from yiwang.web.words import T, Text


@dataclass(frozen=True)
class Order:
    """An order of supervision (督办) and what became of it.

    Attributes:
        due_at: None once it is answered or the case has ended. answered_at: None while it is open.
    """

    given_at: datetime
    by: Text
    reason: str
    due_at: datetime | None
    late: bool
    answered_at: datetime | None
    answer: str


@dataclass(frozen=True)
class Appointment:
    """A hearing or a visit that is arranged. `record`: the task whose findings the reader may write."""

    kind: str
    title: Text
    since: datetime
    until: datetime | None
    place: str
    who: tuple[Text, ...]
    record: str = ""


def orders(file: CaseFile, city: City, opened: Mapping[str, Any]) -> list[Order]:
    """Return the orders of a case, the latest first. `opened`: what the timeline opened, by `seq/name`."""
    answers = {
        entry.event.data.about.get("task"): entry
        for entry in file.entries
        if entry.event.type == "case.supervision-answered"
    }
    found = []
    for entry in file.entries:
        task_id = entry.event.data.about.get("task")
        if entry.event.type != "case.supervised" or not task_id:
            continue
        task, answer = file.case.task(task_id), answers.get(task_id)
        due = task.due_at if task else None
        found.append(
            Order(
                given_at=entry.at,
                by=who(entry.actor, city, file.case),
                reason=_text(opened, entry.seq, "reason"),
                due_at=due,
                late=due is not None and due < store_door.now(),
                answered_at=answer.at if answer else None,
                answer=_text(opened, answer.seq, "answer") if answer else "",
            )
        )
    return found[::-1]


def _text(opened: Mapping[str, Any], seq: int, name: str) -> str:
    found = opened.get(f"{seq}/{name}")
    return found if isinstance(found, str) else ""


def appointments(
    request: HttpRequest, case: Case, file: CaseFile, city: City, *, actor: Actor
) -> list[Appointment]:
    """Return the hearing and the visits that are arranged now, the soonest first.

    Who comes is told by name to those who handle the case, and by position to the applicant.
    """
    about = {
        entry.event.data.opened[0].id: entry.event.data.about for entry in file.entries if _arranges(entry)
    }
    arranged = [task for task in case.tasks if task.node in (HEARING, VISIT) and task.id in about]
    persons = {one for task in arranged for one in _persons(about[task.id])}
    called = names.names_of(request, persons) if persons and actor.holdings else {}
    found = [
        Appointment(
            kind="hearing" if task.node == HEARING else "visit",
            title=T(f"services.appointment.{'hearing' if task.node == HEARING else 'visit'}"),
            since=datetime.fromisoformat(about[task.id].get("at") or about[task.id]["since"]),
            until=datetime.fromisoformat(about[task.id]["until"]) if task.node == VISIT else None,
            place=about[task.id].get("place", ""),
            who=tuple(called.get(one) or position_of(one, city) for one in _persons(about[task.id])),
            record=task.id if task.node == VISIT and actor.holds(task.role, task.body) else "",
        )
        for task in arranged
    ]
    return sorted(found, key=lambda one: one.since)


def _arranges(entry: Any) -> bool:
    return entry.event.type in ("case.hearing-called", "case.visit-arranged")


def _persons(about: Mapping[str, Any]) -> list[str]:
    return [about["host"]] if "host" in about else list(about.get("visitors", ()))


def position_of(person: str, city: City) -> Text:
    """Return the position and body of a person of the pack, never the name."""
    named = city.persons.get(person)
    return who(f"{person}@{named.position}", city, _NOBODYS) if named else T("services.who.somebody")


class _Nobodys:
    applicant = ""


_NOBODYS: Any = _Nobodys()


def next_owner(file: CaseFile, city: City) -> Text | None:
    """Return whose a case is instead, where it was refused as another body's."""
    refused = file.last("case.refused")
    body = refused.event.data.about.get("next_body") if refused else ""
    return body_in_words(city, body) if body else None
