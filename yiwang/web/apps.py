"""The web face as a Django application: it gathers every area's texts when Django starts."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WebConfig(AppConfig):
    name = "yiwang.web"
    label = "web"

    def ready(self) -> None:
        """Load `texts.py` of every installed application into the catalogue."""
        from yiwang.web import doors, identity
        from yiwang.web.forms import texts  # noqa: F401

        autodiscover_modules("texts")
        doors.offer(doors.SHADOW)
        identity.of_city("")  # a file that can not be read is told at start, not to the first who signs in
