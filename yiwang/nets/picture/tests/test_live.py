"""Changes are told while they happen: to whom they concern, in order, and nobody waits for anybody."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from yiwang.kernel.access import Actor, Holding, Target
from yiwang.nets.picture.live import hub
from yiwang.nets.picture.live.hub import BEHIND, KEPT, QUEUE, Changed, Hub, Listener
from yiwang.nets.picture.live.leaves import reader
from yiwang.nets.picture.live.stream import Streams
from yiwang.nets.services.tests.filing import certificate
from yiwang.store.worker import Worker
from yiwang.web.wsgi import application

WATER = Actor("a", "staff", (Holding("p", "officer", "water", "1"),))
ROADS = Actor("b", "staff", (Holding("q", "officer", "roads", "1"),))


def change(position: int, lead: str = "water") -> Changed:
    return Changed(position, f"2611-{position}", Target(lead=lead, bodies=(lead,)))


class Leaves:
    """A city's leaves, written by the test."""

    def __init__(self) -> None:
        self.all: list[Changed] = []
        self.reads = 0

    def read(self, city: str, position: int) -> tuple[list[Changed], int]:
        if position < 0:
            return [], len(self.all)
        self.reads += 1
        return self.all[position:], len(self.all)

    def add(self, lead: str = "water", many: int = 1) -> None:
        for _ in range(many):
            self.all.append(change(len(self.all), lead))


@pytest.fixture
def leaves() -> Leaves:
    return Leaves()


def told(message: bytes) -> tuple[int, list[str]]:
    """Return the leaf and the numbers of a notice."""
    lines = dict(line.split(": ", 1) for line in message.decode().strip().split("\n"))
    assert lines["event"] == "changed"
    data = json.loads(lines["data"])
    assert set(data) == {"count", "numbers"}
    return int(lines["id"]), data["numbers"]


async def heard(listener: Listener) -> tuple[int, list[str]]:
    return told(await asyncio.wait_for(listener.queue.get(), 30))


