"""A body is merged while its clerks are signed in at a browser: a clear page, nothing lost or opened."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

import psycopg
import pytest

from yiwang.kernel.access import system
from yiwang.kernel.people import person as rules
from yiwang.nets.people.tests.test_people_of_the_desk import OFFICER
from yiwang.nets.people.tests.test_step_up_with_real_logins import (  # noqa: F401
    city,
    enter_by_code,
    press,
    text,
    typed,
)
from yiwang.nets.services.tests.test_people_and_tasks import licence, merged_pack, records  # noqa: F401
from yiwang.people.ids import person_stream
from yiwang.people.kinds import PERSON
from yiwang.people.sync import sync
from yiwang.serve.cities import publish, stored_city
from yiwang.store.execute import Ask, Done, execute
from yiwang.web.tests.browser import axe_findings

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("account-walks")]
NEWCOMER = "p-brought-by-a-directory"
LISTED_WITHIN_SECONDS = 30


def brought_by_a_directory(door) -> None:
    """Add an officer of the health bureau whom no pack names, so that a new pack takes nobody away."""
    now, stream = datetime.now(UTC), person_stream("yueyang", NEWCOMER)
    for command in (
        rules.Join(person=NEWCOMER),
        rules.Appoint(position="yueyanglou-health-officer", since=now.date()),
    ):
        done = execute(door, Ask("yueyang", PERSON, stream, command, system("test"), now))
        assert isinstance(done, Done), done


def merge(door, database, tmp_path) -> None:
    """Publish the pack in which the health bureau is merged into another, and bring the records to it."""
    folder = tmp_path / "merged"
    folder.mkdir()
    now = datetime.now(UTC)
    with psycopg.connect(database.owner, autocommit=True) as connection:
        name = publish(connection, merged_pack(folder), "yueyang", now)
        sync(door, "yueyang", stored_city(connection, name), now)


def until(page, said) -> None:
    """Load the page anew until the server has listed the new pack."""
    give_up = time.monotonic() + LISTED_WITHIN_SECONDS
    while said not in page.locator("body").inner_text():
        assert time.monotonic() < give_up, page.locator("body").inner_text()
        time.sleep(0.5)
        page.reload()


def standing(database) -> list[tuple[object, ...]]:
    with psycopg.connect(database.superuser) as connection:
        return connection.execute("SELECT number, phase, seq FROM case_row").fetchall()


def test_a_clerk_whom_the_directory_brought_is_told_on_every_page_and_can_do_nothing(
    page,
    city,  # noqa: F811
    people,
    licence,  # noqa: F811
    database,
    tmp_path,
):
    brought_by_a_directory(people)
    enter_by_code(page, city, NEWCOMER, "h2001")
    page.goto(f"{city}/services/cases/{licence}/")
    assert "岳阳楼区卫生健康局" in page.locator(".who").inner_text()
    before = standing(database)
    merge(people, database, tmp_path)
    other = page.context.new_page()
    other.goto(f"{city}/account/")
    until(other, "您的岗位有变动")
    assert "yueyanglou-health-officer" in other.locator("body").inner_text()
    assert axe_findings(other) == []
    other.set_viewport_size({"width": 320, "height": 640})
    assert other.evaluate("document.documentElement.scrollWidth") <= 320

    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        page.locator(".act-form button", has_text=re.compile("^领件|^认领")).first.click()
    assert sent.value.status in (403, 404)

    assert standing(database) == before
    for address in ("services/inbox/", f"services/cases/{licence}/", "desk/people/"):
        shown = other.goto(f"{city}/{address}")
        assert shown.status in (403, 404)
        assert "您的岗位有变动" in other.locator("body").inner_text()
        assert "罗演竹" not in text(other)


@pytest.mark.full
def test_a_clerk_whom_the_pack_named_is_led_to_sign_in_and_told_why(
    page,
    city,  # noqa: F811
    people,
    database,
    tmp_path,
):
    enter_by_code(page, city, OFFICER, "h1007")
    page.goto(f"{city}/services/inbox/")
    merge(people, database, tmp_path)

    page.reload()

    page.wait_for_url(re.compile("/sign-in"))
    assert "您的权限有变动，原来的登录已经结束" in page.locator("body").inner_text()
    assert axe_findings(page) == []
