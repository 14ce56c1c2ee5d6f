"""The API described on pages: all operations, each with its own, in both languages, with no script."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from yiwang.nets.services.tests.conftest import clients, clock, door, walker  # noqa: F401
from yiwang.nets.services.tests.look import faults_of_look
from yiwang.web.rest.app import operations
from yiwang.web.rest.pages import TITLES

PAGE = "/yueyang/api/"
ONE = f"{PAGE}operations/post-cases-number-correction"


def test_every_operation_is_listed_and_has_a_page_of_its_own(door):  # noqa: F811
    nobody = Client()
    page = nobody.get(PAGE).content.decode()

    links = re.findall(r'href="(/yueyang/api/operations/[^"]+)"', page)

    assert len(links) == len(set(links)) == len(operations())
    for link in links:
        one = nobody.get(link)
        assert one.status_code == 200, link
    assert nobody.get(f"{PAGE}operations/none").status_code == 404
    assert all(title["zh"] in page for title in TITLES.values())


def test_an_operation_says_who_may_what_it_takes_and_what_may_go_wrong(door):  # noqa: F811
    page = Client().get(ONE).content.decode()

    for words in ("按告知一次补齐", "case.correct", "Idempotency-Key", "api.answers", "multipart/form-data"):
        assert words in page
    english = Client().get(f"{ONE}?lang=en").content.decode()
    assert "Answer the notice" in english and "What may go wrong" in english


def test_each_operation_is_told_in_both_languages(door):  # noqa: F811
    told = Client().get(f"{PAGE}v1/openapi.json").json()
    for ways in told["paths"].values():
        for one in ways.values():
            assert re.search("[\u4e00-\u9fff]", one["summary"]), one["operationId"]
            assert one["description"].isascii() or re.match("[A-Z]", one["description"]), one["operationId"]


def test_nothing_is_fetched_from_elsewhere_and_nothing_runs(door):  # noqa: F811
    for address in (PAGE, ONE):
        page = Client().get(address)
        html = page.content.decode()
        assert "style=" not in html and "<script>" not in html
        assert all(one.startswith("/") for one in re.findall(r'(?:src|href)="([^"#]+)"', html))
        assert (
            "default-src 'self'" in page["Content-Security-Policy"]
            or "'none'" in page["Content-Security-Policy"]
        )


@pytest.mark.browser
@pytest.mark.parametrize(
    ("theme", "size"),
    [
        ("light", "normal"),
        *(pytest.param(*mode, marks=pytest.mark.full) for mode in (("dark", "normal"), ("light", "elder"))),
    ],
)
def test_the_pages_are_sound_in_every_mode_and_on_a_small_screen(walker, theme, size):  # noqa: F811
    addresses = [walker.base.removesuffix("/yueyang") + one for one in (PAGE, ONE)]
    assert faults_of_look(walker, {"auditor": addresses}, theme, size) == {}
