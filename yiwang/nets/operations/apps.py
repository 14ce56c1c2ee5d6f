"""This net as a Django application: its table of events, its menu, its texts."""

from __future__ import annotations

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Things that observe the city, and its events."""

    name = "yiwang.nets.operations"
    label = "operations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the table of events kept, make the texts known, offer this net's entries of the menu."""
        from yiwang.nets.operations import (  # noqa: F401
            event_rows,
            texts,
            texts_events,
            texts_signals,
        )
        from yiwang.nets.operations.menu import DOORS
        from yiwang.web.doors import offer

        event_rows.keep()
        for door in DOORS:
            offer(door)
