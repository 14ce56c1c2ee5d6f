"""This net as a Django application: its records, its menu, its texts."""

from __future__ import annotations

from django.apps import AppConfig


class RatingConfig(AppConfig):
    """Ratings of handlings, and words that nothing gets done."""

    name = "yiwang.nets.rating"
    label = "rating"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the kinds of records known, and offer this net's entry of the menu."""
        from yiwang.nets.rating import kinds, texts  # noqa: F401
        from yiwang.nets.rating.menu import RATINGS
        from yiwang.web.doors import offer

        offer(RATINGS)
