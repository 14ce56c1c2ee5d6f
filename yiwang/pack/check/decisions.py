"""A decision model: it can be read, its tables are complete and say one thing at a time.

`yiwang check FILE.dmn` asks this of any DMN file, without a pack; in a pack the form says what the inputs
of its matter's decisions can be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from weakref import WeakKeyDictionary

from yiwang.kernel.dmn import Decisions, Model, read
from yiwang.kernel.dmn.cover import Domain, Flaw, examine
from yiwang.kernel.dmn.domains import domains_of, kinds_of
from yiwang.kernel.dmn.misfits import misfits
from yiwang.kernel.dmn.model import Table
from yiwang.pack.check.crossed import examine_crossed
from yiwang.pack.check.examination import Examination
from yiwang.pack.check.registry import RULES, found, rule
from yiwang.pack.decisions import domains_by_form, model_of, ready_of
from yiwang.pack.finding import Finding, Level, Sentence
from yiwang.pack.where import Where

_CODES = {"gap": "YW202", "overlap": "YW203", "unreachable": "YW204", "subsumed": "YW205"}
_REMEDIES = {
    "YW201": ("按所说的行、列改正。", "Mend it at the line and column said."),
    "YW202": ("补一条规则, 或写默认输出。", "Add a rule for it, or a default output."),
    "YW203": ("缩小其中一条, 或改用 FIRST。", "Narrow one of them, or use the policy FIRST."),
    "YW204": ("移到前面, 或删去。", "Move it up, or remove it."),
    "YW205": ("删去它。", "Remove it."),
    "YW209": ("改单元格, 或改类型。", "Change the cell, or the type."),
    "YW206": (
        "把它改为一列输入, 或分成几张表; 比较几项的, 装上 z3-solver: pip install yiwang[proof]。",
        "Make it an input of its own, or split the table; for a comparison of several inputs install "
        "z3-solver: pip install yiwang[proof].",
    ),
}


def examine_file(file: Path) -> list[Finding]:
    """Return what is wrong with a DMN file, in its order."""
    return sorted(examine_bytes(file.name, file.read_bytes()), key=lambda finding: finding.order)


def examine_bytes(name: str, data: bytes) -> Iterator[Finding]:
    """Yield what is wrong with a DMN file called `name`."""
    model = read(data)
    if not isinstance(model, Model):
        yield _finding("YW201", name, model.line, (model.zh, model.en))
        return
    yield from _of_model(name, model, Decisions(model), {})


def _of_model(name: str, model: Model, ready: Decisions, known: Mapping[str, Domain]) -> Iterator[Finding]:
    for problem in ready.problems:
        yield _finding("YW201", name, problem.line, (problem.zh, problem.en))
    for misfit in misfits(model):
        yield _finding("YW209", name, misfit.line, (misfit.zh, misfit.en))
    domains = {**domains_of(model), **known}
    for decision in model.decisions:
        if isinstance(decision.expression, Table):
            for flaw in flaws_of(model, decision.expression, domains):
                yield _said(name, decision.name, decision.expression, flaw)


def flaws_of(model: Model, table: Table, domains: Mapping[str, Domain]) -> list[Flaw]:
    """Prove a table by atoms, or, where cells ask several inputs, by the solver if it is installed."""
    flaws = examine(table, domains)
    if not any(flaw.code == "undecided" for flaw in flaws):
        return flaws
    crossed = examine_crossed(table, kinds_of(model), domains)
    return flaws if crossed is None else crossed


def _in_pack(seen: Examination) -> list[Finding]:
    """Return what is wrong with the decision files of every matter."""
    found_here: list[Finding] = []
    for matter in seen.pack.matters:
        for file in matter.decisions:
            model, ready = model_of(file), ready_of(matter, file)
            if isinstance(model, Model) and ready is not None:
                found_here += _of_model(file.file, model, ready, domains_by_form(matter))
            elif not isinstance(model, Model):
                found_here.append(_finding("YW201", file.file, model.line, (model.zh, model.en)))
    return found_here


# What was found in a pack, kept while its examination lasts: six rules ask for the same search.
_FOUND: WeakKeyDictionary[Examination, list[Finding]] = WeakKeyDictionary()


def _only(code: str, seen: Examination) -> Iterator[Finding]:
    known = _FOUND.get(seen)
    if known is None:
        known = _FOUND[seen] = _in_pack(seen)
    yield from (one for one in known if one.code == code)


@rule("YW201")
def every_decision_file_can_be_read(seen: Examination) -> Iterator[Finding]:
    """决策文件能读出, 各处表达式合乎 FEEL。A decision file can be read, and its texts are FEEL."""
    yield from _only("YW201", seen)


@rule("YW202")
def every_table_answers_always(seen: Examination) -> Iterator[Finding]:
    """只给一个答案的决策表不留空缺, 或写明默认输出; 选填的项没有填也算一种情况。

    A decision table that gives one answer leaves no gap, or states a default; what may be left empty in the
    form is a case of its own.
    """
    yield from _only("YW202", seen)


@rule("YW203")
def no_two_rules_collide(seen: Examination) -> Iterator[Finding]:
    """命中策略要求唯一或一致时, 规则不相抵触。

    Rules do not collide where the hit policy demands one answer.
    """
    yield from _only("YW203", seen)


@rule("YW204")
def every_rule_can_decide(seen: Examination) -> Iterator[Finding]:
    """每条规则都有机会命中。Every rule can decide something."""
    yield from _only("YW204", seen)


@rule("YW205")
def no_rule_only_repeats(seen: Examination) -> Iterator[Finding]:
    """没有多余的规则。No rule only repeats another."""
    yield from _only("YW205", seen)


@rule("YW206")
def every_cell_can_be_proved(seen: Examination) -> Iterator[Finding]:
    """单元格只问本列的值, 才能逐格核验; 问到几项的比较和四则运算, 装了 z3-solver 也能核验。

    A cell asks its own column only, so that it can be proved; comparisons and sums over several inputs are
    proved where z3-solver is installed.
    """
    yield from _only("YW206", seen)


@rule("YW209")
def every_cell_fits_its_type(seen: Examination) -> Iterator[Finding]:
    """决策表的条件和结果合乎所写的类型和可取的值。

    The tests and the results of a decision table fit the types and the allowed values that are declared.
    """
    yield from _only("YW209", seen)


DEMANDS: dict[str, Sentence] = {code: RULES[code].demand for code in _REMEDIES}


def _said(file: str, decision: str, table: Table, flaw: Flaw) -> Finding:
    example = ", ".join(f"{name} = {value}" for name, value in flaw.example)
    rows = " 和 ".join(f"第 {row} 条" for row in flaw.rows)
    rows_en = " and ".join(f"rule {row}" for row in flaw.rows)
    match flaw.code:
        case "gap":
            message = (
                f"{decision}: 没有规则命中, 例如 {example}。",
                f"{decision}: no rule matches {example}.",
            )
        case "overlap":
            message = (
                f"{decision} ({table.hit_policy}): {rows}规则同时命中, 例如 {example}。",
                f"{decision} ({table.hit_policy}): {rows_en} both match {example}.",
            )
        case "unreachable":
            message = (f"{decision}: {rows}规则永远不会作数。", f"{decision}: {rows_en} can never decide.")
        case "subsumed":
            message = (
                f"{decision}: 第 {flaw.rows[0]} 条规则只是重复第 {flaw.rows[1]} 条。",
                f"{decision}: rule {flaw.rows[0]} only repeats rule {flaw.rows[1]}.",
            )
        case _:
            message = (
                f"{decision}: {rows or '表太大, '}无法逐格核验。",
                f"{decision}: {rows_en or 'the table'} cannot be proved cell by cell.",
            )
    code = _CODES.get(flaw.code, "YW206")
    level = Level.ERROR if code in ("YW202", "YW203") else Level.WARNING
    return _finding(code, file, flaw.line, message, level)


def _finding(
    code: str, file: str, line: int, message: tuple[str, str], level: Level = Level.ERROR
) -> Finding:
    made = found(Where(file, max(line, 1), 1), message, _REMEDIES[code], level)
    return Finding(made.where, made.message, made.remedy, code, made.level)
