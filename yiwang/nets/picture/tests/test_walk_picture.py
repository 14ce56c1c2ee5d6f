"""People at a browser look at the map, the desk, the charts and the big screen."""

from __future__ import annotations

import asyncio
import re
import threading

import pytest
from granian.constants import Interfaces
from granian.server.embed import Server

from yiwang.nets.picture.live.hub import Hub
from yiwang.nets.picture.live.leaves import reader
from yiwang.nets.picture.live.stream import Streams
from yiwang.nets.services.tests.look import FULL, faults_of_look
from yiwang.nets.services.tests.walker import Walker
from yiwang.serve.tests.running import free_port
from yiwang.store.worker import Worker
from yiwang.web.wsgi import application

pytestmark = pytest.mark.browser
KINDS = ("0101", "0102", "0201", "0302", "1101", "1102", "1201", "1301")


@pytest.fixture
def town(event) -> list[str]:
    """A district with some events: late, on hold, ended, with and without a position. Their numbers."""
    made = []
    for turn in range(16):
        near = (113.10 + 0.004 * (turn % 5), 29.36 + 0.003 * (turn // 5))
        made.append(
            event(
                place=("430602005", "430602013", "430602001", "430602")[turn % 4],
                kind=KINDS[turn % len(KINDS)],
                at=near if turn % 4 else None,
                hours_ago=20 * turn + 1,
                due_in_hours=-3 if turn % 5 == 0 else 30 + turn,
                ended_hours_ago=1 if turn % 6 == 5 else None,
                on_hold=turn % 7 == 3,
            )
        )
    return made


@pytest.fixture
def pages(walker, town) -> dict[str, list[str]]:
    """Persona → the pages to look at."""
    here = f"{walker.base}/picture"
    return {
        "officer-urban": [
            f"{here}/?place=430602",
            f"{here}/desk/",
            f"{here}/cases/?state=all",
            f"{here}/charts/",
            f"{here}/?screen=1",
        ],
    }


@pytest.mark.parametrize(("theme", "size"), FULL)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(walker, pages, theme, size):
    assert faults_of_look(walker, pages, theme, size) == {}


def test_the_map_in_the_browser_shows_the_clusters_that_its_list_names(walker, town):
    walker.sign_in("officer-urban")
    walker.page.goto(f"{walker.base}/picture/")
    walker.page.locator("#browser-map[data-shown]").wait_for()
    marks = walker.page.locator("#browser-map .cluster-mark")
    listed = walker.page.locator("#clusters li a")

    assert marks.count() == listed.count() > 0
    walker.page.get_by_role("button", name="放大").click()
    walker.page.locator('#browser-map[data-shown="2"]').wait_for()
    assert marks.count() == listed.count() > 0


def test_the_desk_is_worked_by_keyboard(walker, town):
    walker.sign_in("officer-urban")
    walker.page.goto(f"{walker.base}/picture/desk/")
    press = walker.page.keyboard.press
    press("?")
    assert walker.page.locator("#keys").get_attribute("open") is not None
    press("/")
    assert walker.page.evaluate("document.activeElement.id") == "by-place"
    walker.page.evaluate("document.activeElement.blur()")
    press("j")
    press("j")
    second = walker.page.locator("[data-row]").nth(1)
    assert second.evaluate("one => one === document.activeElement")
    press("k")
    press("x")
    assert walker.page.locator(".pick").first.is_checked()
    number = walker.page.locator("[data-row]").first.get_attribute("href")
    press("e")
    walker.page.wait_for_url(re.compile(re.escape(str(number))))
    assert "处置" in walker.text()


def test_charts_are_drawn_and_say_the_same_as_their_tables(walker, town):
    walker.sign_in("officer-urban")
    walker.page.goto(f"{walker.base}/picture/charts/")

    walker.page.locator("#by-day[data-drawn]").wait_for()
    walker.page.locator("#in-time[data-drawn]").wait_for()
    assert walker.page.locator("#by-day canvas").count() == 1


def test_without_javascript_everything_reads_and_leads_on(browser, site, door, town):
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    walker = Walker(context.new_page(), f"{site}/yueyang")
    walker.sign_in("officer-urban")
    for path in ("", "desk/", "charts/", "?screen=1"):
        walker.page.goto(f"{walker.base}/picture/{path}")
        assert "未办结" in walker.text() or path == "charts/"
    walker.page.goto(f"{walker.base}/picture/")
    walker.page.get_by_label(re.compile("^岳阳楼区")).click()
    assert "place=430602" in walker.page.url
    walker.page.get_by_role("link", name=re.compile("事件清单")).click()
    walker.page.locator("[data-row]").first.click()
    assert "/services/cases/" in walker.page.url
    context.close()


def test_a_page_in_english_has_no_chinese_words_of_ours(clients, pages):
    for persona, addresses in pages.items():
        for address in addresses:
            path = "/" + address.split("/", 3)[3]
            page = clients(persona).get(f"{path}{'&' if '?' in path else '?'}lang=en").content.decode()
            main = page.split("<main")[1].split("</main>")[0]
            words = re.sub(r"<script.*?</script>|<[^>]+>", " ", main, flags=re.DOTALL)
            assert not re.search(r"[一-鿿]", words), (path, re.findall(r"[一-鿿]+", words))


@pytest.fixture
def live(site, door, monkeypatch):
    """A live process beside the pages, as `yiwang serve` has one, within this one."""
    port, hub, loop = free_port(), Hub(reader(door.pool), every=0.1), asyncio.new_event_loop()
    streams = Streams(application, hub, ports=(site.rpartition(":")[2],))
    server = Server(streams, address="127.0.0.1", port=port, interface=Interfaces.ASGI, log_enabled=False)
    monkeypatch.setenv("YIWANG_LIVE", f"127.0.0.1:{port}")
    thread = threading.Thread(target=loop.run_until_complete, args=(server.serve(),), daemon=True)
    thread.start()
    yield hub
    loop.call_soon_threadsafe(server.stop)
    thread.join(30)


def test_a_change_is_told_on_the_desk_and_changes_the_big_screen_by_itself(walker, event, live, door, clock):
    worker = Worker(door, clock)
    worker.round()
    walker.sign_in("officer-urban")
    desk, screen = walker.page, walker.page.context.new_page()
    desk.goto(f"{walker.base}/picture/desk/")
    screen.goto(f"{walker.base}/picture/?screen=1")
    for page in (desk, screen):
        page.locator("html[data-listening=on]").wait_for()
    assert screen.locator(".figure-open .big").inner_text() == "0"

    event()
    worker.round()

    desk.get_by_text("有 1 件变动").wait_for()
    screen.locator(".figure-open .big", has_text="1").wait_for()
    desk.get_by_role("link", name="重新加载").click()
    assert desk.locator("[data-row]").count() == 1
