"""One body asks another for data, within the law's days, and a grant comes of it, or a reason."""

from __future__ import annotations

import psycopg

from yiwang.nets.services.tests.filing import certificate
from yiwang.nets.sharing.tests.asked import (
    ASKER,
    ASKERS_HEAD,
    AUTHORITY,
    BASE,
    PROVIDER,
    PROVIDERS_HEAD,
    TYPED,
    act,
    agreed,
    ask,
    code,
    do,
    grant_of,
    refused,
    shown,
)


def test_both_heads_agree_and_a_grant_comes_of_it(who, rounds):
    number = agreed(who, rounds)
    grant = grant_of(who(ASKER), number)
    assert "未开始" in shown(who(ASKER), f"grants/{grant}/")

    assert do(who(PROVIDER), number, "delivered").status_code == 302
    assert do(who(ASKER), number, "received").status_code == 302
    assert "已同意并提供" in shown(who(ASKER), f"requests/{number}/")


def test_no_clock_runs_until_the_asking_head_agrees_and_a_refusal_gives_its_reason(who):
    number = ask(who(ASKER))
    assert "还没有开始计算" in shown(who(ASKER), f"requests/{number}/")
    assert do(who(PROVIDER), number, "complete").status_code != 302

    do(who(ASKERS_HEAD), number, "agree")
    page = shown(who(PROVIDER), f"requests/{number}/")
    assert "答复时限（有条件共享）" in page and "12月7日" in page  # ten working days from 23 November
    do(who(PROVIDER), number, "complete")
    assert code(do(who(PROVIDERS_HEAD), number, "refuse")) == "case.reason-missing"
    assert do(who(PROVIDERS_HEAD), number, "refuse", "与所述用途无关").status_code == 302
    assert "与所述用途无关" in shown(who(ASKER), f"requests/{number}/")


def test_who_is_asked_follows_from_the_product(who):
    number = ask(who(ASKER), product="business-register", fields=["name"])
    assert "岳阳市市场监督管理局" in shown(who(ASKER), f"requests/{number}/")
    do(who(ASKERS_HEAD), number, "agree")
    assert number in shown(who(AUTHORITY), "requests/")  # the authority stands beside every request
    assert number not in shown(who(PROVIDER), "requests/")  # the police have no part in it


def test_what_is_incomplete_is_told_once_and_waiting_does_not_count(who, clock):
    number = ask(who(ASKER))
    do(who(ASKERS_HEAD), number, "agree")
    assert code(do(who(PROVIDER), number, "incomplete")) == "case.reason-missing"
    assert do(who(PROVIDER), number, "incomplete", "请写明查询人数").status_code == 302
    assert "暂停，等补充" in shown(who(ASKER), f"requests/{number}/")

    clock.pass_(days=7)
    assert do(who(ASKER), number, "supplied", "每月约两百人").status_code == 302
    page = shown(who(PROVIDER), f"requests/{number}/")
    assert "12月14日" in page and "看过，请负责人答复" in page and "不齐" not in page.split("经过")[0]


def test_more_time_needs_the_authority_and_comes_once(who):
    number = ask(who(ASKER))
    do(who(ASKERS_HEAD), number, "agree")
    do(who(PROVIDER), number, "complete")
    assert act(who(PROVIDERS_HEAD), number, "extend", reason="要核对").status_code in (403, 409)
    assert act(who(PROVIDER), number, "ask-extension", reason="要同户籍库核对").status_code == 302
    assert number in shown(who(AUTHORITY), "requests/").split("本单位提出的")[0]

    assert act(who(AUTHORITY), number, "extend", reason="同意，数据量大").status_code == 302
    page = shown(who(ASKER), f"requests/{number}/")
    assert "延长 10 工作日" in page and "12月21日" in page and "同意，数据量大" in page
    assert code(act(who(AUTHORITY), number, "extend", reason="再延长")) == "clock.extended-already"


def test_a_free_product_is_answered_in_a_day_and_never_extended(who):
    number = ask(
        who(ASKER), product="", above="企业登记信息", held_by="省市场监管局", sharing="unconditional"
    )
    do(who(ASKERS_HEAD), number, "agree")
    page = shown(who(ASKER), f"requests/{number}/")
    assert "答复时限（无条件共享）" in page and "11月24日" in page
    assert act(who(AUTHORITY), number, "extend", reason="要久一点").status_code == 409


def test_what_is_held_above_is_followed_by_the_authority_with_the_same_clocks(who, rounds, clock):
    number = ask(who(ASKER), product="", above="失业登记全省库", held_by="省人社厅", sharing="conditional")
    do(who(ASKERS_HEAD), number, "agree")
    assert "12月7日" in shown(who(AUTHORITY), f"requests/{number}/")
    do(who("steward-data"), number, "complete")
    do(who(AUTHORITY), number, "agree")
    rounds()
    assert "失业登记全省库" in shown(who(ASKER), f"grants/{grant_of(who(ASKER), number)}/")
    clock.pass_(days=40)
    assert "超期" in shown(who(AUTHORITY), f"requests/{number}/")


