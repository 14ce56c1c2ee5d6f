"""The pages of rules as a Django application. It keeps nothing."""

from __future__ import annotations

from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "yiwang.nets.rules"
    label = "rules"

    def ready(self) -> None:
        """Offer the entry of the menu."""
        from yiwang.web.doors import Door, offer

        offer(
            Door(
                view="rules:home",
                title={"zh": "规则", "en": "Rules"},
                says={
                    "zh": "这座城市怎样决定：每个事项的流程、决策表，以及检查发现的问题。",
                    "en": "How this city decides: the process and the decision tables of each matter, "
                    "and what the checks found in them.",
                },
                verb="guide.read",
                order=60,
            )
        )
