# ruff: noqa: E501
"""Packs whose decisions cannot be read, leave gaps, collide, or ask what nobody answers (YW2xx)."""

from __future__ import annotations

from yiwang.pack.tests.city import Edit, added, edit
from yiwang.pack.tests.mutants import Mutant

MATTER = "matters/tree-adoption/matter.yaml"
FORM = "matters/tree-adoption/form.schema.json"
STEPS = "steps:\n  - id: look-at-tree\n"
ASKING = """decisions: [care.dmn]
steps:
  - {id: how-much, title: {zh: 要多少照料, en: How much care}, decision: care, result: care}
  - id: look-at-tree
"""
RULES = (("[1..5]", '"little"'), ("> 5", '"much"'))


def table(rules: tuple[tuple[str, str], ...] = RULES, policy: str = "UNIQUE") -> str:
    """Write the table of the decision `care`: how much care so many trees need."""
    rows = "".join(
        f"   <rule><inputEntry><text>{test.replace('<', '&lt;')}</text></inputEntry>"
        f"<outputEntry><text>{answer}</text></outputEntry></rule>\n"
        for test, answer in rules
    )
    return f"""  <decisionTable hitPolicy="{policy}">
   <input><inputExpression typeRef="number"><text>trees</text></inputExpression></input>
   <output typeRef="string"/>
{rows}  </decisionTable>
"""


def model(body: str = "", old: str = "", new: str = "") -> str:
    """Write a decision file, sound but for what is replaced."""
    text = f"""<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="care" namespace="urn:care">
 <inputData id="trees" name="trees"><variable name="trees" typeRef="number"/></inputData>
 <decision id="care" name="care">
  <variable name="care" typeRef="string"/>
  <informationRequirement id="r1"><requiredInput href="#trees"/></informationRequirement>
{body or table()} </decision>
</definitions>
"""
    assert text.count(old) == 1 or not old, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new) if old else text


def asked(text: str) -> tuple[Edit, ...]:
    """Let the tutorial's matter ask the decision."""
    return edit(MATTER, STEPS, ASKING), added("matters/tree-adoption/care.dmn", text)


def broken(code: str, name: str, text: str, *edits: Edit, exit: int = 1) -> Mutant:
    """Make a pack with this decision file."""
    return Mutant(code, name, (*asked(text), *edits), exit)


SOUND = asked(model())

BROKEN_DECISIONS: tuple[Mutant, ...] = (
    broken("YW201", "a decision file that is no XML", "trees?"),
    broken("YW201", "a cell that is no FEEL", model(table((("[1..", '"little"'), ("> 5", '"much"'))))),
    broken("YW202", "six trees that no rule knows", model(table((("[1..5]", '"little"'), ("> 6", '"much"'))))),
    broken(
        "YW202",
        "a field that may be left empty",
        model(),
        edit(FORM, '"required": ["street", "trees", "name"]', '"required": ["street", "name"]'),
    ),
    broken("YW203", "five trees that two rules know", model(table((("[1..5]", '"little"'), (">= 5", '"much"'))))),
    broken("YW204", "a rule for thirty trees where twenty are the most", model(table((*RULES[:1], ("> 5", '"much"'), ("> 30", '"a wood"')), "FIRST")), exit=0),
    broken("YW205", "a rule said twice", model(table((*RULES, ("[2..3]", '"little"')), "ANY")), exit=0),
    broken("YW206", "a cell that asks something else", model(table((("< limit", '"little"'), (">= limit", '"much"')))), exit=0),
    broken("YW207", "a decision that is not there", model(), edit(MATTER, "decision: care", "decision: caring")),
    broken("YW207", "an answer without a type", model("", '<variable name="care" typeRef="string"/>', '<variable name="care"/>')),
    broken(
        "YW207",
        "a decision in two files",
        model(),
        edit(MATTER, "[care.dmn]", "[care.dmn, more.dmn]"),
        added("matters/tree-adoption/more.dmn", model("", "urn:care", "urn:more")),
    ),
    broken("YW208", "a decision about what nobody was asked", model().replace("trees", "branches").replace("[1..5]", "&lt;= 5")),
    broken("YW208", "a decision about a name", model(table((("-", '"much"'),))).replace("trees", "name").replace("number", "string")),
    broken("YW208", "a number in the form that is text in the decision", model("", 'name="trees" typeRef="number"', 'name="trees" typeRef="string"')),
    broken(
        "YW208",
        "a kind of tree that the decision does not know",
        model(table((('"oak"', '"little"'), ('"elm"', '"much"'))).replace("number", "tree-kind"))
        .replace("trees", "kind_of_tree")
        .replace('name="kind_of_tree" typeRef="number"', 'name="kind_of_tree" typeRef="tree-kind"')
        .replace(" <inputData", ' <itemDefinition name="tree-kind"><typeRef>string</typeRef><allowedValues><text>"oak", "elm"</text></allowedValues></itemDefinition>\n <inputData'),
        edit(FORM, '    "street": {\n', '    "kind_of_tree": {"type": "string", "enum": ["oak", "elm", "ash"], "x-yw-section": "tree", "x-yw-kind": "choice", "x-yw-title": {"zh": "树种", "en": "Kind of tree"}, "x-yw-labels": {"oak": {"zh": "栎", "en": "Oak"}, "elm": {"zh": "榆", "en": "Elm"}, "ash": {"zh": "梣", "en": "Ash"}}},\n    "street": {\n'),
        edit(FORM, '["street", "trees", "name"]', '["street", "trees", "name", "kind_of_tree"]'),
    ),
    broken("YW209", "a number held against a word", model(table((*RULES[:1], ("> 5", '"much"'), ('"many"', '"much"')), "FIRST"))),
    broken("YW209", "a number where a word is the answer", model(table((*RULES[:1], ("> 5", "2"))))),
    Mutant(
        "YW211",
        "a step that waits for what a rule after it finds",
        (
            edit(MATTER, STEPS, ASKING.replace("  - {id: how-much", "  - {id: fetch, title: {zh: 取水, en: Fetch water}, position: officer, limit: 1 工作日, when: 'care = \"much\"'}\n  - {id: how-much")),
            added("matters/tree-adoption/care.dmn", model()),
        ),
        exit=0,
    ),
    Mutant(
        "YW212",
        "a condition that asks a part of a plain answer",
        (
            edit(MATTER, STEPS, ASKING.replace("  - id: look-at-tree\n", "  - {id: fetch, title: {zh: 取水, en: Fetch water}, position: officer, limit: 1 工作日, when: 'care.amount = \"much\"'}\n  - id: look-at-tree\n")),
            added("matters/tree-adoption/care.dmn", model()),
        ),
    ),
    broken("YW210", "a decision that nobody asks", model("", " </decision>\n", ' </decision>\n <decision id="d2" name="spare"><variable name="spare" typeRef="number"/><literalExpression><text>1</text></literalExpression></decision>\n'), exit=0),
)  # fmt: skip
