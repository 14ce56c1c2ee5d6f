# ruff: noqa: E501
"""Packs that burden, refuse or score people, use other words, or wire matters in a circle (YW6xx to YW8xx)."""

from __future__ import annotations

from pathlib import Path

from yiwang.pack.tests.broken_governed import FORM, GRANT, MATTER, PRODUCT, TREES_OFFICE, duty
from yiwang.pack.tests.city import Edit, added, append, edit
from yiwang.pack.tests.mutants import Mutant

CONDITIONS = "    - {zh: 树在示例市内。, en: The tree stands in Sample City.}\n"


def condition(zh: str, en: str) -> Edit:
    """Add a condition to the guide."""
    return edit(MATTER, CONDITIONS, CONDITIONS + f"    - {{zh: {zh}, en: {en}}}\n")


def material(zh: str, en: str) -> Edit:
    """Add a material to the guide."""
    line = f"  materials:\n    - {{id: paper, title: {{zh: {zh}, en: {en}}}, form: copy, required: true}}\n"
    return edit(MATTER, CONDITIONS, CONDITIONS + line)


def staff_field(name: str, kind: str, title: str, *more: str) -> Edit:
    """Let the first step fill in one more field."""

    def change(root: Path) -> None:
        whole = ["\n".join(f"      {one}," for one in more)] if more else []
        text = (root / FORM).read_text("utf-8")
        field = f'''    "{name}": {{
      "type": "string",
      "x-yw-kind": "{kind}",
{"".join(f"{part}{chr(10)}" for part in whole)}      "x-yw-section": "tree",
      "x-yw-title": {{"zh": "{title}", "en": "{name.replace("_", " ").capitalize()}"}}
    }},
'''
        (root / FORM).write_text(text.replace('    "street": {\n', field + '    "street": {\n'), "utf-8")
        matter = (root / MATTER).read_text("utf-8")
        fields = "    limit: 3 工作日\n    fields: ["
        if fields in matter:
            matter = matter.replace(fields, fields + f"{name}, ")
        else:
            matter = matter.replace("    limit: 3 工作日\n", f"{fields}{name}]\n")
        (root / MATTER).write_text(matter, "utf-8")

    return change


USE = '"x-yw-used-for": [{"zh": "看树的样子", "en": "To see the tree"}]'
PHOTOS = tuple(staff_field(f"photo_{number}", "file", f"照片{number}", USE) for number in range(1, 5))


def drawn(*parts: str) -> tuple[Edit, ...]:
    """Replace the steps by a drawn process that decides by itself, with an end against the applicant."""

    def redraw(root: Path) -> None:
        text = (root / MATTER).read_text("utf-8")
        begin, end = text.index("steps:\n"), text.index("clocks:\n")
        head = "process: process.bpmn\ndecides: false\nadverse: [refused]\n"
        (root / MATTER).write_text(text[:begin] + head + text[end:], "utf-8")

    flows = [part for part in parts if " → " in part]
    nodes = [part for part in parts if " → " not in part]
    lines = [*nodes, *(_flow(*flow.split(" → ", 2)) for flow in flows)]
    return (
        redraw,
        added(
            "matters/tree-adoption/process.bpmn",
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
            ' xmlns:yw="urn:yiwang:bpmn:1" id="d" targetNamespace="urn:sample">\n'
            '<bpmn:process id="p">\n' + "\n".join(lines) + "\n</bpmn:process>\n</bpmn:definitions>\n",
        ),
    )


def _flow(source: str, target: str, condition: str = "") -> str:
    said = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else ""
    return (
        f'<bpmn:sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">'
        f"{said}</bpmn:sequenceFlow>"
    )


