"""Who asks is told by a signature alone: forged, stale, replayed and half-signed requests open nothing."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    algorithms,
)
from hypothesis import given
from hypothesis import strategies as st

from yiwang.gateway.app import Gateway
from yiwang.gateway.asking import Desk
from yiwang.gateway.operational import Operational
from yiwang.gateway.signatures import Request, Unsigned, claim, signed_request
from yiwang.gateway.tests.conftest import CITY, GRANT, HOST, PURPOSE, raw, send

PATH = f"/{CITY}/gateway/ask"


@pytest.fixture
def body(case):
    return json.dumps(
        {"grant": GRANT.id, "purpose": PURPOSE["zh"], "case": case, "by": "id_number", "values": ["A1"]}
    ).encode()


@pytest.fixture
def signed(body, key, client, clock):
    return signed_request("POST", HOST, PATH, body, key, keyid=client, nonce="n" * 20, now=clock.now)


def why(answer):
    assert answer.status == 401, answer.body
    return answer.json["error"]["params"]["why"]


def test_a_replayed_request_is_refused_also_by_another_process_after_a_restart(
    gateway, desk, governed, data, body, signed, clock
):
    assert raw(gateway, "POST", PATH, body, signed).status == 200
    assert raw(gateway, "POST", PATH, body, signed).code == "gateway.replayed"
    again = Desk(governed.door, data, clock)
    later = Gateway(again, Operational(data / "logs" / "x.log"), frozenset({HOST}), lambda _: True)
    assert raw(later, "POST", PATH, body, signed).code == "gateway.replayed"
    (data / "gateway" / f"nonces-{CITY}.log").unlink()
    third = Gateway(
        Desk(governed.door, data, clock),
        Operational(data / "logs" / "y.log"),
        frozenset({HOST}),
        lambda _: True,
    )
    assert raw(third, "POST", PATH, body, signed).code == "gateway.replayed"


def test_a_refused_call_cannot_be_sent_again_either(gateway, governed, data, body, signed, clock):
    file = data / "products" / "people.parquet"
    file.rename(file.with_suffix(".away"))
    assert raw(gateway, "POST", PATH, body, signed).status == 503
    file.with_suffix(".away").rename(file)
    again = Gateway(
        Desk(governed.door, data, clock),
        Operational(data / "logs" / "x.log"),
        frozenset({HOST}),
        lambda _: True,
    )
    assert raw(again, "POST", PATH, body, signed).code == "gateway.replayed"


def test_a_request_before_or_after_its_time_is_refused(gateway, body, signed, clock):
    clock.pass_(seconds=301)
    assert why(raw(gateway, "POST", PATH, body, signed)) == "window"
    clock.pass_(seconds=-400)
    assert why(raw(gateway, "POST", PATH, body, signed)) == "window"


def test_a_forged_signature_or_another_key_is_refused(gateway, body, client, clock, signed):
    assert why(send(gateway, body, Ed25519PrivateKey.generate(), client, clock.now)) == "key"
    forged = signed["Signature"].replace(signed["Signature"][5:9], "AAAA")
    assert why(raw(gateway, "POST", PATH, body, {**signed, "Signature": forged})) == "key"


def test_an_unknown_client_or_key_is_refused_in_the_same_words(gateway, body, key, client, clock):
    answers = [
        send(gateway, body, key, keyid, clock.now).body
        for keyid in ("nobody.k1", "shop-system.k2", "shop-system", "", "x" * 190)
    ]
    assert len(set(answers)) == 1 and b'"key"' in answers[0]


def test_what_is_not_as_it_was_signed_is_refused(gateway, body, signed):
    other = body.replace(b"A1", b"A2")
    assert why(raw(gateway, "POST", PATH, other, signed)) == "digest"
    assert why(raw(gateway, "POST", PATH, body, signed, host="other.example:8002")) == "authority"
    stolen = {**signed, "Signature-Input": signed["Signature-Input"].replace("shop-system", "other-system")}
    assert why(raw(gateway, "POST", PATH, body, stolen)) == "key"
    later = re.sub(r"created=(\d+)", lambda found: f"created={int(found[1]) + 1}", signed["Signature-Input"])
    assert why(raw(gateway, "POST", PATH, body, {**signed, "Signature-Input": later})) == "key"


@pytest.mark.parametrize(
    ("told", "change"),
    [
        ("no-signature", lambda one: {**one, "Signature": ""}),
        ("no-signature", lambda one: {**one, "Signature-Input": ""}),
        ("form", lambda one: {**one, "Signature": "yw=:AAAA:"}),
        ("form", lambda one: {**one, "Signature": one["Signature"].replace("yw=", "other=")}),
        ("form", lambda one: {**one, "Signature-Input": "yw=();created=1"}),
        ("form", lambda one: {**one, "Signature-Input": one["Signature-Input"] + ';alg="ed25519"'}),
        ("form", lambda one: {**one, "Signature-Input": one["Signature-Input"] + ", b=()"}),
        ("form", lambda one: {**one, "Signature-Input": one["Signature-Input"] + ';x="1"'}),
        ("coverage", lambda one: {**one, "Signature-Input": one["Signature-Input"].replace(' "@path"', "")}),
        (
            "coverage",
            lambda one: {
                **one,
                "Signature-Input": one["Signature-Input"].replace('"@path"', '"@path" "@path"'),
            },
        ),
        (
            "coverage",
            lambda one: {
                **one,
                "Signature-Input": one["Signature-Input"].replace('"@path"', '"@path" "cookie"'),
            },
        ),
        (
            "algorithm",
            lambda one: {**one, "Signature-Input": one["Signature-Input"].replace("ed25519", "hmac-sha256")},
        ),
        ("nonce", lambda one: {**one, "Signature-Input": one["Signature-Input"].replace("n" * 20, "n")}),
        ("digest", lambda one: {**one, "Content-Digest": "md5=:AAAA:"}),
        ("digest", lambda one: {**one, "Content-Digest": ""}),
    ],
)
def test_a_signature_that_is_written_otherwise_says_what_is_wrong(told, change):
    made = signed_request(
        "POST", HOST, PATH, b"x", Ed25519PrivateKey.generate(), keyid="a.b", nonce="n" * 20, now=NOW
    )
    changed = {name.lower(): value for name, value in change(made).items() if value}
    with pytest.raises(Unsigned, match=f"^{told}$"):
        claim(Request("POST", HOST, PATH, "", changed, b"x"), NOW)


def test_the_answer_is_signed_by_the_city_and_bound_to_the_request(gateway, door, body, signed):
    answer = raw(gateway, "POST", PATH, body, signed)
    public = door.safe.keyring.signing(CITY).private.public_key()
    request = Message("POST", f"http://{HOST}{PATH}", dict(signed))
    message = Message("", "", dict(answer.headers))
    message.status_code, message.request = answer.status, request
    verify(message, public, answer.body, ("@status", '"signature";req;key="yw"'))
    request.headers["Signature"] = request.headers["Signature"].replace("yw=:", "yw=:AA")[:-3] + ":"
    with pytest.raises(Exception):  # noqa: B017
        verify(message, public, answer.body, ("@status",))


class Message:
    """A message as the independent implementation wants it."""

    def __init__(self, method, url, headers):
        self.method, self.url, self.headers = method, url, headers


class Keys(HTTPSignatureKeyResolver):
    def __init__(self, key):
        self._key = key

    def resolve_public_key(self, key_id):
        return self._key

    def resolve_private_key(self, key_id):
        return self._key


class AnyTime(HTTPMessageVerifier):
    def validate_created_and_expires(self, sig_input, max_age=None):
        """The tests' clock is not the machine's."""


def verify(message, public, body, components):
    verifier = AnyTime(signature_algorithm=algorithms.ED25519, key_resolver=Keys(public))
    return verifier.verify(message, max_age=None, require_components=components, body=body)


NOW = datetime.fromisoformat("2026-11-23T09:30:00+08:00")
SEGMENT = st.text("abcdefghijklmnopqrstuvwxyz0123456789-._~%", max_size=20).map(
    lambda one: one.replace("%", "")
)


@given(body=st.binary(max_size=300), segment=SEGMENT, nonce=st.text("abcXYZ012-_", min_size=16, max_size=64))
def test_what_we_sign_an_independent_implementation_verifies_and_the_other_way_round(body, segment, nonce):
    key = Ed25519PrivateKey.generate()
    path = f"/c/{segment}"
    headers = signed_request("POST", HOST, path, body, key, keyid="a.b", nonce=nonce, now=NOW)
    verify(Message("POST", f"http://{HOST}{path}", dict(headers)), key.public_key(), body, ("@path",))

    theirs = Message("POST", f"http://{HOST}{path}", {})
    HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=Keys(key)).sign(
        theirs,
        key_id="a.b",
        created=NOW,
        expires=NOW + timedelta(minutes=1),
        nonce=nonce,
        covered_component_ids=("@method", "@path", "@authority"),
        body=body,
    )
    lower = {name.lower(): value for name, value in theirs.headers.items()}
    said = claim(Request("POST", HOST, path, "", lower, body), NOW)
    public = key.public_key().public_bytes_raw()
    assert said.holds(public) and (said.nonce, said.keyid) == (nonce, "a.b")


@given(header=st.text(max_size=200), signature=st.text(max_size=120), digest=st.text(max_size=60))
def test_no_text_in_the_headers_is_more_than_unsigned(header, signature, digest):
    request = Request(
        "POST",
        HOST,
        PATH,
        "",
        {"signature-input": header, "signature": signature, "content-digest": digest},
        b"",
    )
    with pytest.raises(Unsigned):
        claim(request, NOW)
