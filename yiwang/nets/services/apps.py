"""The services net as a Django application. Its cases are the store's own kind; it adds drafts and pages."""

from __future__ import annotations

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "yiwang.nets.services"
    label = "services"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer this net's entries of the menu."""
        from yiwang.nets.services import (
            consent_kind,  # noqa: F401  registers consents at a counter
            joint_kind,  # noqa: F401  registers joint applications
        )
        from yiwang.nets.services.engaged import visits
        from yiwang.nets.services.menu import DOORS
        from yiwang.web import bands, engagements
        from yiwang.web.doors import offer

        bands.offer("services/_glass_band.html")
        engagements.offer_away(visits)
        for door in DOORS:
            offer(door)
