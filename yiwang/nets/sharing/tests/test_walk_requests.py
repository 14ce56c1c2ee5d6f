"""At a browser: one body asks another, the authority gives more time, a grant comes of it and is ended."""

from __future__ import annotations

import pytest

from yiwang.nets.services.tests.look import FULL, faults_of_look
from yiwang.nets.sharing.tests.asked import (
    ASKER,
    ASKERS_HEAD,
    AUTHORITY,
    PROVIDER,
    PROVIDERS_HEAD,
    agreed,
    ask,
    grant_of,
)

pytestmark = pytest.mark.browser


def go(walker, persona: str, number: str) -> None:
    """Sign in, and open a request from the list of one's body."""
    walker.sign_in(persona)
    walker.page.goto(f"{walker.base}/sharing/requests/")
    walker.page.get_by_role("link", name=number).click()


def choose(walker, outcome: str, reason: str = "") -> None:
    """Choose an outcome of the step that is one's own, say why, and press."""
    walker.page.get_by_label(outcome).check()
    if reason:
        walker.page.get_by_label("理由、说明").first.fill(reason)
    walker.page.get_by_role("button", name="办理", exact=True).click()
    walker.page.get_by_text("已办理。").wait_for()


@pytest.mark.full
def test_two_bodies_and_the_authority_walk_a_request_to_its_end(walker, rounds, clock):
    walker.sign_in(ASKER)
    walker.page.goto(f"{walker.base}/sharing/requests/")
    walker.page.get_by_role("link", name="申请数据").click()
    walker.page.select_option("#product", "population-basic")
    walker.page.get_by_role("button", name="看它的数据项").click()
    walker.page.check("#f-name")
    walker.answer(
        basis="社会保险经办条例 第十条", scenario="资格核对", scope="两人", purpose="核对是否仍在本市"
    )
    walker.answer(since="2026-12-31", until="2026-12-01")
    walker.page.get_by_role("button", name="提交，请本单位负责人同意").click()
    assert "结束早于开始" in walker.page.get_by_role("alert").inner_text()
    assert walker.page.locator("#scenario").input_value() == "资格核对"  # nothing typed is lost
    walker.answer(since="2026-12-01", until="2026-12-31")
    walker.page.get_by_role("button", name="提交，请本单位负责人同意").click()
    walker.page.get_by_text("已提交").wait_for()
    number = walker.page.url.rstrip("/").rpartition("/")[2]

    go(walker, ASKERS_HEAD, number)
    choose(walker, "同意，发出申请")
    go(walker, PROVIDER, number)
    assert "2026年12月7日" in walker.text()
    choose(walker, "齐全，请负责人答复")
    go(walker, PROVIDER, number)
    walker.page.locator("summary", has_text="请共享主管部门同意延长").click()
    walker.page.fill("#why-longer", "要同户籍库核对")
    walker.page.get_by_role("button", name="请共享主管部门同意延长").click()

    go(walker, AUTHORITY, number)
    walker.page.locator("summary", has_text="延长答复").click()
    walker.page.fill("#why-extended", "数据量大")
    walker.page.get_by_role("button", name="同意延长 10 个工作日").click()
    go(walker, PROVIDERS_HEAD, number)
    assert "2026年12月21日" in walker.text()
    choose(walker, "同意共享")
    rounds()

    go(walker, PROVIDER, number)
    choose(walker, "已经开通")
    go(walker, ASKER, number)
    choose(walker, "收到，可以用")
    clock.pass_(days=45)
    walker.page.goto(f"{walker.base}/sharing/grants/")
    row = walker.page.get_by_role("row").filter(has_text="请提交处置说明")
    row.get_by_role("link").click()
    walker.answer(erased="查询缓存，全部")
    walker.page.get_by_role("button", name="提交处置说明").click()
    walker.page.get_by_text("处置说明已提交").wait_for()
    assert walker.page.locator(".where-it-stands").inner_text() == "已处置"


@pytest.fixture
def pages(walker, who, rounds) -> dict[str, list[str]]:
    """Persona → the pages to look at, with something to do on each."""
    given, waits = agreed(who, rounds), ask(who(ASKER), way="file")
    base = f"{walker.base}/sharing"
    grant = grant_of(who(ASKER), given)
    return {
        ASKERS_HEAD: [f"{base}/requests/", f"{base}/requests/{waits}/", f"{base}/grants/"],
        ASKER: [f"{base}/requests/new?product=population-basic", f"{base}/requests/new"],
        PROVIDERS_HEAD: [f"{base}/requests/{given}/", f"{base}/grants/{grant}/"],
    }


@pytest.mark.full
@pytest.mark.parametrize(("theme", "size"), FULL)
def test_the_pages_of_requests_and_grants_look_right(walker, pages, theme, size):
    assert faults_of_look(walker, pages, theme, size) == {}
