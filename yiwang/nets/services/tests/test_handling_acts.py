"""Acts beside the process on the pages: who may, what the applicant sees of it, what a rejection tells."""

from __future__ import annotations

import json
import re

import pytest

from yiwang.nets.services.tests.filing import key_on
from yiwang.nets.services.tests.walker import PNG

CASES = "/yueyang/services/cases/"


def ask(client, number, name, **sent):
    """Press an act of the whole case."""
    return client.post(f"{CASES}{number}/{name}", {"key": key_on(client, number, name), **sent})


def act(client, number, name, **sent):
    """Press an act of the case, or of its first task that offers it."""
    page = client.get(f"{CASES}{number}/").content.decode()
    form = re.search(rf'/cases/{number}/{name}" .*?</form>', page, re.DOTALL)
    assert form, page
    task = re.search(r'name="task" value="([^"]+)"', form[0])
    key = re.search(r'name="key" value="([^"]+)"', form[0])[1]
    return client.post(f"{CASES}{number}/{name}", {"key": key, **({"task": task[1]} if task else {}), **sent})


def page(client, number):
    return client.get(f"{CASES}{number}/").content.decode()


@pytest.fixture
def licence(door, clock):
    """A hygiene licence that was accepted; another body is asked for its opinion."""
    from tests.test_access_matrix import Cases

    return Cases(door, clock.now).accepted()[0]


@pytest.fixture
def filed(door, clock):
    """A hygiene licence that waits for acceptance."""
    from tests.test_access_matrix import Cases

    return waiting(Cases(door, clock.now))


def waiting(cases):
    """File a hygiene licence that the window forwards; return its number."""
    import secrets

    from yiwang.kernel import commands as c
    from yiwang.kernel.numbers import CHANCE_BYTES, case_number, stream_id

    number = case_number(cases.now, secrets.token_bytes(CHANCE_BYTES))
    stream = stream_id(cases.now, secrets.token_bytes(10))
    filing = c.File(
        case=str(stream), number=number, matter="public-place-hygiene", place="430602004", channel="online",
        applicant=cases.actor("owner-luo").person,
        facts={"venue_kind": "lodging", "central_ventilation": False},
    )  # fmt: skip
    cases.ask(stream, filing, "owner-luo")
    cases.ask(stream, c.Receive(), "window-yueyanglou")
    cases.ask(stream, c.Forward(), "window-yueyanglou")
    return number


def test_the_applicant_sees_what_is_said_to_them_and_nothing_else(clients, licence):
    officer, owner = clients("officer-health"), clients("owner-luo")
    assert act(officer, licence, "comment", to="inside", comment="材料字迹不清").status_code == 302
    assert act(officer, licence, "comment", to="applicant", comment="请带原件").status_code == 302
    assert act(owner, licence, "comment", comment="明天带来").status_code == 302
    theirs, ours = page(owner, licence), page(officer, licence)
    assert "请带原件" in theirs and "明天带来" in theirs and "材料字迹不清" not in theirs
    assert all(words in ours for words in ("材料字迹不清", "请带原件", "明天带来"))
    assert "告诉申请人" in theirs and "申请人说" in ours


def test_a_body_that_is_asked_to_co_handle_answers_and_keeps_the_case_in_its_list(clients, licence):
    officer, market = clients("officer-health"), clients("officer-market")
    assert market.get(f"{CASES}{licence}/").status_code == 404
    bare = act(officer, licence, "co-handle", body="yueyanglou-market-regulation", question="")
    assert bare.status_code == 409 and "services.unanswered" in bare.content.decode()
    done = act(
        officer,
        licence,
        "co-handle",
        body="yueyanglou-market-regulation",
        question="请核对执照",
        limit="3 工作日",
    )
    assert done.status_code == 302
    assert "请核对执照" in page(market, licence)
    assert act(market, licence, "answer", answer="执照有效").status_code == 302
    assert "执照有效" in page(officer, licence) and licence in market.get(CASES).content.decode()
    assert "请核对执照" not in page(clients("owner-luo"), licence)


def test_a_body_that_was_consulted_answers_and_the_officer_reads_it(clients, licence):
    urban, officer = clients("officer-urban"), clients("officer-health")
    assert act(urban, licence, "answer", answer="门前可以停车").status_code == 302
    assert "门前可以停车" in page(officer, licence)
    assert urban.get(f"{CASES}{licence}/").status_code == 404


def test_an_order_is_shown_with_its_reason_limit_and_answer_and_only_inside(clients, licence, clock):
    chief, officer = clients("chief-health"), clients("officer-health")
    assert act(chief, licence, "supervise", reason="已超承诺", limit="三天左右").status_code == 409
    assert act(chief, licence, "supervise", reason="已超承诺", limit="3 工作日").status_code == 302
    shown = page(officer, licence)
    assert "已超承诺" in shown and "答复期限" in shown and "11月26日" in shown
    clock.pass_(days=5)
    assert (
        "badge-late"
        in re.search(r'<section class="orders">.*?</section>', page(officer, licence), re.DOTALL)[0]
    )
    assert act(officer, licence, "answer", answer="今天办完").status_code == 302
    shown = page(chief, licence)
    assert "今天办完" in shown and "已答复" in shown
    assert "已超承诺" not in page(clients("owner-luo"), licence)


