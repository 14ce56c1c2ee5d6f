"""A session that ends, a second tab, a form that changes, a lost database: what was typed is still there."""

from __future__ import annotations

import re
import shutil

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.nets.services.tests.applications import INSURED
from yiwang.nets.services.tests.conftest import PACK
from yiwang.nets.services.tests.filing import draft, post, submit
from yiwang.nets.services.tests.walker import PNG
from yiwang.serve.cities import Served, publish
from yiwang.web import cities, store_door

BEGIN = "/yueyang/services/insured-certificate/start"
TOWN = {"place.1": "430602", "place.2": "430602005"}
WRONG = "430602190001010019"


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, page
    return found[1]


def page_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def sign_out(client: Client) -> None:
    client.cookies.pop("yw")


def sign_in(client: Client, persona: str, next: str) -> str:
    answer = client.post("/yueyang/sign-in", {"persona": persona, "next": next})
    return str(answer["Location"])


def test_what_was_typed_after_the_session_had_ended_is_there_after_signing_in(clients):
    client = clients("resident-wu")
    person = post(client, BEGIN, **TOWN)
    sign_out(client)

    answer = client.post(person, {"insured_name": "吴演晴", "id_number": WRONG})
    assert answer.status_code == 302
    assert "您刚才填的内容已封存" in client.get(answer["Location"]).content.decode()
    assert sign_in(client, "resident-wu", person) == person
    page = page_of(client, person)
    assert f'value="{WRONG}"' in page
    assert "登录过期前您在这一页填的内容都在这里" in page
    assert "登录过期前" not in page_of(client, person), "it is said once"
    assert f'value="{WRONG}"' in page_of(client, person), "and kept in the draft"


def test_what_waits_is_sealed_and_nobody_else_gets_it(clients, database):
    client = clients("resident-wu")
    person = post(client, BEGIN, **TOWN)
    sign_out(client)
    client.post(person, {"insured_name": "吴演晴", "id_number": WRONG})

    with psycopg.connect(database.owner) as connection:
        rows = connection.execute("SELECT * FROM typed_before_sign_in").fetchall()
        assert len(rows) == 1
        assert WRONG.encode() not in bytes(rows[0][1])
    sign_in(client, "resident-liu", person)
    assert client.get(person).status_code == 404
    sign_in(client, "resident-wu", person)
    assert f'value="{WRONG}"' in page_of(client, person)
    with psycopg.connect(database.owner) as connection:
        assert connection.execute("SELECT count(*) FROM typed_before_sign_in").fetchone() == (0,)


def test_what_nobody_comes_for_is_gone_after_an_hour(clients, clock):
    client = clients("resident-wu")
    person = post(client, BEGIN, **TOWN)
    sign_out(client)
    client.post(person, {"insured_name": "吴演晴", "id_number": WRONG})
    clock.pass_(minutes=61)
    sign_in(client, "resident-wu", person)

    assert WRONG not in page_of(client, person)


def test_a_file_sent_after_the_session_had_ended_is_in_the_draft(clients):
    client = clients("owner-luo")
    first = post(client, "/yueyang/services/public-place-hygiene/start", **TOWN)
    venue = first.replace(first.rsplit("/", 1)[1], "venue")
    sign_out(client)
    client.post(venue, {"floor_plan": SimpleUploadedFile("图纸.png", PNG, "image/png")})
    sign_in(client, "owner-luo", venue)

    assert "图纸.png" in page_of(client, venue)


def test_a_draft_whose_submission_met_an_ended_session_waits_on_its_check_page(clients):
    client = clients("resident-wu")
    check = draft(client)
    sign_out(client)

    answer = client.post(check.replace("/check", "/submit"))
    assert answer["Location"].endswith("/yueyang/sign-in?next=" + check.replace("/", "%2F"))
    sign_in(client, "resident-wu", check)
    assert submit(client, check)


