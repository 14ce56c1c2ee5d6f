"""`yiwang gateway open`: a provider that broke its contract, was blocked and is mended."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TextIO

from yiwang.gateway.kinds import PROVIDER, provider_stream
from yiwang.gateway.provider_rules import Open
from yiwang.kernel.access import system
from yiwang.kernel.refusal import Refusal
from yiwang.serve.cities import Served
from yiwang.store.doors import door_of
from yiwang.store.execute import Ask, execute


def open_provider(city: str, product: str, dsn: str, data: Path, now: datetime, out: TextIO) -> int:
    """Open it. 0 opened, 1 it was not blocked, 2 no database or no such city."""
    if not dsn:
        print("没有写 YIWANG_DATABASE。YIWANG_DATABASE is not set.", file=out)
        return 2
    served = next((one.city for one in Served(dsn)() if one.key == city), None)
    if served is None:
        print(f"没有城市 {city}。There is no city {city}.", file=out)
        return 2
    with door_of(dsn, data / "keys", served, size=1) as door:
        ask = Ask(city, PROVIDER, provider_stream(city, product), Open(), system("gateway"), now)
        done = execute(door, ask)
    if isinstance(done, Refusal) or not done.events:
        print(f"{product} 没有停用。{product} is not blocked.", file=out)
        return 1
    print(f"{product} 已恢复。{product} is open again.", file=out)
    return 0