def test_a_refusal_that_is_not_ours_hands_the_next_owner_to_the_applicant(clients, filed):
    officer, owner = clients("officer-health"), clients("owner-luo")
    ground = re.search(r'name="ground"[^>]*>.*?<option value="([^"]{2,})"', page(officer, filed), re.DOTALL)[
        1
    ]
    lacking = act(officer, filed, "refuse", cause="not-ours", ground=ground, reason="不归我们管")
    assert lacking.status_code == 409 and "case.next-owner-missing" in lacking.content.decode()
    done = act(
        officer, filed, "refuse", cause="not-ours", ground=ground, reason="不归我们管",
        body="yueyanglou-market-regulation",
    )  # fmt: skip
    assert done.status_code == 302
    theirs = page(owner, filed)
    assert "请向这个机关申请" in theirs and "岳阳楼区市场监督管理局" in theirs
    paper = owner.get(f"{CASES}{filed}/papers/{filed}-R1").content.decode()
    assert "岳阳楼区市场监督管理局" in paper and "不归我们管" in paper and "复议" in paper


def test_a_duplicate_ends_only_in_favour_of_an_open_case_of_the_same_applicant(clients, licence, filed):
    officer = clients("officer-health")
    for of, code in {
        "2611-00000000": "services.no-such-case",
        filed: "case.own-duplicate",
    }.items():
        answer = act(officer, filed, "link-duplicate", of=of)
        assert answer.status_code == 409 and code in answer.content.decode(), of
    assert act(officer, filed, "link-duplicate", of=licence).status_code == 302
    shown = page(clients("owner-luo"), filed)
    assert "由这一件继续办理" in shown and licence in shown
    approver = clients("approver-health")
    assert act(approver, filed, "reopen", reason="不是重复件").status_code == 302
    assert "已提交" in page(officer, filed) and "由这一件继续办理" not in page(officer, filed)


def test_a_hearing_is_called_on_paper_and_recorded_by_who_led_it(clients, licence, clock):
    officer, owner, chief = clients("officer-health"), clients("owner-luo"), clients("chief-health")
    host = "person-yueyanglou-health-chief"
    soon = act(
        officer,
        licence,
        "call-hearing",
        cause="asked",
        at="2026-11-30T09:30",
        venue="二楼听证室",
        person=host,
    )
    assert soon.status_code == 409 and "hearing.notice-too-short" in soon.content.decode()
    wrong = act(officer, licence, "call-hearing", cause="asked", at="下周", venue="二楼听证室", person=host)
    assert wrong.status_code == 409 and "services.no-moment" in wrong.content.decode()
    called = act(
        officer,
        licence,
        "call-hearing",
        cause="asked",
        at="2026-12-07T09:30",
        venue="二楼听证室",
        person=host,
    )
    assert called.status_code == 302
    theirs = page(owner, licence)
    assert "二楼听证室" in theirs and "2026年12月7日 09:30" in theirs
    paper = owner.get(f"{CASES}{licence}/papers/{licence}-H1").content.decode()
    assert "听证通知书" in paper and "二楼听证室" in paper and "回避" in paper and "第四十八条" in paper
    clock.pass_(days=14)
    assert act(chief, licence, "hold-hearing", record="申请人到场，无异议。").status_code == 302
    assert "申请人到场" in page(owner, licence)


def test_a_visit_is_arranged_and_its_findings_are_written_with_photos(clients, licence):
    officer, owner, inspector = clients("officer-health"), clients("owner-luo"), clients("inspector-health")
    two = ["person-yueyanglou-health-inspector", "person-yueyanglou-health-officer"]
    window = {"since": "2026-11-24T09:00", "until": "2026-11-24T10:30", "note": "请打开机房"}
    assert act(officer, licence, "arrange-visit", visitors=two[:1], **window).status_code == 409
    assert act(officer, licence, "arrange-visit", visitors=two, **window).status_code == 302
    theirs = page(owner, licence)
    assert "2026年11月24日 09:00" in theirs and "请打开机房" in theirs
    address = re.search(r'href="([^"]+/visits/[^"]+)"', page(inspector, licence))[1]
    assert owner.get(address).status_code == 403
    form = inspector.get(address).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', form)[1]
    sent = {"key": key, "outcome": "pass", "findings": "消毒间在用"}
    wrong = inspector.post(address, {**sent, "photos": photo(b"GIF89a")})
    assert wrong.status_code == 409 and "消毒间在用" in wrong.content.decode()
    assert inspector.post(address, {**sent, "photos": photo(PNG)}).status_code == 302
    ours, theirs = page(officer, licence), page(owner, licence)
    assert "消毒间在用" in ours and "消毒间在用" not in theirs and "现场核查：符合" in theirs
    picture = re.search(r'href="([^"]+/photos/\d+/1)"', ours)[1]
    assert officer.get(picture).content == PNG
    assert owner.get(picture).status_code == 404


