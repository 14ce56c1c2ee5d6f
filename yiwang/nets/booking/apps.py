"""This net as a Django application: its records, its menu, its texts."""

from __future__ import annotations

from django.apps import AppConfig


class BookingConfig(AppConfig):
    """Appointments at windows, with experts and at home; the queues of service halls."""

    name = "yiwang.nets.booking"
    label = "booking"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the kinds of records known, and offer this net's entries of the menu."""
        from yiwang.nets.booking import kinds, texts  # noqa: F401
        from yiwang.nets.booking.expected import expected
        from yiwang.nets.booking.menu import DOORS
        from yiwang.web import engagements
        from yiwang.web.doors import offer

        engagements.offer_expected(expected)

        for door in DOORS:
            offer(door)
