"""This net as a Django application: its menu, its texts. It keeps no records of its own yet."""

from __future__ import annotations

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Things that observe the city, for everybody to see."""

    name = "yiwang.nets.operations"
    label = "operations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the texts known, and offer this net's entries of the menu."""
        from yiwang.nets.operations import texts  # noqa: F401
        from yiwang.nets.operations.menu import DOORS
        from yiwang.web.doors import offer

        for door in DOORS:
            offer(door)
