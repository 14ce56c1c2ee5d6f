"""What this net shows in the menu, and to whom. What is for staff stands on the pages of a plan."""

from __future__ import annotations

from yiwang.web.doors import Door

DOORS = (
    Door(
        view="alerts:home",
        title={"zh": "预警", "en": "Alerts"},
        says={
            "zh": "现在有效的预警、应急响应、汛情通报和避难场所。",
            "en": "Alerts in force, emergency response, bulletins and shelters.",
        },
        verb="alert.read",
        order=66,
    ),
)
