"""What this net shows in the menu, and to whom."""

from __future__ import annotations

from yiwang.web.doors import Door

MINE = Door(
    view="mine:home",
    title={"zh": "我的", "en": "Mine"},
    says={
        "zh": "替别人办事、让别人替我办事，看谁查看过、办理过我的件。",
        "en": "Act for others, let others act for you, and see who looked at your cases.",
    },
    verb="mandate.grant",
    order=25,
)
EXCHANGES = Door(
    view="mine:exchanges",
    title={"zh": "谁看过数据", "en": "Who looked at data"},
    says={
        "zh": "哪个单位、为哪件事看了居民的哪些数据；延后告知的也在。",
        "en": "Which body looked at which data of people, and for what; what is told later too.",
    },
    verb="ledger.read",
    order=60,
)
"""For the auditor; residents find theirs under `MINE`."""
