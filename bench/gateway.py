"""What the gateway adds to a plain proxy before the same provider, in the same run; and what a kill loses.

Ours: a signed call: signature, case, grant, provider, contract, masks, commit with fsync, signed answer.
Other: an ASGI application that asks the same provider by the same client and passes on what it says.
Calls are signed before they are timed. One core short of all that takes part: load generator, gateway, proxy,
provider and PostgreSQL share the machine.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.database import running
from bench.gateway_line import Line
from yiwang.gateway.signatures import signed_request
from yiwang.kernel.access import system
from yiwang.kernel.commands import File
from yiwang.kernel.numbers import case_number, stream_id
from yiwang.kernel.people import client as clients
from yiwang.kernel.responsibility import responsible
from yiwang.store.postgres import APP, OWNER, Server

PACK = Path(__file__).resolve().parents[1] / "packs" / "yueyang"
CITY, GRANT, MATTER, PLACE = "yueyang", "population-for-registration", "individual-business", "430602005"
WHO = system("bench")
ONE_AFTER_ANOTHER = 150
CALLERS = 32
SECONDS = 4.0
KILLS = int(os.environ.get("YIWANG_BENCH_KILLS", "30"))


def measure(rounds: int = 5) -> dict[str, Any]:
    """Return the cost at 32 callers (`ratio`: plain calls a second over ours), and prints the rest.

    Added p50 at one caller, exchanges whose inclusion proof verifies, answers lost to `kill -9`.
    """
    with running() as server, sides_of(server) as sides:
        added = []
        ratios = []
        _one_by_one(sides.gateway, sides.calls(20))
        for _ in range(rounds):
            ours, other = _interleaved(sides)
            added.append((ours, other))
            ratios.append((_at_once(sides, sides.plain), _at_once(sides, sides.gateway)))
        proved = sides.proved()
        lost = sides.killed(KILLS)
    gained = [(ours - other) * 1000 for ours, other in added]
    ours_ms, plain_ms = (median(pair[side] for pair in added) * 1000 for side in (0, 1))
    print(
        "gateway    added p50 at one caller"
        f" {median(gained):.2f} ms ({min(gained):.2f} to {max(gained):.2f}),"
        f" ours {ours_ms:.2f} ms, plain {plain_ms:.2f} ms"
    )
    print(f"gateway    {proved[0]} of {proved[1]} answered exchanges have a proof that verifies")
    print(f"gateway    kill -9, {KILLS} rounds: {lost[1]} answered, {lost[0]} of them lost")
    costs = [plain / ours for plain, ours in ratios]
    return {
        "ratio": median(costs),
        "low": min(costs),
        "high": max(costs),
        "ours": median(ours for _, ours in ratios),
        "other": median(plain for plain, _ in ratios),
        "unit": f"calls/s at {CALLERS} callers; load {os.getloadavg()[0]:.1f}",
    }


@dataclass
class Sides:
    """The processes, and what is sent to them."""

    server: Server
    data: Path
    plain: str
    gateway: str
    key: Ed25519PrivateKey
    case: str
    start: Any
    answered: list[bytes]

    def calls(self, count: int) -> list[bytes]:
        """Return requests ready to be sent, each signed anew."""
        body = json.dumps(
            {
                "grant": GRANT,
                "purpose": "登记经营者姓名和住所，不再让申请人填写。",
                "case": self.case,
                "by": "name",
                "values": ["张演示"],
            }
        ).encode()
        path, made = f"/{CITY}/gateway/ask", []
        for _ in range(count):
            headers = signed_request(
                "POST",
                self.gateway,
                path,
                body,
                self.key,
                keyid="bench-client.k1",
                nonce=secrets.token_urlsafe(16),
                now=datetime.now(UTC),
            )
            lines = [f"{name}: {value}" for name, value in headers.items()]
            head = "\r\n".join(
                (f"POST {path} HTTP/1.1", f"Host: {self.gateway}", f"Content-Length: {len(body)}", *lines)
            )
            made.append(head.encode() + b"\r\n\r\n" + body)
        return made

    def proved(self) -> tuple[int, int]:
        """Return how many answered exchanges have a receipt that holds, and how many there are."""
        from yiwang.kernel.access import Actor, Holding
        from yiwang.store.checkpoints import sign_checkpoint
        from yiwang.store.connect import make_pool
        from yiwang.store.keys import Keyring, public_line
        from yiwang.store.receipts import check_document, receipt
        from yiwang.store.sequencer import sequence

        keyring, pool = Keyring(self.data / "keys"), make_pool(self.server.dsn(APP))
        publics = "".join(map(public_line, keyring.publics(CITY)))
        holds = 0
        with pool.connection() as connection:
            while sequence(connection, CITY):
                pass
            sign_checkpoint(connection, keyring, CITY, datetime.now(UTC))
            auditor = Actor("auditor", "staff", (Holding("a", "auditor", "x", "y"),))
            for body in self.answered:
                exchange = UUID(json.loads(body)["exchange"])
                made = receipt(connection, keyring, CITY, auditor, exchange, 1)
                if (
                    made is not None
                    and b'"proof"' in made
                    and check_document(made, publics).standing == "holds"
                ):
                    holds += 1
        pool.close()
        return holds, len(self.answered)

    def killed(self, rounds: int) -> tuple[int, int]:
        """Kill the gateway under load. Returns answered exchanges that are not recorded, and all answered."""
        seen: list[bytes] = []
        for _ in range(rounds):
            _one_by_one(self.gateway, self.calls(2))  # it is made at the first request
            stop = threading.Event()
            callers = [
                threading.Thread(target=_until, args=(self.gateway, self.calls(300), stop, seen))
                for _ in range(8)
            ]
            for one in callers:
                one.start()
            time.sleep(0.3 + secrets.randbelow(400) / 1000)
            self.start.kill()
            stop.set()
            for one in callers:
                one.join()
            self.start()
        ids = [json.loads(body)["exchange"] for body in seen]
        kept = recorded(self.server)
        return sum(one not in kept for one in ids), len(ids)


def recorded(server: Server) -> set[str]:
    from yiwang.store.postgres import SUPERUSER

    with psycopg.connect(server.dsn(SUPERUSER)) as connection:
        rows = connection.execute("SELECT stream::text FROM event WHERE kind = 'gateway_exchange'").fetchall()
    return {row[0] for row in rows}


class _Gateway:
    """The gateway's process, started and killed."""

    def __init__(self, address: str, env: dict[str, str]) -> None:
        self.address, self._env = address, env
        self._child: subprocess.Popen[bytes] | None = None
        self()

    def __call__(self) -> None:
        self._child = _side("gateway", self.address, self._env)

    def kill(self) -> None:
        """Kill server and worker at once, as a machine does."""
        assert self._child is not None
        os.killpg(self._child.pid, signal.SIGKILL)
        self._child.wait()
        # The worker dies a moment after its server, and takes connections until then.
        host, _, port = self.address.rpartition(":")
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with socket.socket() as line:
                if line.connect_ex((host, int(port))) != 0:
                    return
            time.sleep(0.02)
        raise TimeoutError("the killed gateway still takes connections")


