"""Granted readings as a Django app: their table, and their kind of stream made known."""

from django.apps import AppConfig


class GrantedConfig(AppConfig):
    """Exchanges (共享记录)."""

    name = "yiwang.granted"
    label = "granted"
    verbose_name = "共享记录"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the kind."""
        from yiwang.granted import kinds  # noqa: F401