START, END = '<bpmn:startEvent id="start"/>', '<bpmn:endEvent id="end"/>'
REFUSED = '<bpmn:endEvent id="refused"/>'
GATE = '<bpmn:exclusiveGateway id="many" default="many-end"/>'
LOOK = (
    '<bpmn:userTask id="look" name="看树" yw:title-en="Look" yw:role="officer" yw:limit="2 工作日" yw:fields="street trees">'
    '<bpmn:extensionElements><yw:outcome id="well" title="好" title-en="Well"/>'
    '<yw:outcome id="ill" title="不好" title-en="Ill"/></bpmn:extensionElements></bpmn:userTask>'
)
BY_RULE = drawn(
    START,
    LOOK,
    GATE,
    END,
    REFUSED,
    "start → look",
    "look → many",
    "many → refused → trees &gt; 5",
    "many → end",
)
TIMER = (
    '<bpmn:boundaryEvent id="late" attachedToRef="look" cancelActivity="true"><bpmn:timerEventDefinition>'
    "<bpmn:timeDuration>P5D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
)
BY_TIMER = drawn(START, LOOK, TIMER, END, REFUSED, "start → look", "late → refused", "look → end")
BY_PERSON = drawn(
    START,
    LOOK,
    GATE,
    END,
    REFUSED,
    "start → look",
    "look → many",
    'many → refused → outcome = "ill"',
    "many → end",
)


def wire(name: str, event: str, command: str, more: str = "") -> str:
    """Return a rule of the wiring from the matter to itself."""
    return (
        f"- id: {name}\n  title: {{zh: 接线{name}, en: Wiring {name}}}\n"
        f"  when: {{net: services, matter: tree-adoption, event: {event}}}\n"
        f"  ask: {{net: services, matter: tree-adoption, command: {command}}}\n{more}"
    )


SUPERVISED = wire("late", "case.limit-passed", "supervise")
TERM = "- {term: {zh: 认养, en: adoption}, says: {zh: 照看一棵树, en: looking after a tree}, not: [领养, fostering]}\n"
OTHER = """title: {zh: 认养登记（虚构）, en: Register of adoptions (made up)}
kind: request
code: TREE-02
audience: [resident]
lead: {body: sample-trees}
basis: [示例市树木认养办法 第三条]
channels: [online]
guide:
  summary: {zh: 登记认养的树。, en: Registers adopted trees.}
  fee: {amount: 0}
form: form.schema.json
immediate: true
"""
OTHER_FORM = """{
  "type": "object",
  "x-yw-title": {"zh": "登记", "en": "Register"},
  "properties": {
    "where": {
      "type": "string",
      "x-yw-title": {"zh": "街道", "en": "Street"},
      "x-yw-used-for": [{"zh": "登记", "en": "For the register"}]
    },
    "count": {
      "type": "integer",
      "x-yw-title": {"zh": "棵数", "en": "Trees"},
      "x-yw-used-for": [{"zh": "登记", "en": "For the register"}]
    }
  }
}
"""
SECOND_OFFICE = (
    *TREES_OFFICE,
    append("positions.csv", "trees-officer,sample-trees,经办岗,Case officer,officer\n"),
    append("persons.csv", "person-4,例四（虚构）,Li Si (made up),trees-officer,2026-01-01,,\n"),
    added("matters/tree-register/matter.yaml", OTHER),
    added("matters/tree-register/form.schema.json", OTHER_FORM),
)

SAME_OFFICE = (
    added("matters/tree-register/matter.yaml", OTHER.replace("sample-trees", "sample-parks")),
    added("matters/tree-register/form.schema.json", OTHER_FORM),
)


def carried(facts: str, more: str = "") -> Edit:
    """Wire the adoption to the register of the other body, carrying facts."""
    line = wire("register", "case.decided", "file", f"  facts: {facts}\n{more}")
    return added(
        "wiring.yaml", line.replace("matter: tree-adoption, command", "matter: tree-register, command")
    )


