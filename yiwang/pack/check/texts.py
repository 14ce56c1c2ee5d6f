"""What people read is there in every language of the pack."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.kernel.bpmn.net import USER, Net
from yiwang.pack.check.examination import Examination
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding, Level
from yiwang.pack.matters import Matter
from yiwang.pack.nodes import Mapping, Scalar, every_mapping
from yiwang.pack.where import Where

IN_WORDS = {"zh": ("中文", "Chinese"), "en": ("英文", "English")}
_TABLES = ("places.csv", "bodies.csv", "positions.csv")


@rule("YW113")
def every_text_is_translated(seen: Examination) -> Iterator[Finding]:
    """给人看的文字, 每种语言都有。What people read is there in every language of the pack."""
    languages = seen.pack.head.languages
    for file, node in seen.pack.nodes.items():
        if not file.startswith(("calendar/", "mappings/", "demo/")):
            for mapping in every_mapping(node):
                yield from _in_mapping(mapping, languages)
    for file in _TABLES:
        yield from _in_table(seen, file, languages)
    for matter in seen.pack.matters:
        yield from _outcomes(seen, matter, languages)


def _level(language: str, languages: tuple[str, ...]) -> Level:
    """The first language must be complete; another falls back to it."""
    return Level.ERROR if language == languages[0] else Level.WARNING


def _in_mapping(mapping: Mapping, languages: tuple[str, ...]) -> Iterator[Finding]:
    if not mapping.entries or not set(mapping.entries) <= set(IN_WORDS):
        return
    written = {
        language: value.value
        for language, value in mapping.entries.items()
        if isinstance(value, Scalar) and isinstance(value.value, str) and value.value.strip()
    }
    said = str(next(iter(written.values()), ""))
    for language in languages:
        if language not in written:
            yield _missing(mapping.where, said, language, _level(language, languages))


def _missing(where: Where, said: str, language: str, level: Level) -> Finding:
    zh, en = IN_WORDS[language]
    short = said if len(said) <= 30 else said[:29] + "…"
    return found(
        where,
        (f"“{short}”没有{zh}。", f"“{short}” has no {en}."),
        (f"写上 {language}。", f"Write {language}."),
        level,
    )


def _in_table(seen: Examination, file: str, languages: tuple[str, ...]) -> Iterator[Finding]:
    table = seen.pack.tables.get(file)
    if table is None:
        return
    for language in languages:
        lacking = [row for row in table.rows if language not in row.cells]
        if not lacking:
            continue
        zh, en = IN_WORDS[language]
        other = next((word for key, word in lacking[0].cells.items() if key in IN_WORDS), "")
        yield found(
            lacking[0].where,
            (
                f"{file} 有 {len(lacking)} 行没有{zh}名称, 第一行是“{other}”。",
                f"{len(lacking)} lines of {file} have no {en} name, the first is “{other}”.",
            ),
            (f"填写 {language} 一列。", f"Fill in the column {language}."),
            _level(language, languages),
        )


def _outcomes(seen: Examination, matter: Matter, languages: tuple[str, ...]) -> Iterator[Finding]:
    """Outcomes are buttons: each has a name. So have the tasks of a drawn process."""
    for step in matter.steps:
        for outcome in step.outcomes:
            if outcome.title is None:
                yield _unnamed(outcome.id.where, matter, str(step.title), str(outcome.id))
    net = seen.nets.get(str(matter.id))
    if matter.process is None or not isinstance(net, Net):
        return
    for node in net.nodes:
        if node.kind != USER:
            continue
        where = seen.where_in_process(matter, node.id)
        for language in languages:
            if not node.title.get(language):
                said = next(iter(node.title.values()), node.id)
                yield _missing(where, said, language, _level(language, languages))
        for way in node.outcomes:
            if not all(way.title.get(language) for language in languages):
                yield _unnamed(where, matter, node.title.get("zh", node.id), way.id)


def _unnamed(where: Where, matter: Matter, step: str, outcome: str) -> Finding:
    return found(
        where,
        (
            f"{matter.title}: {step}的结果 {outcome} 没有两种文字的名称。",
            f"{matter.title.en}: the outcome {outcome} of {step} has no name in both languages.",
        ),
        (
            f"写上 outcome_titles: {{{outcome}: {{zh: …, en: …}}}} (流程图里写 yw:outcome 的 title)。",
            f"Write outcome_titles: {{{outcome}: {{zh: …, en: …}}}} (in a drawing, the title of yw:outcome).",
        ),
        Level.WARNING,
    )
