"""Alerts by hand: drafted, issued, updated, cancelled; others' taken in; what is wrong is refused by name."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from msgspec.structs import replace

from yiwang.nets.alerts import cap_sign, cap_xml
from yiwang.nets.alerts.cap_file import examine
from yiwang.nets.alerts.tests.conftest import BASE, HERE, code_of, in_words, words
from yiwang.nets.alerts.tests.test_cap import SOUND
from yiwang.store.keys import Keyring, export_publics

TYPED = {
    "headline_zh": "演示：大风",
    "event_zh": "大风",
    "area_zh": "洞庭湖湖面",
    "instruction_zh": "船只回港。",
    "category": "Met",
    "severity": "Moderate",
    "urgency": "Expected",
    "certainty": "Likely",
    "response": "Avoid",
    "polygon": "29.5,112.8 29.5,113.1 29.1,113.1 29.5,112.8",
}


@pytest.fixture
def typed(clock) -> dict[str, str]:
    return TYPED | {"expires": f"{clock.now + timedelta(hours=6):%Y-%m-%dT%H:%M}"}


def drafted(client, typed) -> str:
    answer = client.post(f"{BASE}draft", typed)
    assert answer.status_code == 302, in_words(answer)
    return answer["Location"]


def test_a_draft_is_seen_by_its_body_until_it_is_issued(clients, typed, door):
    page = drafted(clients("flood-duty"), typed)
    assert clients("").get(page).status_code == 404
    assert clients("flood-duty").post(f"{page}issue").status_code == 403
    assert clients("flood-chief").post(f"{page}issue").status_code == 302
    shown = words(clients(""), page)
    assert "演示：大风" in shown and "船只回港" in shown and "演练（不是真实预警）" in shown
    xml = clients("").get(f"{page}1.xml").content
    checked = examine(xml, city_key=export_publics(door.safe.keyring, "yueyang"))
    assert checked.faults == () and checked.found.alert.infos[0].responses == ("Avoid",)
    assert clients("").get(f"{page}2.xml").status_code == 404


def test_an_update_refers_to_what_it_takes_the_place_of_and_a_cancel_ends_it(clients, typed, clock):
    chief = clients("flood-chief")
    page = drafted(chief, typed)
    chief.post(f"{page}issue")
    clock.pass_(minutes=10)
    update = typed | {"alert": page.split("/")[-2], "severity": "Severe", "key": "k" * 20}
    assert chief.post(f"{BASE}draft", update).status_code == 302
    first, second = (cap_xml.read(clients("").get(f"{page}{number}.xml").content).alert for number in (1, 2))
    assert second.type == "Update" and second.refers_to == (first.name,)
    assert chief.post(f"{page}cancel").status_code == 302
    third = cap_xml.read(clients("").get(f"{page}3.xml").content).alert
    assert third.type == "Cancel" and third.refers_to == (first.name, second.name)
    assert code_of(chief.post(f"{page}cancel")) == "alerts.wrong-phase"
    assert "<entry" not in clients("").get(f"{BASE}feed.atom").content.decode()


def test_what_is_typed_wrong_is_refused_and_kept_on_the_page(clients, typed, clock):
    chief = clients("flood-chief")
    backwards = typed | {"expires": f"{clock.now - timedelta(hours=1):%Y-%m-%dT%H:%M}"}
    answer = chief.post(f"{BASE}draft", backwards)
    assert code_of(answer) == "alerts.ends-before-it-begins" and "演示：大风" in answer.content.decode()
    for wrong, code in (
        ({"polygon": "29.5,112.8 29.5,113.1 29.1,113.1 29.1,112.8"}, "alerts.cap.open-polygon"),
        ({"polygon": "somewhere"}, "alerts.cap.bad-polygon"),
        ({"expires": "soon"}, "alerts.no-moment"),
        ({"expires": "2028-01-01T00:00"}, "alerts.too-long-in-force"),
        ({"headline_zh": ""}, "alerts.words-missing"),
        ({"severity": "Grave"}, "alerts.unknown"),
        ({"description_zh": "水" * 2001}, "alerts.words-too-long"),
    ):
        assert code_of(chief.post(f"{BASE}draft", typed | wrong)) == code


def test_an_alert_pressed_twice_is_issued_once(clients, typed):
    chief = clients("flood-chief")
    page = drafted(chief, typed)
    for _ in range(2):
        assert chief.post(f"{page}issue", {"key": "p" * 20}).status_code == 302
    assert clients("").get(page).content.decode().count("CAP 报文") == 1


INCOMING = replace(
    SOUND,
    identifier="wx-1",
    sender="weather@province.example",
    sent="2026-11-23T09:00:00+08:00",
    infos=(replace(SOUND.infos[0], expires="2026-11-24T09:00:00+08:00", headline="大风预警"),),
)


def take(client, alert) -> object:
    xml = alert if isinstance(alert, bytes) else cap_xml.write(alert)
    return client.post(f"{BASE}take", {"xml": xml.decode()})


def test_an_alert_of_a_registered_sender_is_taken_updated_and_cancelled(clients):
    duty = clients("flood-duty")
    page = take(duty, INCOMING)
    assert page.status_code == 302, in_words(page)
    assert "气象部门（样例）" in words(clients(""), page["Location"])
    assert clients("").get(f"{page['Location']}1.xml").content == cap_xml.write(INCOMING).strip()
    again = take(duty, INCOMING)
    assert again["Location"] == page["Location"]
    sent = "2026-11-23T09:20:00+08:00"
    update = replace(INCOMING, identifier="wx-2", type="Update", sent=sent, references=INCOMING.name)
    assert take(duty, update)["Location"] == page["Location"]
    cancel = replace(
        update, identifier="wx-3", type="Cancel", infos=(), references=f"{INCOMING.name} {update.name}"
    )
    assert take(duty, cancel)["Location"] == page["Location"]
    assert "已解除" in words(clients(""), page["Location"])
    assert clients("flood-chief").post(f"{page['Location']}cancel").status_code == 409


@pytest.mark.parametrize(
    ("alert", "code"),
    [
        (
            replace(
                INCOMING, type="Update", references="weather@province.example,wx-0,2026-11-22T00:00:00+08:00"
            ),
            "alerts.unknown-reference",
        ),
        (
            replace(
                INCOMING,
                type="Cancel",
                infos=(),
                references="weather@province.example,wx-0,2026-11-22T00:00:00+08:00",
            ),
            "alerts.unknown-reference",
        ),
        (replace(INCOMING, sender="stranger@nowhere.example"), "alerts.unknown-sender"),
        (
            replace(INCOMING, infos=(replace(INCOMING.infos[0], categories=("Fire",)),)),
            "alerts.kind-not-theirs",
        ),
        (replace(INCOMING, scope=""), "cap.missing"),
        (b"<alert/>", "cap.wrong-namespace"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "cap.doctype"),
    ],
)
def test_what_cannot_be_taken_says_why(clients, alert, code):
    assert code_of(take(clients("flood-duty"), alert)) == code


def with_certificate(door, pem: str) -> None:
    """Let the city demand the weather service's signature, by this certificate."""
    from yiwang.web import cities

    served = cities.get("yueyang")
    sender = replace(served.city.alerting.senders["weather-sample"], certificate=pem, signed=True)
    alerting = replace(served.city.alerting, senders={"weather-sample": sender})
    object.__setattr__(served, "city", replace(served.city, alerting=alerting))


