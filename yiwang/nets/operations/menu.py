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
    Door(
        view="signals:home",
        title={"zh": "告警", "en": "Signals"},
        says={
            "zh": "感知数据触发的告警：还在的、静默的、解除的，各有读数和所立的事件。",
            "en": "What rules make of observations: standing, silenced, ended, with values and events.",
        },
        verb="signal.read",
        order=64,
    ),
)
