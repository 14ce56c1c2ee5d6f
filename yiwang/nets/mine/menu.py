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
    title={"zh": "共享记录", "en": "Exchanges"},
    says={
        "zh": "按哪项授权、为哪个事项取用了谁的办理结果。",
        "en": "Whose results were read, under which grant and for what.",
    },
    verb="ledger.read",
    order=60,
)
"""For the auditor; residents find theirs under `MINE`."""
