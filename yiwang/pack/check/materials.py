"""Materials that may follow or be promised: each on a clause, in time, checked, and with a lawful end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from yiwang.kernel.clocks import Due, Limit, due, parse
from yiwang.kernel.result import ENDINGS
from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.registry import found, rule
from yiwang.pack.fields import Fields
from yiwang.pack.finding import Finding
from yiwang.pack.material_ways import MaterialWays, ways_of
from yiwang.pack.matters import Matter
from yiwang.pack.where import Where

_WITHOUT = {
    "clause": ("依据 (clause)", "no clause"),
    "after_check": ("准予以后的核查 (after_check)", "no check after the grant (after_check)"),
}


def _each(seen: Examination) -> Iterator[tuple[Matter, MaterialWays]]:
    for matter in seen.pack.matters:
        for one in ways_of(matter.guide):
            yield matter, one


def _lacks(matter: Matter, one: MaterialWays, where: Where, what: tuple[str, str], key: str) -> Finding:
    zh, en = _WITHOUT[key]
    return found(
        where,
        (
            f"{matter.title}: “{one.title['zh']}”的{what[0]}没有写{zh}。",
            f"{matter.title.en}: {what[1]} of “{one.title['en']}” has {en}.",
        ),
        (
            f"写明 {key}, 没有读过的条款标 verified: false; 没有依据的, 只能现在交。",
            f"Write {key}, with verified: false for a clause that was not read; "
            "without one, it must come at once.",
        ),
    )


@rule("YW170")
def a_promise_rests_on_a_clause(seen: Examination) -> Iterator[Finding]:
    """承诺代替材料要有准许的条款。A promise instead of a material cites the clause that allows it."""
    for matter, one in _each(seen):
        if one.promise is not None and "clause" not in one.promise.entries:
            yield _lacks(matter, one, one.promise.where, ("承诺", "the promise"), "clause")


@rule("YW171")
def a_promise_is_checked_afterwards(seen: Examination) -> Iterator[Finding]:
    """作了承诺的, 准予以后要核查。A promise is checked after the grant."""
    for matter, one in _each(seen):
        if one.promise is not None and "after_check" not in one.promise.entries:
            yield _lacks(matter, one, one.promise.where, ("承诺", "the promise"), "after_check")


@rule("YW172")
def what_may_follow_rests_on_a_clause(seen: Examination) -> Iterator[Finding]:
    """容缺受理的材料要有准许的条款。A material that may follow cites the clause that lets it."""
    for matter, one in _each(seen):
        if one.follow is not None and "clause" not in one.follow.entries:
            yield _lacks(matter, one, one.follow.where, ("容缺", "the leave to follow"), "clause")


@rule("YW173")
def what_may_follow_comes_before_the_decision(seen: Examination) -> Iterator[Finding]:
    """补交的期限不得晚于法定的决定期限。What may follow comes no later than the decision is due by law."""
    for matter, one in _each(seen):
        word = Fields(one.follow, one.where).word("limit") if one.follow else None
        limit = parse(str(word)) if word else None
        if word is None or not isinstance(limit, Limit):
            continue
        for clock_of, clock, legal in seen.clock_rules:
            if clock_of is not matter or legal.legal is None or "decide" not in legal.stops:
                continue
            if _later(seen, limit, legal.legal):
                yield found(
                    word.where,
                    (
                        f"{matter.title}: “{one.title['zh']}”可以在 {limit.zh}内补交, "
                        f"晚于法定的决定期限 {legal.legal.zh} ({clock.id})。",
                        f"{matter.title.en}: “{one.title['en']}” may follow within {limit.en}, later than "
                        f"the decision is due by law, {legal.legal.en} ({clock.id}).",
                    ),
                    (
                        f"把 limit 改为不晚于 {legal.legal.zh}。",
                        f"Make limit no later than {legal.legal.en}.",
                    ),
                )


def _later(seen: Examination, limit: Limit, legal: Limit) -> bool:
    """Say whether a limit ends after the legal one, both begun in the morning of the day of the check."""
    start = datetime.combine(seen.on, time(9), tzinfo=seen.city.calendar.zone)
    ends = [due(one, start, seen.city.calendar, ends="day-end", if_holiday="as-is") for one in (limit, legal)]
    mine, theirs = ends
    return isinstance(mine, Due) and isinstance(theirs, Due) and mine.at > theirs.at


@rule("YW174")
def a_promise_stands_only_before_a_decision(seen: Examination) -> Iterator[Finding]:
    """只有作出决定、给出结果的事项才能用承诺代替材料。

    Only a matter that is decided and gives a result lets a promise stand instead of a material.
    """
    for matter, one in _each(seen):
        if one.promise is not None and not (matter.decides and matter.result):
            yield found(
                one.promise.where,
                (
                    f"{matter.title}: 没有决定或者结果, “{one.title['zh']}”违背承诺也无从处理。",
                    f"{matter.title.en} gives no result by decision: nothing could follow a broken promise "
                    f"of “{one.title['en']}”.",
                ),
                ("删去 promise, 或写明 result。", "Remove promise, or write result."),
            )


@rule("YW175")
def a_broken_promise_has_a_lawful_consequence(seen: Examination) -> Iterator[Finding]:
    """违背承诺的后果要有条款。What follows a broken promise cites its clause."""
    for matter, one in _each(seen):
        broken = Fields(one.promise, one.where).mapping("if_broken") if one.promise else None
        if broken is not None and "clause" not in broken.entries:
            yield _lacks(
                matter, one, broken.where, ("违背承诺的后果", "what follows a broken promise"), "clause"
            )


@rule("YW176")
def the_end_of_a_result_has_its_own_ground(seen: Examination) -> Iterator[Finding]:
    """撤销、撤回、注销、吊销各有各的依据。Each way to end a result rests on a ground of its own."""
    for matter, one in _each(seen):
        broken = Fields(one.promise, one.where).under("if_broken") if one.promise else None
        end = broken.word("end") if broken else None
        grounds = ENDINGS.get(str(end), ()) if end else ()
        ground = broken.word("ground") if broken else None
        if end is None or not grounds or str(ground or "") in grounds:
            continue
        yield found(
            ground.where if ground else end.where,
            (
                f"{matter.title}: {end} 的依据是“{ground or '未写'}”, 不在这一办法的依据里。",
                f"{matter.title.en}: “{ground or 'nothing'}” is no ground of {end}.",
            ),
            (f"可用: {'、'.join(grounds)}。", f"Use one of: {', '.join(grounds)}."),
        )


@rule("YW177")
def somebody_checks_and_the_ordinary_way_is_open(seen: Examination) -> Iterator[Finding]:
    """核查的岗位存在; 没有东西可交的材料只能承诺或者走普通办法, 不能“以后补交”。

    The position that checks exists; where nothing is handed in (ordinary), nothing can follow later.
    """
    roles = {str(position.role) for position in seen.pack.positions}
    for matter, one in _each(seen):
        check = Fields(one.promise, one.where).under("after_check") if one.promise else None
        role = check.word("position") if check else None
        if role is not None and str(role) not in roles:
            yield found(
                role.where,
                (
                    f"{matter.title}: 没有“{role}”这个岗位, “{one.title['zh']}”的承诺没有人核查。",
                    f"{matter.title.en}: nobody has the position {role} that checks “{one.title['en']}”.",
                ),
                nearest(str(role), roles),
            )
        if one.ordinary is not None and (one.follow is not None or one.promise is None):
            yield found(
                one.where,
                (
                    f"{matter.title}: “{one.title['zh']}”写了 ordinary (没有东西可交), "
                    "要配 promise, 不能配 may_follow。",
                    f"{matter.title.en}: “{one.title['en']}” has nothing to hand in (ordinary): "
                    "that goes with promise, and not with may_follow.",
                ),
                ("删去 ordinary, 或改用 promise。", "Remove ordinary, or use promise."),
            )
