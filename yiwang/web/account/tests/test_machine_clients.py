"""A system of a body asks with a key: for its own body, within its scopes, while the key lasts."""

from __future__ import annotations

import secrets
from uuid import uuid4

import pytest
from django.test import Client

from yiwang.kernel import commands as c
from yiwang.kernel.access import system
from yiwang.kernel.numbers import CHANCE_BYTES, case_number, stream_id
from yiwang.kernel.people import client
from yiwang.people.kinds import CLIENT
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, execute
from yiwang.web import machine
from yiwang.web.account.tests.test_signing_in import INBOX
from yiwang.web.cities import get as city_named

API = "/yueyang/api/v1"
HEALTH = "yueyanglou-health"


def ask(door, clock, kind, stream, command, actor=None):
    done = execute(door, Ask("yueyang", kind, stream, command, actor or system("test"), clock.now))
    assert isinstance(done, Done), done
    return done


@pytest.fixture
def registered(door, clock):
    """`registered(body, scopes)`: a client of a body; its stream and a key."""

    def make(body: str, *scopes: str):
        stream = uuid4()
        ask(
            door,
            clock,
            CLIENT,
            stream,
            client.Register(client=stream.hex[:8], body=body, title={"zh": "系统", "en": "S"}),
        )
        if scopes:
            ask(door, clock, CLIENT, stream, client.Allow(scopes=scopes))
        key = machine.new_key(stream)
        ask(door, clock, CLIENT, stream, client.Rotate(key=key.id, digest=key.digest))
        return stream, key

    return make


def get(path: str, key: machine.NewKey | str, **more):
    text = key if isinstance(key, str) else key.text
    return Client().get(f"{API}{path}", headers={"Authorization": f"Bearer {text}"}, **more)


@pytest.fixture
def number(door, clock) -> str:
    """A case of the health bureau."""
    number = case_number(clock.now, secrets.token_bytes(CHANCE_BYTES))
    stream = stream_id(clock.now, secrets.token_bytes(10))
    owner = city_named("yueyang").actor("owner-luo")
    filing = c.File(
        case=str(stream),
        number=number,
        matter="public-place-hygiene",
        place="430602004",
        channel="online",
        applicant=owner.person,
        facts={"venue_kind": "lodging", "central_ventilation": False},
    )
    ask(door, clock, CASE, stream, filing, owner)
    return number


def test_a_key_says_whose_it_is_and_reads_the_cases_of_its_body_only(registered, number):
    _, own = registered(HEALTH, "case.read")
    _, other = registered("yueyanglou-urban-management", "case.read")

    assert get("/me", own).json()["bodies"] == [HEALTH]
    listed = get("/cases", own).json()
    assert [one["number"] for one in listed["cases"]] == [number]
    assert listed["next"] is None
    assert get(f"/cases/{number}", own).json()["matter"] == "public-place-hygiene"
    assert get(f"/cases?after={number}", own).json()["cases"] == []
    assert get("/cases", other).json()["cases"] == []
    assert get(f"/cases/{number}", other).status_code == 404


def test_a_case_has_no_personal_data_for_a_machine(registered, number):
    _, key = registered(HEALTH, "case.read")

    assert "applicant" not in get(f"/cases/{number}", key).json()


def test_without_the_scope_the_key_says_who_it_is_and_no_more(registered, number):
    _, key = registered(HEALTH)

    assert get("/me", key).json()["scopes"] == []
    assert get("/cases", key).status_code == 403


def test_what_is_no_key_gets_401_and_is_not_led_to_sign_in(registered):
    stream, key = registered(HEALTH, "case.read")
    wrong = key.text[:-4] + "AAAA"

    for text in (wrong, "yw1.x.y.z", "nonsense", f"yw1.{uuid4().hex}.{key.id}.secret", "a" * 500):
        answer = get("/me", text)
        assert answer.status_code == 401
        assert 'error="invalid_token"' in answer["WWW-Authenticate"]
    bare = Client().get(f"{API}/me")
    assert bare.status_code == 401
    assert bare["WWW-Authenticate"].startswith("Bearer")
    assert stream.hex in key.text


def test_keys_rotate_lapse_and_stop(registered, door, clock):
    stream, old = registered(HEALTH, "case.read")
    new = machine.new_key(stream)
    ask(door, clock, CLIENT, stream, client.Rotate(key=new.id, digest=new.digest))

    assert (get("/me", old).status_code, get("/me", new).status_code) == (200, 200)
    clock.pass_(days=8)
    assert (get("/me", old).status_code, get("/me", new).status_code) == (401, 200)
    ask(door, clock, CLIENT, stream, client.Stop())
    assert get("/me", new).status_code == 401


def test_a_key_counts_in_its_own_city_only_and_no_cookie_beside_it(registered, number):
    _, key = registered(HEALTH, "case.read")
    browser = Client()
    answer = browser.get(f"{API}/me", headers={"Authorization": f"Bearer {key.text}"})

    assert "yw" not in answer.cookies
    assert browser.get(INBOX, headers={"Authorization": f"Bearer {key.text}"}).status_code == 403
