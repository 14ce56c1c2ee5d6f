"""Two platforms above: each has its own numbers, and one that never answers holds up no other."""

from __future__ import annotations

import threading
from dataclasses import replace as with_
from datetime import UTC, date, datetime
from time import monotonic, sleep

from msgspec.structs import replace

from yiwang.kernel.ledger import RawEntry
from yiwang.nets.services.tests.filing import certificate
from yiwang.nets.upward import lines
from yiwang.nets.upward.making import current
from yiwang.nets.upward.relays import uppers
from yiwang.nets.upward.running import Uppers
from yiwang.nets.upward.tests.conftest import CITY, PLATFORM, rows
from yiwang.ports.platform import Notice, Tally, Verdict
from yiwang.store.relay import Leaf
from yiwang.store.worker import Worker

MONDAY = date(2026, 11, 23)


class Taking:
    """Takes everything, once it is let."""

    def __init__(self, *, let: bool) -> None:
        self.let, self.asked, self.numbers = threading.Event(), threading.Event(), []
        if let:
            self.let.set()

    def send(self, notices):
        self.asked.set()
        assert self.let.wait(60)
        self.numbers += [one.number for one in notices]
        return [Verdict(one.number, "accepted") for one in notices]

    def tally(self, day):
        return Tally(0, {})


def test_a_platform_that_never_answers_holds_up_no_other(
    clients, door, clock, database, tmp_path, monkeypatch
):
    city = current(door, CITY)
    mapping = replace(
        city.upward[PLATFORM], records={"application": city.upward[PLATFORM].records["application"]}
    )
    both = replace(city, upward={"slow": replace(mapping, id="slow"), "quick": replace(mapping, id="quick")})
    two = with_(door, cities=lambda key, pack: both if pack is None else door.cities(key, pack))
    ports = {"slow": Taking(let=False), "quick": Taking(let=True)}
    monkeypatch.setattr(lines, "connected", lambda environ, data, key, one, clock: ports[one.id])
    worker = Worker(two, clock, (uppers(two),))
    for _ in range(2):
        certificate(clients("resident-wu"))
    worker.round()
    worker.round()
    stop = threading.Event()
    running = Uppers(two, tmp_path, clock)
    running.look(stop)
    try:
        assert ports["slow"].asked.wait(60)
        until = monotonic() + 60
        while len(ports["quick"].numbers) < 2 and monotonic() < until:
            sleep(0.05)
        assert sorted(ports["quick"].numbers) == [1, 2] and ports["slow"].numbers == []
    finally:
        stop.set()
        ports["slow"].let.set()
        for thread in running.threads.values():
            thread.join()
    assert [row[:2] for row in rows(database, "platform, number, phase")] == [
        ("quick", 1), ("quick", 2), ("slow", 1), ("slow", 2),
    ]  # fmt: skip


def test_another_world_sends_nothing_up(door, clock):
    entry = RawEntry(
        type="case.filed", v=1, pack="", actor="", at=datetime(2026, 11, 23, tzinfo=UTC), data=b"{}"
    )
    leaf = Leaf(f"{CITY}~drill-1", 1, "case", None, 1, entry)
    assert uppers(door).handle(leaf, clock.now) == []


def test_the_demo_has_a_fake_of_its_own_that_keeps_what_it_took(door, clock, tmp_path):
    mapping = current(door, CITY).upward[PLATFORM]
    demo = {"YIWANG_DEMO": "1"}
    assert lines.connected({}, tmp_path, CITY, mapping, clock) is None
    first = lines.stand_in(tmp_path, CITY, mapping, b"k" * 32)
    port = lines.connected(demo, tmp_path, CITY, mapping, clock)
    notices = [
        Notice(number, f"k{number}", "SQ", MONDAY, {"caseNo": str(number)}) for number in range(1, 301)
    ]
    refused = [one for one in port.send(notices) if one.state == "refused"]
    assert 0 < len(refused) < 30 and {one.reason for one in refused} == {"E101"}
    assert all(one.state == "accepted" for one in port.send(notices))
    first.stop()
    second = lines.stand_in(tmp_path, CITY, mapping, b"l" * 32)
    assert lines.connected(demo, tmp_path, CITY, mapping, clock).tally(MONDAY).count == 300
    second.stop()
