"""What this net shows in the menu, and to whom."""

from __future__ import annotations

from yiwang.web.doors import Door

PICTURE = Door(
    view="picture:home",
    title={"zh": "一张图", "en": "City map"},
    says={
        "zh": "事件在哪里、有多少、哪些超时：地图、值守台、图表、大屏。",
        "en": "Where events are, how many, which are late: map, operator's desk, charts, big screen.",
    },
    verb="picture.read",
    order=30,
)
