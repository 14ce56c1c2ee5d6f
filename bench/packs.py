# ruff: noqa: E501
"""Packs of many matters, made up: the places and bodies of a pack that exists, with generated matters.

Nothing of it is real but the tree of places; each text says that it is made up. No two matters are alike:
steps, ways, forms, clocks, rules and data vary by the number of the matter, and a number always makes the
same matter. Each tenth has a drawn process, each eighth asks a decision, each fifth fills in a field from a
product under a grant of its own, each fourth has a duty, each tenth a rule of the wiring.
"""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from yiwang.kernel.bpmn.net import Net
from yiwang.kernel.bpmn.steps import compile_steps
from yiwang.kernel.bpmn.xml_write import write

BASE = Path(__file__).parents[1] / "packs" / "yueyang"
FUNCTIONS = ("market-regulation", "health")
WORDS = (
    ("渔船", "fishing boat"), ("茶园", "tea garden"), ("书摊", "book stall"), ("码头", "jetty"),
    ("夜市", "night market"), ("苗圃", "nursery"), ("窑口", "kiln"), ("校车", "school bus"),
    ("水井", "well"), ("戏台", "stage"), ("粮仓", "granary"), ("灯会", "lantern fair"),
)  # fmt: skip
KINDS = ("登记", "备案", "许可", "变更", "注销", "延续")
KINDS_EN = ("registration", "record", "licence", "change", "ending", "renewal")
ROLES = ("officer", "inspector", "officer", "approver")


def text(zh: str, en: str) -> str:
    """Write a text in both languages as YAML."""
    return f"{{zh: {zh}, en: {en}}}"


def make(folder: Path, matters: int, seed: int = 1) -> Path:
    """Write a pack with `matters` generated matters beside those of the base, and return its folder."""
    shutil.copytree(BASE, folder, ignore=shutil.ignore_patterns("scenarios", "demo"))
    wiring = []
    for number in range(matters):
        wiring += _matter(folder, number, Random(seed * 1_000_003 + number))
    with (folder / "wiring.yaml").open("a", encoding="utf-8") as file:
        file.write("".join(wiring))
    return folder


def _matter(folder: Path, number: int, chance: Random) -> list[str]:
    name = f"made-up-{number:04}"
    here = folder / "matters" / name
    here.mkdir()
    word, kind = WORDS[number % len(WORDS)], chance.randrange(len(KINDS))
    title = (
        f"{word[0]}{KINDS[kind]}{number} (虚构)",
        f"{word[1].capitalize()} {KINDS_EN[kind]} {number} (made up)",
    )
    fields = _fields(number, chance)
    steps = _steps(fields, chance)
    asks = number % 8 == 3
    if asks:
        (here / "way.dmn").write_text(_decision(number, chance), "utf-8")
        steps.insert(
            0,
            {"id": "way", "title": {"zh": "走哪条路", "en": "Which way"}, "decision": "way", "result": "way"},
        )
    drawn = number % 10 == 7
    if drawn:
        net = compile_steps(steps, name, {"zh": title[0], "en": title[1]})
        assert isinstance(net, Net), net
        (here / "process.bpmn").write_bytes(write(net))
    properties = dict(fields)
    if number % 5 == 2:
        properties["operator"] = _prefilled(folder, name, number, title)
    form = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "x-yw-title": {"zh": f"{title[0]}申请", "en": f"Application: {title[1]}"},
        "x-yw-sections": [{"id": "all", "title": {"zh": "申请", "en": "Application"}}],
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }
    (here / "form.schema.json").write_text(json.dumps(form, ensure_ascii=False, indent=1), "utf-8")
    (here / "matter.yaml").write_text(_yaml(number, title, steps, asks, drawn, chance), "utf-8")
    if number % 4 == 1:
        (folder / "duties" / f"{name}.yaml").write_text(_duty(name, title, number), "utf-8")
    return [_wire(name, title)] if number % 10 == 4 else []


