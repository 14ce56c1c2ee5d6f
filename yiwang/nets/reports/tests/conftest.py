"""The city of the services' tests, with a worker that carries what reports ask of cases."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from yiwang.nets.reports.relays import reports
from yiwang.nets.services.tests.conftest import clients, clock, door, queries, walker  # noqa: F401
from yiwang.store.traffic import between_cases
from yiwang.store.worker import Worker

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
    from yiwang.web import cities

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
    """`tell(client, words, kind=..., pictures=[...], joins=...)`: from the form over the check to the number."""

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
