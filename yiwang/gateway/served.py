"""Providers of products, each with its breaker; made when first asked, anew when the entry changes."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from yiwang.gateway.providers import Failed, Provider
from yiwang.gateway.providers.breaker import Breaker
from yiwang.gateway.providers.registry import FILE, Entry, default_file, keys_of, provider_of, read_entries
from yiwang.kernel.products import Product

AT_ONCE = 8
"""Calls to one provider at one time, so that a slow one does not hold every thread."""


@dataclass
class Served:
    """One product's provider, if it has one. `keys`: what it may be looked up by."""

    provider: Provider | None
    keys: tuple[str, ...]
    source: tuple[object, ...]
    breaker: Breaker = field(default_factory=Breaker)
    places: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(AT_ONCE))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, wanted: tuple[str, ...], by: str, values: tuple[str, ...], most: int) -> object:
        """Ask it, unless it is left alone or busy.

        Raises:
            Failed: `left-alone`, `busy`, `down` or `slow`. Other: see `Provider.ask`.
        """
        assert self.provider is not None
        with self.lock:
            if not self.breaker.lets(time.monotonic()):
                raise Failed("left-alone")
        well = False
        try:
            if not self.places.acquire(timeout=1.0):
                raise Failed("busy")
            try:
                rows = self.provider.ask(wanted, by, values, most)
            finally:
                self.places.release()
            well = True
            return rows
        except Failed:
            raise
        except Exception:
            well = True  # it answered, however: the contract says what becomes of it
            raise
        finally:
            with self.lock:
                self.breaker.went(well, time.monotonic())


class Providers:
    """All of them, by city and product."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._lock = threading.Lock()
        self._entries: dict[str, dict[str, Entry]] = {}
        self._read_at: float | None = None
        self._stamp: int | None = None
        self._made: dict[tuple[str, str], Served] = {}

    def of(self, city: str, product: Product) -> Served:
        """Return the provider of a product, asked for by its city.

        Raises:
            BadRegistry: the deployment file cannot be read.
        """
        with self._lock:
            self._look()
            entry = self._entries.get(city, {}).get(product.id)
            source = (entry, product, default_file(self._data, product.id) if entry is None else None)
            made = self._made.get((city, product.id))
            if made is None or made.source != source:
                if made is not None and made.provider is not None:
                    made.provider.close()
                provider = provider_of(product, entry, self._data)
                made = self._made[city, product.id] = Served(provider, keys_of(product, entry), source)
            return made

    def close(self) -> None:
        """Close every one."""
        with self._lock:
            for one in self._made.values():
                if one.provider is not None:
                    one.provider.close()
            self._made.clear()

    def _look(self) -> None:
        """Read the deployment file again where it changed."""
        try:
            stamp: int | None = (self._data / FILE).stat().st_mtime_ns
        except OSError:
            stamp = None
        if stamp != self._stamp or self._read_at is None:
            self._entries = read_entries(self._data)
            self._stamp, self._read_at = stamp, time.monotonic()
