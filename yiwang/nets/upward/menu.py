"""What this net shows in the menu, and to whom."""

from __future__ import annotations

from yiwang.web.doors import Door

UPWARD = Door(
    view="upward:overview",
    title={"zh": "上报", "en": "Sent up"},
    says={
        "zh": "报到上级平台的事项、办件、评价和证照；被退回的、停下的、夜里对账的结果。",
        "en": "What went up to platforms above, what was refused, what each night's comparison found.",
    },
    verb="upward.read",
    order=66,
)
