"""Which provider and which carrier a city has. In the demo: fakes that take no money and move nothing.

A city's own adapter takes their place here; until then nothing is paid or posted online.
"""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from yiwang.nets.fees.refunding import demo_payments
from yiwang.ports.payment import FakePayments
from yiwang.ports.post import FakePost
from yiwang.web import store_door
from yiwang.web.permission import CITY_URLS


def demo() -> bool:
    """Say whether this is the demo."""
    return bool(getattr(settings, "YIWANG_DEMO", False))


def payments(request: HttpRequest) -> FakePayments | None:
    """Return the payment provider, None where the city has none."""
    if not demo():
        return None
    page = reverse("fees:provider", urlconf=CITY_URLS, args=["ORDER"])
    city = request.city  # type: ignore[attr-defined]

    def today() -> date:
        return store_door.now().astimezone(ZoneInfo(city.city.zone)).date()

    return demo_payments(store_door.door().safe.keyring, city.key, page, today)


def post(request: HttpRequest) -> FakePost | None:
    """Return the carrier, None where the city has none."""
    return FakePost() if demo() else None
