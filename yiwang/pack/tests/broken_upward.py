"""Packs whose mappings of what goes up are wrong (YW215 to YW219)."""

from __future__ import annotations

from yiwang.pack.tests.city import Edit, added, edit
from yiwang.pack.tests.mutants import Mutant

SOUND = """title: {zh: 示例省平台, en: Sample platform}
verified: false
refused: tree-diagnosis
matters: [tree-adoption]
codes:
  state: {filed: "1"}
  way: {online: W, window: C}
records:
  application:
    type: SQ
    required: [no, item, time, state, way]
    optional: [trees, name]
    home: [body.title]
    fields:
      no: number
      item: matter.code
      time: {from: at, format: "%Y%m%d"}
      state: {from: phase, code: state}
      way: {from: channel, code: way}
      trees: fact.trees
      name: {from: sealed.name, clause: 示例市树木认养办法 第三条}
"""


def upward(old: str = "", new: str = "") -> Edit:
    """Put a mapping into the pack, sound but for what is replaced."""
    assert SOUND.count(old) == 1 or not old, old
    return added("upward/sample.yaml", SOUND.replace(old, new) if old else SOUND)


BROKEN_UPWARD: tuple[Mutant, ...] = (
    Mutant("YW215", "a mapping without a field that is demanded", (upward("      item: matter.code\n", ""),)),
    Mutant("YW215", "a mapping with a field the platform lacks", (upward("[trees, name]", "[name]"),)),
    Mutant("YW216", "a mapping of a source that is not there", (upward("no: number", "no: numbre"),)),
    Mutant(
        "YW216",
        "a mapping whose refusals open nothing",
        (upward("refused: tree-diagnosis", "refused: none"),),
    ),
    Mutant(
        "YW216",
        "a mapping whose refusals the system cannot file",
        (upward("refused: tree-diagnosis", "refused: tree-adoption"),),
    ),
    Mutant("YW216", "a mapping by a code table that is not there", (upward("code: way", "code: ways"),)),
    Mutant("YW216", "a mapping that sends what stays home", (upward("[body.title]", "[number]"),)),
    Mutant("YW216", "a mapping that keeps home what is not there", (upward("[body.title]", "[body.tel]"),)),
    Mutant(
        "YW216", "a mapping of a matter that is not there", (upward("[tree-adoption]", "[tree-adoptions]"),)
    ),
    Mutant(
        "YW216",
        "a mapping from a day that is none",
        (upward("verified: false\n", 'verified: false\nsince: "2026-02-30"\n'),),
    ),
    Mutant(
        "YW216",
        "a mapping with a source and a constant",
        (upward("{from: phase, code: state}", "{from: phase, constant: x}"),),
    ),
    Mutant(
        "YW216",
        "a mapping that formats what is no time",
        (upward("no: number", 'no: {from: number, format: "%Y"}'),),
    ),
    Mutant("YW217", "a mapping whose code table lacks a channel", (upward(", window: C", ""),)),
    Mutant(
        "YW218",
        "a mapping that sends a name by no clause",
        (upward("{from: sealed.name, clause: 示例市树木认养办法 第三条}", "sealed.name"),),
    ),
    Mutant("YW218", "a mapping that sends a name by no known clause", (upward("第三条}", "第九十九条}"),)),
    Mutant(
        "YW219",
        "a mapping of a matter without its implementing code",
        (upward("item: matter.code", "item: matter.implementing_code"),),
    ),
    Mutant(
        "YW219",
        "a mapping of two matters with one code",
        (
            upward("matters: [tree-adoption]", "matters: [tree-adoption, tree-felling]"),
            edit("matters/tree-felling/matter.yaml", "TREE-11", "TREE-01"),
        ),
    ),
)
