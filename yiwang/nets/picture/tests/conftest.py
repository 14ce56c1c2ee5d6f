"""The city of the services' tests, with events on its map."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.test import Client

from yiwang.nets.services.tests.conftest import clients, clock, door, queries, walker  # noqa: F401
from yiwang.nets.services.tests.filing import certificate
from yiwang.store.wall import projection_wall

BASE = "/yueyang/picture/"
TABLE = """
CREATE TABLE IF NOT EXISTS event_row (
    city text NOT NULL, stream uuid NOT NULL, number text NOT NULL, matter text NOT NULL,
    event_kind text NOT NULL, phase text NOT NULL, place text NOT NULL, lead text NOT NULL,
    longitude double precision, latitude double precision, severity text NOT NULL,
    opened_at timestamptz NOT NULL, due_at timestamptz, ended_at timestamptz, late boolean NOT NULL,
    on_hold boolean NOT NULL, PRIMARY KEY (city, stream)
);
ALTER TABLE event_row ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON event_row TO yiwang_app;
"""


@pytest.fixture
def event(clients, clock, database) -> Callable[..., str]:  # noqa: F811
    """`event(place=…, kind=…, at=(lon, lat), late=…, hours_ago=…, ended=…)`: the number of an event."""
    with psycopg.connect(database.owner, autocommit=True) as owner:
        owner.execute(TABLE)
        owner.execute(projection_wall("event_row", "case"))

    def make(
        place: str = "430602005",
        kind: str = "",
        at: tuple[float, float] | None = None,
        late: bool = False,
        hours_ago: float = 1,
        due_in_hours: float | None = 48,
        ended_hours_ago: float | None = None,
        on_hold: bool = False,
    ) -> str:
        number = certificate(clients("resident-wu"))
        now = clock.now
        ended = None if ended_hours_ago is None else now - timedelta(hours=ended_hours_ago)
        with psycopg.connect(database.owner, autocommit=True) as owner:
            owner.execute(
                "INSERT INTO event_row SELECT city, id, number, matter, %s, phase, %s, lead, %s, %s, '', %s, %s,"
                " %s, %s, %s FROM case_row WHERE number = %s",
                (
                    kind,
                    place,
                    *(at or (None, None)),
                    now - timedelta(hours=hours_ago),
                    None if due_in_hours is None else now + timedelta(hours=due_in_hours),
                    ended,
                    late,
                    on_hold,
                    number,
                ),
            )
        return number

    return make


def shown(client: Client, path: str) -> str:
    """Return the words of a page's main part."""
    page = client.get(BASE + path)
    assert page.status_code == 200, page.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode().split("<main")[1]))


def html(client: Client, path: str) -> Any:
    """Return a page's HTML."""
    page = client.get(BASE + path)
    assert page.status_code == 200, page.content.decode()
    return page.content.decode()