@contextlib.contextmanager
def sides_of(server: Server) -> Iterator[Sides]:
    data = Path(tempfile.mkdtemp(prefix="yiwang-bench-gateway-"))
    addresses = [f"127.0.0.1:{port}" for port in _free(3)]
    env = {
        **os.environ,
        "YIWANG_DATA": str(data),
        "YIWANG_DATABASE": server.dsn(APP),
        "YIWANG_GATEWAY": addresses[2],
        "BENCH_PROVIDER": f"http://{addresses[0]}/",
        "PYTHONUNBUFFERED": "1",
    }
    (data / "gateway.yaml").write_text(
        f"{CITY}:\n  population-basic: {{rest: 'http://{addresses[0]}/', key: name, seconds: 5}}\n"
    )
    key = Ed25519PrivateKey.generate()
    case = _prepared(server, data, key)
    children = [_side("provider", addresses[0], env), _side("proxy", addresses[1], env)]
    gateway = _Gateway(addresses[2], env)
    try:
        yield Sides(server, data, addresses[1], addresses[2], key, case, gateway, [])
    finally:
        gateway.kill()
        for child in children:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        shutil.rmtree(data, ignore_errors=True)


def _prepared(server: Server, data: Path, key: Ed25519PrivateKey) -> str:
    """Publish the city, register the client, file the case. Returns its number."""
    import django

    django.setup()
    from yiwang.pack.compile import compile_pack
    from yiwang.pack.load import load
    from yiwang.people.ids import client_stream
    from yiwang.people.kinds import CLIENT
    from yiwang.serve.cities import publish
    from yiwang.store.cases import CASE
    from yiwang.store.connect import make_pool
    from yiwang.store.execute import Ask, Done, Door, execute
    from yiwang.store.keys import Keyring
    from yiwang.store.vault import Safe

    now = datetime.now(UTC)
    with psycopg.connect(server.dsn(OWNER), autocommit=True) as connection:
        publish(connection, PACK, CITY, now)
    city = compile_pack(load(PACK))
    pool = make_pool(server.dsn(APP))
    door = Door(pool, lambda *_: city, Safe(Keyring(data / "keys")))
    lead = responsible(city, city.matters[MATTER], PLACE).lead
    public = key.public_key().public_bytes_raw().hex()
    stream, number = stream_id(now, bytes(10)), case_number(now, bytes(5))
    asks: list[tuple[Any, Any, Any]] = [
        (CLIENT, client_stream(CITY, "bench-client"), command)
        for command in (
            clients.Register(client="bench-client", body=lead, title={"zh": "压测", "en": "bench"}),
            clients.Allow(scopes=("gateway.ask",)),
            clients.Rotate(key="k1", public=public),
        )
    ]
    file = File(case=str(stream), number=number, matter=MATTER, place=PLACE, channel="online", applicant="p")
    for kind, of, command in (*asks, (CASE, stream, file)):
        done = execute(door, Ask(CITY, kind, of, command, WHO, now))
        assert isinstance(done, Done), done
    pool.close()
    return number


