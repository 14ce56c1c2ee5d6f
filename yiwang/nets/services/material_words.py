"""How the materials of a case come, for its page, its form and its guide: in words, with days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yiwang.kernel import material_ways as ways
from yiwang.kernel.acts.materials import BROKEN, CHECK
from yiwang.kernel.case import Case
from yiwang.kernel.clocks import Due, due
from yiwang.kernel.material_ways import CLOCK
from yiwang.kernel.matter import City, Material, Matter
from yiwang.web.words import LANGUAGES, T, Text


@dataclass(frozen=True)
class Coming:
    """One material that was not handed in at once.

    Attributes:
        until: the day until which it may follow, or its check is to be made; None where there is none.
        says: what happens when it does not come, or is not as promised.
        promise: the words, None of what follows.
        awaited: whether it can be handed in now.
    """

    id: str
    title: Text
    state: str
    state_in_words: Text
    until: datetime | None
    provisional: bool
    late: bool
    says: Text
    clause: str
    promise: Text | None
    words: str
    awaited: bool


def coming(case: Case, matter: Matter, now: datetime) -> list[Coming]:
    """Return the materials of a case that follow or were promised, in the guide's order."""
    late = {id for id, way in case.ways.items() if way.way != ways.RESULT}
    return [_coming(case, material, now) for material in matter.guide.materials if material.id in late]


def _coming(case: Case, material: Material, now: datetime) -> Coming:
    way = case.ways[material.id]
    clock = case.clocks.get(f"{CLOCK}{material.id}")
    task = case.task(f"{CHECK}:{material.id}") or case.task(f"{BROKEN}:{material.id}")
    until = clock.due_legal if clock and way.state in ways.LACKING else task.due_at if task else None
    promise, follow = material.promise, material.follow
    of_promise = way.way == ways.PROMISE and promise is not None
    said = promise.if_broken.says if of_promise and promise else follow.missed if follow else {}
    clause = promise.clause if of_promise and promise else follow.clause if follow else ""
    undecided = case.phase in ("filed", "correcting", "accepted", "suspended")
    return Coming(
        id=material.id,
        title=material.title,
        state=way.state,
        state_in_words=T(f"services.material.state.{way.state}"),
        until=until,
        provisional=bool(clock and clock.legal_provisional and way.state in ways.LACKING),
        late=until is not None and until < now,
        says=said,
        clause=clause,
        promise=promise.text if of_promise and promise else None,
        words=way.words,
        awaited=undecided and way.state in (*ways.LACKING, ways.PROMISED),
    )


def days_if_filed(city: City, matter: Matter, now: datetime) -> list[tuple[Text, datetime, bool]]:
    """Return (material, last day, provisional) of what may follow, if the form were submitted now."""
    found = []
    for material in matter.guide.materials:
        rule = matter.clocks.get(f"{CLOCK}{material.id}")
        if rule is None or rule.legal is None:
            continue
        answer = due(rule.legal, now, city.calendar, ends=rule.ends, if_holiday=rule.if_holiday)
        if isinstance(answer, Due):
            found.append((material.title, answer.at, answer.provisional))
    return found


def offered(material: Material) -> list[Text]:
    """Return the ways of a material beside the ordinary one, for the guide: with clause and consequence."""
    found = []
    if material.follow is not None:
        limit = {"zh": material.follow.limit.zh, "en": material.follow.limit.en}
        blanks = {"limit": limit, "says": material.follow.missed}
        found.append(_filled("services.material.may-follow", material.follow.clause, blanks))
    if material.promise is not None:
        blanks = {"text": material.promise.text, "says": material.promise.if_broken.says}
        found.append(_filled("services.material.may-promise", material.promise.clause, blanks))
    return found


def _filled(key: str, clause: str, blanks: dict[str, Text]) -> Text:
    out = {}
    for language in LANGUAGES:
        words = T(key)[language].replace("{clause}", clause)
        for name, text in blanks.items():
            words = words.replace("{" + name + "}", text[language])
        out[language] = words
    return out
