"""This net as a Django application: its records, its menu, its texts."""

from __future__ import annotations

from django.apps import AppConfig


class UpwardConfig(AppConfig):
    """What goes up to platforms above, and what became of it."""

    name = "yiwang.nets.upward"
    label = "upward"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the kinds of records known, and offer this net's entry of the menu."""
        from yiwang.nets.upward import kinds, texts  # noqa: F401
        from yiwang.nets.upward.menu import UPWARD
        from yiwang.web.doors import offer

        offer(UPWARD)
