"""The shadow's page: what was read, sorted by our clock, beside the source's own word, and read only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.test import Client

from yiwang.pack.compile import compile_pack
from yiwang.pack.load import load
from yiwang.replay.shadow import shadow_into
from yiwang.store.connect import make_pool
from yiwang.store.execute import Door
from yiwang.store.keys import Keyring
from yiwang.store.vault import Safe
from yiwang.web import cities, store_door
from yiwang.web.pack_city import PackCity
from yiwang.web.tests.browser import axe_findings

PACK = Path(__file__).resolve().parents[3] / "packs" / "permits"
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
WORLD = "permits~shadow-register"
MAPPING = """
title: {zh: 台账, en: Register}
matter: permit-receipt
place: NL-A
clock: decision
case:
  {id: nr, start: received, deadline: due, otherwise: online, dates: {confirmed: Confirm, checked: Check}}
event: {activity: activity, time: time}
activities:
  Confirm: {step: confirm}
  Check: {step: t02-check, outcome: right}
"""
ROWS = (
    "nr,received,due,confirmed,checked\n"
    "LATE-1,2026-09-01,2026-10-27,2026-09-02,\n"
    "SOON-1,2026-10-01,2026-11-26,2026-10-02,2026-10-05\n"
    "DIFF-1,2026-11-20,2027-01-01,2026-11-21,\n"
    "ODD-1,2026-11-02,2026-12-28,,2026-11-03\n"
)


class Given:
    """A database as the shadow takes it."""

    def __init__(self, database) -> None:
        self.database = database

    def dsn(self, role: str) -> str:
        return self.database.app


@pytest.fixture
def read(database, tmp_path, monkeypatch, settings) -> Iterator[None]:
    """Serve the shadow of a register of four cases."""
    settings.YIWANG_DEMO = True
    monkeypatch.setattr(store_door, "now", lambda: NOW)
    (tmp_path / "register.yaml").write_text(MAPPING)
    (tmp_path / "register.csv").write_text(ROWS)
    shadow_into(
        Given(database), tmp_path, PACK, str(tmp_path / "register.csv"), tmp_path / "register.yaml", NOW
    )  # type: ignore[arg-type]
    city = compile_pack(load(PACK))
    cities.register(PackCity(WORLD, city))
    cities.register(PackCity("permits", city))
    door = Door(make_pool(database.app, size=2), lambda key, name: city, Safe(Keyring(tmp_path / "keys")))
    store_door.use(door)
    yield
    store_door.use(None)
    door.pool.close()


def client(persona: str = "auditor", world: str = WORLD) -> Client:
    """Somebody signed in."""
    signed_in = Client()
    if persona:
        answer = signed_in.post(f"/{world}/sign-in", {"persona": persona, "next": f"/{world}/"})
        assert answer.status_code == 302
    return signed_in


def names(text: str) -> list[str]:
    """Return the cases a page lists, in its order."""
    wanted = ("LATE-1", "SOON-1", "DIFF-1", "ODD-1")
    return sorted((one for one in wanted if one in text), key=text.index)


def test_cases_stand_by_our_clock_with_the_sources_word_beside_it(read):
    text = client().get(f"/{WORLD}/shadow/").content.decode()

    assert names(text) == ["LATE-1", "SOON-1", "ODD-1", "DIFF-1"]
    assert "CSV register.csv" in text
    assert "来源早 14 天" in text
    assert "什么也不写回" in text


@pytest.mark.parametrize(
    ("show", "wanted"),
    [("overdue", ["LATE-1"]), ("soon", ["SOON-1"]), ("differs", ["DIFF-1"]), ("refused", ["ODD-1"])],
)
def test_the_list_is_narrowed(read, show, wanted):
    assert names(client().get(f"/{WORLD}/shadow/?show={show}").content.decode()) == wanted


def test_only_who_may_sees_it_and_only_in_a_shadow(read):
    assert client("").get(f"/{WORLD}/shadow/").status_code == 302
    assert client("chief").get(f"/{WORLD}/shadow/").status_code == 200
    assert client("auditor", "permits").get("/permits/shadow/").status_code == 404
    assert "/shadow/" in client().get(f"/{WORLD}/").content.decode()
    assert "/shadow/" not in client("auditor", "permits").get("/permits/").content.decode()


def test_cases_of_a_shadow_cannot_be_handled_by_hand(read, database):
    with psycopg.connect(database.superuser) as connection:
        number = connection.execute("SELECT number FROM case_row ORDER BY number LIMIT 1").fetchone()[0]
        before = connection.execute("SELECT count(*) FROM event").fetchone()
    chief = client("chief")

    answer = chief.post(f"/{WORLD}/services/cases/{number}/comment", {"key": "k" * 20, "comment": "by hand"})

    assert answer.status_code == 409
    assert "shadow.read-only" in answer.content.decode()
    with psycopg.connect(database.superuser) as connection:
        assert connection.execute("SELECT count(*) FROM event").fetchone() == before


def test_nothing_can_be_posted_and_rubbish_is_forgiven(read):
    assert client().post(f"/{WORLD}/shadow/").status_code == 405
    for query in ("?show=x&page=-1", "?page=99999999999", "?page=%00"):
        assert client().get(f"/{WORLD}/shadow/{query}").status_code == 200


def test_the_page_asks_the_database_for_two_things(read, monkeypatch):
    sent: list[str] = []
    execute = psycopg.Cursor.execute

    def counted(self, query, *args, **kwargs):
        sent.append(str(query))
        return execute(self, query, *args, **kwargs)

    signed_in = client()
    monkeypatch.setattr(psycopg.Cursor, "execute", counted)
    signed_in.get(f"/{WORLD}/shadow/")
    assert len([one for one in sent if "FROM shadow" in one]) == 2
    assert len(sent) <= 7, "before: who asks, by the record, and how many messages they have not read"


@pytest.mark.browser
def test_axe_finds_nothing_and_a_small_screen_needs_no_scrolling(read, page, site):
    page.goto(f"{site}/{WORLD}/sign-in")
    page.locator('button[name="persona"][value="auditor"]').click()
    page.goto(f"{site}/{WORLD}/shadow/")
    assert axe_findings(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    for language in ("zh", "en"):
        page.goto(f"{site}/{WORLD}/shadow/?lang={language}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
