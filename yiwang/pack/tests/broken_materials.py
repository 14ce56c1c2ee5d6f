# ruff: noqa: E501
"""Packs whose materials follow or are promised as no law lets them (YW170 to YW177)."""

from __future__ import annotations

from yiwang.pack.tests.city import Edit, edit
from yiwang.pack.tests.mutants import Mutant

MATTER = "matters/tree-adoption/matter.yaml"
LAW = "示例市树木认养办法 第三条"
FOLLOW = f"may_follow: {{limit: 5 工作日, ends: day-end, if_holiday: as-is, clause: {LAW}, if_missed: {{zh: 不能准予, en: No grant}}}}"
CHECK = "after_check: {limit: 20 工作日, position: officer}"
BROKEN = f"if_broken: {{clause: {LAW}, says: {{zh: 撤销, en: Annulled}}}}"
PROMISE = f"promise: {{text: {{zh: 我会浇水。, en: I will water it.}}, clause: {LAW}, {CHECK}, {BROKEN}}}"


def _material(*said: str) -> Edit:
    """Give the tutorial's matter one material that comes as `said`."""
    ways = "".join(f"      {one}\n" for one in said)
    return edit(
        MATTER,
        "  fee: {amount: 0}\n",
        "  materials:\n    - id: photo\n      title: {zh: 照片, en: Photo}\n      form: electronic\n"
        f"      required: true\n{ways}  fee: {{amount: 0}}\n",
    )


BROKEN_MATERIALS: tuple[Mutant, ...] = (
    Mutant(
        "YW170",
        "a promise that no clause allows",
        (_material(PROMISE.replace(f" clause: {LAW}, after", " after")),),
    ),
    Mutant("YW171", "a promise that nobody checks", (_material(PROMISE.replace(f" {CHECK},", "")),)),
    Mutant(
        "YW172", "a material that follows on no clause", (_material(FOLLOW.replace(f" clause: {LAW},", "")),)
    ),
    Mutant(
        "YW173",
        "a material that follows after the decision",
        (_material(FOLLOW.replace("5 工作日", "11 工作日")),),
    ),
    Mutant(
        "YW174",
        "a promise where nothing is decided",
        (
            _material(PROMISE),
            edit(MATTER, "form: form.schema.json\n", "form: form.schema.json\ndecides: false\n"),
        ),
    ),
    Mutant(
        "YW175",
        "a broken promise without a clause",
        (_material(PROMISE.replace(f"if_broken: {{clause: {LAW}, ", "if_broken: {")),),
    ),
    Mutant(
        "YW176",
        "a result annulled on the ground of a penalty",
        (_material(PROMISE.replace("en: Annulled}", f"en: Annulled}}, end: annul, ground: {LAW}")),),
    ),
    Mutant(
        "YW177",
        "a check by a position that nobody has",
        (_material(PROMISE.replace("position: officer", "position: ofcer")),),
    ),
    Mutant(
        "YW177",
        "nothing to hand in, and yet it follows",
        (_material(FOLLOW, "ordinary: {zh: 来看树, en: We look}"),),
    ),
)