def _side(name: str, address: str, env: dict[str, str]) -> subprocess.Popen[bytes]:
    child = subprocess.Popen(
        [sys.executable, "-m", "bench.gateway_sides", name, address],
        env=env,
        start_new_session=True,
        cwd=Path(__file__).resolve().parents[1],
    )
    host, _, port = address.rpartition(":")
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection((host, int(port)), 1) as line:
            line.close()
            return child
        time.sleep(0.05)
    raise TimeoutError(f"{name} did not open")


def _free(count: int) -> list[int]:
    ears = [socket.socket() for _ in range(count)]
    for ear in ears:
        ear.bind(("127.0.0.1", 0))
    ports = [ear.getsockname()[1] for ear in ears]
    for ear in ears:
        ear.close()
    return ports


# Load -----------------------------------------------------------------------------------------------------


def _one_by_one(address: str, requests: list[bytes]) -> list[float]:
    line, took = Line(address), []
    for request in requests:
        begun = time.perf_counter()
        status, body = line.ask(request)
        took.append(time.perf_counter() - begun)
        assert status == 200, (status, body)
    return took


def _interleaved(sides: Sides) -> tuple[float, float]:
    """Return the p50 of both in seconds, one call of one, then one of the other."""
    ours, plain = Line(sides.gateway), Line(sides.plain)
    times: tuple[list[float], list[float]] = ([], [])
    for request in sides.calls(ONE_AFTER_ANOTHER):
        for line, took in ((ours, times[0]), (plain, times[1])):
            begun = time.perf_counter()
            status, body = line.ask(request)
            took.append(time.perf_counter() - begun)
            assert status == 200, (status, body)
            if line is ours:
                sides.answered.append(body)
    return median(times[0]), median(times[1])


def _at_once(sides: Sides, address: str) -> float:
    """Return calls a second of 32 callers."""
    of_each = [sides.calls(300) for _ in range(CALLERS)]
    lines = [Line(address) for _ in range(CALLERS)]
    until = time.perf_counter() + SECONDS
    done: list[int] = []
    bodies: list[bytes] = []

    def call(line: Line, requests: list[bytes]) -> None:
        count = 0
        for request in requests:
            if time.perf_counter() >= until:
                break
            status, body = line.ask(request)
            assert status == 200, (status, body)
            count += 1
            if count % 40 == 0 and address == sides.gateway:
                bodies.append(body)
        done.append(count)

    callers = [threading.Thread(target=call, args=pair) for pair in zip(lines, of_each, strict=True)]
    begun = time.perf_counter()
    for one in callers:
        one.start()
    for one in callers:
        one.join()
    took = time.perf_counter() - begun
    sides.answered += bodies
    return sum(done) / took


def _until(address: str, requests: list[bytes], stop: threading.Event, seen: list[bytes]) -> None:
    with contextlib.suppress(OSError):
        line = Line(address)
        for request in requests:
            if stop.is_set():
                return
            status, body = line.ask(request)
            if status == 200:
                seen.append(body)
