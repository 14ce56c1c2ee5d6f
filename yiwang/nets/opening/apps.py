"""This net as a Django application: its records, its menu, its texts, what it adds to the catalogue."""

from __future__ import annotations

from django.apps import AppConfig


class OpeningConfig(AppConfig):
    """开放数据."""

    name = "yiwang.nets.opening"
    label = "opening"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the kind of record known, offer the entry of the menu, and the distributions."""
        from yiwang.nets.opening import kinds, texts  # noqa: F401
        from yiwang.nets.opening.distributing import distributions
        from yiwang.nets.opening.menu import DOORS
        from yiwang.web import opened
        from yiwang.web.doors import offer

        for door in DOORS:
            offer(door)
        opened.offer(distributions)
