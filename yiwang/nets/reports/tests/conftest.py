"""The city of the services' tests, with a worker that carries what reports ask of cases."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from PIL import Image

from yiwang.kernel.access import Actor, Holding
from yiwang.nets.reports.relays import reports
from yiwang.nets.services.tests.conftest import clients, clock, door, queries, walker  # noqa: F401
from yiwang.store.traffic import between_cases
from yiwang.store.worker import Worker
from yiwang.web import cities

CITY = "yueyang"
BASE = f"/{CITY}/reports/"
LITTER = "1101"
PLACE = "430602201"


@pytest.fixture
def worker(door, clock) -> Worker:  # noqa: F811
    """The worker of this city with its relays; `worker.round()` works one round."""
    return Worker(door, clock, (between_cases(door), reports(door)))


@pytest.fixture
def city(door) -> Any:  # noqa: F811
    """The compiled city."""
    return cities.get(CITY).city


class Told:
    """What the last page said: number and code."""

    def __init__(self, answer: Any) -> None:
        self.answer, self.html = answer, answer.content.decode()
        self.number = self._part("number")
        self.code = self._part("code")

    def _part(self, id: str) -> str:
        found = re.search(rf'id="{id}">([^<]+)<', self.html)
        return found[1] if found else ""


@pytest.fixture
def tell() -> Callable[..., Told]:
    """`tell(client, words, kind=..., pictures=[...], joins=...)`: from the form to the number."""

    def do(client: Any, words: str = "垃圾堆在路口三天了", kind: str = LITTER, **typed: Any) -> Told:
        joins, pictures = typed.pop("joins", "new"), typed.pop("pictures", [])
        typed = {"place": PLACE, **typed}
        form = client.get(f"{BASE}tell/{kind}/").content.decode()
        report = re.search(r'name="report" value="([^"]+)"', form)[1]
        sent = {"report": report, "words": words, **typed}
        checked = client.post(f"{BASE}tell/{kind}/", {**sent, **({"pictures": pictures} if pictures else {})})
        assert checked.status_code == 200, checked.content.decode()
        html = checked.content.decode()
        assert 'name="words"' in html, html
        answer = client.post(f"{BASE}send", {**sent, "kind": kind, "joins": joins})
        told = Told(answer)
        told.checked = html
        told.report = report
        return told

    return do


def photo(size: tuple[int, int] = (800, 600), kind: str = "JPEG", gps: bool = True, turned: int = 1) -> Any:
    """Return a picture as a telephone sends it, with where it was taken and by what."""
    image = Image.new("RGB", size, (90, 120, 60))
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "TELEPHONE-MAKER", turned
    if gps:
        exif.get_ifd(0x8825).update({1: "N", 2: (29.0, 21.0, 40.0), 3: "E", 4: (113.0, 6.0, 43.2)})
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    out.name, out.seek_ = f"IMG_1.{kind.lower()}", out.seek(0)
    return out


def words_of(answer: Any) -> str:
    """Return the words of a page's main part."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode().split("<main")[1]))


def follow(client: Any, told: Told, **more: str) -> Any:
    """Open the page of a report by number and code."""
    return client.post(f"{BASE}follow/", {"number": told.number, "code": told.code, **more})


def _lead(database: Any, number: str) -> str:
    with psycopg.connect(database.superuser) as connection:
        row = connection.execute("SELECT lead FROM case_row WHERE number = %s", (number,)).fetchone()
    assert row is not None
    return row[0]


@pytest.fixture
def as_officer(clients, database, monkeypatch):  # noqa: F811
    """`as_officer(number)`: a client who is an officer of the body that leads a case."""

    def make(number):
        lead = _lead(database, number)
        city = cities.get(CITY)
        known = {one.person: one.id for one in city.personas() if one.kind == "staff"}
        for person, persona in known.items():
            named = city.city.persons.get(person)
            position = city.city.positions.get(named.position) if named else None
            if position is not None and position.body == lead and position.role == "officer":
                return clients(persona)
        from yiwang.web import actors, middleware

        officer = Actor("p-officer", "staff", (Holding(f"{lead}-officer", "officer", lead, "430602"),))
        client = clients("officer-health")
        monkeypatch.setattr(
            middleware,
            "actor_of",
            lambda request, c: officer if request.COOKIES.get("as") else actors.actor_of(request, c),
        )
        client.cookies["as"] = "officer"
        return client

    return make
