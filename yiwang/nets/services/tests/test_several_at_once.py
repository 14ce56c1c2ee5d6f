"""Several selected tasks at once: tried first, each asked alone, taken back while nothing followed."""

from __future__ import annotations

import re

import psycopg
import pytest

from yiwang.nets.services.tests.test_handling_acts import act, page, waiting
from yiwang.nets.services.tests.test_inbox_narrowed import listed

INBOX = "/yueyang/services/inbox/"
MARKET = "yueyanglou-market-regulation"


@pytest.fixture
def bureau(door, clock):
    """Makes cases of the health bureau of Yueyanglou."""
    from tests.test_access_matrix import Cases

    return Cases(door, clock.now)


def pick(client, number, query=""):
    return re.search(
        rf'name="pick" value="({number}~[^"]+)"', client.get(f"{INBOX}{query}").content.decode()
    )[1]


def field(text, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    return found[1] if found else ""


def events(database):
    with psycopg.connect(database.superuser) as connection:
        return connection.execute(
            "SELECT convert_from(body, 'UTF8') FROM event WHERE convert_from(body, 'UTF8') ~"
            " 'case\\.(claimed|assigned|handed-over|accepted|undone)' ORDER BY at"
        ).fetchall()


def preview(client, name, picks, **more):
    answer = client.post(f"{INBOX}selected", {"act": name, "pick": picks, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def confirm(client, name, picks, text, **more):
    answer = client.post(
        f"{INBOX}selected/done", {"act": name, "pick": picks, "key": field(text, "key"), **more}
    )
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_preview_says_for_each_case_what_happens_or_why_not_and_changes_nothing(clients, bureau, database):
    officer = clients("officer-health")
    one, other = bureau.accepted()[0], waiting(bureau)
    before = len(events(database))
    picks = [pick(officer, one), pick(officer, other)]
    text = preview(officer, "accept", [*picks, "2611-7K3M9QXTC~act:accept", "no-number"])
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", text, re.DOTALL)
    assert len(rows) == 2 and "services.not-in-bulk" in rows[0] and "受理，发出受理通知书" in rows[1]
    assert "应于" in rows[1] or "办结" in rows[1] or "<time" in rows[1]  # until when it would then be due
    assert "能办 1 件，不能办 1 件" in text and "不能撤销" in text
    assert len(events(database)) == before


def test_each_case_is_asked_alone_and_sent_twice_it_is_done_once(clients, bureau, database):
    officer = clients("officer-health")
    numbers = [bureau.accepted()[0] for _ in range(3)]
    picks = [pick(officer, one) for one in numbers]
    text = preview(officer, "claim", picks)
    assert "能办 3 件" in text and text.count("归您认领") == 3
    # One is done by somebody else between preview and confirmation.
    bureau_act = act(officer, numbers[0], "claim")
    assert bureau_act.status_code == 302
    before = len(events(database))
    done = confirm(officer, "claim", picks, text)
    assert "办成 3 件" in done and done.count("已经是这样") == 1
    again = confirm(officer, "claim", picks, text)
    assert "没有办 0 件" in again and len(events(database)) == before + 2
    assert set(numbers) <= listed(officer, "?whose=me")


def test_a_whole_selection_is_taken_back_by_events_and_not_where_something_followed(
    clients, bureau, database
):
    officer = clients("officer-health")
    numbers = [bureau.accepted()[0] for _ in range(3)]
    picks = [pick(officer, one) for one in numbers]
    done = confirm(officer, "claim", picks, preview(officer, "claim", picks))
    act(officer, numbers[2], "comment", to="inside", comment="看过了")
    before = len(events(database))
    undo = {"undo": field(done, "undo"), "key": field(done, "key")}
    text = officer.post(f"{INBOX}selected/undone", undo).content.decode()
    assert "办成 2 件，没有办 1 件" in text and "case.undo-too-late" in text
    assert len(events(database)) == before + 2, "taken back by entries, and none removed"
    assert listed(officer, "?whose=free") & set(numbers) == set(numbers[:2])
    stranger = clients("officer-market").post(f"{INBOX}selected/undone", undo)
    assert stranger.status_code == 302 and len(events(database)) == before + 2


def test_cases_that_were_handed_over_come_back_though_their_former_body_sees_them_no_more(clients, bureau):
    officer, market = clients("officer-health"), clients("officer-market")
    numbers = [bureau.accepted()[0] for _ in range(2)]
    picks = [pick(officer, one) for one in numbers]
    asked = preview(officer, "hand-over", picks)
    assert "填好上面的内容后显示" in asked and "确认，办理" not in asked
    said = {"body": MARKET, "reason": "按职责分工"}
    text = preview(officer, "hand-over", picks, **said)
    assert text.count("由岳阳楼区卫生健康局移交给岳阳楼区市场监督管理局，1 个待办随同移交") == 2
    done = confirm(officer, "hand-over", picks, text, **said)
    assert "办成 2 件" in done
    assert officer.get(f"/yueyang/services/cases/{numbers[0]}/").status_code == 404
    assert "按职责分工" in page(market, numbers[0])
    undo = {"undo": field(done, "undo"), "key": field(done, "key")}
    text = officer.post(f"{INBOX}selected/undone", undo).content.decode()
    assert "办成 2 件" in text
    assert "撤销了" in page(officer, numbers[0])
    assert market.get(f"/yueyang/services/cases/{numbers[0]}/").status_code == 404


def test_tasks_are_assigned_to_a_colleague_who_can_do_them(clients, bureau):
    officer = clients("officer-health")
    numbers = [bureau.accepted()[0] for _ in range(2)]
    picks = [pick(officer, one) for one in numbers]
    asked = preview(officer, "assign", picks)
    second = "person-yueyanglou-health-officer-2"
    assert second in asked
    text = preview(officer, "assign", picks, person=second)
    done = confirm(officer, "assign", picks, text, person=second)
    assert "办成 2 件" in done and not set(numbers) & listed(officer)
    inspector = preview(officer, "assign", picks, person="person-yueyanglou-health-inspector")
    assert inspector.count("case.wrong-person") == 2 and "能办 0 件" in inspector


def test_what_is_not_ones_own_is_refused_in_the_preview_and_when_asked(clients, bureau):
    market, officer = clients("officer-market"), clients("officer-health")
    foreign = pick(officer, waiting(bureau))
    text = preview(market, "accept", [foreign])
    assert "services.no-such-case" in text and "能办 0 件" in text
    done = market.post(f"{INBOX}selected/done", {"act": "accept", "pick": [foreign], "key": "k" * 20})
    assert "办成 0 件，没有办 1 件" in done.content.decode()


def test_a_preview_of_more_cases_asks_the_database_no_more(clients, bureau, queries):
    officer = clients("officer-health")
    numbers = [bureau.accepted()[0] for _ in range(6)]
    picks = [pick(officer, one) for one in numbers]
    preview(officer, "claim", picks[:1])
    queries.clear()
    preview(officer, "claim", picks[:1])
    few = len(queries)
    queries.clear()
    preview(officer, "claim", picks)
    assert len(queries) == few