def test_what_is_not_sound_yet_is_kept_and_shown_on_another_device(clients):
    one, other = clients("resident-wu"), clients("resident-wu")
    person = post(one, BEGIN, **TOWN)
    assert one.post(person, {"insured_name": "吴演晴", "id_number": WRONG}).status_code == 422

    page = page_of(other, person)
    assert f'value="{WRONG}"' in page
    assert "q-id_number-error" in page


def test_a_second_tab_replaces_nothing_before_it_is_said(clients):
    client = clients("resident-wu")
    person = post(client, BEGIN, **TOWN)
    old = page_of(client, person)
    both = {"insured_name": "吴演晴", "id_number": INSURED, "_saved": hidden(old, "_saved")}
    assert client.post(person, {**both, "insured_name": "吴演晴一"}).status_code == 302

    late = client.post(person, {**both, "insured_name": "吴演晴二"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "这一页在别处也保存过" in page
    assert "吴演晴一" in page
    assert 'value="吴演晴二"' in page
    assert 'value="吴演晴一"' in page_of(client, person)
    again = client.post(person, {**both, "insured_name": "吴演晴二", "_saved": hidden(page, "_saved")})
    assert again.status_code == 302
    assert 'value="吴演晴二"' in page_of(client, person)


def test_a_page_sent_twice_is_no_second_tab(clients):
    client = clients("resident-wu")
    person = post(client, BEGIN, **TOWN)
    both = {
        "insured_name": "吴演晴",
        "id_number": INSURED,
        "_saved": hidden(page_of(client, person), "_saved"),
    }

    assert client.post(person, both).status_code == 302
    assert client.post(person, both).status_code == 302


def test_a_draft_submitted_twice_is_one_case_with_one_number(clients):
    client = clients("resident-wu")
    check = draft(client)
    address = check.replace("/check", "/submit")

    assert client.post(address)["Location"] == client.post(address)["Location"]
    page = page_of(client, "/yueyang/services/cases/")
    assert len(set(re.findall(r"\d{4}-[0-9A-Z]{9}", page))) == 1


@pytest.fixture
def changed(database, tmp_path, clock):
    """`changed((old, new), …)` publishes the city again with its certificate's form edited."""

    def publish_again(*edits: tuple[str, str]) -> None:
        folder = tmp_path / "again"
        shutil.copytree(PACK, folder)
        form = folder / "matters" / "insured-certificate" / "form.schema.json"
        text = form.read_text()
        for old, new in edits:
            assert old in text, old
            text = text.replace(old, new)
        form.write_text(text)
        with psycopg.connect(database.owner, autocommit=True) as connection:
            publish(connection, folder, "yueyang", clock())
        cities.forget()
        cities.serve_from(Served(database.app, seconds=3600))

    return publish_again


RENAMED = ('"zh": "险种"', '"zh": "哪一种保险"')
FEWER = (
    '"enum": ["pension", "work-injury", "unemployment", "all"]',
    '"enum": ["pension", "work-injury", "all"]',
)


def test_a_form_changed_while_a_draft_was_open_says_what_changed(clients, changed):
    client = clients("resident-wu")
    check = draft(client)
    assert "这张表改过了" not in page_of(client, check)
    changed(RENAMED)

    page = page_of(client, check)
    assert "您开始填写以后，这张表改过了" in page
    assert "“险种”改为“哪一种保险”。" in page


def test_a_choice_that_is_gone_is_named(clients, changed):
    client = clients("resident-wu")
    check = draft(client)
    changed(FEWER)

    assert "“险种”不再有选项“失业保险”。" in page_of(client, check)


def test_a_draft_is_not_submitted_before_its_writer_saw_what_changed(clients, changed):
    client = clients("resident-wu")
    check = draft(client)
    seen = hidden(page_of(client, check), "pack")
    changed(RENAMED)

    refused = client.post(check.replace("/check", "/submit"), {"pack": seen})
    assert refused["Location"] == check
    now = hidden(page_of(client, check), "pack")
    filed = client.post(check.replace("/check", "/submit"), {"pack": now})
    assert "/filed" in filed["Location"]


def test_a_service_that_is_gone_leaves_its_drafts_to_their_writer(clients):
    client = clients("resident-wu")
    check = draft(client)
    city = store_door.city_under("yueyang", None)
    without = {name: one for name, one in city.matters.items() if name != "insured-certificate"}
    kept = dict(city.matters)
    city.matters.clear()
    city.matters.update(without)
    try:
        answer = client.get(check)
        assert answer.status_code == 409
        assert "这个事项现在不再办理" in answer.content.decode()
        assert client.get("/yueyang/services/cases/").status_code == 200
    finally:
        city.matters.update(kept)


def lost(*_: object, **__: object) -> None:
    raise psycopg.OperationalError("gone")


def test_a_page_sent_while_the_database_is_away_can_be_sent_again_as_it_was(clients, monkeypatch):
    client = clients("resident-wu")
    person = post(client, BEGIN, **TOWN)
    with monkeypatch.context() as away:
        away.setattr(store_door, "reading", lost)
        answer = client.post(person, {"insured_name": "吴演晴", "id_number": WRONG})
    page = answer.content.decode()

    assert answer.status_code == 503
    assert f'name="id_number" value="{WRONG}"' in page
    assert f'action="{person}"' in page
    assert client.post(person, {"insured_name": "吴演晴", "id_number": INSURED}).status_code == 302


def test_a_submission_that_fails_behind_the_form_says_so_and_keeps_the_answers(clients, monkeypatch):
    client = clients("resident-wu")
    check = draft(client)
    with monkeypatch.context() as away:
        away.setattr(store_door, "execute", lost)
        answer = client.post(check.replace("/check", "/submit"))

    assert answer.status_code == 503
    assert "没有得到确认" in answer.content.decode()
    assert INSURED in page_of(client, check)
    assert submit(client, check)


def test_a_post_of_another_site_is_not_carried_along(door):
    client = Client(enforce_csrf_checks=True)
    client.post("/yueyang/sign-in", {"persona": "resident-wu"})
    someone = "/yueyang/services/drafts/018f0000-0000-7000-8000-000000000000/pages/person"

    foreign = client.post(someone, {"id_number": WRONG}, headers={"Sec-Fetch-Site": "cross-site"})
    ours = client.post(someone, {"id_number": WRONG}, headers={"Sec-Fetch-Site": "same-origin"})
    assert (foreign.status_code, ours.status_code) == (403, 403)
    assert WRONG not in foreign.content.decode()
    assert f'name="id_number" value="{WRONG}"' in ours.content.decode()


NAMES = (
    "register_kind",
    "id_number",
    "resident_name",
    "floor_area",
    "disputed",
    "location",
    "_saved",
    "_shown",
)
posts = st.dictionaries(
    st.one_of(st.sampled_from(NAMES), st.text(min_size=1, max_size=10)),
    st.lists(st.one_of(st.text(max_size=40), st.just("9" * 5000), st.just("sale")), min_size=1, max_size=2),
    max_size=8,
)


def test_whatever_is_posted_to_a_page_it_answers_and_shows_what_was_typed(clients):
    client = clients("resident-wu")
    what = post(client, "/yueyang/services/real-estate-registration/start", **TOWN)
    whole = what.replace("/pages/what", "/pages/all")

    @given(sent=posts)
    @settings(derandomize=True, max_examples=25, deadline=None)
    def ask(sent: dict[str, list[str]]) -> None:
        answer = client.post(whole, sent)
        assert answer.status_code in (200, 302, 409, 422), answer.status_code
        if answer.status_code != 302:
            name = sent.get("resident_name", [""])[0]
            assert escape(name) in answer.content.decode()

    ask()