def in_a_loop_of_its_own(work):
    """Run `work` in another thread: a browser that other tests left open has a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def test_each_hears_only_of_cases_they_may_see(leaves):
    async def city() -> None:
        this = Hub(leaves.read, every=0.01)
        water, roads, nobody = Listener(WATER), Listener(ROADS), Listener(Actor("x"))
        for one in (water, roads, nobody):
            await this.join("city", one, None)
        leaves.add("water")
        leaves.add("roads")
        assert await heard(water) == (0, ["2611-0"])
        assert await heard(roads) == (1, ["2611-1"])
        assert nobody.queue.empty()
        for one in (water, roads, nobody):
            this.leave("city", one)

    in_a_loop_of_its_own(city())


def test_who_does_not_take_what_is_sent_is_dropped_and_stops_nobody(leaves):
    async def city() -> None:
        this = Hub(leaves.read, every=0.001)
        slow, quick = Listener(WATER), Listener(WATER)
        await this.join("city", slow, None)
        await this.join("city", quick, None)
        for position in range(QUEUE + 1):
            leaves.add()
            assert await heard(quick) == (position, [f"2611-{position}"])
        assert slow.gone.is_set() and slow.queue.qsize() == QUEUE
        assert not quick.gone.is_set()
        this.leave("city", slow)
        this.leave("city", quick)

    in_a_loop_of_its_own(city())


def test_who_comes_back_hears_first_what_was_missed(leaves):
    async def city() -> None:
        this = Hub(leaves.read, every=0.01)
        staying, first = Listener(WATER), Listener(WATER)
        await this.join("city", staying, None)
        await this.join("city", first, None)
        leaves.add()
        last, _ = await heard(first)
        this.leave("city", first)
        leaves.add(many=2)
        await heard(staying)
        await heard(staying)

        again = Listener(WATER)
        await this.join("city", again, last)
        assert await heard(again) == (2, ["2611-1", "2611-2"])
        this.leave("city", again)
        this.leave("city", staying)

        alone = Listener(WATER)
        await this.join("city", alone, last)
        assert (await heard(alone))[1] == ["2611-1", "2611-2"]
        this.leave("city", alone)

    in_a_loop_of_its_own(city())


def test_who_missed_too_much_is_told_to_load_the_page_anew(leaves):
    async def city() -> None:
        this = Hub(leaves.read, every=0.01)
        leaves.add(many=KEPT + 5)
        late = Listener(WATER)
        await this.join("city", late, 3)
        assert late.queue.get_nowait() == BEHIND
        this.leave("city", late)

    in_a_loop_of_its_own(city())


def test_a_thousand_listeners_are_one_reader_and_the_last_one_ends_it(leaves):
    async def city() -> None:
        this = Hub(leaves.read, every=0.05)
        many = [Listener(WATER) for _ in range(1000)]
        for one in many:
            await this.join("city", one, None)
        leaves.add()
        for one in many:
            await heard(one)
        assert leaves.reads < 1000
        for one in many:
            this.leave("city", one)
        before = leaves.reads
        await asyncio.sleep(0.2)
        assert leaves.reads <= before + 1 and not this.channels

    in_a_loop_of_its_own(city())


class Asker:
    """A browser that asks the live process: what it was answered, and what it was sent so far."""

    def __init__(self, streams: Streams, cookie: str, **headers: str) -> None:
        given = {"host": "testserver", "cookie": cookie, **headers}
        self._scope = {
            "type": "http",
            "method": "GET",
            "path": "/yueyang/picture/live",
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        }
        self._streams, self._leave = streams, asyncio.Event()
        self.parts: asyncio.Queue[dict] = asyncio.Queue()

    async def ask(self) -> dict:
        """Ask, and return the beginning of the answer."""
        self.task = asyncio.create_task(self._streams(self._scope, self._receive, self.parts.put))
        return await asyncio.wait_for(self.parts.get(), 30)

    async def _receive(self) -> dict:
        await self._leave.wait()
        return {"type": "http.disconnect"}

    async def leave(self) -> None:
        """Go away, as a closed tab does."""
        self._leave.set()
        await asyncio.wait_for(self.task, 30)


def cookie_of(client) -> str:
    return "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())


def test_a_stream_is_opened_by_the_pages_own_sign_in_and_carries_no_personal_data(
    clients, door, clock, event
):
    staff, resident = cookie_of(clients("officer-urban")), cookie_of(clients("resident-wu"))
    worker = Worker(door, clock)
    worker.round()

    async def city() -> None:
        this = Hub(reader(door.pool), every=0.05)
        streams = Streams(application, this, ports=("8000",))
        listening = Asker(streams, staff, origin="http://testserver:8000")
        answer = await listening.ask()
        sent = dict(answer["headers"])
        assert answer["status"] == 200 and sent[b"content-type"] == b"text/event-stream"
        assert sent[b"access-control-allow-origin"] == b"http://testserver:8000"
        assert (await listening.parts.get())["body"] == b"retry: 3000\n\n"

        await asyncio.to_thread(certificate, clients("resident-wu"))  # no event, and told to nobody here
        number = await asyncio.to_thread(event)
        await asyncio.to_thread(worker.round)
        message = (await asyncio.wait_for(listening.parts.get(), 30))["body"]
        assert told(message)[1] == [number]
        await listening.leave()
        assert not this.channels

        assert (await Asker(streams, resident).ask())["status"] == 403
        nobody = await Asker(streams, "").ask()
        assert nobody["status"] == 302
        stranger = Asker(streams, staff, origin="http://elsewhere:8000")
        assert b"access-control-allow-origin" not in dict((await stranger.ask())["headers"])
        await stranger.leave()

    in_a_loop_of_its_own(city())


def test_a_full_house_says_so(monkeypatch, leaves):
    monkeypatch.setattr(hub, "MOST_LISTENERS", 0)

    async def city() -> None:
        answer = await Asker(Streams(application, Hub(leaves.read)), "").ask()
        assert answer["status"] == 503

    in_a_loop_of_its_own(city())
