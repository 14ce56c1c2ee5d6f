"""Events walked in a browser: decided, checked, filled in without a connection; and how the pages look."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg
import pytest

from yiwang.nets.services.tests.conftest import PACK
from yiwang.nets.services.tests.look import FULL, faults_of_look
from yiwang.serve.seed_events import seed_events
from yiwang.web import cities

pytestmark = pytest.mark.browser


@pytest.fixture
def numbers(door, database, clock) -> dict[str, str]:
    """The numbers of the demo's events, by what they are."""
    clock.pass_(days=3, hours=2, minutes=30)
    done = seed_events(door, "yueyang", cities.get("yueyang").city, PACK, clock.now)
    assert done.refused == ()
    with psycopg.connect(database.owner) as connection:
        rows = connection.execute(
            "SELECT number, event_kind, phase, on_hold, shown FROM event_row ORDER BY opened_at"
        ).fetchall()
    found = {}
    for number, kind, phase, on_hold, shown in rows:
        name = "held" if on_hold else "shown" if shown else phase if phase == "void" else kind
        found[name] = number
    return found


@pytest.mark.parametrize(("theme", "size"), FULL)
def test_the_pages_of_events_are_sound_in_every_mode(walker, numbers, theme, size):
    base = f"{walker.base}/events"
    pages = {
        "officer-urban": [f"{base}/", f"{base}/{numbers['0101']}/", f"{base}/field/"],
        "dispatcher-city": [f"{base}/{numbers['1202']}/", f"{base}/lines/"],
        "resident-liu": [
            f"{base}/public/",
            f"{base}/public/map/?cell=11311_2936",
            f"{base}/public/{numbers['held']}",
            f"{base}/public/{numbers['shown']}",
            f"{base}/figures/",
        ],
    }
    assert faults_of_look(walker, pages, theme, size) == {}
    if folder := os.environ.get("YIWANG_SHOTS"):
        for persona, addresses in pages.items():
            walker.sign_in(persona)
            walker.page.goto(walker.base.removesuffix("/yueyang") + "/-/preferences")
            walker.page.check(f"#theme-{theme}")
            walker.page.check(f"#size-{size}")
            walker.page.click("main button")
            for address in addresses:
                for width in (1280, 320):
                    walker.page.set_viewport_size({"width": width, "height": 900})
                    walker.page.goto(address)
                    name = address.removeprefix(base).strip("/").replace("/", "-") or "list"
                    shot = Path(folder) / f"{theme}-{size}-{name}-{width}.png"
                    walker.page.screenshot(path=shot, full_page=True)


def test_a_dispatcher_decides_an_objection_on_its_page(walker, numbers):
    walker.sign_in("dispatcher-city")
    walker.page.goto(f"{walker.base}/events/{numbers['1202']}/")
    walker.page.locator("details.act.main > summary").first.click()
    walker.page.locator('form[action$="/review"] input[value="grant"]').check()
    walker.page.locator('form[action$="/review"] button').click()
    assert "岳阳市交通运输局" in walker.page.locator("dl.facts").inner_text()
    walker.page.goto(f"{walker.base}/events/lines/")
    assert "岳阳市交通运输局" in walker.page.locator("main").inner_text()


def test_what_a_grid_worker_fills_in_without_a_connection_is_sent_later(walker, numbers, database):
    walker.sign_in("grid-xuepo")
    walker.page.goto(f"{walker.base}/events/field/")
    card = walker.page.locator("article.card", has_text=numbers["1102"])
    walker.page.context.set_offline(True)
    card.locator('form[action$="/claim"] button').click()
    walker.page.locator("#later", has_text="已存在手机里").wait_for()
    assert stands(database, numbers["1102"]) is None
    walker.page.context.set_offline(False)
    walker.page.evaluate("window.dispatchEvent(new Event('online'))")
    walker.page.locator('form[action$="/claim"]').wait_for(state="detached")
    assert stands(database, numbers["1102"]) is not None


def test_the_field_page_opens_without_a_connection_once_it_was_seen(walker, numbers):
    walker.sign_in("grid-xuepo")
    address = f"{walker.base}/events/field/"
    walker.page.goto(address)
    walker.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    walker.page.reload()
    walker.page.wait_for_function("navigator.serviceWorker.controller !== null")
    walker.page.reload()
    walker.page.context.set_offline(True)
    walker.page.goto(address)
    assert numbers["1102"] in walker.page.locator("main").inner_text()
    walker.page.context.set_offline(False)


def stands(database, number: str):
    with psycopg.connect(database.owner) as connection:
        return connection.execute(
            "SELECT responded_at FROM event_row WHERE number = %s", (number,)
        ).fetchone()[0]
