"""Static files served from where they are installed, each address stamped with the file's hash."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.contrib.staticfiles.storage import StaticFilesStorage


@lru_cache(maxsize=256)
def stamp(name: str) -> str:
    """Return the first ten hex digits of the file's SHA-256; empty when there is no such file."""
    path = find(name)
    if not isinstance(path, str):
        return ""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]


class StampedStorage(StaticFilesStorage):
    """`{% static %}` gives /static/web/page.css?v=0123456789: cached for a year, never stale."""

    def url(self, name: str | None) -> str:
        address: str = super().url(name)
        if name is None or settings.DEBUG:
            return address
        mark = stamp(name)
        return f"{address}?v={mark}" if mark else address
