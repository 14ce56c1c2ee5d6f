"""Responsibility: who owes which duty, and who sits where (职责、岗位、人员)."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.kernel.bpmn.net import USER, Net
from yiwang.kernel.matter import DEPTH, LeadRule
from yiwang.kernel.responsibility import body_by_rule
from yiwang.kernel.roles import apart
from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding, Level
from yiwang.pack.governed import Duty
from yiwang.pack.matters import Matter
from yiwang.pack.model import Person, Position


@rule("YW301")
def every_duty_names_its_clause_and_its_matter(seen: Examination) -> Iterator[Finding]:
    """职责所依据的条款、产生证据的事项都存在。

    The clause that demands a duty and the matter that produces its evidence exist.
    """
    for duty in seen.pack.governed.duties:
        clause = seen.clauses.get(str(duty.clause))
        if duty.clause and clause is None and not seen.unread("clauses/"):
            yield found(
                duty.clause.where,
                (
                    f"{duty.title}: clauses/ 里没有条款 {duty.clause}。",
                    f"{duty.title.en}: there is no clause {duty.clause} in clauses/.",
                ),
                nearest(str(duty.clause), seen.clauses),
            )
        elif clause is not None and not clause.verified:
            yield found(
                duty.clause.where,
                (
                    f"{duty.title}: 依据的条款 {duty.clause} 未核实。",
                    f"{duty.title.en}: it rests on {duty.clause}, which was not verified.",
                ),
                ("读过原文后, 把 verified 改为 true。", "Read the text, then set verified: true."),
                Level.WARNING,
            )
        if duty.evidence == "case" and duty.matter is None:
            yield found(
                duty.evidence.where,
                (
                    f"{duty.title}: 证据是办件 (case), 没有写是哪个事项 (matter)。",
                    f"{duty.title.en}: its evidence is a case, but no matter is named.",
                ),
                ("写上 matter。", "Write the matter."),
            )
        if duty.matter and str(duty.matter) not in seen.matters:
            yield found(
                duty.matter.where,
                (
                    f"{duty.title}: 没有事项 {duty.matter}, 证据“{duty.evidence}”无从产生。",
                    f"{duty.title.en}: there is no matter {duty.matter} to produce its {duty.evidence}.",
                ),
                nearest(str(duty.matter), seen.matters),
            )


@rule("YW302")
def every_duty_has_an_owner_everywhere(seen: Examination) -> Iterator[Finding]:
    """每项职责在每个区域都有一个责任单位。Every duty has one owner in every place of its level."""
    for duty in seen.pack.governed.duties:
        if duty.owner is None or seen.unread("bodies.csv") or seen.unread("places.csv"):
            continue
        if duty.owner.body and str(duty.owner.body) not in seen.bodies:
            yield found(
                duty.owner.body.where,
                (
                    f"{duty.title}: bodies.csv 里没有单位 {duty.owner.body}。",
                    f"{duty.title.en}: there is no body {duty.owner.body} in bodies.csv.",
                ),
                nearest(str(duty.owner.body), seen.bodies),
            )
        elif duty.owner.function:
            yield from _in_places(seen, duty)


def _in_places(seen: Examination, duty: Duty) -> Iterator[Finding]:
    owner = duty.owner
    assert owner is not None and owner.function is not None
    level = str(owner.level or "")
    holding = LeadRule(function=str(owner.function), level=level or None)
    places = [code for code, place in seen.places.items() if not level or place.level == level]
    if level and not places:
        return
    lacking = []
    for code in places:
        path = seen.city.above(code)
        if not path or (not level and DEPTH.get(str(seen.places[code].level), 9) > 1):
            continue
        if not isinstance(body_by_rule(seen.city, holding, path), str):
            lacking.append(code)
    if lacking:
        first = lacking[0]
        many = len(lacking)
        yield found(
            owner.function.where,
            (
                f"{duty.title}: {seen.title_of_place(first)}等 {many} 个区域没有 (或不止一个) "
                f"职能为 {owner.function} 的单位。",
                f"{duty.title.en}: {seen.title_of_place(first, 'en')} ({many} in all) has no body, "
                f"or more than one, with the function {owner.function}.",
            ),
            nearest(str(owner.function), seen.functions)
            if str(owner.function) not in seen.functions
            else (
                "在 bodies.csv 写上这些区域的单位 (每处一个), 或改 owner 的 level、function。",
                "Write one body for each of these places in bodies.csv, or correct level or function.",
            ),
        )


@rule("YW303")
def every_position_is_held(seen: Examination) -> Iterator[Finding]:
    """每个岗位当天有人在岗, 或有 B 角; 流程要用的岗位空着是警告, 其余是提示。

    Every position has a holder or a substitute on the day; where a process needs it, it is a warning.
    """
    if not seen.pack.persons or seen.unread("persons.csv"):
        return
    held = _held(seen)
    empty = [position for position in seen.pack.positions if str(position.id) not in held]
    manned = {(str(one.body), str(one.role)) for one in seen.pack.positions if str(one.id) in held}
    told: set[str] = set()
    for matter in seen.pack.matters:
        needed = _needed(seen, matter) - manned if empty else set()
        lacking = [one for one in empty if (str(one.body), str(one.role)) in needed and one.id not in told]
        told |= {str(one.id) for one in lacking}
        if lacking:
            about = (f"{matter.title}的流程要用的岗位", f"Positions that {matter.title.en} needs")
            yield _empty(seen, lacking, about, Level.WARNING)
    rest = [one for one in empty if str(one.id) not in told]
    if rest:
        yield _empty(seen, rest, ("岗位", "Positions"), Level.NOTE)


def _holds(person: Person, seen: Examination) -> bool:
    day = seen.on.isoformat()
    return str(person.since) <= day and (person.until is None or day <= str(person.until))


def _held(seen: Examination) -> set[str]:
    """Return the positions that somebody holds, or substitutes for, on the day."""
    holding = [person for person in seen.pack.persons if _holds(person, seen)]
    return {str(word) for person in holding for word in (person.position, person.substitute_for) if word}


def _needed(seen: Examination, matter: Matter) -> set[tuple[str, str]]:
    """Return the (body, role) pairs that the matter's process, acceptance and decision need."""
    leads = seen.lead_bodies(matter)
    roles = ["officer"] if matter.process_starts == "accept" else []
    roles += ["approver"] if matter.decides else []
    needed = {(body, role) for body in leads for role in roles}
    net = seen.nets.get(str(matter.id))
    for node in net.nodes if isinstance(net, Net) else ():
        if node.kind != USER or node.position is None:
            continue
        wanted = node.position.body
        bodies = leads if wanted in ("", "lead", "window") else _bodies(seen, wanted)
        needed |= {(body, node.position.role) for body in bodies}
    return needed


