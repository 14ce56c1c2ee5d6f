"""Granted products from a page or an operation: `yiwang.granted.reading` as whoever asks."""

from __future__ import annotations

from django.http import HttpRequest

from yiwang.granted import reading
from yiwang.granted.reading import Given
from yiwang.kernel.consent import Consent
from yiwang.kernel.granted import Wanted
from yiwang.kernel.refusal import Refusal
from yiwang.web import store_door


def read(request: HttpRequest, wanted: Wanted, consent: Consent | None = None) -> Given | Refusal:
    """Read under a grant as the actor of this request, now; recorded before it is given.

    A shadow only looks at another system's cases: nothing is granted or recorded there.
    """
    if store_door.in_shadow(request):
        return store_door.SHADOW
    key, actor = request.city.key, request.actor  # type: ignore[attr-defined]
    return reading.read(store_door.door(), key, wanted, actor, store_door.now(), consent)