BROKEN_LINES: tuple[Mutant, ...] = (
    Mutant("YW601", "other material", (material("其他有关材料", "Other relevant materials"),)),
    Mutant("YW601", "a certificate of something", (material("相关证明", "A paper"),)),
    Mutant("YW601", "some papers, by no clause", (material("相关文件", "A paper"),)),
    Mutant(
        "YW601",
        "a list that ends in 等",
        (condition("树没有病害、枯死等情形。", "The tree is neither sick nor dead."),),
    ),
    Mutant("YW601", "as the case may be", (condition("视情况可以不予认养。", "Adoption may be refused."),)),
    Mutant(
        "YW601",
        "another reason",
        (
            staff_field(
                "reason",
                "choice",
                "理由",
                '"enum": ["sick", "other"]',
                '"x-yw-labels": {"sick": {"zh": "有病害", "en": "Sick"}, "other": {"zh": "其他原因", "en": "Another"}}',
            ),
        ),
    ),
    Mutant(
        "YW601", "etc. in English only", (condition("树没有病害。", "'The tree is not sick, dead, etc.'"),)
    ),
    Mutant("YW602", "an end that a rule alone reaches", BY_RULE),
    Mutant("YW602", "an end that a timer alone reaches", BY_TIMER),
    Mutant(
        "YW602",
        "an end against the applicant that is not there",
        (*BY_PERSON, edit(MATTER, "adverse: [refused]", "adverse: [refusal]")),
    ),
    Mutant("YW602", "a refusal by expiry", (edit(MATTER, "    on_expiry: none", "    on_expiry: refuse"),)),
    Mutant(
        "YW602", "a refusal by wiring", (added("wiring.yaml", wire("late", "case.limit-passed", "refuse")),)
    ),
    Mutant(
        "YW603",
        "the work of a year",
        (append(MATTER, "volume: {per_year: 1200, document: {zh: 虚构的数字, en: made up}}\n"),),
        exit=0,
    ),
    Mutant(
        "YW604",
        "a step that removes posts",
        (edit(MATTER, "{zh: 看树, en: Look at the tree}", "{zh: 联系平台删帖, en: Ask the platform}"),),
    ),
    Mutant(
        "YW604",
        "a duty that counts what was removed",
        (duty("Count the street trees once a year.", "Count the deleted comments once a year."),),
    ),
    Mutant(
        "YW604",
        "a drawn step that removes posts",
        drawn(
            START,
            LOOK.replace("看树", "联系平台删帖"),
            END,
            REFUSED,
            GATE,
            "start → look",
            "look → many",
            'many → refused → outcome = "ill"',
            "many → end",
        ),
    ),
    Mutant(
        "YW605",
        "a score of residents",
        (edit(MATTER, "{zh: 看树, en: Look at the tree}", "{zh: 给居民信用评分, en: Look}"),),
    ),
    Mutant(
        "YW605",
        "a score wired to pay",
        (
            added(
                "wiring.yaml",
                SUPERVISED.replace(
                    "{zh: 接线late, en: Wiring late}", "{zh: 扣绩效工资, en: Cut pay}"
                ).replace("case.limit-passed}", "case.limit-passed, condition: 'outcome = \"score\"'}"),
            ),
        ),
    ),
    Mutant(
        "YW606", "a check-in", (edit(MATTER, "{zh: 看树, en: Look at the tree}", "{zh: 到场打卡, en: Look}"),)
    ),
    Mutant("YW606", "a photo for nothing", (staff_field("photo", "file", "照片"),)),
    Mutant("YW606", "four photos", PHOTOS, exit=0),
    Mutant(
        "YW606",
        "a location twice",
        (
            staff_field("place_1", "text", "位置一", '"x-yw-concept": "staff-location"'),
            staff_field("place_2", "text", "位置二", '"x-yw-concept": "staff-location"'),
        ),
    ),
    Mutant(
        "YW607",
        "a fact that is asked for twice",
        (
            edit(FORM, '"street": {', '"street": {\n      "x-yw-concept": "street-name",'),
            edit(FORM, '"trees": {', '"trees": {\n      "x-yw-concept": "street-name",'),
        ),
    ),
    Mutant(
        "YW405",
        "wiring that carries what may not be shared",
        (
            *SAME_OFFICE,
            *TREES_OFFICE,
            added("products/streets.yaml", PRODUCT.replace("sharing: conditional", "sharing: none")),
            edit(FORM, '"street": {', '"street": {\n      "x-yw-concept": "street-name",'),
            carried("{where: street}"),
        ),
    ),
    Mutant(
        "YW701",
        "a thing called by another word",
        (added("glossary.yaml", TERM), edit(MATTER, "认养一棵街边的树，给它浇水。", "领养一棵街边的树。")),
        exit=0,
    ),
    Mutant(
        "YW702",
        "a word that is forbidden and used",
        (added("glossary.yaml", TERM + "- {term: {zh: 领养, en: keeping}}\n"),),
    ),
    Mutant(
        "YW801",
        "an event that never happens",
        (added("wiring.yaml", SUPERVISED.replace("limit-passed", "limit-past")),),
    ),
    Mutant(
        "YW801",
        "a command that nobody knows",
        (added("wiring.yaml", SUPERVISED.replace("supervise", "supervize")),),
    ),
    Mutant(
        "YW801",
        "a condition on a field that is not there",
        (added("wiring.yaml", SUPERVISED.replace("limit-passed}", "limit-passed, condition: 'tree > 3'}")),),
    ),
    Mutant("YW802", "a fact from a field that is not there", (*SAME_OFFICE, carried("{where: streets}"))),
    Mutant("YW802", "a number carried into a text", (*SAME_OFFICE, carried("{where: trees}"))),
    Mutant("YW803", "data to another body without a grant", (*SECOND_OFFICE, carried("{where: street}"))),
    Mutant(
        "YW803",
        "data to another body under the grant of something else",
        (
            *SECOND_OFFICE,
            added("products/streets.yaml", PRODUCT.replace("owner: sample-trees", "owner: sample-parks")),
            added(
                "grants/streets-for-trees.yaml",
                GRANT.replace("to: parks", "to: trees").replace("[tree-adoption]", "[tree-register]"),
            ),
            carried("{where: street}", "  grant: streets-for-trees\n"),
        ),
    ),
    Mutant(
        "YW804",
        "two rules in a circle",
        (
            added(
                "wiring.yaml",
                wire("first", "case.supervised", "comment") + wire("second", "case.commented", "supervise"),
            ),
        ),
    ),
)

