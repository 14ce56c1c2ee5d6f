# ruff: noqa: E501
"""Packs that can be read, and say what no city may say (YW1xx)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from yiwang.pack.tests.city import Edit, added, append, edit
from yiwang.pack.tests.mutants import Mutant

MATTER = "matters/tree-adoption/matter.yaml"
FORM = "matters/tree-adoption/form.schema.json"
LAW = "clauses/sample-trees.yaml"


def _drawn(*parts: str) -> str:
    """Return a BPMN process of these elements."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        ' xmlns:yw="urn:yiwang:bpmn:1" id="d" targetNamespace="urn:sample">\n'
        '<bpmn:process id="p">\n' + "\n".join(parts) + "\n</bpmn:process>\n</bpmn:definitions>\n"
    )


def _flow(source: str, target: str) -> str:
    return f'<bpmn:sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}"/>'


def _task(name: str) -> str:
    return f'<bpmn:userTask id="{name}" name="看树" yw:title-en="Look" yw:role="officer" yw:fields="street trees"/>'


def _by_drawing(*parts: str) -> tuple[Edit, ...]:
    """Replace the steps of the tutorial's matter by a drawn process."""
    return (_steps_to_drawing, added("matters/tree-adoption/process.bpmn", _drawn(*parts)))


def _steps_to_drawing(root: Path) -> None:
    text = (root / MATTER).read_text("utf-8")
    begin, end = text.index("steps:\n"), text.index("clocks:\n")
    (root / MATTER).write_text(text[:begin] + "process: process.bpmn\n" + text[end:], "utf-8")


_START, _END = '<bpmn:startEvent id="start"/>', '<bpmn:endEvent id="end"/>'

