"""This net as a Django application: its records, its texts."""

from __future__ import annotations

from django.apps import AppConfig


class FeesConfig(AppConfig):
    """Fees of cases, and parcels with their results."""

    name = "yiwang.nets.fees"
    label = "fees"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the kinds of records known."""
        from yiwang.nets.fees import kinds, texts  # noqa: F401
        from yiwang.nets.fees.menu import DIFFERENCES
        from yiwang.web.doors import offer

        offer(DIFFERENCES)
