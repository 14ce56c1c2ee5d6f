"""People as a Django app: its tables, and its kinds of streams made known."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons, mandates, machine clients, break-glass."""

    name = "yiwang.people"
    label = "people"
    verbose_name = "人员与权限"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the kinds."""
        from yiwang.people import kinds  # noqa: F401