BROKEN_CITIES: tuple[Mutant, ...] = (
    Mutant(
        "YW101",
        "a clause that is not there",
        (edit(MATTER, "    source: 示例市树木认养办法 第三条", "    source: 示例市树木认养办法 第九条"),),
    ),
    Mutant("YW101", "a place that is not there", (edit("bodies.csv", ",900100,parks", ",900109,parks"),)),
    Mutant(
        "YW101", "a body that is not there", (edit(MATTER, "{body: sample-parks}", "{body: sample-park}"),)
    ),
    Mutant(
        "YW101", "a position that is not there", (edit("persons.csv", ",parks-officer,", ",park-officer,"),)
    ),
    Mutant(
        "YW101", "a step that is not there", (edit(MATTER, "healthy: next, sick", "healthy: opinions, sick"),)
    ),
    Mutant(
        "YW101",
        "a form that is not there",
        (edit(MATTER, "form: form.schema.json", "form: from.schema.json"),),
    ),
    Mutant(
        "YW101", "an act that is not there", (edit(MATTER, "    stops: [decide]", "    stops: [decided]"),)
    ),
    Mutant(
        "YW101",
        "an interval that no clock leaves out",
        (edit(MATTER, "    when: 'trees > 1'", "    when: 'trees > 1'\n    interval: expert-review"),),
    ),
    Mutant(
        "YW101",
        "places in a circle",
        (
            edit(
                "places.csv",
                "900101,sample,示例东区（虚构）,Sample East (made up),900100",
                "900101,sample,示例东区（虚构）,Sample East (made up),900101",
            ),
        ),
    ),
    Mutant(
        "YW101",
        "a line of the table for a body that is not there",
        (added("responsibility.yaml", "- {matter: tree-adoption, under: '900101', lead: sample-east}\n"),),
    ),
    Mutant(
        "YW102",
        "a county without its office",
        (
            edit(MATTER, "{body: sample-parks}", "{by: place, function: parks, level: county}"),
            edit("bodies.csv", ",,900100,parks,city", ",,900101,parks,county"),
        ),
    ),
    Mutant(
        "YW103",
        "two offices with one function",
        (
            edit(MATTER, "{body: sample-parks}", "{by: place, function: parks, level: city}"),
            append(
                "bodies.csv", "sample-trees,示例市林业局（虚构）,Sample Trees (made up),,900100,parks,city\n"
            ),
        ),
    ),
    Mutant(
        "YW103",
        "two lines of the table",
        (
            append(
                "bodies.csv", "sample-trees,示例市林业局（虚构）,Sample Trees (made up),,900100,trees,city\n"
            ),
            added(
                "responsibility.yaml",
                "- {matter: tree-adoption, under: '900101', lead: sample-parks}\n- {matter: tree-adoption, under: '900101', lead: sample-trees}\n",
            ),
        ),
    ),
    Mutant(
        "YW104",
        "a promise of 15 days over 10 working days",
        (edit(MATTER, "promised: 5 工作日", "promised: 15 日"),),
    ),
    Mutant(
        "YW104",
        "a promise of 80 hours over two working days",
        (
            edit(MATTER, "promised: 5 工作日", "promised: 80 小时"),
            edit(MATTER, "legal: 10 工作日", "legal: 2 工作日"),
        ),
    ),
    Mutant(
        "YW105",
        "a clock whose days are of no law",
        (edit(MATTER, "    unit_source: 示例市树木认养办法 第五条\n", ""),),
    ),
    Mutant(
        "YW106",
        "law that nobody read",
        (
            edit(
                LAW,
                "within ten working days of acceptance.}\n    verified: true",
                "within ten working days of acceptance.}\n    verified: false",
            ),
        ),
        exit=0,
    ),
    Mutant(
        "YW107",
        "an outcome that leads back for ever",
        (
            edit(MATTER, "{agree: next, disagree: end}", "{agree: opinion, disagree: look-at-tree}"),
            edit(MATTER, "{healthy: next, sick: end}", "{healthy: opinion, sick: opinion}"),
            edit(MATTER, "    when: 'trees > 1'\n", ""),
        ),
    ),
    Mutant(
        "YW107",
        "a join that waits for ever",
        _by_drawing(
            _START,
            '<bpmn:exclusiveGateway id="choice" default="choice-a"/>',
            _task("a"),
            _task("b"),
            '<bpmn:parallelGateway id="join"/>',
            _END,
            _flow("start", "choice"),
            _flow("choice", "a"),
            '<bpmn:sequenceFlow id="choice-b" sourceRef="choice" targetRef="b"><bpmn:conditionExpression>trees &gt; 1</bpmn:conditionExpression></bpmn:sequenceFlow>',
            _flow("a", "join"),
            _flow("b", "join"),
            _flow("join", "end"),
        ),
    ),
    Mutant("YW108", "a step of nobody", (edit(MATTER, "    position: officer\n    limit", "    limit"),)),
    Mutant(
        "YW108",
        "a role that the office has not",
        (edit(MATTER, "    position: officer\n    limit", "    position: inspector\n    limit"),),
    ),
    Mutant(
        "YW109",
        "a step that is jumped over",
        (edit(MATTER, "{healthy: next, sick: end}", "{healthy: end, sick: end}"),),
    ),
    Mutant(
        "YW110",
        "a question nobody needs",
        (
            edit(
                FORM, '      "x-yw-used-for": [{"zh": "约定看树的时间", "en": "To arrange the visit"}],\n', ""
            ),
        ),
    ),
    Mutant(
        "YW110", "a condition on what is not asked", (edit(MATTER, "when: 'trees > 1'", "when: 'tree > 1'"),)
    ),
    Mutant(
        "YW110",
        "a result that prints what is not asked",
        (edit(MATTER, "fields: [street, trees]", "fields: [street, trees, colour]"),),
    ),
    Mutant("YW111", "a clock that runs past the calendar", (), exit=0, day=date(2026, 12, 24)),
    Mutant("YW111", "a calendar that has run out", (), exit=0, day=date(2027, 3, 1)),
    Mutant("YW112", "places without boundary", (), exit=0),
    Mutant(
        "YW113",
        "a title without English",
        (edit(MATTER, "title: {zh: 看树, en: Look at the tree}", "title: {zh: 看树}"),),
        exit=0,
    ),
    Mutant(
        "YW113",
        "a title without Chinese",
        (edit(MATTER, "title: {zh: 看树, en: Look at the tree}", "title: {en: Look at the tree}"),),
    ),
    Mutant(
        "YW113", "a place without an English name", (edit("places.csv", "Sample East (made up)", ""),), exit=0
    ),
    Mutant(
        "YW113",
        "an outcome without a name",
        (edit(MATTER, "      sick: {zh: 有病害, en: Sick}\n", ""),),
        exit=0,
    ),
    Mutant(
        "YW114",
        "a division code of seven digits",
        (append("places.csv", "9001010,NBS,示例镇（虚构）,Sample Town (made up),900101,town,\n"),),
    ),
    Mutant(
        "YW114",
        "a town under another county",
        (append("places.csv", "900201001,NBS,示例镇（虚构）,Sample Town (made up),900101,town,\n"),),
    ),
    Mutant(
        "YW114",
        "a town in a standard that ends at counties",
        (append("places.csv", "900101001,GB/T 2260,示例镇（虚构）,Sample Town (made up),900101,town,\n"),),
    ),
    Mutant("YW114", "an item code in small letters", (edit(MATTER, "code: TREE-01", "code: tree-01"),)),
    Mutant(
        "YW114",
        "a credit code with a wrong check digit",
        (
            edit("bodies.csv", "function,level\n", "function,level,credit_code\n"),
            edit("bodies.csv", "parks,city\n", "parks,city,91110000600037341X\n"),
        ),
    ),
    Mutant(
        "YW114",
        "the thirtieth of February",
        (edit("persons.csv", "parks-officer,2026-01-01", "parks-officer,2026-02-30"),),
    ),
    Mutant("YW114", "no such time zone", (edit("pack.yaml", "zone: Asia/Shanghai", "zone: Asia/Sample"),)),
    Mutant("YW115", "a matter with a wrong ending", (added("matters/tree-adoption/mater.yaml", "x"),)),
    Mutant("YW115", "a hidden file", (added(".DS_Store", b"\x00"),), exit=0),
    Mutant(
        "YW115",
        "a process that is not named",
        (added("matters/tree-adoption/process.bpmn", _drawn()),),
        exit=0,
    ),
    Mutant(
        "YW116",
        "a town that leads what is not on its list",
        (
            append("places.csv", "900101001,sample,示例镇（虚构）,Sample Town (made up),900101,town,\n"),
            append(
                "bodies.csv",
                "sample-town,示例镇政府（虚构）,Sample Town Office (made up),,900101001,town-government,town\n",
            ),
            append(
                "positions.csv",
                "town-officer,sample-town,经办岗,Case officer,officer\ntown-approver,sample-town,审批岗,Approver,approver\n",
            ),
            added(
                "responsibility.yaml", "- matter: tree-adoption\n  place: '900101001'\n  lead: sample-town\n"
            ),
        ),
    ),
    Mutant(
        "YW117",
        "one code for two places",
        (append("places.csv", "900102,sample,示例南区（虚构）,Sample South (made up),900100,county,\n"),),
    ),
    Mutant("YW117", "one id for two steps", (edit(MATTER, "  - id: opinion", "  - id: look-at-tree"),)),
    Mutant(
        "YW118",
        "a year missing from the calendar",
        (
            added(
                "calendar/2024.json",
                '{"year": 2024, "papers": [], "days": [{"name": "x", "date": "2024-01-01", "isOffDay": true}]}',
            ),
        ),
    ),
    Mutant(
        "YW118",
        "an outcome deemed where the law sets no limit",
        (edit(MATTER, "    legal: 10 工作日\n", ""), edit(MATTER, "on_expiry: none", "on_expiry: grant")),
    ),
    Mutant("YW118", "days that end at an instant", (edit(MATTER, "ends: day-end", "ends: instant"),)),
    Mutant(
        "YW118",
        "a channel that no clock knows",
        (edit(MATTER, "{online: same, window: same}", "{online: same}"),),
    ),
    Mutant(
        "YW119", "a condition that nobody can read", (edit(MATTER, "when: 'trees > 1'", "when: 'trees > '"),)
    ),
    Mutant(
        "YW119",
        "an element that does not run",
        _by_drawing(
            _START,
            _task("a"),
            '<bpmn:scriptTask id="s" name="算"/>',
            _END,
            _flow("start", "a"),
            _flow("a", "s"),
            _flow("s", "end"),
        ),
    ),
    Mutant(
        "YW119",
        "a drawing that is no XML",
        (*_by_drawing(), added("matters/tree-adoption/process.bpmn", "<bpmn")),
    ),
)
