"""Ports keep their word before other sides that take, refuse, are busy, are away, or lie."""

from __future__ import annotations

import email
import email.policy
import ipaddress
import json
from contextlib import ExitStack
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from yiwang.nets.messages import ports
from yiwang.nets.messages.ports import contract, fake, later, never
from yiwang.nets.messages.ports.email import EmailPort, of
from yiwang.nets.messages.ports.webhook import (
    WebhookPort,
    allowed_networks,
    is_public,
    outcome_of,
    secret_bytes,
    signature,
)
from yiwang.nets.messages.tests import other_sides

HERE = (ipaddress.ip_network("127.0.0.0/8"),)


class _Served(contract.PortContract):
    @pytest.fixture(autouse=True)
    def _servers(self):
        with ExitStack() as self.stack:
            yield


class TestEmail(_Served):
    """E-mail keeps the contract."""

    def port(self, other_side):
        answers = {
            contract.TAKES: {},
            contract.REFUSES: {"RCPT": "550 no such user somebody@example.cn"},
            contract.BUSY: {"RCPT": "451 try later"},
        }
        number = other_sides.nobody()
        if other_side in answers:
            number = self.stack.enter_context(other_sides.mail(**answers[other_side])).server_address[1]
        return EmailPort("127.0.0.1", number, "smtp", "一网 <no-reply@example.cn>")


class TestWebhook(_Served):
    """Webhooks keep the contract."""

    to = ""

    def port(self, other_side):
        answers = {contract.TAKES: 204, contract.REFUSES: 410, contract.BUSY: 503}
        number = other_sides.nobody()
        if other_side in answers:
            number = self.stack.enter_context(other_sides.hook(answers[other_side])).server_address[1]
        self.to = f"http://127.0.0.1:{number}/notify"
        return WebhookPort(HERE)


class TestFake(contract.PortContract):
    """The fake keeps the contract as far as a file can."""

    cannot_tell = frozenset({contract.REFUSES, contract.BUSY})

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path):
        self.folder = tmp_path

    def port(self, other_side):
        there = self.folder / "messages" if other_side == contract.TAKES else self.folder / "no" / "folder"
        return fake.FilePort("sms", there)


def letter(**more):
    given = {"id": "m1", "to": "wu@example.cn", "subject": "已受理", "text": "正文", "secrets": (b"k",)}
    return ports.Letter(**{**given, "at": datetime(2026, 11, 23, tzinfo=UTC), **more})


def test_an_e_mail_says_that_a_machine_wrote_it_and_keeps_its_id():
    with other_sides.mail() as server:
        port = EmailPort("127.0.0.1", server.server_address[1], "smtp", "一网 <no-reply@example.cn>")
        assert port.send(letter()).phase == port.send(letter()).phase == "delivered"
        read = [email.message_from_bytes(one, policy=email.policy.default) for one in server.taken]

    assert [one["Message-ID"] for one in read] == ["<m1@example.cn>"] * 2
    assert read[0]["Auto-Submitted"] == "auto-generated" and read[0]["Subject"] == "已受理"
    assert read[0].get_content().strip() == "正文"


@pytest.mark.parametrize(
    ("answers", "phase", "reason"),
    [
        ({"MAIL": "550 not you"}, "technical-failure", "sender-refused"),
        ({"MAIL": "451 later"}, "temporary-failure", "busy"),
        ({"DATA": "554 looks like spam"}, "permanent-failure", "refused"),
        ({"DATA": "452 full"}, "temporary-failure", "busy"),
    ],
)
def test_what_a_mail_server_answers_means_what_smtp_says(answers, phase, reason):
    with other_sides.mail(**answers) as server:
        outcome = EmailPort("127.0.0.1", server.server_address[1], "smtp", "a@example.cn").send(letter())

    assert (outcome.phase, outcome.reason) == (phase, reason)


def test_a_line_break_in_a_subject_writes_no_header():
    with other_sides.mail() as server:
        port = EmailPort("127.0.0.1", server.server_address[1], "smtp", "a@example.cn")
        outcome = port.send(letter(subject="x\r\nBcc: all@example.cn"))

        assert (outcome.phase, outcome.reason, server.taken) == ("technical-failure", "words", [])


