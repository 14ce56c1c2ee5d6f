"""A city with a product, a grant, a machine client that signs, and its gateway, without a network."""

from __future__ import annotations

import asyncio
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import replace as with_other
from datetime import date
from typing import Any
from uuid import UUID

import duckdb
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec.structs import replace

from yiwang.gateway.app import Gateway
from yiwang.gateway.asking import Desk
from yiwang.gateway.operational import Operational
from yiwang.gateway.signatures import signed_request
from yiwang.granted.tests.conftest import (  # noqa: F401
    CITY,
    PLACE,
    SHOP,
    act,
    city,
    clock,
    door,
    person,
    registered,
)
from yiwang.kernel.access import system
from yiwang.kernel.commands import File
from yiwang.kernel.numbers import case_number, stream_id
from yiwang.kernel.people import client as clients
from yiwang.kernel.products import Grant, Kept, Product, Quota
from yiwang.kernel.responsibility import responsible
from yiwang.people.ids import client_stream
from yiwang.people.kinds import CLIENT
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, execute

HOST = "gateway.example:8002"
WHO = system("tests")
PURPOSE = {"zh": "登记经营者姓名", "en": "To register the operator's name"}

PEOPLE = Product(
    id="people",
    title={"zh": "人口", "en": "People"},
    owner="yueyang-public-security",
    sharing="conditional",
    titles={
        name: {"zh": name, "en": name}
        for name in ("id_number", "name", "born_on", "children", "income", "alive", "secret")
    },
    types={
        "id_number": "string",
        "name": "string",
        "born_on": "date",
        "children": "integer",
        "income": "number",
        "alive": "boolean",
        "secret": "string",
    },
    classes={
        "id_number": Kept("resident-id", "general", "sensitive"),
        "name": Kept("resident-name", "general", "ordinary"),
        "born_on": Kept("resident-born-on", "general", "ordinary"),
        "children": Kept("resident-children", "general", "none"),
        "income": Kept("resident-income", "important", "none"),
        "alive": Kept("resident-alive", "general", "none"),
        "secret": Kept("resident-secret", "general", "sensitive"),
    },
)
GRANT = Grant(
    id="people-for-registration",
    title={"zh": "人口供登记", "en": "People for registration"},
    purpose=PURPOSE,
    product="people",
    to="market-regulation",
    matters=("individual-business",),
    fields=("name", "id_number", "born_on", "children"),
    since=date(2026, 1, 1),
    until=date(2026, 12, 31),
    masks={"name": "name"},
    rows="alive = true",
    quota=Quota(calls=100, at_once=3),
)
ROWS = [
    ("A1", "张演示", "1990-03-07", 2, 10.5, True, "CANARY-1"),
    ("A2", "李样例", "1985-12-31", 0, 20.25, True, "CANARY-2"),
    ("A3", "王往昔", "1930-01-01", 1, 0.0, False, "CANARY-3"),
]


@pytest.fixture
def governed(door):  # noqa: F811
    """`governed(grant=…, product=…)`: the city with one product and one grant beside its own."""
    own = door.cities(CITY, None)
    state = {"grant": GRANT, "product": PEOPLE}

    def cities(key: str, pack: str | None):
        if key != CITY:
            raise KeyError(key)
        grant, product = state["grant"], state["product"]
        return replace(own, grants={grant.id: grant}, products={product.id: product})

    def govern(**other: Any):
        state.update(other)

    govern.door = with_other(door, cities=cities)
    return govern


@pytest.fixture
def key() -> Ed25519PrivateKey:
    """The machine client's key."""
    return Ed25519PrivateKey.generate()


@pytest.fixture
def client(door, clock, city, key) -> str:  # noqa: F811
    """A registered client of the district's market regulation that may ask the gateway; its keyid."""
    lead = responsible(city, city.matters["individual-business"], PLACE).lead
    register(door, clock, "shop-system", lead, key)
    return "shop-system.k1"


def register(door, clock, name: str, body: str, key: Ed25519PrivateKey, scopes=("gateway.ask",)) -> None:  # noqa: F811
    """Register a client with a key that signs."""
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    stream = client_stream(CITY, name)
    for command in (
        clients.Register(client=name, body=body, title={"zh": "登记系统", "en": "Registration system"}),
        clients.Allow(scopes=scopes),
        clients.Rotate(key="k1", public=public),
    ):
        done = execute(door, Ask(CITY, CLIENT, stream, command, WHO, clock.now))
        assert isinstance(done, Done), done


