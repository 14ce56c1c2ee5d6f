"""A decision model on its own: it can be read, its tables are complete and say one thing at a time.

`yiwang check FILE.dmn` runs these on any DMN file, without a pack.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from yiwang.kernel.dmn import Decisions, Model, read
from yiwang.kernel.dmn.cover import Flaw, examine
from yiwang.kernel.dmn.model import Table
from yiwang.pack.check.registry import found
from yiwang.pack.finding import Finding, Level, Sentence
from yiwang.pack.where import Where

DEMANDS: dict[str, Sentence] = {
    "YW201": Sentence(
        "决策文件能读出, 各处表达式合乎 FEEL。", "A decision file can be read, and its texts are FEEL."
    ),
    "YW202": Sentence(
        "只给一个答案的决策表不留空缺, 或写明默认输出。",
        "A decision table that gives one answer leaves no gap, or states a default.",
    ),
    "YW203": Sentence(
        "命中策略要求唯一或一致时, 规则不相抵触。",
        "Rules do not collide where the hit policy demands one answer.",
    ),
    "YW204": Sentence("每条规则都有机会命中。", "Every rule can decide something."),
    "YW205": Sentence("没有多余的规则。", "No rule only repeats another."),
    "YW206": Sentence(
        "单元格只问本列的值, 才能逐格核验。", "A cell asks its own column only, so that it can be proved."
    ),
}
_CODES = {"gap": "YW202", "overlap": "YW203", "unreachable": "YW204", "subsumed": "YW205"}


def examine_file(file: Path) -> list[Finding]:
    """Return what is wrong with a DMN file, in its order."""
    return sorted(examine_bytes(file.name, file.read_bytes()), key=lambda finding: finding.order)


def examine_bytes(name: str, data: bytes) -> Iterator[Finding]:
    """Yield what is wrong with a DMN file called `name`."""
    model = read(data)
    if not isinstance(model, Model):
        yield _finding("YW201", name, model.line, (model.zh, model.en), _REMEDIES["YW201"])
        return
    for problem in Decisions(model).problems:
        yield _finding("YW201", name, problem.line, (problem.zh, problem.en), _REMEDIES["YW201"])
    for decision in model.decisions:
        if isinstance(decision.expression, Table):
            for flaw in examine(decision.expression):
                yield _said(name, decision.name, decision.expression, flaw)


_REMEDIES = {
    "YW201": ("按所说的行、列改正。", "Mend it at the line and column said."),
    "YW202": ("补一条规则, 或写默认输出。", "Add a rule for it, or a default output."),
    "YW203": ("缩小其中一条, 或改用 FIRST。", "Narrow one of them, or use the policy FIRST."),
    "YW204": ("移到前面, 或删去。", "Move it up, or remove it."),
    "YW205": ("删去它。", "Remove it."),
    "YW206": ("把它改为一列输入, 或分成几张表。", "Make it an input of its own, or split the table."),
}


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
    return _finding(code, file, flaw.line, message, _REMEDIES[code], level)


def _finding(
    code: str,
    file: str,
    line: int,
    message: tuple[str, str],
    remedy: tuple[str, str],
    level: Level = Level.ERROR,
) -> Finding:
    made = found(Where(file, max(line, 1), 1), message, remedy, level)
    return Finding(made.where, made.message, made.remedy, code, made.level)
