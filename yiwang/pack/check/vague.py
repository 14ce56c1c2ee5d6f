"""Nothing open-ended is asked: each material, condition and reason is on a closed list or in a clause."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yiwang.kernel.bpmn.net import Net
from yiwang.pack.check.examination import Examination
from yiwang.pack.check.readable import outcomes_in_drawing
from yiwang.pack.check.registry import found, rule
from yiwang.pack.fields import text_of
from yiwang.pack.finding import Finding
from yiwang.pack.matters import Matter
from yiwang.pack.nodes import Listing, Mapping
from yiwang.pack.text import Text

_THING = "材料|文件|证明|资料|证件|手续|条件|情形|情况|原因|理由|要求|事项"
_ZH = re.compile(
    rf"其[他它](?:[有相]关|必要的?|需要的?|应当提交的?)?的?(?:{_THING})"
    r"|[相有]关(?:证明|材料)(?!目录)"
    r"|视(?:具体|实际)?情况|根据(?:实际)?情况(?:而定|确定|要求)|必要时提供|(?:根据|视|按照?)需要(?:提供|提交|补充)"
    # 等 as a catch-all; not 等级, 平等, 同等, 何等, and not before a number (等三种).
    rf"|(?<![平同均对高初中上下优劣何此头相不])等(?:有关|相关|其他)?(?=$|[。；;，,、)）]|{_THING})"
)
# Vague unless a clause says which: a material that cites its basis may be called so.
_ZH_WITHOUT_CLAUSE = re.compile(_ZH.pattern + "|[相有]关(?:文件|资料|手续|情况说明)")
_EN = re.compile(
    r"\b(?:(?:any |all )?other (?:relevant |related |necessary |required |supporting )?"
    r"(?:materials?|documents?|papers?|proofs?|evidence|conditions?|reasons?|circumstances)"
    r"|(?:relevant|related) (?:proofs?|certificates?|documents|materials?|papers)"
    r"|as (?:appropriate|needed|necessary|the case may be|required by the officer)"
    r"|depending on (?:the )?circumstances|and so on|and the like|etc(?:\b\.?|\.))",
    re.IGNORECASE,
)


def open_ended(words: str) -> str:
    """Return the catch-all that a text holds, in either language; empty if there is none."""
    match = _ZH.search(words) or _EN.search(words)
    return match[0] if match else ""


@rule("YW601")
def nothing_open_ended_is_asked(seen: Examination) -> Iterator[Finding]:
    """材料、条件、理由没有兜底的说法 (其他材料、相关证明、视情况、等): 列全, 或写明条款。

    No catch-all material, condition or reason: the closed list, or the clause.
    """
    for matter in seen.pack.matters:
        for text, zh, en, bare in _everything(seen, matter):
            zh_pattern = _ZH_WITHOUT_CLAUSE if bare else _ZH
            for language, pattern in (("zh", zh_pattern), ("en", _EN)):
                word = text.words.get(language)
                match = pattern.search(word) if word else None
                if word and match:
                    yield found(
                        word.where,
                        (
                            f"{matter.title}: {zh}“{_short(word)}”有兜底的说法“{match[0]}”。",
                            f"{matter.title.en}: {en} “{_short(word)}” is open-ended: “{match[0]}”.",
                        ),
                        (
                            "逐项列全; 列不全的, 写明是哪一条规定的哪些。",
                            "List all of them, or name what the clause asks for.",
                        ),
                    )
                    break


def _short(word: str) -> str:
    return word if len(word) <= 40 else word[:39] + "…"


def _everything(seen: Examination, matter: Matter) -> Iterator[tuple[Text, str, str, bool]]:
    """Yield what is asked or held against people, what it is, and if it is a material without a clause."""
    for text, zh, en in _asked(seen, matter):
        yield text, zh, en, False
    materials = matter.guide.entries.get("materials") if matter.guide else None
    for item in materials.items if isinstance(materials, Listing) else ():
        title = text_of(item.entries.get("title")) if isinstance(item, Mapping) else None
        if title and isinstance(item, Mapping):
            yield title, "材料", "the material", "basis" not in item.entries
    for paper in matter.papers.entries.values() if matter.papers else ():
        wording = text_of(paper)
        if wording:
            yield wording, "文书", "the paper", False


def _asked(seen: Examination, matter: Matter) -> Iterator[tuple[Text, str, str]]:
    """Yield what is asked of people or held against them, with what it is."""
    guide = matter.guide
    if guide is not None:
        for text in _texts(guide.entries.get("conditions")):
            yield text, "条件", "the condition"
    for field in matter.form.fields.values() if matter.form else ():
        if field.title:
            yield field.title, "表单的", "the question"
    yield from _reasons(seen, matter)
    for step in matter.steps:
        for outcome in step.outcomes:
            if outcome.title:
                yield outcome.title, f"环节 {step.id} 的结果", f"the outcome of {step.id}"
    for node, text in outcomes_in_drawing(seen, matter):
        yield text, f"环节 {node} 的结果", f"the outcome of {node}"


def _reasons(seen: Examination, matter: Matter) -> Iterator[tuple[Text, str, str]]:
    """Yield what staff choose from in a step: a reason held against somebody is one of these."""
    net = seen.nets.get(str(matter.id))
    named = {name for node in net.nodes for name in node.fields} if isinstance(net, Net) else set()
    properties = matter.form.node.entries.get("properties") if matter.form else None
    for name, field in properties.entries.items() if isinstance(properties, Mapping) else ():
        labels = field.entries.get("x-yw-labels") if isinstance(field, Mapping) else None
        for label in labels.entries.values() if name in named and isinstance(labels, Mapping) else ():
            text = text_of(label)
            if text:
                yield text, f"{name} 的选项", f"the choice of {name}"


def _texts(node: object) -> Iterator[Text]:
    for item in node.items if isinstance(node, Listing) else ():
        text = text_of(item)
        if text:
            yield text
