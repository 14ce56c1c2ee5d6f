"""The resident's own pages as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class MineConfig(AppConfig):
    name = "yiwang.nets.mine"
    label = "mine"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer this net's entries of the menu."""
        from yiwang.nets.mine.menu import EXCHANGES, MINE
        from yiwang.web.doors import offer

        offer(MINE)
        offer(EXCHANGES)
