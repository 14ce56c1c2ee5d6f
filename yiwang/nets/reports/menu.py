"""What this net shows in the menu, and to whom."""

from __future__ import annotations

from yiwang.web.doors import Door

DOORS = (
    Door(
        view="reports:home",
        title={"zh": "随手拍", "en": "Report"},
        says={
            "zh": "路灯不亮、井盖坏了、垃圾没人收：告诉城市，跟着看结果，不用登录。",
            "en": "A lamp is out, a cover broken, litter left: tell the city, follow it, no account needed.",
        },
        order=15,
    ),
    Door(
        view="reports:intake",
        title={"zh": "收件岗", "en": "Intake"},
        says={
            "zh": "随手拍和热线的反映：接电话、转单、揭示请求。",
            "en": "Reports and calls: take a call, pass it on, requests to know who told.",
        },
        verb="report.intake",
        order=16,
    ),
)