def _fields(number: int, chance: Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for at in range(chance.randint(4, 12)):
        zh, en = WORDS[(number + at * 5) % len(WORDS)]
        base = {
            "x-yw-section": "all",
            "x-yw-title": {"zh": f"{zh}情况{at}", "en": f"{en.capitalize()} item {at}"},
            "x-yw-used-for": [{"zh": "经办人核对", "en": "Read by the case officer"}],
        }
        match chance.randrange(4):
            case 0:
                found[f"amount_{at}"] = {
                    "type": "integer",
                    "minimum": 0,
                    "maximum": chance.randint(50, 5000),
                    "x-yw-kind": "number",
                } | base
            case 1:
                values = [f"kind-{one}" for one in range(chance.randint(2, 6))]
                labels = {
                    one: {"zh": f"{zh}类{one[5:]}", "en": f"{en.capitalize()} kind {one[5:]}"}
                    for one in values
                }
                found[f"kind_{at}"] = {
                    "type": "string",
                    "enum": values,
                    "x-yw-kind": "choice",
                    "x-yw-labels": labels,
                } | base
            case 2:
                found[f"flag_{at}"] = {"type": "boolean", "x-yw-kind": "yesno"} | base
            case _:
                found[f"note_{at}"] = {"type": "string", "maxLength": 100, "x-yw-kind": "text"} | base
    found["size"] = {
        "type": "integer", "minimum": 1, "maximum": 900, "x-yw-kind": "number", "x-yw-section": "all",
        "x-yw-title": {"zh": "规模", "en": "Size"},
        "x-yw-used-for": [{"zh": "决定走哪条路", "en": "Decides which way is taken"}],
    }  # fmt: skip
    return found


def _steps(fields: dict[str, Any], chance: Random) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    count = chance.randint(2, 7)
    for at in range(count):
        step: dict[str, Any] = {
            "id": f"step-{at}",
            "title": {"zh": f"第{at + 1}步", "en": f"Step {at + 1}"},
            "position": chance.choice(ROLES),
            "limit": "1 工作日",
            "outcomes": {"pass": "next", "fail": "end"},
            "outcome_titles": {
                "pass": {"zh": "符合", "en": "In order"},
                "fail": {"zh": "不符合", "en": "Not in order"},
            },
        }
        if at and chance.random() < 0.3:
            step["outcomes"]["again"] = f"step-{chance.randrange(at)}"
            step["outcome_titles"]["again"] = {"zh": "再来", "en": "Again"}
        asked = [name for name in fields if name.startswith(("amount", "flag", "kind"))]
        if asked and chance.random() < 0.4:
            step["when"] = _condition(chance.choice(asked), fields, chance)
        found.append(step)
    return found


def _condition(name: str, fields: dict[str, Any], chance: Random) -> str:
    if name.startswith("amount"):
        return f"{name} > {chance.randint(1, fields[name]['maximum'] - 1)}"
    return (
        f"{name} = true" if name.startswith("flag") else f'{name} = "{chance.choice(fields[name]["enum"])}"'
    )


def _decision(number: int, chance: Random) -> str:
    bounds = sorted(chance.sample(range(2, 890), chance.randint(3, 9)))
    cells = [
        f"&lt; {bounds[0]}",
        *[f"[{low}..{high})" for low, high in pairwise(bounds)],
        f"&gt;= {bounds[-1]}",
    ]
    rules = "".join(
        f'<rule><inputEntry><text>{cell}</text></inputEntry><outputEntry><text>"way-{at % 3}"</text></outputEntry></rule>\n'
        for at, cell in enumerate(cells)
    )
    return (
        f'<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="way" namespace="urn:made-up:{number}">\n'
        '<inputData id="size" name="size"><variable name="size" typeRef="number"/></inputData>\n'
        '<decision id="way" name="way"><variable name="way" typeRef="string"/>\n'
        '<informationRequirement id="r"><requiredInput href="#size"/></informationRequirement>\n'
        '<decisionTable hitPolicy="UNIQUE"><input><inputExpression typeRef="number"><text>size</text></inputExpression></input>'
        f'<output typeRef="string"/>\n{rules}</decisionTable></decision></definitions>\n'
    )


def _prefilled(folder: Path, name: str, number: int, title: tuple[str, str]) -> dict[str, Any]:
    """Write a product with a grant for this matter; return the field that is filled in from it."""
    concept = f"made-up-{number}"
    function = FUNCTIONS[number % len(FUNCTIONS)]
    (folder / "products" / f"{name}.yaml").write_text(
        f"title: {text(f'{title[0]}名录', f'Register for {title[1]}')}\n"
        f"says: {text('虚构的名录。', 'A made-up register.')}\n"
        "owner: yueyang-data\nsharing: unconditional\nsharing_basis: [政务数据共享条例 第十四条]\n"
        'opening: none\nway: lookup\nupdates: daily\nretention: 长期\nfrom: "2026-01-01"\nfields:\n  operator:\n'
        f"    title: {text('经营者', 'Operator')}\n    concept: {concept}\n    type: string\n    class: general\n    personal: none\n"
        f"synthetic: {text('虚构。', 'Made up.')}\nverified: true\n",
        "utf-8",
    )
    (folder / "grants" / f"{name}.yaml").write_text(
        f"title: {text(f'{title[0]}带出经营者', f'Operators for {title[1]}')}\nproduct: {name}\nto: {function}\n"
        f"purpose: {text('带出经营者名称。', 'To fill in the name of the operator.')}\nmatters: [{name}]\nfields: [operator]\n"
        'from: "2026-01-01"\nuntil: "2028-12-31"\nbasis: [国务院关于在线政务服务的若干规定 第七条第一款]\napproved_by:\n'
        '  - {position: yueyang-market-regulation-chief, on: "2025-12-20"}\n  - {position: yueyang-data-cdo, on: "2025-12-22"}\n'
        f"synthetic: {text('虚构。', 'Made up.')}\nverified: true\n",
        "utf-8",
    )
    return {
        "type": "string", "maxLength": 100, "x-yw-kind": "text", "x-yw-section": "all",
        "x-yw-title": {"zh": "经营者", "en": "Operator"},
        "x-yw-concept": concept, "x-yw-prefill": {"product": name, "field": "operator"},
        "x-yw-used-for": [{"zh": "印在证书上", "en": "Printed on the paper"}],
    }  # fmt: skip


def _yaml(
    number: int, title: tuple[str, str], steps: list[dict[str, Any]], asks: bool, drawn: bool, chance: Random
) -> str:
    function = FUNCTIONS[number % len(FUNCTIONS)]
    promised = chance.randint(10, 19)
    shown = (
        "process: process.bpmn\n"
        if drawn
        else "steps:\n" + "".join(f"  - {json.dumps(step, ensure_ascii=False)}\n" for step in steps)
    )
    conditions = "".join(
        f"    - {text(f'符合第{at + 1}项规定。', f'Rule {at + 1} is met.')}\n"
        for at in range(chance.randint(1, 4))
    )
    return f"""# 虚构的事项, 用来量检查要多久。 A made-up matter, to measure how long a check takes.
title: {text(*title)}
kind: service
code: MU-{number:04}
item: {{under: WS00101, level: county, reach: county}}
audience: [business]
lead: {{by: place, function: {function}, level: county}}
basis: [行政许可法 第四十二条第一款]
channels: [online, window]
guide:
  summary: {text("用来量检查要多久。", "Made up to measure a check.")}
  conditions:
{conditions}  fee: {{amount: 0}}
  visits: {chance.randint(0, 1)}
  consult: {text("拨打 12345。", "Call 12345.")}
  complain: {text("拨打 12345。", "Call 12345.")}
form: form.schema.json
{"decisions: [way.dmn]" + chr(10) if asks else ""}process_starts: accept
{shown}clocks:
  acceptance:
    title: {text("受理时限", "Acceptance")}
    legal: 5 工作日
    promised: {chance.randint(1, 5)} 工作日
    starts: file
    start_day: {{online: same, window: same}}
    stops: [accept, ask-correction]
    source: 行政许可法 第三十二条第一款第四项
    unit_source: 行政许可法 第八十二条
    ends: day-end
    if_holiday: as-is
    on_expiry: accept
  decision:
    title: {text("办理时限", "Time limit")}
    legal: 20 工作日
    promised: {promised} 工作日
    starts: accept
    start_day: {{online: same, window: same}}
    stops: [decide]
    source: 行政许可法 第四十二条第一款
    unit_source: 行政许可法 第八十二条
    ends: day-end
    if_holiday: as-is
    on_expiry: none
correction: {{within: 5 工作日, once: true, deemed_accepted: true, source: 行政许可法 第三十二条第一款第四项}}
"""


def _duty(name: str, title: tuple[str, str], number: int) -> str:
    function = FUNCTIONS[number % len(FUNCTIONS)]
    return (
        f"title: {text(f'按时办理{title[0]}', f'{title[1]} in time')}\nclause: 行政许可法 第四十二条第一款\n"
        f"says: {text('按时作出决定。', 'Decide in time.')}\nowner: {{by: place, function: {function}, level: county}}\n"
        f"cadence: any-time\ncadence_source: clause\nevidence: {{kind: case, title: {text('办件', 'Cases')}}}\nmatter: {name}\n"
    )


def _wire(name: str, title: tuple[str, str]) -> str:
    return (
        f"- id: late-{name}\n  title: {text(f'{title[0]}超时督办', f'Late {title[1]} is supervised')}\n"
        f"  when: {{net: services, matter: {name}, event: case.limit-passed}}\n"
        f"  ask: {{net: services, matter: {name}, command: supervise}}\n"
        "  through: {position: yueyang-health-chief}\n  basis: [优化营商环境条例 第三十六条第二款]\n"
    )
