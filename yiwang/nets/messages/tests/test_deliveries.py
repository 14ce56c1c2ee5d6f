"""What does not arrive is tried again, then lies as a dead letter that somebody sees and sends again."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import psycopg
import pytest

from yiwang.kernel.access import system
from yiwang.kernel.commands import AskCorrection, Receive
from yiwang.kernel.people import client
from yiwang.nets.messages.ports import delivered, later, never, ours
from yiwang.nets.messages.ports.webhook import secret_bytes, signature
from yiwang.nets.messages.rules import LEASE, MOST_ATTEMPTS
from yiwang.nets.messages.sending import GIVEN_UP_AFTER
from yiwang.nets.messages.tests.conftest import BASE, CITY, rows
from yiwang.nets.messages.tests.test_told import confirm, offered, words  # noqa: F401
from yiwang.nets.messages.tests.test_who_is_told import act, stream_of
from yiwang.nets.services.tests.filing import certificate
from yiwang.people.ids import client_stream
from yiwang.people.kinds import CLIENT
from yiwang.store.execute import Ask, Done, execute
from yiwang.store.verify import verify

OFFICER = "officer-insurance"


@pytest.fixture
def mailed(clients, worker, sender, ports):
    """Wu has proved a mailbox and filed a case; the e-mail about it waits to be sent."""
    wu = clients("resident-wu")
    confirm(wu, worker, sender, ports)
    number = certificate(wu)
    worker.round()
    return number


def test_a_busy_server_is_asked_again_later_and_then_takes_it(mailed, sender, ports, clock, database):
    ports["email"].answer = lambda letter: later("busy")
    sender.round()
    sender.round()
    assert ("email", "filed", "temporary-failure", "busy") in rows(database)
    assert len(ports["email"].letters) == 1  # not before its time

    ports["email"].answer = lambda letter: delivered()
    clock.pass_(minutes=2)
    sender.round()

    assert ("email", "filed", "delivered", "") in rows(database)
    first, second = ports["email"].letters
    assert first.id == second.id


def test_after_the_last_attempt_it_is_a_dead_letter(mailed, sender, ports, clock, database):
    ports["email"].answer = lambda letter: later("away")
    for _ in range(MOST_ATTEMPTS + 3):
        sender.round()
        clock.pass_(days=2)

    assert len(ports["email"].letters) == MOST_ATTEMPTS
    assert ("email", "filed", "technical-failure", "gave-up") in rows(database)


def test_a_port_that_breaks_loses_nothing_and_logs_no_address(mailed, sender, ports, database, caplog):
    def broken(letter):
        raise RuntimeError(letter.to)

    ports["email"].answer = broken
    sender.round()

    assert ("email", "filed", "temporary-failure", "fault") in rows(database)
    assert "RuntimeError" in caplog.text and "wu@example" not in caplog.text


def test_killed_between_sending_and_saying_so_it_is_sent_again_and_the_record_says_so(
    mailed, door, sender, ports, clock, database, clients
):
    def killed():
        raise KeyboardInterrupt

    sender.door = replace(door, faults={"sent": killed})
    with pytest.raises(KeyboardInterrupt):
        sender.round()
    sender.door = door
    sender.round()
    assert len(ports["email"].letters) == 1  # the lease holds

    clock.now += LEASE
    sender.round()

    first, second = ports["email"].letters
    assert first.id == second.id
    assert ("email", "filed", "delivered", "") in rows(database)
    assert "可能送到了两次" in words(clients(OFFICER).get(f"{BASE}deliveries/").content)


def test_an_address_that_was_removed_meanwhile_is_not_written_to(mailed, clients, sender, ports, database):
    assert clients("resident-wu").post(f"{BASE}settings/email/remove").status_code == 302
    sender.round()

    assert ports["email"].letters == []
    assert ("email", "filed", "permanent-failure", "not-wanted") in rows(database)
    with psycopg.connect(database.superuser) as connection:
        left = connection.execute(
            "SELECT count(*) FROM vault v JOIN addressee_row a ON a.id = v.stream WHERE v.box IS NOT NULL"
        ).fetchone()
    assert left == (0,)


def test_the_ledger_refolds_every_row_of_this_net_also_after_an_address_was_erased(
    mailed, clients, worker, sender, door, database
):
    sender.round()
    assert clients("resident-wu").post(f"{BASE}settings/email/remove").status_code == 302
    worker.round()

    assert verify(database.owner, door.safe.keyring).problems == []


def test_the_body_sees_its_dead_letters_without_addresses_and_sends_them_again(
    mailed, clients, sender, ports, database
):
    ports["email"].answer = lambda letter: never("refused-address")
    sender.round()
    officer = clients(OFFICER)
    page = officer.get(f"{BASE}deliveries/?phase=dead").content.decode()
    assert mailed in page and "对方服务器说没有这个地址" in page and "wu@example" not in page
    assert mailed not in clients("officer-market").get(f"{BASE}deliveries/").content.decode()
    assert clients("resident-wu").get(f"{BASE}deliveries/").status_code == 403

    (id,) = re.findall(r'name="message" value="([^"]+)"', page)
    assert clients("officer-market").post(f"{BASE}deliveries/resend", {"message": id}).status_code == 302
    assert ("email", "filed", "permanent-failure", "refused-address") in rows(database)
    assert officer.post(f"{BASE}deliveries/resend", {"message": id}).status_code == 302
    ports["email"].answer = lambda letter: delivered()
    sender.round()
    assert ("email", "filed", "delivered", "") in rows(database)


def test_the_administrator_sees_figures_alone_and_sends_a_kind_again(
    mailed, clients, sender, ports, database
):
    ports["email"].answer = lambda letter: ours("sign-in")
    sender.round()
    admin = clients("system-admin")
    page = admin.get(f"{BASE}figures/").content.decode()
    assert "登录不了邮件服务器" in page and mailed not in page

    group = {"channel": "email", "reason": "sign-in", "key": "k" * 16}
    assert clients(OFFICER).post(f"{BASE}figures/resend", group).status_code == 403
    assert admin.post(f"{BASE}figures/resend", group).status_code == 302
    ports["email"].answer = lambda letter: delivered()
    sender.round()
    assert ("email", "filed", "delivered", "") in rows(database)


def test_a_mail_server_that_is_away_does_not_hold_up_what_goes_by_sms(
    clients, worker, sender, ports, door, clock, database
):
    wu = clients("resident-wu")
    confirm(wu, worker, sender, ports)
    confirm(wu, worker, sender, ports, "sms", "13800000000")
    stream = [stream_of(database, certificate(wu)) for _ in range(GIVEN_UP_AFTER + 2)][-1]
    act(door, clock, stream, Receive(), OFFICER)
    act(door, clock, stream, AskCorrection(items=("id_number",)), OFFICER)
    worker.round()
    ports["email"].answer = lambda letter: later("timeout")

    assert sender.round() == GIVEN_UP_AFTER + 1

    assert len(ports["email"].letters) == GIVEN_UP_AFTER and len(ports["sms"].letters) == 1
    assert {row[0] for row in rows(database, where="phase = 'created'")} == {"email"}


def test_old_news_and_other_worlds_are_told_on_the_page_alone(
    clients, worker, sender, ports, clock, database
):
    wu = clients("resident-wu")
    confirm(wu, worker, sender, ports)
    certificate(wu)
    clock.pass_(days=4)
    worker.round()

    assert [row[0] for row in rows(database, where="template = 'filed'")] == ["page"]


@pytest.fixture
def hook(clients, door, clock):
    """A webhook of the insurance centre's machine client, with its secret; `(id, secret)`."""
    stream = client_stream(CITY, "a" * 16)
    register = client.Register(
        client="a" * 16, body="yueyang-social-insurance", title={"zh": "系统", "en": "System"}
    )
    for command in (register, client.Allow(scopes=("case.read",))):
        done = execute(door, Ask(CITY, CLIENT, stream, command, system("test"), clock.now))
        assert isinstance(done, Done), done
    admin, security = clients("system-admin"), clients("security-admin")
    typed = {"client": "a" * 16, "url": "https://system.example.cn/notify", "key": "k" * 16}
    answer = admin.post(f"{BASE}hooks/register", typed)
    assert answer.status_code == 302, answer.content.decode()
    address = answer["Location"]
    assert admin.post(f"{address}secret").status_code == 403
    page = security.post(f"{address}secret", {"key": "s" * 16}).content.decode()
    again = security.post(f"{address}secret", {"key": "s" * 16})
    assert again.status_code == 302  # the same press shows no second secret
    (secret,) = re.findall(r"whsec_[A-Za-z0-9+/=]+", page)
    return address, secret


