"""The words of 流程再造: what is counted of each version of a service."""

from __future__ import annotations

from yiwang.web.words import add

FIGURES = (
    ("steps_least", "步骤（最少）", "Steps (fewest)"),
    ("steps_most", "步骤（最多）", "Steps (most)"),
    ("materials", "必交材料", "Papers to bring"),
    ("questions", "要回答的问题", "Questions"),
    ("trips", "到现场", "Trips"),
    ("legal", "法定时限", "Legal limit"),
    ("promised", "承诺时限", "Promised limit"),
)
add({f"services.numbers.{name}": {"zh": zh, "en": en} for name, zh, en in FIGURES})
add(
    {
        "services.numbers.title": {"zh": "和上一版相比", "en": "Compared with the version before"},
        "services.numbers.what": {"zh": "数什么", "en": "What is counted"},
        "services.numbers.before": {"zh": "原来", "en": "Before"},
        "services.numbers.after": {"zh": "现在", "en": "Now"},
        "services.numbers.since": {"zh": "现行版自", "en": "This version since"},
    }
)
