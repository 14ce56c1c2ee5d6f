"""A result as a file, and what becomes of it: downloaded, verified by a stranger, ended, verified again."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yiwang.kernel import commands as c
from yiwang.kernel.access import Actor, Holding, system
from yiwang.kernel.result import ENDINGS
from yiwang.nets.services.tests.filing import certificate
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, execute
from yiwang.store.successions import successions
from yiwang.store.wall import city_transaction
from yiwang.store.worker import Worker
from yiwang.web import cities
from yiwang.web.pdf import self_made, typeset

NUMBER = r"2611-[0-9A-Z]{9}"


def row(door, number, what="id"):
    with (
        door.pool.connection() as connection,
        city_transaction(connection, "yueyang", system("test")) as cursor,
    ):
        return cursor.execute(f"SELECT {what} FROM case_row WHERE number = %s", (number,)).fetchone()[0]


def ask(door, clock, number, command):
    done = execute(door, Ask("yueyang", CASE, row(door, number), command, system("test"), clock.now))
    assert isinstance(done, Done), done
    return done.state


@pytest.fixture
def six_months(door, monkeypatch):
    """The certificate of social insurance holds six months and may be renewed, as a licence may."""
    matter = cities.get("yueyang").city.matters["insured-certificate"]
    monkeypatch.setitem(matter.result, "valid", "6 个月")
    monkeypatch.setitem(matter.result, "renewal", {"apply": "30 日", "source": "行政许可法 第五十条第一款"})


@pytest.fixture
def number(door, clock, clients, six_months):
    """A granted and delivered certificate of resident-wu."""
    filed = certificate(clients("resident-wu"))
    ask(door, clock, filed, c.DecideAtOnce(outcome="grant"))
    ask(door, clock, filed, c.Deliver(how="online"))
    return filed


def flat(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def pdf_of(client, number):
    answer = client.post(f"/yueyang/services/cases/{number}/result/pdf")
    assert answer.status_code == 200, flat(answer)
    assert answer["Content-Type"] == "application/pdf"
    return answer.content


def address(client, number):
    page = client.get(f"/yueyang/services/cases/{number}/result").content.decode()
    return re.search(rf"/yueyang/verify/{number}/[0-9A-Z]+", page)[0]


def by_head(door, clock, number, command):
    """Let the head of the lead body do it, with a reason."""
    lead = row(door, number, "lead")
    seat = cities.get("yueyang").city.bodies[lead].seat
    actor = Actor("p-head", "staff", (Holding("head", "chief", lead, seat),))
    asked = Ask("yueyang", CASE, row(door, number), command, actor, clock.now, secrets={"reason": "演练"})
    done = execute(door, asked)
    assert isinstance(done, Done), done


def test_a_result_is_downloaded_signed_and_the_same_file_is_given_again(clients, door, number):
    client = clients("resident-wu")
    first = pdf_of(client, number)

    assert (
        first.startswith(b"%PDF-") and self_made.make(door.safe.keyring.folder).check(first, "yueyang").good
    )
    assert pdf_of(client, number) == first
    page = flat(Client().get(address(client, number)))
    assert sha256(first).hexdigest() in page
    assert page.count("SHA-256") >= 2 and page.count(sha256(first).hexdigest()) == 1  # issued once


def test_the_file_lies_sealed_and_no_event_holds_a_word_of_it(clients, door, number):
    pdf_of(clients("resident-wu"), number)
    with (
        door.pool.connection() as connection,
        city_transaction(connection, "yueyang", system("test")) as cursor,
    ):
        bodies = cursor.execute(
            "SELECT body FROM event WHERE stream = %s ORDER BY seq", (row(door, number),)
        ).fetchall()

    last = bytes(bodies[-1][0]).decode()
    assert "case.document-issued" in last and '"sha256"' in last and len(last) < 1000
    assert "吴" not in last


def test_the_officer_gets_the_file_and_other_residents_do_not(clients, number):
    assert pdf_of(clients("officer-insurance"), number)
    other = clients("owner-luo").post(f"/yueyang/services/cases/{number}/result/pdf")
    assert other.status_code == 404
    assert Client().post(f"/yueyang/services/cases/{number}/result/pdf").status_code == 302  # to sign in


def test_a_stranger_tells_the_issued_file_from_a_changed_one_by_upload_or_by_hash(clients, number):
    client = clients("resident-wu")
    good = pdf_of(client, number)
    where, anybody = address(client, number), Client()

    def sent(content):
        return anybody.post(where, {"file": SimpleUploadedFile("a.pdf", content, "application/pdf")})

    assert "文件与出具时一致" in flat(sent(good)) and "签名完好" in flat(sent(good))
    changed = flat(sent(good[:5000] + bytes([good[5000] ^ 1]) + good[5001:]))
    assert "文件改动过，或者不是本市出具的" in changed and "一致" not in changed
    assert "没有本市的签名" in flat(sent(b"%PDF-1.7 of mine"))
    by_hash = flat(anybody.post(where, {"sha256": sha256(good).hexdigest().upper()}))
    assert "文件与出具时一致" in by_hash and "只核对了哈希" in by_hash
    assert "账本里没有" in flat(anybody.post(where, {"sha256": "0" * 64}))
    nothing = anybody.post(where, {"sha256": "abc"})
    assert nothing.status_code == 422 and "64 位" in flat(nothing)


def test_who_verifies_sees_personal_answers_masked_only(clients, number):
    page = flat(Client().get(address(clients("resident-wu"), number)))

    assert "吴演晴" not in page and "演晴" not in page and "430602190001010012" not in page
    assert "吴*" in page  # enough to hold beside the paper
    assert "养老" in page  # what is not personal stands as it is


@pytest.mark.parametrize(
    ("act", "word", "more"),
    [
        ("annul", "已撤销", {}),
        ("take-back", "已撤回", {}),
        ("revoke", "已吊销", {"penalty": "演罚字〔2026〕1号"}),
        ("deregister", "已注销", {}),
    ],
)
def test_an_ended_result_says_so_to_whoever_verifies_with_day_and_clause(
    clients, door, clock, number, act, word, more
):
    client = clients("resident-wu")
    pdf_of(client, number)
    where = address(client, number)
    assert "这份结果是真的 有效" in flat(Client().get(where))
    clock.pass_(days=3)
    ground = ENDINGS[act][2 if act == "deregister" else 0]
    by_head(door, clock, number, c.EndResult(act=act, ground=ground, **more))

    page = flat(Client().get(where))
    assert "这份结果是真的，但现在不能用" in page and word in page
    assert ground in page and "2026年11月26日" in page
    assert "演练" not in page  # the reason is the holder's
    held = flat(client.get(f"/yueyang/services/cases/{number}/result"))
    assert word in held and "下载结果 PDF" not in held
    assert client.post(f"/yueyang/services/cases/{number}/result/pdf").status_code == 409
    paper = re.search(rf"{number}-[A-Z]1", page)[0]
    shown = flat(client.get(f"/yueyang/services/cases/{number}/papers/{paper}"))
    assert ground in shown and "演练" in shown and "不服怎么办" in shown


def test_a_paper_is_downloaded_and_verified_by_a_code_of_its_own(clients, door, clock, number):
    client = clients("resident-wu")
    paper = f"{number}-D1"
    answer = client.post(f"/yueyang/services/cases/{number}/papers/{paper}/pdf")
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF-")

    from yiwang.nets.services.results import verify_code

    code = verify_code(door.safe.keyring, "yueyang", paper)
    page = flat(Client().get(f"/yueyang/verify/{paper}/{code}"))
    assert "这份文书是真的" in page and "准予决定书" in page
    of_result = verify_code(door.safe.keyring, "yueyang", number)
    assert Client().get(f"/yueyang/verify/{paper}/{of_result}").status_code == 404


def test_without_a_font_or_typst_the_page_says_what_to_install(clients, monkeypatch, number):
    client = clients("resident-wu")
    monkeypatch.setenv("YIWANG_PDF_FONT", "No Such Family")
    answer = client.post(f"/yueyang/services/cases/{number}/result/pdf")
    assert (
        answer.status_code == 503 and "No Such Family" in flat(answer) and "pdf.font-missing" in flat(answer)
    )
    monkeypatch.delenv("YIWANG_PDF_FONT")
    monkeypatch.setattr(typeset, "FAMILIES", ())
    assert "YIWANG_PDF_FONTS" in flat(client.post(f"/yueyang/services/cases/{number}/result/pdf"))
    assert "还没有出具过" in flat(Client().get(address(client, number)))


def test_its_holder_is_told_before_the_last_day_and_renews_with_the_form_filled_in(
    clients, door, clock, number
):
    client = clients("resident-wu")
    works = Worker(door, clock, (successions(),))
    assert "要延续的，最迟申请日" not in flat(client.get(f"/yueyang/services/cases/{number}/"))
    clock.pass_(days=125)  # 30 days before 22 April, the last day to ask
    works.round()
    page = flat(client.get(f"/yueyang/services/cases/{number}/"))
    assert "要延续的，最迟申请日 2027年4月22日" in page and "提醒：结果快到期" in page

    begun = client.post(f"/yueyang/services/cases/{number}/result/renew")
    assert begun.status_code == 302, flat(begun)
    check = begun["Location"].split("/pages/")[0] + "/check"
    filled = flat(client.get(check))
    assert "吴演晴" in filled and "养老" in filled
    sent = client.post(check.replace("/check", "/submit"))
    renewal = re.search(NUMBER.replace("2611", "2703"), sent["Location"])[0]
    state = ask(door, clock, renewal, c.DecideAtOnce(outcome="grant"))
    assert state.former.number == number and state.result.from_on.isoformat() == "2027-05-23"
    works.round()
    works.round()
    where = address(client, number)
    assert "有效" in flat(Client().get(where)) and renewal in flat(Client().get(where))
    assert "尚未生效" in flat(Client().get(address(client, renewal)))
    clock.pass_(days=60)
    assert "已换发新的结果" in flat(Client().get(where))
    assert "这份结果是真的 有效" in flat(Client().get(address(client, renewal)))


def test_a_changed_result_replaces_the_former_at_once(clients, door, clock, number):
    client = clients("resident-wu")
    begun = client.post(f"/yueyang/services/cases/{number}/result/change")
    check = begun["Location"].split("/pages/")[0] + "/check"
    changed = re.search(NUMBER, client.post(check.replace("/check", "/submit"))["Location"])[0]
    ask(door, clock, changed, c.DecideAtOnce(outcome="grant"))
    works = Worker(door, clock, (successions(),))
    works.round()

    assert "已换发新的结果" in flat(Client().get(address(client, number)))
    again = client.post(f"/yueyang/services/cases/{number}/result/change")
    assert again.status_code == 409


def test_nobody_renews_or_changes_a_result_that_is_not_theirs(clients, number):
    for persona in ("owner-luo", "officer-insurance"):
        answer = clients(persona).post(f"/yueyang/services/cases/{number}/result/renew")
        assert answer.status_code in (403, 404, 409), persona


def test_who_guesses_codes_must_wait_and_is_told_how_long(clients, number, monkeypatch):
    from yiwang.nets.services.views import verify

    counted = []

    class Counting:
        vendor = "postgresql"

    monkeypatch.setattr(verify, "connection", Counting())
    monkeypatch.setattr(
        verify.guessing, "take", lambda request, what, named, now: counted.append(named) or 30
    )
    answer = Client().get(f"/yueyang/verify/{number}/AAAAAAAAAAAAAAAAAAAA")

    assert answer.status_code == 429 and answer["Retry-After"] == "30" and "30 秒" in flat(answer)
    assert counted == [number]
