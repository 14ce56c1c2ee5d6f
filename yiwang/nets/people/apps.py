"""The desk as a Django application: its pages, its two kinds of records, its menu."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """People and their rights, for the three administrators; one's own positions, for everybody."""

    name = "yiwang.nets.people"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the kinds of records known, and offer this net's entries of the menu."""
        from yiwang.nets.people import kinds  # noqa: F401
        from yiwang.nets.people.menu import DOORS
        from yiwang.web.doors import offer

        for door in DOORS:
            offer(door)
