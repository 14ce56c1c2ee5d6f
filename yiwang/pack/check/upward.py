"""What goes up to a platform above (upward/): whole by what the platform asks, covered by codes, lawful."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yiwang.kernel import upward as kernel
from yiwang.kernel.case import PHASE_IN_WORDS
from yiwang.kernel.roles import ROLE_IN_WORDS
from yiwang.kernel.upward import FACT, ITEM_CODES, RECORDS, SEALED, SOURCES, TIMES
from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding, Level
from yiwang.pack.matters import Matter
from yiwang.pack.nodes import plain
from yiwang.pack.upward import Record, Sent, Upward, day_of
from yiwang.pack.where import Word

PHASES: dict[str, tuple[str, ...]] = {
    kernel.APPLICATION: ("filed",),
    kernel.ACCEPTANCE: ("accepted", "rejected"),
    kernel.STEP: ("filed", "correcting", "accepted", "suspended", "decided"),
    kernel.COMPLETION: ("decided", "closed", "withdrawn", "void", "lapsed"),
    kernel.RATING: tuple(PHASE_IN_WORDS),
    kernel.CERTIFICATE: ("decided", "delivered", "closed"),
}
"""In which phase a case can stand once such a record was made of it."""
FIXED: dict[str, tuple[str, ...]] = {
    "outcome": ("grant", "deny"),
    "grade": ("1", "2", "3", "4", "5"),
    "standing": kernel.STANDINGS,
    "role": ("resident", "city", *ROLE_IN_WORDS),
}
OF_MATTERS = frozenset(kernel.SOURCES[kernel.ITEM]) | {"certificate"}


@rule("YW215")
def a_mapping_has_all_that_the_platform_demands(seen: Examination) -> Iterator[Finding]:
    """上报的每类记录, 平台必填的字段都有来源, 也不送平台没有的字段。

    Each record that goes up has a source for every field the platform demands, and none it does not have.
    """
    for one in seen.pack.upwards:
        for record in one.records.values():
            named = {str(sent.name) for sent in record.fields}
            for name in record.required:
                if str(name) not in named:
                    yield found(
                        name.where,
                        (
                            f"{one.title}: {_zh(record)}记录没有平台必填的字段 {name}。",
                            f"{one.title.en}: the record {record.name} lacks {name}, which is demanded.",
                        ),
                        (f"在 fields 里写上 {name} 从哪来。", f"Say under fields where {name} comes from."),
                    )
            known = {*map(str, record.required), *map(str, record.optional)}
            for sent in record.fields:
                if known and str(sent.name) not in known:
                    yield found(
                        sent.name.where,
                        (
                            f"{one.title}: {_zh(record)}记录送出 {sent.name}, 平台没有这个字段。",
                            f"{one.title.en}: the record {record.name} sends {sent.name}, a field that the "
                            "platform does not have.",
                        ),
                        nearest(str(sent.name), known),
                    )


@rule("YW216")
def what_a_mapping_names_exists(seen: Examination) -> Iterator[Finding]:
    """上报映射里的来源、代码表、日期、事项都存在, 退回立的件由系统提交; 写明留在本地的不送出。

    Sources, code tables, days and matters that a mapping names exist, a refusal's matter is filed by the
    system, and what is said to stay home is not sent.
    """
    for one in seen.pack.upwards:
        yield from _matters_named(seen, one)
        if one.since is not None and day_of(one.since) is None:
            yield found(
                one.since.where,
                (f"{one.title}: {one.since} 不是日期。", f"{one.title.en}: {one.since} is no day."),
                ("写成 2026-03-02。", "Write it as 2026-03-02."),
            )
        for record in one.records.values():
            for sent in record.fields:
                yield from _field(seen, one, record, sent)


def _matters_named(seen: Examination, one: Upward) -> Iterator[Finding]:
    for word in (*one.matters, one.refused):
        if word and str(word) not in seen.matters:
            yield found(
                word.where,
                (f"{one.title}: 没有事项 {word}。", f"{one.title.en}: there is no matter {word}."),
                nearest(str(word), seen.matters),
            )
    desk = seen.matters.get(str(one.refused))
    if desk is not None and "system" not in desk.channels:
        yield found(
            one.refused.where,
            (
                f"{one.title}: 退回要立 {one.refused} 的件, 它的 channels 里没有 system。",
                f"{one.title.en}: a refusal opens a case of {one.refused}, whose channels lack system.",
            ),
            ("在那个事项的 channels 里加上 system。", "Add system to the channels of that matter."),
        )


def _field(seen: Examination, one: Upward, record: Record, sent: Sent) -> Iterator[Finding]:
    if bool(sent.sources) == (sent.constant is not None):
        yield found(
            sent.where,
            (
                f"{one.title}: {sent.name} 要么写 from, 要么写 constant。",
                f"{one.title.en}: {sent.name} has either from or constant.",
            ),
            ("两个写一个。", "Write one of the two."),
        )
    known = _sources(seen, one, record)
    for source in sent.sources:
        if str(source) not in known:
            yield found(
                source.where,
                (
                    f"{one.title}: {_zh(record)}记录没有来源 {source}。",
                    f"{one.title.en}: the record {record.name} has no source {source}.",
                ),
                nearest(str(source), known),
            )
        if source in record.home:
            yield found(
                source.where,
                (
                    f"{one.title}: {source} 写明留在本地 (home), 又在 {sent.name} 里送出。",
                    f"{one.title.en}: {source} is said to stay home, and goes out in {sent.name}.",
                ),
                ("从 home 或 fields 里去掉一处。", "Take it off home or off fields."),
            )
    if sent.code is not None and str(sent.code) not in one.codes:
        yield found(
            sent.code.where,
            (
                f"{one.title}: 没有代码表 {sent.code}。",
                f"{one.title.en}: there is no code table {sent.code}.",
            ),
            nearest(str(sent.code), one.codes),
        )
    if sent.format is not None and not TIMES.intersection(sent.sources):
        yield found(
            sent.format.where,
            (
                f"{one.title}: {sent.name} 不是时间, format 没有用处。",
                f"{one.title.en}: {sent.name} is no time, so format means nothing.",
            ),
            (
                f"只有 {'、'.join(sorted(TIMES))} 有 format。",
                f"Only {', '.join(sorted(TIMES))} have a format.",
            ),
        )
    for source in record.home:
        if sent is record.fields[0] and str(source) not in known:
            yield found(
                source.where,
                (
                    f"{one.title}: home 里的 {source} 不是{_zh(record)}记录的来源。",
                    f"{one.title.en}: {source} under home is no source of the record {record.name}.",
                ),
                nearest(str(source), known),
            )


@rule("YW217")
def a_code_table_covers_every_value_that_can_come(seen: Examination) -> Iterator[Finding]:
    """上报的代码表, 配置包能给出的每个值都有对应的代码。

    A code table has a code for every value that the pack can give.
    """
    for one in seen.pack.upwards:
        for record in one.records.values():
            for sent in record.fields:
                table = one.codes.get(str(sent.code)) if sent.code is not None else None
                if table is None or sent.code is None:
                    continue
                can = {value for source in sent.sources for value in _values(seen, one, record, source)}
                lacking = sorted(can - set(table.codes))
                if lacking:
                    named = "、".join(lacking)
                    yield found(
                        sent.code.where,
                        (
                            f"{one.title}: {_zh(record)}记录的 {sent.name} 可能是 {named}, "
                            f"代码表 {sent.code} 里没有。",
                            f"{one.title.en}: {sent.name} of the record {record.name} can be "
                            f"{', '.join(lacking)}, which the code table {sent.code} lacks.",
                        ),
                        (f"在 codes.{sent.code} 里补上。", f"Add what is missing to codes.{sent.code}."),
                    )


@rule("YW218")
def a_personal_field_leaves_by_a_clause(seen: Examination) -> Iterator[Finding]:
    """送出个人信息的字段写明依据哪一条, 那一条在 clauses/ 里; 没读过的条款给警告。

    A field that sends what is personal names the clause that allows it, which clauses/ has; one that was not
    read is a warning. Source: 个人信息保护法 第十三条第一款第三项, 第三十四条.
    """
    for one in seen.pack.upwards:
        for record in one.records.values():
            for sent in record.fields:
                personal = [source for source in sent.sources if source.startswith(SEALED)]
                if not personal:
                    continue
                clause = seen.clauses.get(str(sent.clause)) if sent.clause is not None else None
                if clause is None:
                    said = f"clauses/ 里没有 {sent.clause}" if sent.clause is not None else "没有写 clause"
                    why = (
                        f"clauses/ has no {sent.clause}" if sent.clause is not None else "it names no clause"
                    )
                    yield found(
                        personal[0].where,
                        (
                            f"{one.title}: {sent.name} 送出个人信息 {personal[0]}, {said}。",
                            f"{one.title.en}: {sent.name} sends {personal[0]}, which is personal, and {why}.",
                        ),
                        (
                            "写上 clause: 法律 第几条; 没有依据就不送。",
                            "Write the clause that allows it, or do not send it.",
                        ),
                    )
                elif not clause.verified:
                    yield found(
                        personal[0].where,
                        (
                            f"{one.title}: {sent.name} 送出个人信息 {personal[0]}, "
                            f"依据 {sent.clause} 还没有读过。",
                            f"{one.title.en}: {sent.name} sends {personal[0]}, which is personal; "
                            f"{sent.clause}, which is to allow it, was not read.",
                        ),
                        ("读到原文, 核实后再接真平台。", "Read it before a real platform is connected."),
                        Level.WARNING,
                    )


@rule("YW219")
def what_goes_up_has_an_item_code(seen: Examination) -> Iterator[Finding]:
    """上报的事项都有平台要的编码, 而且不重复。

    Every matter that goes up has the code that the platform demands, and no other matter has the same.
    """
    for one in seen.pack.upwards:
        sources = {
            str(source): record
            for record in one.records.values()
            for sent in record.fields
            for source in sent.sources
            if str(source) in ITEM_CODES and str(sent.name) in record.required
        }
        for source in sources:
            known: dict[str, str] = {}
            for matter in _carried(seen, one):
                code = _of_matter(seen, matter).get(source, "")
                if not code:
                    yield found(
                        matter.where,
                        (
                            f"{matter.title}: 要报到{one.title}, 没有 {source}。",
                            f"{matter.title.en}: goes up to {one.title.en} and has no {source}.",
                        ),
                        (
                            "给事项写上, 或在映射里用 matters 列出要报的。",
                            "Write it, or list under matters of the mapping what goes up.",
                        ),
                    )
                elif source != "matter.item" and code in known:
                    yield found(
                        matter.where,
                        (
                            f"{matter.title}: {source} {code} 和 {known[code]} 相同, {one.title}分不清。",
                            f"{matter.title.en}: has the {source} {code} of {known[code]}; "
                            f"{one.title.en} cannot tell them apart.",
                        ),
                        ("给其中一个换编码。", "Give one of them another code."),
                    )
                known.setdefault(code, str(matter.id))


def _zh(record: Record) -> str:
    return RECORDS[str(record.name)]["zh"] if str(record.name) in RECORDS else str(record.name)


def _carried(seen: Examination, one: Upward) -> list[Matter]:
    wanted, kinds = set(map(str, one.matters)), set(map(str, one.kinds)) or {"service"}
    return [
        each for each in seen.pack.matters if (str(each.id) in wanted if wanted else str(each.kind) in kinds)
    ]


def _sources(seen: Examination, one: Upward, record: Record) -> set[str]:
    known = set(SOURCES.get(str(record.name), {}))
    if str(record.name) in (kernel.ITEM, kernel.RATING):
        return known
    for matter in _carried(seen, one):
        for field in matter.form.fields.values() if matter.form is not None else ():
            known.add(f"{SEALED if field.personal else FACT}{field.name}")
    return known


def _of_matter(seen: Examination, matter: Matter) -> dict[str, str]:
    """Return what tells matters apart, as `kernel.upward_values` gives it once they are compiled."""
    said: dict[str, Any] = plain(matter.item) or {} if matter.item is not None else {}
    result: dict[str, Any] = plain(matter.result) or {} if matter.result is not None else {}
    path = seen.city.catalogue.path(str(said.get("under", "")))
    return {
        "matter": str(matter.id),
        "matter.code": str(matter.code),
        "matter.implementing_code": str(said.get("implementing_code", "")),
        "matter.item": str(said.get("under", "")),
        "matter.type": path[0].type if path else "",
        "matter.kind": str(matter.kind),
        "matter.level": str(said.get("level", "")),
        "certificate": str(result.get("certificate", "")),
    }


def _values(seen: Examination, one: Upward, record: Record, source: Word) -> set[str]:
    """Return the values that a source can have, where the pack says which; none where it can be anything."""
    name = str(source)
    if name == "phase":
        return set(PHASES.get(str(record.name), ()))
    if name in FIXED:
        return set(FIXED[name])
    carried = _carried(seen, one)
    if name == "channel":
        return {str(channel) for matter in carried for channel in matter.channels}
    if name in OF_MATTERS:
        return {value for matter in carried if (value := _of_matter(seen, matter).get(name, ""))}
    return _choices(carried, name.removeprefix(FACT)) if name.startswith(FACT) else set()


def _choices(carried: list[Matter], field: str) -> set[str]:
    """Return the values of a form's field that lists them."""
    can: set[str] = set()
    for matter in carried:
        form: dict[str, Any] = plain(matter.form.node) if matter.form is not None else {}
        one = form.get("properties", {}).get(field, {})
        can |= set(map(str, one.get("enum", ()))) if isinstance(one, dict) else set()
    return can
