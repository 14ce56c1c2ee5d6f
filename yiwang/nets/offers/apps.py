"""This net as a Django application: its menu and its texts."""

from __future__ import annotations

from django.apps import AppConfig


class OffersConfig(AppConfig):
    """What the city offers without being asked."""

    name = "yiwang.nets.offers"
    label = "yiwang_offers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer this net's entries of the menu."""
        from yiwang.nets.offers import texts  # noqa: F401
        from yiwang.nets.offers.menu import DOORS
        from yiwang.web.doors import offer

        for door in DOORS:
            offer(door)
