"""People: the three administrators, and bodies that replaced others (三员、撤并)."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.kernel.roles import ADMINISTRATORS, ROLE_IN_WORDS
from yiwang.pack.check.examination import Examination
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding, Level


@rule("YW306")
def the_three_administrators_are_there_together(seen: Examination) -> Iterator[Finding]:
    """有三员之一, 就要三员齐备: 系统管理员、安全管理员、审计管理员当天各有人在岗。

    Where one of the three administrators is, all three are: each held by somebody on the day.
    """
    positions = [one for one in seen.pack.positions if str(one.role) in ADMINISTRATORS]
    if not positions or seen.unread("persons.csv"):
        return
    day = seen.on.isoformat()
    manned = {
        str(person.position)
        for person in seen.pack.persons
        if str(person.since) <= day and (not person.until or day <= str(person.until))
    }
    for role in sorted(ADMINISTRATORS - {str(one.role) for one in positions if str(one.id) in manned}):
        words = ROLE_IN_WORDS[role]
        there = [one for one in positions if str(one.role) == role]
        yield found(
            (there or positions)[0].where,
            (
                f"{day} 没有{words['zh']} ({role})"
                + (f": 岗位 {there[0].id} 无人在岗。" if there else ": positions.csv 里没有这个岗位。"),
                f"There is no {words['en']} ({role}) on {day}"
                + (f": nobody holds {there[0].id}." if there else ": positions.csv has no such position."),
            ),
            (
                "在 positions.csv 设岗, 在 persons.csv 写上由谁担任; 三员由三个人担任。",
                "Add the position to positions.csv and a holder to persons.csv; the three are three persons.",
            ),
            Level.WARNING,
        )


@rule("YW307")
def a_body_replaces_bodies_that_are_no_more(seen: Examination) -> Iterator[Finding]:
    """被取代的单位已不在 bodies.csv 里, 且只由一个单位取代。

    A replaced body does not stand in bodies.csv any more, and only one body replaces it.
    """
    taken: dict[str, str] = {}
    for body in seen.pack.bodies:
        if body.replaces is None:
            continue
        for old in str(body.replaces).split():
            if old in seen.bodies:
                zh = f"{body.id} 取代 {old}, 但 {old} 仍在 bodies.csv 里。"
                en = f"{body.id} replaces {old}, which still stands in bodies.csv."
                remedy = ("删去那一行, 或改 replaces。", "Remove that line, or correct replaces.")
            elif old in taken:
                zh = f"{old} 由 {taken[old]} 和 {body.id} 两个单位取代。"
                en = f"{old} is replaced by two bodies, {taken[old]} and {body.id}."
                remedy = ("只留一个单位承接它的办件。", "Let one body take over its cases.")
            else:
                taken[old] = str(body.id)
                continue
            yield found(body.replaces.where, (zh, en), remedy)
