"""A city that needs no database and no pack: enough for the pages that belong to no net."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from yiwang.kernel.access import Actor, Holding
from yiwang.web.words import Text


@dataclass(frozen=True)
class FakePersona:
    id: str
    kind: str
    name: Text
    role: Text
    body: Text | None = None
    can: Sequence[Text] = ()


WANG = FakePersona(
    "wang",
    "resident",
    {"zh": "王小河", "en": "Wang Xiaohe"},
    {"zh": "居民", "en": "Resident"},
    None,
    ({"zh": "申请办理事项", "en": "apply for matters"}, {"zh": "查看自己的办件", "en": "see own cases"}),
)
LI = FakePersona(
    "li",
    "staff",
    {"zh": "李一山", "en": "Li Yishan"},
    {"zh": "审批岗", "en": "Approver"},
    {"zh": "清河市市场监督管理局", "en": "Qinghe Market Regulation Bureau"},
    ({"zh": "受理和决定办件", "en": "accept and decide cases"},),
)


@dataclass(frozen=True)
class FakeCity:
    key: str = "qinghe"
    title: Text = field(default_factory=lambda: {"zh": "清河市", "en": "Qinghe"})
    zone: str = "Asia/Shanghai"
    synthetic: Text | None = field(
        default_factory=lambda: {"zh": "人员与办件均为虚构。", "en": "All people and cases are invented."}
    )
    city: Any = None
    matters: Mapping[str, Any] = field(default_factory=dict)
    people: Sequence[FakePersona] = (WANG, LI)

    def personas(self) -> Sequence[FakePersona]:
        return self.people

    def actor(self, persona: str) -> Actor | None:
        held = (Holding("qinghe-approver", "approver", "qinghe-market", "000000"),)
        known = {"wang": Actor("wang", "resident"), "li": Actor("li", "staff", held)}
        return known.get(persona)
