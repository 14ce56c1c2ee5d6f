"""A city's events on its own map: where, how many, each number a link to just its cases."""

from __future__ import annotations

import re

from yiwang.nets.picture.tests.conftest import BASE, html, shown

STAFF = "officer-urban"


def figures(page: str) -> dict[str, tuple[int, str]]:
    """Return the figures of a page: state → (number, address)."""
    found = re.findall(r'class="figure-(\w+)"><a href="([^"]+)"[^>]*><span class="big">(\d+)</span>', page)
    return {state: (int(number), address.replace("&amp;", "&")) for state, address, number in found}


def listed(client, address: str) -> set[str]:
    """Return the numbers of the cases of a list."""
    return set(re.findall(r"/services/cases/([^/\"]+)/", client.get(address).content.decode()))


def test_each_figure_leads_to_as_many_cases_as_it_says(clients, event):
    numbers = {
        "new": event(),
        "old": event(hours_ago=50),
        "late": event(hours_ago=100, due_in_hours=-1),
        "hold": event(hours_ago=100, on_hold=True),
        "ended": event(hours_ago=30, ended_hours_ago=2),
    }
    client = clients(STAFF)
    found = figures(html(client, "desk/"))
    lists = {state: listed(client, address) for state, (_, address) in found.items()}

    assert {state: number for state, (number, _) in found.items()} == {
        "open": 4, "new": 1, "late": 1, "hold": 1, "ended": 1
    }  # fmt: skip
    assert lists["open"] == set(numbers.values()) - {numbers["ended"]}
    assert lists["new"] == {numbers["new"]} and lists["late"] == {numbers["late"]}
    assert lists["hold"] == {numbers["hold"]} and lists["ended"] == {numbers["ended"]}


def test_a_city_without_boundaries_has_a_map_whose_areas_are_links(clients, event):
    event(place="430602005")
    event(place="430602013", due_in_hours=-1)
    event(place="430681119")
    client = clients("auditor")
    page = html(client, "")

    areas = dict(re.findall(r'<a href="([^"]+)" class="tile[^>]*aria-label="([^"]+)"', page))
    assert areas[f"{BASE}?place=430602"] == "岳阳楼区 2, 超时 1"
    assert areas[f"{BASE}?place=430681"] == "汨罗市 1"
    assert "示意图" in page and "vendor/maplibre-gl" not in page
    assert "430602005" in html(client, "?place=430602")


def test_what_lies_in_no_place_below_is_counted_apart_and_listed(clients, event):
    number = event(place="430600")
    event(place="430602005")
    client = clients("auditor")

    address = re.search(r'<a href="([^"]+itself=1[^"]*)">1</a>', html(client, ""))
    assert address and listed(client, address[1].replace("&amp;", "&")) == {number}


def test_who_may_not_read_the_cases_sees_no_number_of_them(clients, event):
    event()
    event(at=(113.1, 29.4))

    assert figures(html(clients("officer-market"), "desk/"))["open"][0] == 0
    other = clients("officer-market").get(BASE + "clusters?zoom=9&box=110,27,115,31").json()
    assert other["clusters"] == []
    assert clients("auditor").get(BASE + "clusters?zoom=9&box=110,27,115,31").json()["clusters"] != []
    assert clients("resident-wu").get(BASE).status_code == 403
    assert clients("").get(BASE).status_code == 302


def test_events_near_each_other_are_one_cluster_until_the_map_comes_closer(clients, event):
    for nudge in (0, 0.001, 0.002):
        event(at=(113.1 + nudge, 29.4))
    client = clients(STAFF)

    def clusters(zoom: int) -> list[int]:
        answer = client.get(f"{BASE}clusters?zoom={zoom}&box=113,29,114,30").json()
        return sorted(one["count"] for one in answer["clusters"])

    assert clusters(8) == [3]
    assert clusters(17) == [1, 1, 1]


def test_a_cluster_leads_to_just_its_events(clients, event):
    near = {event(at=(113.1, 29.4)), event(at=(113.1001, 29.4))}
    event(at=(112.5, 28.9))
    client = clients(STAFF)

    answer = client.get(f"{BASE}clusters?zoom=10&box=110,27,115,31").json()
    two = next(one for one in answer["clusters"] if one["count"] == 2)
    assert listed(client, two["address"]) == near


def test_a_view_that_is_none_is_refused_by_name(clients, event):
    client = clients(STAFF)
    for query in ("", "zoom=3&box=1,2,3", "zoom=3&box=9,0,3,4", "zoom=x&box=0,0,1,1"):
        answer = client.get(f"{BASE}clusters?{query}")
        assert answer.status_code == 400 and answer.json()["code"] == "picture.no-view"


def test_the_big_screen_has_no_words_of_anybody_and_says_when_its_figures_are_from(clients, event):
    event(ended_hours_ago=1, hours_ago=49)
    page = html(clients(STAFF), "?screen=1")

    assert "数据时间" in page and "用了 2.0 天" in page
    assert all(address for _, address in figures(page).values())


def test_the_list_goes_on_where_its_page_ended(clients, event, monkeypatch):
    monkeypatch.setattr("yiwang.nets.picture.queries.PAGE", 2)
    numbers = [event(due_in_hours=hours) for hours in (5, 3, None, 4, 3)]
    client, seen, address = clients(STAFF), [], f"{BASE}desk/"
    while address and len(seen) < 9:
        page = client.get(address).content.decode()
        seen += re.findall(r'data-row href="/yueyang/services/cases/([^/]+)/', page)
        more = re.search(r'rel="next" href="([^"]+)"', page)
        address = more[1].replace("&amp;", "&") if more else ""

    assert set(seen[:2]) == {numbers[1], numbers[4]} and seen[2:] == [numbers[3], numbers[0], numbers[2]]


def test_charts_stand_beside_tables_whose_numbers_are_links(clients, event):
    event(hours_ago=1)
    number = event(hours_ago=50, due_in_hours=-20)
    client = clients(STAFF)
    page = html(client, "charts/")

    overdue = re.findall(r'<a href="([^"]+state=late[^"]*)">(\d+)</a>', page)
    assert [one[1] for one in overdue] == ["1"]
    assert listed(client, overdue[0][0].replace("&amp;", "&")) == {number}
    assert shown(client, "charts/").count("2026-11-23") == 1
