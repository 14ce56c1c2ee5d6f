"""Which telephone exchange the hotline has: `YIWANG_TELEPHONE`, the fake in a demo, or none."""

from __future__ import annotations

import os
from functools import lru_cache
from importlib import import_module

from django.conf import settings

from yiwang.ports.telephone import FakeTelephone, Telephone

_fake = FakeTelephone()


def telephone() -> Telephone | None:
    """Return the exchange; None where calls are taken by hand."""
    named = os.environ.get("YIWANG_TELEPHONE", "")
    if named:
        return _configured(named)
    return _fake if settings.YIWANG_DEMO else None


@lru_cache(maxsize=1)
def _configured(named: str) -> Telephone:
    module, _, function = named.partition(":")
    made: Telephone = getattr(import_module(module), function)()
    return made
