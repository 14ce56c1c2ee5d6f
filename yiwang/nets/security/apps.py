"""This net as a Django application: its records, its menu, its texts."""

from __future__ import annotations

from django.apps import AppConfig


class SecurityConfig(AppConfig):
    """Assets of bodies, and what scans found about them."""

    name = "yiwang.nets.security"
    label = "security"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the kinds of records known, and offer this net's entries of the menu."""
        from yiwang.nets.security import kinds, texts  # noqa: F401
        from yiwang.nets.security.menu import DOORS
        from yiwang.web.doors import offer

        for door in DOORS:
            offer(door)
