"""Pages that belong to no net, as a visitor without JavaScript meets them."""

from __future__ import annotations

import re

import pytest

PAGES = [
    "/",
    "/-/preferences",
    "/qinghe/",
    "/qinghe/limits",
    "/qinghe/sign-in",
    "/nowhere/",
    "/qinghe/nothing",
]


def words(response) -> str:
    return response.content.decode()


def test_the_root_lists_every_city_as_a_link(visitor):
    page = words(visitor.get("/"))

    assert 'href="/qinghe/"' in page
    assert 'href="/qinghe~drill-7/"' in page


def test_a_city_without_its_slash_leads_to_its_front_page(visitor):
    response = visitor.get("/qinghe?lang=en")

    assert response.status_code == 302
    assert response["Location"] == "/qinghe/?lang=en"


def test_links_inside_a_city_stay_inside_it(visitor):
    page = words(visitor.get("/qinghe~drill-7/"))

    assert 'href="/qinghe~drill-7/limits"' in page
    assert 'href="/qinghe/' not in page


def test_a_drill_says_on_every_page_that_it_is_not_the_city(visitor):
    assert "drill-7" in words(visitor.get("/qinghe~drill-7/limits"))
    assert "banner-world" not in words(visitor.get("/qinghe/limits"))


def test_an_unknown_city_gets_a_page_that_says_so(visitor):
    response = visitor.get("/nowhere/")

    assert response.status_code == 404
    assert "web.no-such-city" in words(response)
    assert 'href="/"' in words(response)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_marked_with_its_language_and_has_one_heading(visitor, address, language):
    page = words(visitor.get(f"{address}?lang={language}"))

    assert f'<html lang="{"zh-Hans" if language == "zh" else "en"}"' in page
    assert len(re.findall(r"<h1[ >]", page)) == 1


def test_a_chosen_language_is_remembered(visitor):
    visitor.get("/qinghe/?lang=en")

    assert '<html lang="en"' in words(visitor.get("/qinghe/limits"))


def test_the_language_link_keeps_the_rest_of_the_address(visitor):
    assert "/qinghe/limits?a=1&amp;lang=en" in words(visitor.get("/qinghe/limits?a=1"))


def test_preferences_are_kept_and_lead_back(visitor):
    response = visitor.post("/-/preferences", {"theme": "dark", "size": "elder", "next": "/qinghe/limits"})

    assert response["Location"] == "/qinghe/limits"
    page = words(visitor.get("/qinghe/limits"))
    assert 'data-theme="dark"' in page
    assert 'data-size="elder"' in page


def test_preferences_never_lead_to_another_site(visitor):
    response = visitor.post("/-/preferences", {"size": "elder", "next": "https://elsewhere.example/"})

    assert response["Location"] == "/"


def test_a_preference_that_is_none_is_not_kept(visitor):
    visitor.post("/-/preferences", {"theme": "purple"})

    assert 'data-theme="auto"' in words(visitor.get("/"))


def test_the_limits_page_lists_every_line_in_both_languages(visitor):
    from yiwang.web.limits import LINES

    for language in ("zh", "en"):
        page = words(visitor.get(f"/qinghe/limits?lang={language}"))
        for line in LINES:
            assert f'id="{line.id}"' in page
            assert line.says[language] in page


def test_health_without_a_database_still_says_that_the_process_serves(visitor, settings):
    settings.DATABASES = {}

    assert visitor.get("/-/health").json() == {"serving": True, "database": "none"}
