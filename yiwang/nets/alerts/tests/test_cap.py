"""CAP messages: the samples go round, what is broken or hostile is refused by code, place and remedy."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from yiwang.cli import app
from yiwang.kernel.alerts import cap
from yiwang.kernel.alerts.cap_check import faults, unknown_references
from yiwang.nets.alerts import cap_sign, cap_xml
from yiwang.nets.alerts.cap_file import examine
from yiwang.store.keys import Keyring, export_publics

SAMPLES = Path(__file__).parents[5] / "shared" / "data" / "sensing" / "cap"
NOW = datetime(2026, 7, 1, tzinfo=UTC)
SOUND = cap.Alert(
    identifier="flood-1",
    sender="alerts@city.example",
    sent="2026-07-01T08:00:00+08:00",
    status="Exercise",
    type="Alert",
    scope="Public",
    infos=(
        cap.Info(
            language="zh-CN",
            categories=("Met",),
            event="洪水",
            urgency="Expected",
            severity="Severe",
            certainty="Likely",
            expires="2026-07-02T08:00:00+08:00",
            areas=(
                cap.Area(
                    description="湖区",
                    polygons=("29.5,112.8 29.5,113.1 29.1,113.1 29.5,112.8",),
                    circles=("29.3,113.0 5.0",),
                ),
            ),
        ),
    ),
)


def changed(**info: object) -> cap.Alert:
    """The sound alert, something of its info changed."""
    return replace(SOUND, infos=(replace(SOUND.infos[0], **info),))


def in_area(**area: object) -> cap.Alert:
    return changed(areas=(replace(SOUND.infos[0].areas[0], **area),))


needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not here")


@needs_samples
@pytest.mark.parametrize(
    "name", ["weather", "earthquake", "no_optional_fields", "earthquake-iso8859-1", "invalid"]
)
def test_a_sample_read_and_written_again_says_the_same(name):
    first = cap_xml.read((SAMPLES / f"{name}.cap").read_bytes())
    again = cap_xml.read(cap_xml.write(first.alert))
    assert first.alert is not None and again.alert == first.alert and not again.faults


@needs_samples
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("weather", []),
        ("earthquake", []),
        ("no_optional_fields", []),
        ("earthquake-iso8859-1", []),
        ("invalid", [("cap.missing", "alert/scope")]),
        ("xee", [("cap.doctype", "alert")]),
    ],
)
def test_a_sample_is_sound_or_says_where_it_is_not(name, expected):
    checked = examine((SAMPLES / f"{name}.cap").read_bytes())
    assert [(one.code, one.where) for one in checked.faults] == expected


def test_a_sound_message_has_no_faults_and_goes_round():
    assert faults(SOUND) == ()
    assert cap_xml.read(cap_xml.write(SOUND)).alert == SOUND


@pytest.mark.parametrize(
    ("alert", "code", "where"),
    [
        (replace(SOUND, identifier="flood 1"), "cap.bad-name", "alert/identifier"),
        (replace(SOUND, sent="2026-07-01T00:00:00Z"), "cap.bad-time", "alert/sent"),
        (replace(SOUND, sent="2026-07-01T08:00:00"), "cap.bad-time", "alert/sent"),
        (replace(SOUND, sent="2026-02-30T08:00:00+08:00"), "cap.bad-time", "alert/sent"),
        (replace(SOUND, status="actual"), "cap.bad-choice", "alert/status"),
        (replace(SOUND, type="Update"), "cap.no-reference", "alert/references"),
        (replace(SOUND, type="Cancel", references="flood-0"), "cap.bad-reference", "alert/references"),
        (
            replace(SOUND, type="Update", references="a@b.example,x,2026-07-01T09:00:00+08:00"),
            "cap.refers-ahead",
            "alert/references",
        ),
        (replace(SOUND, scope="Restricted"), "cap.missing", "alert/restriction"),
        (replace(SOUND, scope="Private"), "cap.missing", "alert/addresses"),
        (replace(SOUND, status="Actual", infos=()), "cap.missing", "alert/info"),
        (changed(categories=()), "cap.missing", "alert/info[1]/category"),
        (changed(categories=("Wet",)), "cap.bad-choice", "alert/info[1]/category[1]"),
        (changed(severity=""), "cap.missing", "alert/info[1]/severity"),
        (changed(responses=("Run",)), "cap.bad-choice", "alert/info[1]/responseType[1]"),
        (changed(language="中文"), "cap.bad-language", "alert/info[1]/language"),
        (
            changed(expires="2026-07-01T07:59:59+08:00"),
            "cap.ends-before-it-begins",
            "alert/info[1]/expires",
        ),
        (
            changed(effective="2026-07-03T00:00:00+08:00"),
            "cap.ends-before-it-begins",
            "alert/info[1]/expires",
        ),
        (in_area(description=""), "cap.missing", "alert/info[1]/area[1]/areaDesc"),
        (
            in_area(polygons=("29.5,112.8 29.5,113.1 29.1,113.1 29.1,112.8",)),
            "cap.open-polygon",
            "alert/info[1]/area[1]/polygon[1]",
        ),
        (in_area(polygons=("1,2 3,4 1,2",)), "cap.open-polygon", "alert/info[1]/area[1]/polygon[1]"),
        (
            in_area(polygons=("112.8,29.5 113.1,29.5 113.1,29.1 112.8,29.5",)),
            "cap.bad-polygon",
            "alert/info[1]/area[1]/polygon[1]",
        ),
        (in_area(polygons=("nan,1 2,3 4,5 nan,1",)), "cap.bad-polygon", "alert/info[1]/area[1]/polygon[1]"),
        (in_area(circles=("29.3,113.0",)), "cap.bad-circle", "alert/info[1]/area[1]/circle[1]"),
        (in_area(circles=("29.3,113.0 -1",)), "cap.bad-circle", "alert/info[1]/area[1]/circle[1]"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(alert, code, where):
    assert [(one.code, one.where) for one in faults(alert)] == [(code, where)]


def test_a_reference_to_what_is_not_known_is_named():
    update = replace(SOUND, type="Update", references=f"{SOUND.name} a@b.example,y,2026-06-30T00:00:00-00:00")
    found = unknown_references(update, {SOUND.name})
    assert [one.code for one in found] == ["cap.unknown-reference"] and "a@b.example,y" in found[0].zh


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "cap.not-xml"),
        (b"<alert>", "cap.not-xml"),
        (b"<alert/>", "cap.wrong-namespace"),
        (b'<a xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>', "cap.wrong-namespace"),
        (b'<alert xmlns="urn:oasis:names:tc:emergency:cap:3.0"/>', "cap.wrong-namespace"),
        (
            b'<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;&a;">]>'
            b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><note>&b;</note></alert>',
            "cap.doctype",
        ),
        (b"<alert>" + b" " * cap_xml.MAX_BYTES + b"</alert>", "cap.too-large"),
        (b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><colour/></alert>', "cap.unknown-element"),
    ],
)
def test_hostile_and_foreign_xml_is_refused(text, code):
    found = cap_xml.read(text)
    assert found.alert is None and found.faults[0].code == code
    assert found.faults[0].mend_zh and found.faults[0].mend_en


def test_elements_out_of_order_or_twice_are_named_with_their_line():
    xml = cap_xml.write(SOUND).decode()
    moved = xml.replace("  <scope>Public</scope>\n", "").replace(
        "  <status>", "  <scope>Public</scope>\n  <status>"
    )
    found = cap_xml.read(moved.encode())
    assert [(one.code, one.where) for one in found.faults] == [
        ("cap.order", "alert/status"),
        ("cap.order", "alert/msgType"),
    ]
    assert found.line("alert/status") == 7
    twice = xml.replace("<scope>Public</scope>", "<scope>Public</scope><scope>Private</scope>")
    assert [one.code for one in cap_xml.read(twice.encode()).faults] == ["cap.twice"]


@pytest.fixture
def keyring(tmp_path) -> Keyring:
    return Keyring(tmp_path / "keys")


@pytest.fixture
def signed(keyring) -> bytes:
    return cap_sign.OwnKey(keyring).sign(cap_xml.write(SOUND), "harbour", NOW)


def test_the_citys_key_is_all_that_is_needed_to_check_a_signature(keyring, signed):
    verified = cap_sign.verify_by_city(signed, keyring.publics("harbour"))
    assert verified.faults == () and cap_xml.read(verified.seen).alert == SOUND


def test_a_signature_holds_after_the_citys_key_was_rotated(keyring, signed):
    keyring.rotate("harbour")
    assert cap_sign.verify_by_city(signed, keyring.publics("harbour")).faults == ()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"Severe", b"Minor", "cap.broken-signature"),
        (b"<sender>alerts@", b"<sender>other@", "cap.broken-signature"),
        (b"<ds:SignatureValue>", b"<ds:SignatureValue>AA", "cap.broken-signature"),
        (b"ecdsa-sha256", b"ecdsa-sha1", "cap.broken-signature"),
    ],
)
def test_a_changed_message_is_refused(keyring, signed, old, new, code):
    assert signed.count(old) >= 1
    found = cap_sign.verify_by_city(signed.replace(old, new), keyring.publics("harbour"))
    assert [one.code for one in found.faults] == [code]


def test_a_key_within_the_message_proves_nothing(keyring, signed):
    found = cap_sign.verify_by_city(signed, keyring.publics("another-city"))
    assert [one.code for one in found.faults] == ["cap.foreign-key"]


def test_a_registered_certificate_accepts_its_own_messages_and_no_others(keyring, signed):
    signer = cap_sign.OwnKey(keyring)
    own = signer.certificate("harbour", NOW).decode()
    other = signer.certificate("another-city", NOW).decode()
    assert cap_sign.verify_by_certificate(signed, own).faults == ()
    assert [one.code for one in cap_sign.verify_by_certificate(signed, other).faults] == ["cap.foreign-key"]
    unsigned = cap_sign.verify_by_certificate(cap_xml.write(SOUND), own)
    assert [one.code for one in unsigned.faults] == ["cap.unsigned"]


def test_a_signature_over_a_part_of_another_message_is_refused(keyring, signed):
    """Somebody wraps a signed alert into one of their own."""
    inner = signed.split(b"?>", 1)[1].strip()
    outer = cap_xml.write(replace(SOUND, identifier="forged")).replace(b"</alert>", inner + b"</alert>")
    found = cap_sign.verify_by_city(outer, keyring.publics("harbour"))
    assert [one.code for one in found.faults] == ["cap.broken-signature"]


def run(*words: object):
    return CliRunner().invoke(app, ["cap", "check", *map(str, words)])


def test_the_command_says_what_is_wrong_and_how_to_mend_it(tmp_path, keyring, signed):
    file, key = tmp_path / "alert.xml", tmp_path / "harbour.pub"
    key.write_text(export_publics(keyring, "harbour"))
    file.write_bytes(signed)
    sound = run(file, "--key", key)
    assert sound.exit_code == 0 and "签名成立" in sound.output
    file.write_bytes(cap_xml.write(in_area(polygons=("1,2 3,4 5,6 7,8",))))
    broken = run(file)
    assert broken.exit_code == 1 and "cap.open-polygon" in broken.output and "怎么改" in broken.output
    told = json.loads(run(file, "--json", "--signed").output)
    assert [one["code"] for one in told["faults"]] == ["cap.open-polygon", "cap.unsigned"]
    assert told["faults"][0]["line"] > 1
    assert run(tmp_path / "none.xml").exit_code == 2
