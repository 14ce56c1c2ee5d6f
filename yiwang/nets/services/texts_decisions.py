"""Texts of what rules decided in a case, and why."""

from __future__ import annotations

from yiwang.web.words import add

add(
    {
        "services.decisions": {"zh": "规则怎么得出的", "en": "What the rules say, and why"},
        "services.decision.named": {"zh": "决策“{name}”", "en": "decision “{name}”"},
        "services.decision.answer": {"zh": "得出:", "en": "Answer:"},
        "services.decision.gave": {"zh": "给出:", "en": "It gives:"},
        "services.decision.because": {"zh": "因为:", "en": "Because:"},
        "services.decision.asks": {"zh": "规则要求:", "en": "the rule asks for:"},
        "services.decision.rule": {"zh": "表“{table}”第 {row} 条规则。", "en": "Rule {row} of “{table}”."},
        "services.decision.unknown": {
            "zh": "规则没有得出答案, 由经办人判断:",
            "en": "The rules gave no answer; an officer judges:",
        },
        "services.decision.no-answer": {"zh": "没有答案", "en": "no answer"},
        "services.decision.tables": {"zh": "看流程图和全部规则", "en": "See the process and all its rules"},
        "services.guide.drawing": {
            "zh": "看流程图和决策表",
            "en": "See the process drawn, and its decision tables",
        },
        "services.decision.person": {
            "zh": "准予还是不予由负责人决定，规则不能独自作出不利的决定。",
            "en": "A named person grants or refuses; no rule alone decides against anybody.",
        },
    }
)
