# ruff: noqa: E501
"""Packs whose requests for shared data are wrong (YW251 to YW253)."""

from __future__ import annotations

from yiwang.pack.tests.broken_governed import TREES_OFFICE, product
from yiwang.pack.tests.city import Edit, added, append
from yiwang.pack.tests.mutants import Mutant

CLAUSE = "示例市树木认养办法 第三条"
REQUEST = f"""title: {{zh: 数据共享申请（虚构）, en: Request for data (made up)}}
kind: request
code: DATA-01
audience: [staff]
lead: {{by: place, function: parks, product: product, asker: requester}}
basis: [{CLAUSE}]
channels: [system]
guide:
  summary: {{zh: 单位之间申请数据。, en: One body asks another for data.}}
  fee: {{amount: 0}}
form: form.schema.json
process_starts: file
decides: false
steps:
  - id: own-consent
    title: {{zh: 本单位同意, en: The asking body agrees}}
    position: {{role: cdo, body: "fact:requester"}}
    outcomes: {{agree: next, decline: end}}
    outcome_titles: {{agree: {{zh: 同意, en: Agreed}}, decline: {{zh: 不同意, en: Not agreed}}}}
  - id: which-limit
    title: {{zh: 定期限, en: The limit}}
    rule: 'if sharing = "unconditional" then "unconditional" else "conditional"'
    result: limit
  - id: answer
    title: {{zh: 答复, en: Answer}}
    position: cdo
    outcomes: {{agree: next, refuse: end}}
    outcome_titles: {{agree: {{zh: 同意, en: Agreed}}, refuse: {{zh: 不同意, en: Refused}}}}
    reasons: [refuse]
  - id: consented
    title: {{zh: 起算, en: It begins}}
    rule: 'if sharing = "none" then "no" else "yes"'
    result: consent
  - id: deliver
    title: {{zh: 提供, en: Deliver}}
    position: cdo
clocks:
  answer-unconditional: {{legal: 1 工作日, starts: limit-unconditional, start_day: same, stops: [answer], source: {CLAUSE}, unit_source: {CLAUSE}, ends: day-end, if_holiday: as-is}}
  answer-conditional: {{legal: 10 工作日, starts: limit-conditional, start_day: same, stops: [answer], source: {CLAUSE}, unit_source: {CLAUSE}, ends: day-end, if_holiday: as-is, extend: {{by: cdo@parks, at_most: 10 工作日, source: {CLAUSE}}}}}
  delivery: {{legal: 20 工作日, starts: consent-yes, start_day: same, stops: [deliver], source: {CLAUSE}, unit_source: {CLAUSE}, ends: day-end, if_holiday: as-is}}
"""
FORM = """{
  "type": "object",
  "x-yw-title": {"zh": "数据共享申请", "en": "Request for data"},
  "properties": {
    "requester": {
      "type": "string",
      "x-yw-title": {"zh": "申请单位", "en": "Body that asks"},
      "x-yw-used-for": [{"zh": "知道谁要用", "en": "To know who wants it"}]
    },
    "product": {
      "type": "string",
      "x-yw-title": {"zh": "资源", "en": "Product"},
      "x-yw-used-for": [{"zh": "找到提供单位", "en": "To find who provides it"}]
    },
    "sharing": {
      "type": "string",
      "x-yw-title": {"zh": "共享属性", "en": "Sharing class"},
      "x-yw-used-for": [{"zh": "定期限", "en": "Decides the limit"}]
    }
  }
}
"""
OFFICERS = (
    append("positions.csv", "parks-cdo,sample-parks,首席数据官,Chief data officer,cdo\n"),
    append("persons.csv", "person-cdo,例六（虚构）,Li Liu (made up),parks-cdo,2026-01-01,,\n"),
)


def request(old: str = "", new: str = "") -> Edit:
    """Put the matter into the pack, sound but for what is replaced."""
    assert REQUEST.count(old) == 1 or not old
    return added("matters/data-request/matter.yaml", REQUEST.replace(old, new) if old else REQUEST)


def asked(old: str = "", new: str = "") -> tuple[Edit, ...]:
    """Return a city in which data can be asked for, sound but for what is replaced in the matter."""
    return (*OFFICERS, request(old, new), added("matters/data-request/form.schema.json", FORM))


BROKEN_REQUESTS = (
    Mutant("YW251", "提供资源的单位没有首席数据官", (*TREES_OFFICE, product(), *asked()), exit=0),
    Mutant("YW252", "有条件的答复写了 15 工作日", asked("legal: 10 工作日", "legal: 15 工作日")),
    Mutant("YW252", "没有从同意起算的提供时限", asked("starts: consent-yes", "starts: answer")),
    Mutant("YW252", "延长由本单位负责人批准", asked("by: cdo@parks", "by: head-of-body")),
    Mutant("YW252", "延长 20 工作日", asked("at_most: 10 工作日", "at_most: 20 工作日")),
    Mutant("YW253", "不同意可以不写理由", asked("    reasons: [refuse]\n", "")),
    Mutant("YW253", "本单位负责人不用同意", asked('{role: cdo, body: "fact:requester"}', "cdo")),
    Mutant("YW253", "主责单位不看资源", asked(", product: product, asker: requester", "")),
)
