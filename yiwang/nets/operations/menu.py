"""What this net shows in the menu, and to whom."""

from __future__ import annotations

from yiwang.web.doors import Door

DOORS = (
    Door(
        view="things:home",
        title={"zh": "感知设备", "en": "Sensors"},
        says={
            "zh": "城市里装了哪些感知设备：测什么、为什么、谁的、装到什么时候、找谁投诉。",
            "en": "What observes this city: what it measures, why, whose it is, until when, whom to tell.",
        },
        verb="thing.read",
        order=65,
    ),
)