def test_a_system_is_told_signed_and_learns_no_answer_of_the_form(
    hook, clients, worker, sender, ports, database
):
    number = certificate(clients("resident-wu"))
    worker.round()
    sender.round()

    (letter,) = ports["webhook"].letters
    told = json.loads(letter.text)
    assert letter.to == "https://system.example.cn/notify"
    assert (told["specversion"], told["type"], told["subject"]) == ("1.0", "cn.yiwang.case.filed", number)
    assert told["source"] == "https://city.example/yueyang" and told["id"] == letter.id
    assert set(told["data"]) == {"number", "matter", "place", "phase"}
    assert letter.secrets == (secret_bytes(hook[1]),)
    assert signature(letter.secrets, letter.id, 1, letter.text).startswith("v1,")
    with psycopg.connect(database.superuser) as connection:
        kept = connection.execute("SELECT string_agg(convert_from(body, 'UTF8'), ' ') FROM event").fetchone()[
            0
        ]
    assert hook[1].removeprefix("whsec_") not in kept


def test_a_new_secret_signs_beside_the_old_one_for_a_week(hook, clients, worker, sender, ports, clock):
    security = clients("security-admin")
    page = security.post(f"{hook[0]}secret", {"key": "t" * 16}).content.decode()
    (new,) = re.findall(r"whsec_[A-Za-z0-9+/=]+", page)
    certificate(clients("resident-wu"))
    worker.round()
    sender.round()
    assert ports["webhook"].letters[0].secrets == (secret_bytes(new), secret_bytes(hook[1]))

    clock.pass_(days=8)
    certificate(clients("resident-wu"))
    worker.round()
    sender.round()
    assert ports["webhook"].letters[-1].secrets == (secret_bytes(new),)