def test_nobody_goes_on_two_visits_at_one_hour(clients, licence, door, clock):
    from tests.test_access_matrix import Cases

    other, officer = Cases(door, clock.now).accepted()[0], clients("officer-health")
    two = ["person-yueyanglou-health-officer", "person-yueyanglou-health-inspector"]
    window = {"since": "2026-11-24T09:00", "until": "2026-11-24T10:30"}
    assert act(officer, licence, "arrange-visit", visitors=two, **window).status_code == 302

    late = {"since": "2026-11-24T10:00", "until": "2026-11-24T11:00"}
    refused = act(officer, other, "arrange-visit", visitors=two, **late)
    said = refused.content.decode()
    assert refused.status_code == 409 and "visit.engaged" in said
    assert "2026-11-24 09:00–10:30" in said and licence not in said
    after = {"since": "2026-11-24T10:30", "until": "2026-11-24T11:00"}
    assert act(officer, other, "arrange-visit", visitors=two, **after).status_code == 302
    task = re.search(r'name="task" value="(act:visit:[^"]+)"', page(officer, licence))[1]
    assert act(officer, licence, "call-off", task=task, reason="改期").status_code == 302
    third = Cases(door, clock.now).accepted()[0]
    assert act(officer, third, "arrange-visit", visitors=two, **window).status_code == 302


def test_a_visit_is_recorded_over_rest_once_with_its_photos(clients, licence):
    api = f"/yueyang/api/v1/cases/{licence}"
    officer, inspector = clients("officer-health"), clients("inspector-health")
    two = ["person-yueyanglou-health-inspector", "person-yueyanglou-health-officer"]
    window = {"since": "2026-11-24T09:00", "until": "2026-11-24T10:30", "visitors": two}
    arranged = officer.post(
        f"{api}/acts/arrange-visit",
        {"answers": window},
        content_type="application/json",
        headers={"Idempotency-Key": "a" * 16},
    )
    assert arranged.status_code == 200, arranged.content.decode()
    (task,) = [one["id"] for one in inspector.get(api).json()["steps"] if one["id"].startswith("act:visit")]

    def record(key, content, outcome="pass"):
        sent = {"visit": json.dumps({"outcome": outcome, "findings": "消毒间在用"}), "photos": photo(content)}
        return inspector.post(f"{api}/visits/{task}", sent, headers={"Idempotency-Key": key})

    assert record("b" * 16, b"GIF89a").json()["error"]["code"] == "services.no-photo"
    done, again = record("c" * 16, PNG), record("c" * 16, PNG)
    assert done.status_code == 200, done.content.decode()
    assert again.json() == {**done.json(), "repeated": True}
    assert record("d" * 16, PNG).status_code == 409
    assert "消毒间在用" in page(officer, licence)


def photo(content):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("a.png", content, "image/png")


def test_an_extension_asks_for_the_head_and_a_suspension_for_its_clause(clients, licence):
    officer, chief = clients("officer-health"), clients("chief-health")
    assert '/extend"' not in page(officer, licence)
    assert (
        act(chief, licence, "extend", clock="decision", amount="5 工作日", reason="专家出差").status_code
        == 302
    )
    assert act(officer, licence, "suspend", interval="testing", ground="", reason="送检").status_code == 409


def test_the_rules_trace_stands_in_the_form_of_the_decision(clients, licence):
    officer, approver = clients("officer-health"), clients("approver-health")
    inspector = clients("inspector-health")
    assert act(officer, licence, "complete", outcome="pass").status_code == 302
    assert act(inspector, licence, "complete", outcome="pass").status_code == 302
    form = re.search(rf'/cases/{licence}/decide" .*?</form>', page(approver, licence), re.DOTALL)
    assert form, page(approver, licence)
    assert "作决定前：规则怎么说" in form[0] and "需要哪些专门检查" in form[0]


def test_ones_own_last_act_is_taken_back_on_the_page_while_nothing_followed(clients, licence):
    officer = clients("officer-health")
    assert '/undo"' not in page(officer, licence)
    act(officer, licence, "claim")
    assert (
        act(
            officer, licence, "undo", of=re.search(r'name="of" value="(\d+)"', page(officer, licence))[1]
        ).status_code
        == 302
    )
    shown = page(officer, licence)
    assert "撤销了" in shown and '/claim"' in shown and '/undo"' not in shown


def test_the_page_says_that_a_step_is_late_while_the_case_is_not(clients, licence, clock):
    officer, owner = clients("officer-health"), clients("owner-luo")
    assert "这一步的期限" in page(officer, licence)
    clock.pass_(days=5)
    late = page(officer, licence).split("这一步的期限")[1].split("</p>")[0]
    assert "超期" in late
    assert "这一步的期限" not in page(owner, licence)
