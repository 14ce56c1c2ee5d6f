"""The worker child: leaves for entries, checkpoints, timers, what cases and people are told, old keys."""

from __future__ import annotations

import os
import secrets
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from yiwang.ingest.signal_relay import signals
from yiwang.ingest.upkeep import Upkeep
from yiwang.ingest.watching import Watch
from yiwang.kernel.matter import City
from yiwang.kernel.retries import SPREAD
from yiwang.nets.alerts.relays import alerts
from yiwang.nets.booking.relays import bookings
from yiwang.nets.fees.reconciling import Nights
from yiwang.nets.fees.refunding import Refunds
from yiwang.nets.fees.refunding import configured as configured_payments
from yiwang.nets.messages.keeping import Keeping
from yiwang.nets.messages.ports import configured
from yiwang.nets.messages.relays import messages
from yiwang.nets.messages.sending import Sender
from yiwang.nets.offers.granted_reading import granted
from yiwang.nets.offers.sweep import sweep
from yiwang.nets.people import kinds  # noqa: F401  a directory change lapses by itself
from yiwang.nets.rating.relays import ratings
from yiwang.nets.reports.relays import reports
from yiwang.nets.security.relays import guards
from yiwang.nets.sharing.relays import sharing
from yiwang.nets.upward.relays import uppers
from yiwang.nets.upward.running import Uppers
from yiwang.serve.cities import Served, stored_city
from yiwang.store.connect import make_pool
from yiwang.store.erasing import erasing
from yiwang.store.execute import Door
from yiwang.store.keys import Keyring
from yiwang.store.stopping import stop_when_told
from yiwang.store.successions import successions
from yiwang.store.traffic import between_cases
from yiwang.store.vault import Safe
from yiwang.store.wiring import wiring
from yiwang.store.worker import Worker


def main() -> int:
    """Work until told to stop."""
    stop = stop_when_told()
    dsn = os.environ["YIWANG_DATABASE"]
    served = Served(dsn)
    pool = make_pool(dsn, size=3)  # a relay holds one, looks up with another, the door takes one
    packs: dict[str, City] = {}

    def city(key: str, pack: str | None) -> City:
        name = pack or next(one.city.pack for one in served() if one.key == key)
        if name not in packs:
            with pool.connection() as connection:
                packs[name] = stored_city(connection, name)
        return packs[name]

    data = Path(os.environ["YIWANG_DATA"])
    safe = Safe(Keyring(data / "keys"))
    door = Door(pool, city, safe)
    relays = (
        between_cases(door),
        wiring(door),
        successions(),
        ratings(door),
        sharing(door),
        messages(door),
        bookings(door),
        erasing(door),
        uppers(door),
        signals(door),
        alerts(door),
        reports(door),
        guards(door),
    )
    beside, threads = _beside(dsn, city, safe, data, served), []
    for run, name, _ in beside:
        threads.append(threading.Thread(target=run, args=(stop,), name=name))
        threads[-1].start()
    Worker(door, _now, relays, {"offers": partial(sweep, door, read=granted), "keeping": Keeping(door)}).run(
        stop
    )
    for thread in threads:
        thread.join()
    for one in (*{id(used): used for _, _, used in beside}.values(), pool):
        one.close()
    return 0


def _beside(
    dsn: str, city: Callable[[str, str | None], City], safe: Safe, data: Path, served: Served
) -> list[tuple[Callable[[threading.Event], None], str, Any]]:
    """Return what runs beside the rounds: what is done until told to stop, its name, its pool."""
    sending = make_pool(dsn, size=3)  # what is slow outside must not hold up the rounds
    keeping = make_pool(dsn, size=1)
    rules = make_pool(dsn, size=4)  # it holds one for its lock, reads with others, the door takes one
    upward = make_pool(dsn, size=4)  # a thread for each platform; each holds a connection for a moment
    upkeep = Upkeep(
        keeping,  # type: ignore[arg-type]
        lambda: {one.key: one.city.sensing.months for one in served()},
        _now,
    )
    provider = configured_payments(os.environ, safe.keyring)
    return [
        (_sender(Door(sending, city, safe), data).run, "sender", sending),
        (Refunds(Door(sending, city, safe), provider, _now).run, "refunds", sending),
        (Nights(Door(sending, city, safe), provider, _now).run, "payments", sending),
        (upkeep.run, "upkeep", keeping),
        (Watch(Door(rules, city, safe), _now).run, "rules", rules),
        (Uppers(Door(upward, city, safe), data, _now).run, "uppers", upward),
    ]


def _now() -> datetime:
    return datetime.now(UTC)


def _sender(door: Door, data: Path) -> Sender:
    ports = configured(os.environ, data)
    return Sender(
        door, ports, _now, lambda: secrets.randbelow(SPREAD + 1), os.environ.get("YIWANG_ORIGIN", "")
    )


if __name__ == "__main__":
    sys.exit(main())
