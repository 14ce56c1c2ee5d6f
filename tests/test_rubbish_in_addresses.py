"""Rubbish in the query of any page or operation that is read: it is answered, never a fault of ours."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.test_access_matrix import PAGE, Cases, Given, filled, people_of, routes
from yiwang.nets.services.inbox import Narrowed
from yiwang.nets.services.search.find import _CHOICES
from yiwang.nets.services.tests.conftest import clients, clock, door  # noqa: F401

ROOT = Path(__file__).parents[1] / "yiwang"
NAME = re.compile(r"""GET\.get\("(\w+)"|asked\("(\w+)"\)""")
RUBBISH = {
    "a NUL": "\x00",
    "controls": "a\x01\x1b\x7f\x85b",
    "very long": "岳" * 3000,
    "no number": "1e9",
    "below nothing": "-1",
    "beyond all": "99999999999999999999",
    "half a character": "\udc80",
    "another kind": "[]{}'\"%00$(",
}
PERSONAS = ("", "owner-luo", "officer-health", "window-yueyanglou", "auditor", "audit-admin", "system-admin")


def names() -> list[str]:
    """Return every name that a page reads from its address, as the code says it."""
    found = {"page", "after", "q", *Narrowed.__dataclass_fields__, *_CHOICES}
    for file in ROOT.rglob("*.py"):
        if "tests" not in file.parts:
            found |= {one for pair in NAME.findall(file.read_text(encoding="utf-8")) for one in pair if one}
    return sorted(found - {"lang"})


ALONE = ("page", "after", "q", "day", "place", "matter", "case", "phase", "body")


def queries(value: str, *, each: bool) -> list[str]:
    """Return addresses' ends: every name with this value at once; with `each`, what lists read alone."""
    said = quote(value.encode("utf-8", "surrogateescape"))
    return ["&".join(f"{name}={said}" for name in names()), *(f"{name}={said}" for name in ALONE if each)]


def _rows() -> dict[str, set[tuple[str, str]]]:
    from tests.test_access_matrix import PEOPLE

    found: dict[str, set[tuple[str, str]]] = {persona: set() for persona in PEOPLE}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [one.strip() for one in line.strip("|").split("|")]
        if len(cells) == 3 + len(PEOPLE) and cells[0] == "GET":
            for persona, cell in zip(PEOPLE, cells[3:], strict=True):
                if cell == "yes":
                    found[persona].add(("GET", cells[1].strip("`")))
    return found


@pytest.fixture
def browsers(clients, door, clock):  # noqa: F811
    people_of(door, clock.now - timedelta(minutes=5))
    return {persona: clients(persona) for persona in PERSONAS}


def broken(browsers, given: Given, value: str, *, each: bool = False) -> tuple[int, list[str]]:
    """Return how often it was asked, and the routes that answered with a fault."""
    rows, asked, found = _rows(), 0, []
    for method, route, _ in routes():
        whose = [persona for persona in PERSONAS if (method, route) in rows[persona]][:1]
        for persona in whose if method == "GET" else ():
            browsers[persona].raise_request_exception = False
            for query in queries(value, each=each):
                asked += 1
                if browsers[persona].get(f"{filled(route, given)}?{query}").status_code >= 500:
                    found.append(f"{route} as {persona}: {query[:20]}")
    return asked, found


def test_no_page_and_no_operation_breaks_on_a_nul_in_its_address(browsers, door, clock):  # noqa: F811
    given = Given(*Cases(door, clock.now - timedelta(minutes=5)).accepted())
    asked, found = broken(browsers, given, RUBBISH["a NUL"])
    assert asked > 60 and found == []


@pytest.mark.full
@pytest.mark.parametrize("what", RUBBISH)
def test_no_page_and_no_operation_breaks_on_rubbish_in_its_address(browsers, door, clock, what):  # noqa: F811
    given = Given(*Cases(door, clock.now - timedelta(minutes=5)).accepted())
    asked, found = broken(browsers, given, RUBBISH[what], each=True)
    assert asked > 600 and found == []


def test_a_nul_in_a_place_of_an_address_is_not_found(browsers):
    for method, route, _ in routes():
        if method == "GET" and "<" in route:
            address = "/yueyang" + re.sub(r"<\w+>", "%00x", route)
            assert browsers["auditor"].get(address).status_code == 404, route


def test_a_page_reads_a_space_where_a_control_character_stood(browsers):
    page = browsers[""].get("/yueyang/services/?q=%E9%A4%90%E9%A5%AE%09%00").content.decode()
    assert 'value="餐饮"' in page


def test_the_api_says_which_parameter_holds_a_control_character(browsers):
    got = browsers[""].get("/yueyang/api/v1/services?q=a%00b")
    assert got.status_code == 422
    assert got.json()["error"]["where"] == [{"at": "query.q", "kind": "control_character"}]
