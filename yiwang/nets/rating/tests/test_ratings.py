"""A resident rates; a bad rating opens a case at a desk outside; the figures show nobody."""

from __future__ import annotations

import re

import psycopg
import pytest

from yiwang.nets.rating.tests.conftest import BASE, press, rate, shown


def opened(database, matter: str = "bad-rating"):
    with psycopg.connect(database.superuser) as connection:
        return connection.execute(
            "SELECT number, lead, convert_from(state, 'UTF8') FROM case_row WHERE matter = %s", (matter,)
        ).fetchall()


def test_a_good_rating_opens_nothing_and_nobody_is_asked(clients, ended, worker, database):
    number = ended()
    wu = clients("resident-wu")
    assert "评价这次办理" in shown(wu, f"cases/{number}/")
    rate(wu, number, 5)
    worker.round()
    worker.round()

    assert opened(database) == []
    assert "非常满意" in shown(wu, f"cases/{number}/")


@pytest.mark.parametrize("how", ["granted", "denied", "refused", "withdrawn"])
def test_however_it_ended_a_bad_rating_opens_one_case_at_a_desk_outside(
    clients, ended, worker, database, how
):
    number = ended(how)
    rate(clients("resident-wu"), number, 1, words="我叫吴演晴", contact="13800000000", **{"aspect.kind": "2"})
    for _ in range(3):
        worker.round()

    ((_, lead, state),) = opened(database)
    assert lead == "yueyang-government-services"
    assert number in state and "kind:2" in state and "yueyang-social-insurance" in state
    assert "吴演晴" not in state and "13800000000" not in state and "vault" not in state


def test_words_lie_in_the_vault_and_in_no_event(clients, ended, worker, database):
    rate(clients("resident-wu"), ended(), 1, words="我叫吴演晴", contact="13800000000")
    with psycopg.connect(database.superuser) as connection:
        kept = connection.execute("SELECT string_agg(convert_from(body, 'UTF8'), ' ') FROM event").fetchone()[
            0
        ]
    assert "rating.given" in kept and "吴演晴" not in kept and "13800000000" not in kept


def test_the_desk_calls_the_resident_changes_and_both_grades_are_shown(
    clients, ended, worker, database, clock
):
    number = ended()
    wu, desk = clients("resident-wu"), clients("desk-city")
    rate(wu, number, 1, words="没有说清楚", contact="13800000000")
    worker.round()
    worker.round()
    bad = opened(database)[0][0]
    seen = shown(desk, f"cases/{bad}/")
    assert "没有说清楚" in seen and "13800000000" in seen

    assert press(desk, f"cases/{bad}/", "contact", outcome="reached", note="已解释").status_code == 302
    worker.round()
    worker.round()
    assert '"node":"rectify"' in opened(database)[0][2]  # the step that waited for the call is done
    clock.pass_(hours=2)
    rate(wu, number, 4)

    for page in (shown(wu, f"cases/{number}/"), shown(desk, f"cases/{bad}/")):
        assert "第一次的等级 非常不满意" in page and "现在的等级 满意" in page
        assert "岳阳市行政审批服务局 · 经办 · 联系上了" in page
        assert "温演衡" not in page and "supervisor" not in page


def test_the_desk_cannot_change_a_grade_and_the_body_sees_nothing_it_was_not_let_see(clients, ended, worker):
    number = ended()
    wu = clients("resident-wu")
    rate(wu, number, 1, words="没有说清楚")
    officer = clients("officer-insurance")

    assert clients("desk-city").post(f"{BASE}cases/{number}/rate", {"grade": "5"}).status_code == 403
    assert "没有说清楚" not in shown(officer, f"cases/{number}/")
    assert "非常不满意" not in shown(officer, f"cases/{number}/")

    rate(wu, number, 2, share="yes")
    let = shown(officer, f"cases/{number}/")
    assert "没有说清楚" in let and "登记联系" not in let


def test_the_body_explains_the_resident_asks_a_review_and_the_rating_stays(clients, ended, worker, database):
    number = ended()
    wu, officer, desk = clients("resident-wu"), clients("officer-insurance"), clients("desk-city")
    rate(wu, number, 2, share="yes")
    worker.round()
    worker.round()
    bad = opened(database)[0][0]
    assert press(officer, f"cases/{number}/", "explain", explanation="系统当天停机").status_code == 302
    assert "系统当天停机" in shown(wu, f"cases/{number}/")
    assert press(wu, f"cases/{number}/", "ask-review", review="不是停机").status_code == 302
    empty = press(desk, f"cases/{bad}/", "review", verdict="set-aside")
    assert empty.status_code == 409 and b"rating.words-missing" in empty.content
    assert press(desk, f"cases/{bad}/", "review", verdict="set-aside", reason="查了日志").status_code == 302

    page = shown(wu, f"cases/{number}/")
    assert "评价不成立（评价仍保留）" in page and "查了日志" in page and "不满意" in page


def test_an_agent_rates_a_stranger_does_not(clients, ended, worker):
    number = ended()
    stranger = clients("resident-liu")
    assert stranger.get(f"{BASE}cases/{number}/rate").status_code == 404
    assert stranger.post(f"{BASE}cases/{number}/rate", {"grade": "1"}).status_code == 404


def test_a_case_that_goes_on_cannot_be_rated(clients):
    from yiwang.nets.services.tests.filing import certificate

    wu = clients("resident-wu")
    number = certificate(wu)
    page = wu.get(f"{BASE}cases/{number}/rate")

    assert (
        page.status_code == 409
        and b"rating.not-ended" in page.content
        and b'name="grade"' not in page.content
    )


def test_what_was_typed_is_still_there_when_no_grade_was_chosen(clients, ended):
    number = ended()
    answer = clients("resident-wu").post(
        f"{BASE}cases/{number}/rate", {"words": "等了两小时", "share": "yes"}
    )

    assert answer.status_code == 409 and "等了两小时" in answer.content.decode()


def test_a_quarter_is_published_once_it_is_over_and_nine_ratings_are_not(clients, ended, clock, worker):
    wu = clients("resident-wu")
    for _ in range(9):
        rate(wu, ended(), 4)
    clock.pass_(days=60)
    assert "还没有哪个结束了的季度" in shown(clients(""), "")
    clock.pass_(days=-60)
    rate(wu, ended(), 1)
    assert "还没有哪个结束了的季度" in shown(clients(""), "")
    clock.pass_(days=60)

    page = shown(clients(""), "")
    assert "岳阳市社会保险服务中心" in page and "2026 年第四季度" in page
    assert re.search(r"非常不满意 至 非常满意 10", page), page
    assert "施演敏" not in page


def test_a_changed_rule_is_listed_without_persons(clients, ended, worker, database):
    number, desk = ended(), clients("desk-city")
    rate(clients("resident-wu"), number, 1)
    worker.round()
    worker.round()
    bad = opened(database)[0][0]
    day = {"since.year": "2026", "since.month": "12", "since.day": "1"}
    wrong = press(
        desk, f"cases/{bad}/", "change", rule="参保证明", how="改成", **{**day, "since.month": "13"}
    )
    assert wrong.status_code == 409 and "2026-13-1" in wrong.content.decode()
    typed = {"rule": "参保证明须说明用途", "how": "不再问用途", **day}
    assert press(desk, f"cases/{bad}/", "change", **typed).status_code == 302

    page = shown(clients(""), "changes/")
    assert "不再问用途" in page and "2026 年" in page and "12月1日" in page.replace(" ", "")
    assert number not in page and bad not in page and "吴演晴" not in page
