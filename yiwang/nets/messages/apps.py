"""This net as a Django application: its records, its menu, its texts."""

from __future__ import annotations

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """What people are told, where they are reached, and what became of each message."""

    name = "yiwang.nets.messages"
    label = "yiwang_messages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the kinds of records known, and offer this net's entries of the menu."""
        from yiwang.nets.messages import kinds, texts, texts_deliveries  # noqa: F401
        from yiwang.nets.messages.menu import DOORS
        from yiwang.web.doors import offer

        for door in DOORS:
            offer(door)
