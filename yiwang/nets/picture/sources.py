"""Where a map's background and live changes come from, as the environment says; nothing by default.

YIWANG_TILES         address of a tile server's pictures, `https://tiles.example/{z}/{x}/{y}.png`, if the city
                     may show one (its own, or one reviewed); without it no map asks another server
YIWANG_TILES_CREDIT  whose map that is and its number of review, shown beside every map that uses it
YIWANG_LIVE          where the live process listens, `127.0.0.1:8001`; `yiwang serve` sets it. With
                     YIWANG_ORIGIN the proxy before it sends `/<city>/picture/live` there instead
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True)
class Tiles:
    """A tile server: the address of its pictures, whose it is, and the one origin that a page may ask."""

    address: str
    credit: str
    origin: str


def tiles() -> Tiles | None:
    """Return the tile server that is configured; None where there is none.

    Raises:
        ValueError: the address is not one of tiles: it must be http or https and have {z}, {x} and {y}.
    """
    address = os.environ.get("YIWANG_TILES", "").strip()
    if not address:
        return None
    parts = urlsplit(address)
    lacks = [one for one in ("{z}", "{x}", "{y}") if one not in address]
    if parts.scheme not in ("http", "https") or not parts.netloc or lacks or "{" in parts.netloc:
        raise ValueError(
            f"YIWANG_TILES {address!r}: 要写成 https://主机/{{z}}/{{x}}/{{y}}.png。"
            " Write it as https://host/{z}/{x}/{y}.png."
        )
    return Tiles(
        address, os.environ.get("YIWANG_TILES_CREDIT", "").strip(), f"{parts.scheme}://{parts.netloc}"
    )


def live_address(request: HttpRequest, path: str) -> str:
    """Return where a page may listen for changes; "" where no live process is named."""
    listens = os.environ.get("YIWANG_LIVE", "")
    if not listens:
        return ""
    if settings.ORIGIN is not None:
        return path
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    host = f"[{host}]" if ":" in host else host
    return f"http://{host}:{listens.rpartition(':')[2]}{path}"


def allow(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let just this page ask the tile server and the live process that are configured, and nobody else."""
    wider: dict[str, list[str]] = {}
    server = tiles()
    if server is not None:
        wider["connect-src"] = [server.origin]
        wider["img-src"] = [server.origin]
    live = live_address(request, "")
    if live:
        wider.setdefault("connect-src", []).append(live)
    if wider:
        response._csp_update = wider  # type: ignore[attr-defined]
    return response