def _bodies(seen: Examination, wanted: str) -> list[str]:
    return [str(body.id) for body in seen.pack.bodies if wanted in (str(body.id), str(body.function))]


def _empty(seen: Examination, lacking: list[Position], about: tuple[str, str], level: Level) -> Finding:
    few = [str(one.id) for one in lacking[:5]]
    more = len(lacking) - len(few)
    day = seen.on.isoformat()
    zh = "、".join(few) + (f" 等 {len(lacking)} 个" if more else "")
    en = ", ".join(few) + (f" and {more} more" if more else "")
    return found(
        lacking[0].where,
        (
            f"{about[0]}在 {day} 没有人也没有 B 角: {zh}。",
            f"{about[1]}: neither holder nor substitute on {day} for {en}.",
        ),
        (
            "在 persons.csv 写上任职的人 (from 不晚于当天, to 留空或晚于当天), 或写 substitute_for。",
            "Write who holds it in persons.csv (from no later, to empty or later), or a substitute_for.",
        ),
        level,
    )


@rule("YW304")
def no_person_holds_what_must_be_apart(seen: Examination) -> Iterator[Finding]:
    """一人不兼不相容的岗位 (审查与决定、三员之间、三员与办件、审计与其余); 离任的人不是 B 角, 不能登录演示。

    Nobody holds positions that must be apart (examining and deciding, the three administrators, these and
    cases, audit and the rest); who has left is no substitute and no persona.
    """
    positions = {str(position.id): position for position in seen.pack.positions}
    used = {str(persona.person) for persona in seen.pack.personas if persona.person}
    for person in seen.pack.persons:
        own = positions.get(str(person.position))
        other = positions.get(str(person.substitute_for)) if person.substitute_for else None
        if own and other and _apart(own, other):
            assert person.substitute_for is not None
            yield found(
                person.substitute_for.where,
                (
                    f"{person.id} 任 {own.id} ({own.role}), 又是 {other.id} ({other.role}) 的 B 角, "
                    "两者不相容。",
                    f"{person.id} holds {own.id} ({own.role}) and substitutes for {other.id} ({other.role}), "
                    "which must be apart.",
                ),
                ("换一个人作 B 角。", "Let somebody else be the substitute."),
            )
        day = seen.on.isoformat()
        if person.until and str(person.until) < day and (person.substitute_for or str(person.id) in used):
            yield found(
                person.until.where,
                (
                    f"{person.id} 已于 {person.until} 离任 (今天是 {day}), 却仍列为 B 角或演示人物。",
                    f"{person.id} left on {person.until} (the day is {day}), and is still a substitute "
                    "or a persona.",
                ),
                (
                    "改 to, 或把 B 角、演示人物换成在岗的人。",
                    "Correct to, or name somebody who holds a position.",
                ),
                Level.WARNING,
            )


def _apart(one: Position, other: Position) -> bool:
    """Say whether one person may not hold both positions (`kernel.roles.apart`)."""
    return apart(str(one.role), str(one.body), str(other.role), str(other.body))


@rule("YW305")
def the_owner_of_a_duty_leads_the_matter_that_shows_it(seen: Examination) -> Iterator[Finding]:
    """产生证据的事项由责任单位主责。

    The matter that produces the evidence of a duty is led by the duty's owner.
    """
    for duty in seen.pack.governed.duties:
        matter = seen.matters.get(str(duty.matter)) if duty.matter else None
        if matter is None or duty.owner is None or duty.matter is None:
            continue
        leads = seen.lead_bodies(matter)
        wanted = str(duty.owner.body or duty.owner.function or "")
        known = wanted in seen.bodies or wanted in seen.functions
        if leads and known and not any(wanted in (lead, str(seen.bodies[lead].function)) for lead in leads):
            first = seen.bodies[leads[0]]
            yield found(
                duty.matter.where,
                (
                    f"{duty.title}: 责任单位是 {wanted}, 产生证据的事项 {duty.matter} 却由"
                    f"{first.title} ({first.id}) 主责。",
                    f"{duty.title.en}: it is owed by {wanted}, but the matter {duty.matter} that shows it is "
                    f"led by {first.title.en} ({first.id}).",
                ),
                ("改 owner 或 matter。", "Correct the owner or the matter."),
                Level.WARNING,
            )
