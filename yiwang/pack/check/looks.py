"""Looks at people's data (pack.yaml, `looks`): what is told later, and who answers a complaint."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from yiwang.kernel.outside import desk_for
from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding
from yiwang.pack.where import Word


@rule("YW267")
def what_is_said_of_looks_exists(seen: Examination) -> Iterator[Finding]:
    """延后告知、校核和投诉写到的事项、单位、条款、岗位都存在。

    Matters, bodies, clauses and positions that are named for looks at people's data exist.
    """
    looks, city = seen.pack.head.looks, seen.city
    for id in (*((looks.correct,) if looks.correct else ()), *looks.complain):
        yield from _unknown(id, city.matters, ("事项", "matter"))
    for one in looks.withheld:
        yield from _unknown(one.by, {*city.bodies, *seen.functions}, ("单位或职能", "body or function"))
        yield from _unknown(one.clause, city.clauses, ("条款", "clause"))
        yield from _unknown(one.approver, city.positions, ("岗位", "position"))
        for id in one.matters:
            yield from _unknown(id, city.matters, ("事项", "matter"))


def _unknown(word: Word, known: Collection[str], kind: tuple[str, str]) -> Iterator[Finding]:
    if not word or str(word) in known:
        return
    yield found(
        word.where,
        (f"looks: 没有{kind[0]} {word}。", f"looks: there is no {kind[1]} {word}."),
        nearest(str(word), known),
    )


@rule("YW268")
def a_head_answers_for_what_is_told_later(seen: Examination) -> Iterator[Finding]:
    """延后告知由单位负责人批准, 不由查看的人自己批准。

    Telling a person later is approved by the head of a body, never by those who look.
    """
    for one in seen.pack.head.looks.withheld:
        position = seen.city.positions.get(str(one.approver))
        if position is None or position.role == "chief":
            continue
        yield found(
            one.approver.where,
            (
                f"{one.title} 由 {position.title.get('zh', '')} ({position.id}) 批准, 不是单位负责人。",
                f"{one.title.en} is approved by {position.title.get('en', '')} ({position.id}), "
                "who is not the head of a body.",
            ),
            (
                "写一个 positions.csv 里 role 为 chief 的岗位。",
                "Name a position whose role in positions.csv is chief.",
            ),
        )


@rule("YW269")
def a_complaint_about_data_is_answered_from_outside(seen: Examination) -> Iterator[Finding]:
    """对每个提供数据的单位的投诉, 都由它之外的单位办理。

    A complaint about a body that provides data is answered by a body outside it.
    """
    complain, city = seen.pack.head.looks.complain, seen.city
    matters = [str(id) for id in complain if str(id) in city.matters]
    if not matters:
        return
    for owner in dict.fromkeys(one.owner for one in city.products.values() if one.owner in city.bodies):
        if desk_for(city, matters, (owner,)) is not None:
            continue
        title = city.bodies[owner].title
        yield found(
            complain[0].where,
            (
                f"对{title.get('zh', owner)} ({owner}) 使用数据的投诉没有它之外的单位来办: "
                f"{'、'.join(matters)} 的主责单位就是它, 或是它的上级、下级。",
                f"Nobody outside {title.get('en', owner)} ({owner}) answers a complaint about its use of "
                f"data: the lead of {', '.join(matters)} is that body, or one above or below it.",
            ),
            (
                "在 looks.complain 后面再写一个由别的单位主责的事项。",
                "Add to looks.complain a matter that another body leads.",
            ),
        )
