"""What this net shows in the menu, and to whom."""

from __future__ import annotations

from yiwang.web.doors import Door

DOORS = (
    Door(
        view="services:home",
        title={"zh": "办事", "en": "Services"},
        says={
            "zh": "找到要办的事，看清条件、材料和期限，在网上提交。",
            "en": "Find what you need, see conditions, material and time limits, and apply.",
        },
        verb="guide.read",
        order=10,
    ),
    Door(
        view="services:cases",
        title={"zh": "办件", "en": "Cases"},
        says={
            "zh": "看办到哪一步、还有几天、文书和结果。",
            "en": "Where each case stands, how long it may still take, papers and results.",
        },
        verb="case.read",
        order=20,
    ),
    Door(
        view="services:inbox",
        title={"zh": "待办", "en": "Inbox"},
        says={
            "zh": "按时限排列的待办，最急的在前。",
            "en": "Open tasks by their clocks, the most pressing first.",
        },
        verb="inbox.read",
        order=15,
    ),
    Door(
        view="services:archive",
        title={"zh": "归档", "en": "Archive"},
        says={
            "zh": "本单位已经结束的办件，各保管到哪天。",
            "en": "Ended cases of your body, and until when each is kept.",
        },
        verb="case.propose-destruction",
        order=25,
    ),
    Door(
        view="services:verify-form",
        title={"zh": "核验", "en": "Verify"},
        says={
            "zh": "凭编号和核验码查一份结果是不是真的，不用登录。",
            "en": "Check by number and code whether a result is genuine. No sign-in.",
        },
        verb="receipt.verify",
        order=30,
    ),
)