def test_a_signature_is_that_of_the_standards_known_vector():
    secret = secret_bytes("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")

    made = signature([secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}')

    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_webhook_is_posted_signed_by_each_secret():
    with other_sides.hook() as server:
        to = f"http://127.0.0.1:{server.server_address[1]}/notify"
        sent = letter(to=to, text=json.dumps({"id": "m1"}), secrets=(b"new", b"old"))
        assert WebhookPort(HERE).send(sent).phase == "delivered"
        ((path, headers, body),) = server.taken

    assert path == "/notify" and headers["Content-Type"].startswith("application/cloudevents+json")
    assert headers["webhook-id"] == "m1" and headers["webhook-timestamp"] == "1795392000"
    for secret in (b"new", b"old"):
        assert signature([secret], "m1", 1795392000, body.decode()) in headers["webhook-signature"].split()


def test_no_redirect_is_followed():
    with other_sides.hook() as end, other_sides.hook(302, Location="") as server:
        server.answers["POST"] = (302, {"Location": f"http://127.0.0.1:{end.server_address[1]}/"})
        outcome = WebhookPort(HERE).send(letter(to=f"http://127.0.0.1:{server.server_address[1]}/"))

        assert outcome == never("redirect") and end.taken == []


def test_who_asks_to_be_left_alone_is():
    assert outcome_of(429, "120") == later("busy", 120)
    assert outcome_of(503, "Wed, 21 Oct 2026 07:28:00 GMT") == later("busy")
    assert outcome_of(404) == never("rejected")


@pytest.mark.parametrize(
    "to", ["https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/", "http://127.0.0.1:9/"]
)
def test_nothing_is_posted_to_a_private_address(to):
    assert WebhookPort().send(letter(to=to)) == never("unsafe-address")


def test_a_name_that_leads_to_a_public_and_a_private_address_is_refused(monkeypatch):
    found = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(
        "yiwang.nets.messages.ports.webhook.socket",
        SimpleNamespace(getaddrinfo=lambda *asked, **more: found, SOCK_STREAM=1),
    )

    assert WebhookPort().send(letter(to="https://two-faced.example/")) == never("unsafe-address")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:4700::1111", True),
        ("10.0.0.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::ffff:192.168.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:0a00:0001::1", False),
        ("fd00::1", False),
        ("fe80::1", False),
    ],
)
def test_what_is_everybodys_net_and_what_is_not(address, public):
    assert is_public(ipaddress.ip_address(address)) is public


def test_a_private_net_that_the_operator_lists_is_reached_over_http_too():
    allowed = allowed_networks({"YIWANG_WEBHOOK_PRIVATE": "10.2.0.0/16, 127.0.0.1/32"})
    with other_sides.hook() as server:
        to = f"http://127.0.0.1:{server.server_address[1]}/"
        assert WebhookPort(allowed).send(letter(to=to)).phase == "delivered"
    with pytest.raises(ValueError, match="nonsense"):
        allowed_networks({"YIWANG_WEBHOOK_PRIVATE": "nonsense"})


def test_what_is_not_set_up_says_so_and_in_the_demo_it_is_a_fake(tmp_path):
    bare = ports.configured({}, tmp_path)
    assert bare["email"].send(letter()) == ports.ours("not-configured")
    assert ports.offered({}) == () and ports.offered({"YIWANG_SMS": "x:y"}) == ("sms",)

    demo = ports.configured({"YIWANG_DEMO": "1"}, tmp_path)
    assert demo["sms"].fake and demo["sms"].send(letter()).reason == "fake"
    (line,) = (tmp_path / fake.FILE).read_text("utf-8").splitlines()
    assert json.loads(line)["fake"] == fake.SAYS
    assert (tmp_path / fake.FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "environ",
    [
        {"YIWANG_SMTP": "mail.example.cn", "YIWANG_SMTP_FROM": "a@example.cn"},
        {"YIWANG_SMTP": "smtps://me:secret@mail.example.cn", "YIWANG_SMTP_FROM": "a@example.cn"},
        {"YIWANG_SMTP": "smtps://mail.example.cn"},
    ],
)
def test_a_setting_that_cannot_be_read_is_said_without_its_secret(environ):
    with pytest.raises(ValueError, match="YIWANG_SMTP") as said:
        of(environ)
    assert "secret" not in str(said.value)


def test_a_mail_server_is_read_from_the_environment():
    environ = {"YIWANG_SMTP": "smtps://mail.example.cn", "YIWANG_SMTP_FROM": "一网 <a@example.cn>"}
    found = of(environ)

    assert found is not None and (found.port, found.scheme) == (465, "smtps")
