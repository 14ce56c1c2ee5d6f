"""Duty: one person at a time on each post, without a gap; swaps, signing on, the log that nothing leaves."""

from __future__ import annotations

from datetime import datetime, timedelta

from yiwang.nets.alerts.tests.conftest import HERE, code_of, in_words, rows, words

POST = f"{HERE}duty/command/"
ONE, TWO = "person-yueyang-flood-control-officer", "person-yueyang-flood-control-officer-2"
CHIEF = "person-yueyang-flood-control-chief"


def at(clock, hours: float) -> str:
    return f"{clock.now + timedelta(hours=hours):%Y-%m-%dT%H:%M}"


def shifts(clock, *given: tuple[float, float, str, str]) -> dict[str, str]:
    """What the form sends: beginnings and ends in hours from now, person, substitute."""
    sent = {}
    for index, (begins, ends, person, substitute) in enumerate(given):
        sent |= {
            f"begins.{index}": at(clock, begins),
            f"ends.{index}": at(clock, ends),
            f"person.{index}": person,
            f"substitute.{index}": substitute,
        }
    return sent


def arranged(client, clock):
    sent = shifts(clock, (0.5, 12, ONE, CHIEF), (12, 24, TWO, ""))
    answer = client.post(f"{POST}arrange", sent)
    assert answer.status_code == 302, in_words(answer)


def test_a_roster_says_who_is_on_duty_and_when_nobody_is(clients, clock):
    chief = clients("flood-chief")
    assert "没有人值班的时间" in words(chief, POST) and "还没有排班" in words(chief, POST)
    arranged(chief, clock)
    clock.pass_(hours=1)
    page = words(chief, POST)
    assert "现在值班: 洪演值" in page and "江演防" in page
    assert page.count("没有人值班的时间") == 1
    assert "洪演值" in words(clients("flood-junshan"), f"{HERE}duty/")


def test_two_at_once_nobody_and_backwards_are_refused_with_both_values(clients, clock):
    chief = clients("flood-chief")
    for given, code, said in (
        (((1, 12, ONE, ""), (11, 24, TWO, "")), "alerts.two-on-duty", "两个人值班"),
        (((1, 12, ONE, ""), (13, 24, TWO, "")), "alerts.nobody-on-duty", "没有人值班"),
        (((12, 1, ONE, ""),), "alerts.ends-before-it-begins", "不晚于"),
        (((1, 12, ONE, ONE),), "alerts.own-substitute", "不同"),
        (((1, 12, "person-yueyang-water-officer", ""),), "alerts.not-of-the-body", "不是这个岗位单位的人"),
        ((), "alerts.no-shifts", "0 班"),
    ):
        refused = chief.post(f"{POST}arrange", shifts(clock, *given))
        assert code_of(refused) == code and said in in_words(refused)
    kept = chief.post(f"{POST}arrange", shifts(clock, (1, 12, ONE, ""), (13, 24, TWO, "")))
    assert at(clock, 13) in kept.content.decode()


def test_what_has_begun_is_not_arranged_anew(clients, clock):
    chief = clients("flood-chief")
    arranged(chief, clock)
    clock.pass_(hours=2)
    assert code_of(chief.post(f"{POST}arrange", shifts(clock, (1, 12, TWO, "")))) == "alerts.wrong-phase"


def test_people_swap_shifts_that_have_not_begun(clients, clock):
    duty = clients("flood-duty")
    arranged(duty, clock)
    first, second = at(clock, 0.5), at(clock, 12)
    assert duty.post(f"{POST}swap", {"first": first, "second": second}).status_code == 302
    clock.pass_(hours=1)
    assert "现在值班: 汤演汛" in words(duty, POST)
    assert code_of(duty.post(f"{POST}swap", {"first": first, "second": second})) == "alerts.wrong-phase"


def test_the_person_of_a_shift_or_the_substitute_signs_on_and_nobody_else(clients, clock):
    chief = clients("flood-chief")
    arranged(chief, clock)
    begins = {"begins": at(clock, 0.5)}
    assert code_of(clients("flood-junshan").post(f"{POST}sign-on", begins)) == "access.denied"
    assert code_of(clients("flood-duty").post(f"{POST}sign-on", {"begins": at(clock, 12)})) in (
        "alerts.not-your-shift",
    )
    assert chief.post(f"{POST}sign-on", begins).status_code == 302  # the substitute
    clock.pass_(hours=30)
    assert code_of(clients("flood-duty").post(f"{POST}sign-on", begins)) == "alerts.not-now"


def test_a_hand_over_is_signed_by_both_and_corrected_but_never_deleted(clients, clock, database):
    duty, chief = clients("flood-duty"), clients("flood-chief")
    told = {"words": "湖口站读数跳动，已报修。", "takes": CHIEF}
    assert duty.post(f"{POST}hand-over", told).status_code == 302
    assert "还没有签字" in words(duty, POST)
    assert code_of(duty.post(f"{POST}take-over", {"number": "1"})) == "alerts.not-your-hand-over"
    assert chief.post(f"{POST}take-over", {"number": "1"}).status_code == 302
    assert "还没有签字" not in words(duty, POST)
    assert code_of(duty.post(f"{POST}hand-over", {"words": "", "takes": CHIEF})) == "alerts.words-missing"
    assert code_of(duty.post(f"{POST}hand-over", {"words": "x", "takes": ONE})) == "alerts.to-oneself"
    correction = {"words": "是东岸站，不是湖口站。", "takes": CHIEF, "corrects": "1"}
    assert duty.post(f"{POST}hand-over", correction).status_code == 302
    page = words(duty, POST)
    assert "更正第 1 条" in page and "湖口站读数跳动" in page
    kept = rows(database, "SELECT convert_from(state, 'UTF8') FROM handover_log_row")[0][0]
    assert "湖口站" not in kept
    assert code_of(duty.post(f"{POST}hand-over", correction | {"corrects": "9"})) == "alerts.unknown"


def test_a_log_is_read_at_its_own_post_alone(clients):
    told = {"words": "只给本岗位", "takes": CHIEF}
    clients("flood-duty").post(f"{POST}hand-over", told)
    assert "只给本岗位" not in words(clients("flood-junshan"), POST)
    assert clients("officer-water").get(POST).status_code == 403
    assert clients("").get(POST).status_code == 302


def test_gaps_are_found_between_within_and_after():
    from yiwang.nets.alerts.records import Roster, Shift
    from yiwang.nets.alerts.roster_rules import gaps

    day = datetime.fromisoformat("2026-07-01T00:00:00+00:00")
    hour = timedelta(hours=1)
    one = Shift(begins=day + 2 * hour, ends=day + 4 * hour, person="a")
    two = Shift(begins=day + 5 * hour, ends=day + 9 * hour, person="b")
    roster = Roster(plan="p", post="x", body="y", shifts=(one, two))
    assert gaps(roster, day, day + 8 * hour) == (
        (day, day + 2 * hour),
        (day + 4 * hour, day + 5 * hour),
    )
    assert gaps(None, day, day + hour) == ((day, day + hour),)