def test_a_dispute_goes_to_the_authority_which_sends_it_back(who, rounds):
    number = ask(who(ASKER))
    do(who(ASKERS_HEAD), number, "agree")
    do(who(PROVIDER), number, "complete")
    do(who(PROVIDERS_HEAD), number, "refuse", "看不出用途")
    assert code(do(who(ASKER), number, "dispute")) == "case.reason-missing"
    assert do(who(ASKER), number, "dispute", "用途写在第四栏").status_code == 302
    assert do(who(AUTHORITY), number, "again", "用途清楚，请重新答复").status_code == 302

    assert do(who(PROVIDERS_HEAD), number, "agree").status_code == 302
    rounds()
    assert "未开始" in shown(who(ASKER), f"requests/{number}/")
    assert "用途清楚" in shown(who(PROVIDER), f"requests/{number}/")


def test_a_refusal_that_stands_ends_without_a_grant(who, rounds):
    number = ask(who(ASKER))
    do(who(ASKERS_HEAD), number, "agree")
    do(who(PROVIDER), number, "complete")
    do(who(PROVIDERS_HEAD), number, "refuse", "看不出用途")
    do(who(ASKER), number, "dispute", "用途写在第四栏")
    do(who(AUTHORITY), number, "uphold", "确实不清楚")
    rounds()
    page = shown(who(ASKER), f"requests/{number}/")
    assert "没有授权" in page and "/sharing/grants/" not in page


BAD = {
    "ends before it begins": ({"until": "2026-11-30"}, "request.ends-before-it-begins"),
    "over already": ({"since": "2026-01-01", "until": "2026-11-22"}, "request.over-already"),
    "four years": ({"until": "2030-12-31"}, "request.too-long"),
    "no day": ({"since": "下个月"}, "request.no-period"),
    "a field the product does not have": ({"fields": ["name", "salary"]}, "request.no-such-field"),
    "no field": ({"fields": []}, "request.no-fields"),
    "no basis": ({"basis": ""}, "request.no-basis"),
    "a basis that names nothing": ({"basis": "领导"}, "request.no-basis"),
    "no purpose": ({"purpose": "  "}, "request.no-purpose"),
    "no product": ({"product": "", "above": ""}, "request.nothing-asked"),
    "a product that is gone": ({"product": "street-lamps"}, "request.no-product"),
    "for another body": ({"requester": "yueyang-public-security"}, "request.not-your-body"),
    "a way nobody has": ({"way": "magic"}, "request.no-way"),
    "a matter nobody has": ({"matters": "flying"}, "request.no-such-matter"),
    "an investigation without instrument": (
        {"purpose_kind": "investigation"},
        "request.standing-investigation",
    ),
    "an investigation without subject": (
        {"purpose_kind": "investigation", "instrument": "立案〔2026〕1号"},
        "request.standing-investigation",
    ),
    "rows that no field decides": ({"row_rule": "只要本市户籍的"}, "request.bad-row-rule"),
    "as often as one likes": ({"quota": "很多"}, "request.bad-quota"),
    "too long": ({"scope": "很" * 1001}, "request.too-long"),
    "SQL": ({"product": "x' OR '1'='1"}, "request.no-product"),
}


def test_what_does_not_say_what_it_must_is_refused_in_words(who):
    told = {what: refused(who(ASKER), **changed) for what, (changed, _) in BAD.items()}
    assert told == {what: expected for what, (_, expected) in BAD.items()}
    assert refused(who(PROVIDER)) == "request.own-product"
    assert "没有。" in shown(who(ASKER), "requests/")


def test_an_investigation_names_its_subject_and_nobody_else_reads_it(who, rounds, database):
    secret = "演示当事人甲"
    number = agreed(who, rounds, purpose_kind="investigation", instrument="立案〔2026〕1号", subject=secret)
    assert secret in shown(who(PROVIDERS_HEAD), f"requests/{number}/")
    grant = grant_of(who(ASKER), number)
    assert "依法暂不告知当事人" in shown(who(ASKER), f"grants/{grant}/")
    with psycopg.connect(database.owner) as connection:
        bodies = connection.execute("SELECT body FROM event").fetchall()
    assert not any(secret.encode() in bytes(body) for (body,) in bodies)


def test_clerks_of_cases_have_no_part_in_requests_nor_who_sees_to_data_in_cases(who, clients):
    for persona in ("resident-wu", "officer-insurance", "window-city", "auditor"):
        assert who(persona).get(f"{BASE}requests/").status_code == 403, persona
        assert who(persona).post(f"{BASE}requests/new", TYPED).status_code == 403, persona
    assert who("").get(f"{BASE}requests/").status_code == 302

    filed = certificate(clients("resident-wu"))
    page = who("cdo-social-insurance").get(f"/yueyang/services/cases/{filed}/")
    assert page.status_code in (403, 404)
