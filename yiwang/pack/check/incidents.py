"""Reports of cyber incidents (incidents.yaml): the matter that keeps them, and the lines of the law."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.kernel.bpmn.net import RULE
from yiwang.kernel.incident_rules import CLOSING, FIRST, INCIDENT
from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.identifiers import used_already
from yiwang.pack.check.references import task_ids
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding
from yiwang.pack.incidents import Incidents, Line
from yiwang.pack.matters import Matter
from yiwang.pack.where import Word


@rule("YW440")
def incidents_are_cases_of_a_matter_that_is_there(seen: Examination) -> Iterator[Finding]:
    """网络安全事件的事项在, 种类是 incident; 写到的环节和字段它都有, 级别由它的规则得出。

    The matter of cyber incidents is there and of the kind `incident`; it has the steps and the fields that
    are named, and a rule of it finds the grade.
    """
    given = seen.pack.incidents
    if given.matter is None or seen.unread("matters/"):
        return
    matters = {str(one.id): one for one in seen.pack.matters}
    matter = matters.get(str(given.matter))
    if matter is None:
        yield found(
            given.matter.where,
            (f"matters/ 里没有事项 {given.matter}。", f"There is no matter {given.matter} in matters/."),
            nearest(str(given.matter), matters),
        )
        return
    if str(matter.kind) != INCIDENT:
        yield found(
            given.matter.where,
            (
                f"事项 {given.matter} 的 kind 是 {matter.kind}, 要 {INCIDENT}。",
                f"The matter {given.matter} is of the kind {matter.kind}, not {INCIDENT}.",
            ),
            ("换一个事项, 或改它的 kind。", "Name another matter, or change its kind."),
        )
    yield from _parts(seen, given, matter)


def _parts(seen: Examination, given: Incidents, matter: Matter) -> Iterator[Finding]:
    fields = set(matter.form.fields) if matter.form is not None else set()
    net = seen.nets.get(str(matter.id))
    nodes = () if net is None or isinstance(net, tuple) else net.nodes
    results = {node.result for node in nodes if node.kind == RULE}
    asked = [one for name, one in given.fields.items() if name != "grade"]
    graded = [one for name, one in given.fields.items() if name == "grade"]
    for word, known, zh, en in (
        *((one, task_ids(seen, matter), "环节", "step") for one in given.steps.values()),
        *((one, fields, "字段", "field") for one in asked),
        *((one, results, "规则结果", "result of a rule") for one in graded),
    ):
        if str(word) not in known:
            yield found(
                word.where,
                (
                    f"事项 {matter.title} 没有{zh} {word}。",
                    f"The matter {matter.title.en} has no {en} {word}.",
                ),
                nearest(str(word), known),
            )


@rule("YW441")
def a_report_names_what_is_there_and_when(seen: Examination) -> Iterator[Finding]:
    """事件报告的每一行: 代号只用一次; 级别、运营者、各方、前一份都写过; 时限能算 (总结报告按日)。

    Each line of reports has an id of its own, names grades, operators, parties and earlier lines that are
    there, and a limit that can be counted: hours, minutes or at once; days for a closing report.
    """
    given = seen.pack.incidents
    yield from used_already([one.id for one in given.lines])
    before: set[str] = set()
    for line in given.lines:
        for word, known, zh, en in _named(given, line, before):
            if str(word) not in known:
                yield found(
                    word.where,
                    (f"{line.title}: 没有{zh} {word}。", f"{line.title.en}: there is no {en} {word}."),
                    nearest(str(word), known),
                )
        if not line.fits():
            closes = line.kind == CLOSING
            yield found(
                line.within.where,
                (
                    f"{line.title}: 时限 {line.within} 不能用; "
                    f"要{'按日' if closes else '按小时、分钟或者即时'}。",
                    f"{line.title.en}: the limit {line.within} will not do; it is in "
                    f"{'days' if closes else 'hours or minutes, or at once'}.",
                ),
                (
                    f"写作 {'30 日' if closes else '4 小时'}。",
                    f"Write {'30 日' if closes else '4 小时'}.",
                ),
            )
        before.add(str(line.id))


def _named(given: Incidents, line: Line, before: set[str]) -> Iterator[tuple[Word, set[str], str, str]]:
    for word in line.operators:
        yield word, set(given.operators), "运营者类别", "kind of operator"
    for word in (line.by, *line.to):
        yield word, set(given.parties), "这一方", "party"
    if line.grade is not None:
        yield line.grade, set(given.grades), "级别", "grade"
    if line.after is not None:
        yield line.after, before, "写在它前面的报告", "earlier line"


@rule("YW442")
def every_operator_reports_first_and_last(seen: Examination) -> Iterator[Finding]:
    """每一类运营者都有首报, 也有总结报告。Every kind of operator has a first report and one that closes."""
    given = seen.pack.incidents
    for operator, title in given.operators.items():
        kinds = {one.kind for one in given.lines if operator in map(str, one.operators) and not one.personal}
        for kind, zh, en in ((FIRST, "首报", "first report"), (CLOSING, "总结报告", "closing report")):
            if kind not in kinds:
                yield found(
                    given.where,
                    (f"{title} 没有{zh}。", f"{title.en} has no {en}."),
                    (f"在 reports 里加一行 (operators: [{operator}])。", "Add a line for it to reports."),
                )


@rule("YW443")
def a_report_cites_a_clause_that_is_there(seen: Examination) -> Iterator[Finding]:
    """事件报告的每一行引用 clauses/ 里有的条款。Each line of reports cites a clause that clauses/ has."""
    if seen.unread("clauses/"):
        return
    for line in seen.pack.incidents.lines:
        if line.source is not None and str(line.source) not in seen.clauses:
            yield found(
                line.source.where,
                (
                    f"{line.title}: clauses/ 里没有条款 {line.source}。",
                    f"{line.title.en}: there is no clause {line.source} in clauses/.",
                ),
                nearest(str(line.source), set(seen.clauses)),
            )
