"""This net as a Django application: its menu, its texts. What it shows is kept by others."""

from __future__ import annotations

from django.apps import AppConfig


class PictureConfig(AppConfig):
    """Events of the city on a map, for who handles them."""

    name = "yiwang.nets.picture"
    label = "picture"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the texts known, and offer this net's entry of the menu."""
        from yiwang.nets.picture import texts  # noqa: F401
        from yiwang.nets.picture.menu import PICTURE
        from yiwang.web.doors import offer

        offer(PICTURE)
