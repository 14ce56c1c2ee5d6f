"""This net as a Django application: its menu and its texts. It keeps no records of its own."""

from __future__ import annotations

from django.apps import AppConfig


class StewardsConfig(AppConfig):
    """What a body's data officers look after."""

    name = "yiwang.nets.stewards"
    label = "stewards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer this net's entry of the menu."""
        from yiwang.nets.stewards.menu import DATA
        from yiwang.web.doors import offer

        offer(DATA)