SOUND_LINES: dict[str, tuple[Edit, ...]] = {
    "a list that names all, and words that only look vague": (
        condition("树龄等级为三级，双方地位平等，等三棵树。", "The tree is of the third class."),
    ),
    "an end against the applicant that a person chose": BY_PERSON,
    "a photo with its use, and a location once": (
        PHOTOS[0],
        staff_field("place_1", "text", "位置", '"x-yw-concept": "staff-location"'),
    ),
    "a glossary that everybody keeps to": (added("glossary.yaml", TERM),),
    "a clock between two rules": (
        added(
            "wiring.yaml",
            wire("first", "case.limit-passed", "comment") + wire("second", "case.commented", "supervise"),
        ),
    ),
    "a person in a circle": (
        added(
            "wiring.yaml",
            wire("first", "case.supervised", "comment")
            + wire("second", "case.commented", "supervise", "  through: {position: parks-officer}\n"),
        ),
    ),
    "data within one body": (*SAME_OFFICE, carried("{where: street, count: trees}")),
    "data to another body under its grant": (
        *SECOND_OFFICE,
        added(
            "products/streets.yaml",
            PRODUCT.replace("owner: sample-trees", "owner: sample-parks").replace("street-name", "street"),
        ),
        added(
            "grants/streets-for-trees.yaml",
            GRANT.replace("to: parks", "to: trees").replace("[tree-adoption]", "[tree-register]"),
        ),
        carried("{where: street}", "  grant: streets-for-trees\n"),
    ),
}
