"""Which provider and which carrier a city has. In the demo: fakes that take no money and move nothing.

A city's own adapter takes their place here; until then nothing is paid or posted online.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

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
    master = store_door.door().safe.keyring.master().secret
    secret = hmac.new(master, f"demo-payments/{request.city.key}".encode(), sha256).digest()  # type: ignore[attr-defined]
    return FakePayments(secret, reverse("fees:provider", urlconf=CITY_URLS, args=["ORDER"]))


def post(request: HttpRequest) -> FakePost | None:
    """Return the carrier, None where the city has none."""
    return FakePost() if demo() else None