def test_a_sender_who_must_sign_is_taken_by_the_registered_key_alone(clients, door, clock, tmp_path):
    theirs = cap_sign.OwnKey(Keyring(tmp_path / "weather"))
    with_certificate(door, theirs.certificate("weather", clock.now).decode())
    duty, xml = clients("flood-duty"), cap_xml.write(INCOMING)
    assert code_of(take(duty, INCOMING)) == "cap.unsigned"
    signed = theirs.sign(xml, "weather", clock.now)
    assert code_of(take(duty, signed.replace(b"Severe", b"Minor"))) == "cap.broken-signature"
    forged = cap_sign.OwnKey(Keyring(tmp_path / "forger")).sign(xml, "weather", clock.now)
    assert code_of(take(duty, forged)) == "cap.foreign-key"
    assert take(duty, signed).status_code == 302


def test_a_bulletin_is_public_and_proved_offline(clients, door, tmp_path, worker):
    from yiwang.store.receipts import verify_file

    chief = clients("flood-chief")
    told = {"title_zh": "汛情通报第 1 期", "words_zh": "水位平稳。", "title_en": "Bulletin 1"}
    page = chief.post(f"{HERE}bulletins", told)
    assert page.status_code == 302, in_words(page)
    assert "水位平稳" in words(clients(""), page["Location"])
    proof, key = tmp_path / "proof.json", tmp_path / "yueyang.pub"
    key.write_text(export_publics(door.safe.keyring, "yueyang"))
    proof.write_bytes(clients("").get(f"{page['Location']}receipt").content)
    assert verify_file(proof, key, False) == 0
    worker.round()
    proof.write_bytes(clients("").get(f"{page['Location']}receipt").content)
    assert verify_file(proof, key, False) == 0
    proof.write_bytes(proof.read_bytes().replace(b'"seq": 1', b'"seq": 2'))
    assert verify_file(proof, key, False) == 1


def test_a_bulletin_with_a_telephone_number_of_somebody_is_refused(clients):
    told = {"title_zh": "通报", "words_zh": "联系人电话 13900001111"}
    assert code_of(clients("flood-chief").post(f"{HERE}bulletins", told)) == "alerts.personal"
    assert clients("flood-duty").post(f"{HERE}bulletins", told).status_code == 403


def test_the_feed_names_each_alert_in_force_with_its_signed_message(clients, typed):
    chief = clients("flood-chief")
    page = drafted(chief, typed)
    chief.post(f"{page}issue")
    feed = clients("").get(f"{BASE}feed.atom").content.decode()
    assert feed.count("<entry>") == 1 and re.search(r'href="[^"]+/1\.xml" rel="related"', feed)
