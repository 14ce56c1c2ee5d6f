"""What this net shows in the menu, and to whom."""

from __future__ import annotations

from yiwang.web.doors import Door

DIFFERENCES = Door(
    view="fees:differences",
    title={"zh": "缴费对账", "en": "Payments compared"},
    says={
        "zh": "每夜和支付方对账；对不上的，两边各是多少。",
        "en": "What the provider's books and ours say, where they differ.",
    },
    verb="fee.differences",
    order=67,
)