def test_a_ping_is_sent_and_shown_and_a_stopped_client_is_told_nothing(
    hook, door, clients, worker, sender, ports, clock, database
):
    admin = clients("system-admin")
    assert admin.post(f"{hook[0]}ping", {"key": "p" * 16}).status_code == 302
    worker.round()
    sender.round()
    assert json.loads(ports["webhook"].letters[0].text)["type"] == "cn.yiwang.ping"
    assert "试发" in words(admin.get(hook[0]).content) and "已送到" in words(admin.get(hook[0]).content)

    stream = client_stream(CITY, "a" * 16)
    execute(door, Ask(CITY, CLIENT, stream, client.Stop(), system("test"), clock.now))
    number = certificate(clients("resident-wu"))
    worker.round()
    sender.round()
    assert len(ports["webhook"].letters) == 1 and number
    assert "现在什么都不发" in words(admin.get(hook[0]).content)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://system.example.cn/", "hook.address"),
        ("https://user:secret@system.example.cn/", "hook.address-secret"),
        ("https://system.example.cn/?token=1", "hook.address-secret"),
        ("https://", "hook.address"),
        ("https://[", "hook.address"),
    ],
)
def test_an_address_with_a_secret_in_it_is_no_webhook(hook, clients, url, code):
    answer = clients("system-admin").post(f"{BASE}hooks/register", {"client": "a" * 16, "url": url})

    assert answer.status_code == 409 and f'data-code="{code}"' in answer.content.decode()
