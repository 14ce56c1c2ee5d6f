"""This net as a Django application: its menu and its texts. Its incidents are cases; it keeps no records."""

from __future__ import annotations

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Cyber incidents (网络安全事件)."""

    name = "yiwang.nets.incidents"
    label = "incidents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer this net's entry of the menu."""
        from yiwang.nets.incidents import texts
        from yiwang.web.doors import offer

        offer(texts.DOOR)
