"""This room as a Django application: its kinds of records and its tables."""

from __future__ import annotations

from django.apps import AppConfig


class IngestConfig(AppConfig):
    """Observations in, signals out."""

    name = "yiwang.ingest"
    label = "ingest"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the kinds of records known."""
        from yiwang.ingest import kinds, signal_kinds  # noqa: F401