@pytest.fixture
def case(door, clock, person) -> str:  # noqa: F811
    """The number of a filed registration of a business."""
    zheng = person("owner-zheng")
    stream = stream_id(clock.now, bytes([9] * 10))
    number = case_number(clock.now, bytes([9] * 5))
    command = File(
        case=str(stream),
        number=number,
        matter="individual-business",
        place=PLACE,
        channel="online",
        applicant=zheng.applicant,
        facts=SHOP,
    )
    done = execute(door, Ask(CITY, CASE, UUID(str(stream)), command, zheng, clock.now))
    assert isinstance(done, Done), done
    return number


@pytest.fixture
def data(tmp_path):
    """The state folder, with the product's file."""
    folder = tmp_path / "state"
    (folder / "products").mkdir(parents=True)
    write(folder / "products" / "people.parquet")
    (folder / "gateway.yaml").write_text(
        "yueyang:\n  people: {file: %s, key: id_number}\n" % (folder / "products" / "people.parquet")
    )
    return folder


def write(path, rows=ROWS, columns="id_number, name, born_on, children, income, alive, secret") -> None:
    """Write the product's file."""
    database = duckdb.connect(":memory:")
    database.execute(
        "CREATE TABLE made (id_number VARCHAR, name VARCHAR, born_on DATE, children BIGINT, income DOUBLE,"
        " alive BOOLEAN, secret VARCHAR)"
    )
    database.executemany("INSERT INTO made VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    form = "csv" if path.suffix == ".csv" else "parquet"
    database.execute(f"COPY (SELECT {columns} FROM made) TO '{path}' (FORMAT {form})")
    database.close()


@pytest.fixture
def desk(governed, data, clock):  # noqa: F811
    """What calls are answered with."""
    this = Desk(governed.door, data, clock)
    yield this
    this.close()


@pytest.fixture
def gateway(desk, data):
    """The application."""
    log = Operational(data / "logs" / "gateway-operational.log")
    yield Gateway(desk, log, frozenset({HOST}), lambda name: name == CITY)
    log.close()


@pytest.fixture
def ask(gateway, client, key, case, clock) -> Callable[..., Answer]:  # noqa: F811
    """`ask(grant=…, values=…)`: a signed call; what is not named is as it should be."""

    def call(**other: Any) -> Answer:
        said = {
            "grant": GRANT.id,
            "purpose": PURPOSE["zh"],
            "case": case,
            "by": "id_number",
            "values": ["A1"],
            **other,
        }
        return send(gateway, json.dumps(said).encode(), key, client, clock.now)

    return call


class Answer:
    """What the gateway answered."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body
        self.json = json.loads(body)

    @property
    def code(self) -> str:
        """The code of the refusal."""
        return self.json["error"]["code"]


def send(
    gateway, body, key, keyid, now, *, nonce="", path=f"/{CITY}/gateway/ask", method="POST", **headers
) -> Answer:
    """Sign and send a request."""
    made = signed_request(
        method, HOST, path, body, key, keyid=keyid, nonce=nonce or secrets.token_urlsafe(16), now=now
    )
    made |= {name.replace("_", "-"): value for name, value in headers.items()}
    return raw(gateway, method, path, body, made)


def raw(gateway, method: str, path: str, body: bytes, headers: dict[str, str], host: str = HOST) -> Answer:
    """Send a request as it is."""
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"host", host.encode())]
        + [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items() if value],
    }
    return in_a_thread(lambda: _called(gateway, scope, body))


async def _called(gateway, scope, body: bytes) -> Answer:
    sent: list[dict[str, Any]] = []

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send_one(message):
        sent.append(message)

    await gateway(scope, receive, send_one)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], headers, b"".join(one["body"] for one in sent[1:]))


def in_a_thread(work: Callable[[], Any]) -> Any:
    """Run a coroutine in a thread of its own: a browser of another test may have left a loop in this one."""
    found: list[Any] = []

    def run() -> None:
        try:
            found.append(asyncio.run(work()))
        except BaseException as fault:
            found.append(fault)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if isinstance(found[0], BaseException):
        raise found[0]
    return found[0]
