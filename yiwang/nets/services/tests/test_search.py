"""The catalogue is searched: by two characters, by sound, what people say, by event, body, place, level."""

from __future__ import annotations

import logging
import re
from urllib.parse import urlencode

import pytest

GUIDE = re.compile(r'href="/yueyang/services/([a-z-]+)/"')


def page(client, **asked: str) -> str:
    answer = client.get("/yueyang/services/?" + urlencode(asked))
    assert answer.status_code == 200
    return answer.content.decode()


def found(client, **asked: str) -> list[str]:
    return GUIDE.findall(page(client, **asked).partition('<ul class="doors">')[2])


@pytest.fixture
def anyone(clients):
    return clients("")


def test_a_service_is_found_by_what_people_type(anyone):
    first = {
        "卫生": "public-place-hygiene",
        "工伤": "work-injury-recognition",
        "饭店": "open-restaurant",  # the title says 餐饮店
        "房产证过户": "real-estate-registration",  # two words that the pack knows
        "上户口怎么办": "birth-registration",  # 怎么办 is left out
        "gjj": "housing-fund-withdrawal",  # 公积金, within the title
        "gongjijin": "housing-fund-withdrawal",
        "qushui": "water-abstraction",
        "water permit": "water-abstraction",
        "Licences venues": "entertainment-venue",
        "ＷＳ－０１": "public-place-hygiene",  # full-width
        "KTV": "entertainment-venue",
        "WS00101": "public-place-hygiene",
    }

    assert {typed: found(anyone, q=typed)[:1] for typed in first} == {
        typed: [service] for typed, service in first.items()
    }


def test_a_slip_of_the_pen_still_comes_near(anyone):
    meant = {
        "取水需可": "water-abstraction",
        "公寄金": "housing-fund-withdrawal",
        "entertianment": "entertainment-venue",
    }

    for typed, service in meant.items():
        assert "这些最接近" in page(anyone, q=typed), typed
        assert service in found(anyone, q=typed)


def test_what_was_asked_for_is_marked_and_other_words_are_named(anyone):
    said = page(anyone, q="饭店")

    assert "也叫 <mark>饭店</mark>" in said
    assert "<mark>卫生</mark>许可" in page(anyone, q="卫生")
    assert "<script>" not in page(anyone, q="<script>卫生")


def test_choices_narrow_the_list_and_stand_in_the_address(anyone):
    birth, health = set(found(anyone, event="birth")), set(found(anyone, body="health"))
    assert birth >= {"birth-registration", "newborn-birth", "child-health-handbook", "newborn-insurance"}
    assert health >= {"public-place-hygiene", "newborn-birth", "child-health-handbook", "birth-certificate"}
    paid = set(found(anyone, type="payment"))
    assert paid >= {"unemployment-benefit", "disability-living-allowance"}
    assert not (birth | health | paid) & {"insured-certificate", "water-abstraction", "open-restaurant"}
    both = set(found(anyone, event="birth", body="health"))
    assert both == birth & health < birth
    assert "water-abstraction" not in found(anyone, level="county")
    city = found(anyone, q="许可", **{"for": "business"}, place="430602", level="city")
    assert "water-abstraction" in city and "public-place-hygiene" not in city
    assert found(anyone, **{"for": "nobody"}) == []


def test_nothing_found_says_what_to_do_next(anyone):
    said = page(anyone, q="养蜂", level="city")

    assert "没有找到" in said
    for next_step in ("12345", "综合窗口", "遇到什么事", "不限条件"):
        assert next_step in said


def test_whatever_is_typed_is_answered(anyone):
    for typed in ("'", "\\", "a' | 'b", ":*", "&|!<->()", "\x00", "🙂", "路" * 500, "%", "''::tsquery", "ا"):
        assert anyone.get("/yueyang/services/?" + urlencode({"q": typed})).status_code == 200, typed


def test_what_was_searched_for_is_not_logged(anyone, caplog):
    with caplog.at_level(logging.DEBUG):
        page(anyone, q="痔疮")
        anyone.get("/yueyang/services/nothing-here/?q=痔疮")

    assert "痔疮" not in caplog.text
    assert "%E7%97%94" not in caplog.text


def test_a_search_asks_the_database_one_thing(anyone, queries):
    page(anyone, q="卫生")
    queries.clear()
    page(anyone, q="许可")
    many = list(queries)
    queries.clear()
    page(anyone, q="卫生")

    assert len(many) == len(queries)
    assert sum("item_row" in one for one in queries) == 1


def test_a_guide_shows_its_elements_in_both_languages(anyone):
    guide = anyone.get("/yueyang/services/entertainment-venue/").content.decode()
    english = anyone.get("/yueyang/services/road-use/?lang=en").content.decode()

    for said in (
        "行政许可",
        "WH00101",
        "县级",
        "通办",
        "1 份",
        "自备",
        "空白表格",
        "结果样本",
        "没有与公布的目录核对",
    ):
        assert said in guide, said
    for said in ("Rates are set elsewhere", "Administrative licence", "copies: 1", "Where you may apply"):
        assert said in english, said


def test_a_blank_form_can_be_kept_and_no_other_file_is_given(anyone):
    form = anyone.get("/yueyang/services/entertainment-venue/files/people-statement.txt")

    assert "声明" in form.content.decode()
    assert form["Content-Disposition"].startswith("attachment")
    for name in ("matter.yaml", "other.txt", "..%2Fmatter.yaml"):
        assert anyone.get(f"/yueyang/services/entertainment-venue/files/{name}").status_code == 404


def every_page(client, **asked: str) -> list[list[str]]:
    """Return what each page lists, from the first to the last, by the links that lead on."""
    pages, address = [], "?" + urlencode(asked)
    while True:
        html = client.get(f"/yueyang/services/{address}").content.decode()
        pages.append(GUIDE.findall(html.partition('<ul class="doors">')[2]))
        behind = re.search(r'href="([^"]+)" rel="next"', html)
        if behind is None:
            return pages
        address = behind[1].replace("&amp;", "&")


def test_page_by_page_every_service_is_listed_once(anyone):
    whole = every_page(anyone)
    listed = [one for page in whole for one in page]
    assert len(whole) > 2 and [len(page) for page in whole[:-1]] == [20] * (len(whole) - 1)
    assert len(set(listed)) == len(listed)

    narrowed = every_page(anyone, **{"for": "resident"})
    assert [one for page in narrowed for one in page] == [
        one for one in listed if one in {id for page in narrowed for id in page}
    ]
    assert len(every_page(anyone, q="证")) >= 1


def test_a_page_behind_a_service_that_is_not_found_any_more_is_the_first(anyone):
    assert found(anyone, after="withdrawn-service") == found(anyone)
    assert found(anyone, q="卫生", after="housing-fund-withdrawal") == found(anyone, q="卫生")


def test_a_system_reads_every_service_page_by_page(anyone):
    listed, after = [], ""
    for _ in range(9):
        got = anyone.get("/yueyang/api/v1/services?" + urlencode({"after": after})).json()
        listed += [one["matter"] for one in got["services"]]
        after = got["next"]
        if after is None:
            break
    assert len(listed) == got["count"] == len(set(listed)) and len(listed) > 40
