"""The inbox is narrowed by its address, kept under a name by its person alone, and asks no more for more."""

from __future__ import annotations

import re

import psycopg
import pytest

from yiwang.nets.services.inbox import Narrowed
from yiwang.nets.services.tests.test_handling_acts import act, ask

INBOX = "/yueyang/services/inbox/"


@pytest.fixture
def cases(door, clock, clients):
    """`cases()`: the number of a hygiene licence that the health bureau of Yueyanglou accepted."""
    from tests.test_access_matrix import Cases

    made = Cases(door, clock.now)
    return lambda: made.accepted()[0]


def listed(client, query=""):
    page = client.get(f"{INBOX}{query}").content.decode()
    return set(re.findall(r'name="pick" value="([^~"]+)~', page))


def test_each_filter_of_the_address_leaves_what_it_says(clients, cases, clock):
    officer = clients("officer-health")
    one = cases()
    for query, found in {
        "?matter=public-place-hygiene": True,
        "?matter=water-abstraction": False,
        "?place=430602": True,  # the district; the case lies in one of its towns
        "?place=430602004": True,
        "?place=430681": False,
        "?body=yueyanglou-health": True,
        "?body=yueyanglou-market-regulation": False,
        "?role=officer": True,
        "?whose=free": True,
        "?whose=me": False,
        "?due=late": False,
        "?paused=no": True,
        "?paused=yes": False,
        "?ordered=yes": False,
        "?whose=body&matter=public-place-hygiene&due=": True,
        "?paused=perhaps": True,  # no choice of ours: left out
    }.items():
        assert (one in listed(officer, query)) is found, query
    assert act(officer, one, "claim").status_code == 302
    assert one in listed(officer, "?whose=me")
    assert one not in listed(officer, "?whose=free")


def test_what_is_late_due_soon_or_paused_is_told_by_the_clock(clients, cases, clock, worker):
    officer = clients("officer-health")
    one = cases()
    assert one in listed(officer, "?due=soon")  # the step has an inner limit of two working days
    assert one not in listed(officer, "?due=late")
    assert act(officer, one, "suspend", interval="testing", ground="", reason="水样送检").status_code == 409
    ground = re.search(
        r'name="ground"[^>]*>.*?<option value="([^"]+)" selected', page_of(officer, one), re.DOTALL
    )[1]
    assert (
        act(officer, one, "suspend", interval="testing", ground=ground, reason="水样送检").status_code == 302
    )
    assert one in listed(officer, "?paused=yes&whose=body")
    assert one not in listed(officer, "?paused=no&whose=body")
    ask(officer, one, "resume")
    clock.pass_(days=60)
    worker.round()
    assert one in listed(officer, "?due=late") and one not in listed(officer, "?due=soon")


def page_of(client, number):
    return client.get(f"/yueyang/services/cases/{number}/").content.decode()


def test_a_case_under_an_order_is_found_and_its_task_is_in_the_inbox_of_the_lead_body(clients, cases):
    officer, chief = clients("officer-health"), clients("chief-health")
    one = cases()
    answer = act(chief, one, "supervise", reason="群众两次来电", limit="3 工作日")
    assert answer.status_code == 302
    assert one in listed(officer, "?ordered=yes")
    assert "督办待答复" in officer.get(f"{INBOX}?ordered=yes").content.decode()


def test_a_view_is_kept_under_a_name_by_its_person_alone(clients, database):
    officer, other = clients("officer-health"), clients("officer-market")
    kept = officer.post(
        f"{INBOX}views", {"name": " 水 质  ", "address": "?whose=body&due=soon&place=430602&evil=1"}
    )
    address = f"{INBOX}?whose=body&place=430602&due=soon"
    assert kept.status_code == 302 and kept["Location"] == address
    page = officer.get(address).content.decode()
    assert "水 质" in page and "evil" not in page
    assert "水 质" not in other.get(INBOX).content.decode()
    with psycopg.connect(database.superuser) as connection:
        rows = connection.execute("SELECT name, address FROM inbox_view").fetchall()
    assert rows == [("水 质", "?whose=body&place=430602&due=soon")]
    with psycopg.connect(database.app) as connection:
        assert connection.execute("SELECT count(*) FROM inbox_view").fetchone() == (0,)  # nobody asks
    officer.post(f"{INBOX}views/forget", {"name": "水 质"})
    assert "水 质" not in officer.get(INBOX).content.decode()


def test_a_view_without_a_name_or_past_the_twentieth_is_not_kept(clients):
    officer = clients("officer-health")
    for name in ("", "名" * 41):
        officer.post(f"{INBOX}views", {"name": name, "address": "?due=late"})
        assert "40 字以内" in officer.get(INBOX).content.decode()
    for number in range(21):
        officer.post(f"{INBOX}views", {"name": f"视图 {number}", "address": "?due=late"})
    page = officer.get(INBOX).content.decode()
    assert "视图 19" in page and "视图 20" not in page and "最多保存 20 个视图" in page


def test_an_address_is_read_and_written_as_the_same_view():
    from django.http import QueryDict

    said = "whose=free&matter=a&place=1&body=b&role=officer&due=late&paused=no&ordered=yes"
    only = Narrowed.of(QueryDict(said))
    assert only.address == f"?{said}"
    assert Narrowed.of(QueryDict("whose=all&due=never")) == Narrowed()
    assert Narrowed().address == ""


def test_an_inbox_of_more_cases_asks_the_database_no_more(clients, cases, queries):
    officer = clients("officer-health")
    cases()
    officer.get(f"{INBOX}?due=soon")
    queries.clear()
    officer.get(INBOX)
    few = len(queries)
    for _ in range(4):
        cases()
    queries.clear()
    officer.get(f"{INBOX}?place=430602&paused=no&whose=mine")
    assert len(queries) == few


def test_page_by_page_nothing_is_listed_twice_and_what_is_done_meanwhile_leaves_no_gap(
    clients, cases, monkeypatch
):
    from yiwang.nets.services import inbox, queries
    from yiwang.nets.services.views import cases as list_of_cases
    from yiwang.nets.services.views import inbox as page

    for module in (inbox, page, queries, list_of_cases):
        monkeypatch.setattr(module, "PAGE", 2)
    numbers, officer = [cases() for _ in range(5)], clients("officer-health")

    def through(first: str, number: str, doing=None) -> list[str]:
        found, address = [], first
        while address:
            html = officer.get(address).content.decode()
            found += re.findall(number, html)
            behind = re.search(r'rel="next" href="([^"]+)"', html)
            address = behind and behind[1].replace("&amp;", "&")
            address = address and first.partition("?")[0] + "?" + address.partition("?")[2]
            if doing is not None:
                doing, _ = None, doing()
        return found

    rows = through("/yueyang/services/cases/", r"<a data-row href=[^>]*>([^<]+)</a>")
    assert sorted(rows) == sorted(numbers)
    first = through(INBOX, r'name="pick" value="([^~"]+)~')
    assert sorted(first) == sorted(numbers)
    assert act(officer, first[0], "claim").status_code == 302
    again = through(
        f"{INBOX}?whose=free", r'name="pick" value="([^~"]+)~', lambda: act(officer, first[1], "claim")
    )
    assert again == first[1:]
