"""The city of the services' tests, a worker that opens this net's cases, assets and scans made up."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

import psycopg
import pytest

from yiwang.kernel.refusal import Refusal
from yiwang.nets.security import asset_rules, importing
from yiwang.nets.security.kinds import ASSET, asset_stream
from yiwang.nets.security.records import About
from yiwang.nets.security.relays import guards
from yiwang.nets.services.tests.conftest import clients, clock, door, queries, walker  # noqa: F401
from yiwang.store.execute import Ask, Done, execute
from yiwang.store.worker import Worker
from yiwang.web import cities

CITY, HEALTH, TRANSPORT, OFFICE = "yueyang", "yueyang-health", "yueyang-transport", "yueyang-cyberspace"
BASE = f"/{CITY}/security/"


def who(persona: str) -> Any:
    """Return a persona as an actor."""
    return cities.get(CITY).actor(persona)


@pytest.fixture
def worker(door, clock) -> Worker:  # noqa: F811
    """The worker of this city; `worker.round()` works one round."""
    return Worker(door, clock, (guards(door),))


@pytest.fixture
def asset(door, clock) -> Callable[..., UUID]:  # noqa: F811
    """`asset("web-1", level=3)`: an asset of the health commission, or of `body`; its id."""

    def make(ref: str, body: str = HEALTH, persona: str = "security-health", **about: Any) -> UUID:
        stream = asset_stream(CITY, body, ref)
        said = About(**{"kind": "system", "name": ref, "ref": ref, **about})
        command = asset_rules.Register(about=said, body=body, keeper=body)
        done = execute(door, Ask(CITY, ASSET, stream, command, who(persona), clock.now))
        assert isinstance(done, Done), done
        return stream

    return make


@pytest.fixture
def scan(door, clock) -> Callable[..., Any]:  # noqa: F811
    """`scan(data, asset=…, name="a.sarif")`: import a file as the health commission's officer."""

    def take(
        data: bytes, body: str = HEALTH, persona: str = "security-health", name: str = "a.sarif", **more: Any
    ) -> Any:
        sent = importing.Sent(body=body, data=data, name=name, **more)
        return importing.take(door, CITY, who(persona), sent, clock.now)

    return take


def sarif(*named: tuple[str, str, int], tool: str = "looker", level: str = "error", **run: Any) -> bytes:
    """Return a SARIF log that names `(rule, file, line)` each."""
    results = [
        {
            "ruleId": rule,
            "level": level,
            "message": {"text": f"{rule} 在这里"},
            "locations": [
                {"physicalLocation": {"artifactLocation": {"uri": file}, "region": {"startLine": line}}}
            ],
        }
        for rule, file, line in named
    ]
    body = {"tool": {"driver": {"name": tool}}, "results": results, **run}
    return json.dumps({"version": "2.1.0", "runs": [body]}).encode()


def told(result: Any) -> tuple[int, int, int, int]:
    """Return new, same, reopened, closed of an import that was taken."""
    assert not isinstance(result, Refusal), result
    counts = result.counts
    return counts.new, counts.same, counts.reopened, counts.closed


def rows(database: Any, sql: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    """Return what a query of the database's owner gives."""
    with psycopg.connect(database.superuser) as connection:
        return connection.execute(sql, tuple(values)).fetchall()
