"""Archive (归档): how long the cases of a matter are kept, from a day that will be known, on a clause."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.kernel.limits import Limit
from yiwang.kernel.validity import validity
from yiwang.pack.check.examination import Examination
from yiwang.pack.check.registry import found, rule
from yiwang.pack.fields import word_of
from yiwang.pack.finding import Finding, Level
from yiwang.pack.matters import Matter
from yiwang.pack.nodes import Mapping, plain
from yiwang.pack.where import Where


def _rules(matter: Matter) -> Iterator[tuple[str, dict[str, object], Mapping]]:
    """Yield what holds for each outcome ("" for the rest): the keys that apply, and the node that says so."""
    if matter.archive is None:
        return
    base = {key: value for key, value in (plain(matter.archive) or {}).items() if key != "outcomes"}
    yield "", base, matter.archive
    outcomes = matter.archive.entries.get("outcomes")
    for name, node in (outcomes.entries if isinstance(outcomes, Mapping) else {}).items():
        if isinstance(node, Mapping):
            yield str(name), base | (plain(node) or {}), node


def _each(seen: Examination) -> Iterator[tuple[Matter, str, dict[str, object], Mapping]]:
    for matter in seen.pack.matters:
        for name, said, node in _rules(matter):
            yield matter, name, said, node


@rule("YW190")
def what_is_destroyed_has_a_period(seen: Examination) -> Iterator[Finding]:
    """归档写 destroy 的有保管期限 (period), 写 keep 的没有。

    What is destroyed has a period, what is kept has none.
    """
    for matter, _, said, node in _each(seen):
        destroyed, period = said.get("nomination") == "destroy", said.get("period")
        if destroyed == bool(period):
            continue
        yield found(
            node.where,
            (
                f"{matter.title.plain().get('zh', matter.id)}: nomination 为 {said.get('nomination')}, "
                f"period 为 {period or '空'}, 两者不合。",
                f"{matter.id}: nomination is {said.get('nomination')} and period {period or 'missing'}: "
                "they contradict each other.",
            ),
            (
                "销毁的写明 period, 如 10 年; 永久保管的删去 period。",
                "Write a period such as 10 年 for destroy; remove it for keep.",
            ),
        )


@rule("YW191")
def a_field_that_it_counts_from_is_a_date(seen: Examination) -> Iterator[Finding]:
    """从表单字段起算的, 那是不加密的日期字段。

    A field that retention counts from is a date that is not personal.
    """
    for matter, _, said, node in _each(seen):
        if said.get("from") != "field":
            continue
        name = str(said.get("field") or "")
        field = matter.form.fields.get(name) if matter.form else None
        drawn = matter.form.node.entries.get("properties") if matter.form else None
        asked = plain(drawn.entries[name]) if isinstance(drawn, Mapping) and name in drawn.entries else {}
        if field is not None and not field.personal and (asked or {}).get("x-yw-kind") == "date":
            continue
        yield found(
            _at(node, "field"),
            (
                f"{matter.id}: 归档从字段“{name or '（未写明）'}”起算, 表单里没有这样一个不加密的日期字段。",
                f"{matter.id}: retention counts from {name or '(none)'}, "
                "which is no open date field of the form.",
            ),
            (
                "写一个 x-yw-kind: date、不加密的字段。",
                "Name a field of x-yw-kind date that is not personal.",
            ),
        )


@rule("YW192")
def a_result_that_it_counts_from_will_end(seen: Examination) -> Iterator[Finding]:
    """从结果失效起算的, 事项的结果有有效期。

    Where retention counts from the end of a result, the result has an end.
    """
    for matter, name, said, node in _each(seen):
        if said.get("from") != "result-ends" or name not in ("", "grant"):
            continue
        valid = word_of(matter.result.entries.get("valid")) if matter.result else None
        if valid and isinstance(validity(str(valid)), Limit):
            continue
        yield found(
            _at(node, "from"),
            (
                f"{matter.id}: 归档从结果失效起算, 结果的有效期为 {valid or '空'}, 永远不到期。",
                f"{matter.id}: it counts from the end of a result whose validity is {valid or 'none'}.",
            ),
            (
                "给结果写 valid, 或者改用 ended、result-begins。",
                "Give the result a validity, or count from ended or result-begins.",
            ),
            Level.WARNING,
        )


@rule("YW193")
def a_term_is_written_where_it_counts(seen: Examination) -> Iterator[Finding]:
    """term 只在 from: term 时写, 这时必须写。

    A term is written where retention counts from one, and only there.
    """
    for matter, _, said, node in _each(seen):
        if (said.get("from") == "term") == bool(said.get("term")):
            continue
        yield found(
            node.where,
            (
                f"{matter.id}: from 为 {said.get('from', 'ended')}, term 为 {said.get('term') or '空'}。",
                f"{matter.id}: from is {said.get('from', 'ended')} and term {said.get('term') or 'missing'}.",
            ),
            (
                "from: term 时写 term, 如 2 年; 否则删去。",
                "Write a term such as 2 年 for from: term; else remove it.",
            ),
        )


@rule("YW194")
def retention_rests_on_a_clause_that_is_there(seen: Examination) -> Iterator[Finding]:
    """归档依据的条款在 clauses/ 里; verified: true 的, 条款已核实。

    The clause of a retention stands in clauses/; where it says verified, so does the clause.
    """
    for matter, name, said, node in _each(seen):
        clause = str(said.get("clause") or "")
        known = seen.clauses.get(clause)
        if name and "clause" not in node.entries:
            continue
        if not clause or (known is not None and (known.verified or not said.get("verified"))):
            continue
        if known is None and not said.get("verified"):
            continue  # YW195 says that nobody read it
        yield found(
            _at(node, "clause"),
            (
                f"{matter.id}: 归档写着已核实, 条款“{clause}”却{'未核实' if known else '不在 clauses/'}。",
                f"{matter.id}: retention is called verified; {clause} is {'not' if known else 'nowhere'}.",
            ),
            (
                "在 clauses/ 写这一条并核实, 或写 verified: false。",
                "Write the clause below clauses/ and verify it, or say verified: false.",
            ),
        )


@rule("YW195")
def retention_that_nobody_read_is_said_to_be_unverified(seen: Examination) -> Iterator[Finding]:
    """归档的依据未核实的, 使用前须核实。

    A retention whose text was not read is to be verified before it is used.
    """
    for matter, name, said, node in _each(seen):
        if said.get("verified") or (name and not {"clause", "verified"} & set(map(str, node.entries))):
            continue
        yield found(
            node.where,
            (
                f"{matter.id}: 保管期限的依据“{said.get('clause', '')}”没有读过原文。",
                f"{matter.id}: the text of {said.get('clause', '')}, which retention rests on, was not read.",
            ),
            ("读过原文后写 verified: true。", "Read it, then write verified: true."),
            Level.WARNING,
        )


def _at(node: Mapping, key: str) -> Where:
    inner = node.entries.get(key)
    return inner.where if inner is not None else node.where
