"""What becomes of a licence after its grant: four ways to end it, withholding, renewal, expiry."""

from datetime import date, timedelta

import pytest

from yiwang.kernel import commands as c
from yiwang.kernel.access import system
from yiwang.kernel.case import Sealed, wake_at
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.result import ENDINGS, Former, standing
from yiwang.kernel.tests.small_city import ZONE, at, city, matter, resident, staff, text
from yiwang.kernel.tests.test_case import REASON, Story

RENEWAL = {"apply": "30 日", "source": "行政许可法 第五十条"}
RESULT = {"title": text("测试许可证"), "valid": "6 个月", "renewal": RENEWAL}
HERE = city(matters={"licence": matter(net=None, result=RESULT)})
PENALTY = "测罚字〔2026〕1号"
FILE = Sealed("1" * 64, "22222222-2222-4222-8222-222222222222")


def granted(former=None, on="2026-03-10T10:00+08:00"):
    story = Story(here=HERE).accepted()
    if former is not None:
        story = Story(here=HERE)
        story.file = c.File(**{**{f: getattr(story.file, f) for f in story.file.__struct_fields__},
                               "former": former})  # fmt: skip
        story.accepted()
    story.must(staff("approver"), on, c.Decide(outcome="grant"))
    story.must(staff("officer"), on, c.Deliver(how="online"))
    return story


def today(story, day):
    return standing(story.case.result, date.fromisoformat(day))


def ended(story, act, ground=None, **more):
    command = c.EndResult(act=act, ground=ground or ENDINGS[act][0], sealed=REASON, **more)
    return story.ask(staff("approver"), "2026-05-04T10:00+08:00", command)


def test_a_licence_holds_from_its_decision_to_its_last_day():
    story = granted()

    assert (story.case.result.from_on, story.case.result.until) == (date(2026, 3, 10), date(2026, 9, 9))
    assert [today(story, day) for day in ("2026-03-09", "2026-03-10", "2026-09-09", "2026-09-10")] == [
        "not-yet", "valid", "valid", "expired",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("act", "word"),
    [
        ("annul", "annulled"),
        ("take-back", "taken-back"),
        ("revoke", "revoked"),
        ("deregister", "deregistered"),
    ],
)
def test_annulling_taking_back_revoking_and_deregistering_are_four_acts_each_with_a_paper(act, word):
    story = granted()
    ground = "行政许可法 第七十条第三项" if act == "deregister" else None

    events = ended(story, act, ground, **({"penalty": PENALTY} if act == "revoke" else {}))

    assert events[0].type == f"case.result-{word}"
    assert today(story, "2026-05-04") == word
    assert story.case.papers[-1].kind == act
    assert story.case.result.clause == (ground or ENDINGS[act][0])
    assert story.case.result.paper == story.case.papers[-1].number


def test_a_ground_of_another_act_is_refused():
    for act in ENDINGS:
        for other, grounds in ENDINGS.items():
            if other != act:
                refusal = ended(granted(), act, grounds[0], penalty=PENALTY)
                assert isinstance(refusal, Refusal) and refusal.code == "result.wrong-ground", (act, other)


def test_a_result_ends_only_by_a_person_who_gives_a_reason():
    story = granted()
    command = c.EndResult(act="annul", ground=ENDINGS["annul"][0])

    assert story.ask(staff("approver"), "2026-05-04T10:00+08:00", command).code == "case.reason-missing"
    by_itself = c.EndResult(act="annul", ground=ENDINGS["annul"][0], sealed=REASON)
    refusal = story.ask(system("timers"), "2026-05-04T10:00+08:00", by_itself)
    assert refusal.code == "case.adverse-needs-person"
    for actor in (staff("officer"), staff("approver", "west-bureau"), resident()):
        assert story.ask(actor, "2026-05-04T10:00+08:00", by_itself).code == "access.denied"


def test_a_revocation_names_the_penalty_decision_that_it_carries_out():
    assert ended(granted(), "revoke").code == "result.penalty-missing"


def test_what_was_annulled_is_deregistered_under_item_four_and_never_annulled_again():
    story = granted()
    assert ended(story, "deregister", "行政许可法 第七十条第四项").code == "result.not-ended"
    ended(story, "annul")

    assert ended(story, "annul").code == "result.ended"
    assert ended(story, "deregister", "行政许可法 第七十条第三项").code == "result.ended"
    assert ended(story, "deregister", "行政许可法 第七十条第四项")[0].type == "case.result-deregistered"
    assert ended(story, "deregister", "行政许可法 第七十条第四项").code == "result.ended"


def test_an_unexpired_licence_is_not_deregistered_as_expired():
    refusal = ended(granted(), "deregister", "行政许可法 第七十条第一项")

    assert refusal.code == "result.not-expired" and refusal.params == {"until": "2026-09-09"}


def test_a_withheld_licence_is_valid_again_when_its_time_is_over_or_it_is_given_back():
    story = granted()
    withhold = c.WithholdResult(penalty=PENALTY, until=date(2026, 6, 30), sealed=REASON)
    assert story.ask(staff("officer"), "2026-05-04T10:00+08:00", withhold).code == "access.denied"
    story.must(staff("approver"), "2026-05-04T10:00+08:00", withhold)

    assert [today(story, day) for day in ("2026-06-30", "2026-07-01")] == ["suspended", "valid"]
    story.must(staff("approver"), "2026-06-01T10:00+08:00", c.RestoreResult())
    assert today(story, "2026-06-02") == "valid"
    again = story.ask(staff("approver"), "2026-06-03T10:00+08:00", c.RestoreResult())
    assert again.code == "result.not-withheld"


def test_its_holder_is_told_before_the_last_day_to_ask_for_renewal_and_the_ledger_notes_expiry():
    story = granted()
    assert story.case.result.apply_by == date(2026, 8, 10)  # 30 days before 9 September
    told = wake_at(story.case)
    assert told.astimezone(ZONE).date() == date(2026, 7, 11)  # and 30 days before that

    assert story.ask(system("timers"), told - timedelta(minutes=1), c.Tick()) == ()
    events = story.ask(system("timers"), told, c.Tick())
    assert [(one.type, one.data.about) for one in events] == [
        ("case.result-expiring", {"apply_by": "2026-08-10", "until": "2026-09-09"})
    ]
    over = wake_at(story.case)
    assert over == at("2026-09-10T00:00+08:00")
    assert [one.type for one in story.ask(system("timers"), over, c.Tick())] == ["case.result-expired"]
    assert wake_at(story.case) is None
    assert today(story, "2026-09-10") == "expired"


def test_nobody_is_reminded_of_a_licence_that_was_annulled():
    story = granted()
    ended(story, "annul")

    assert wake_at(story.case) is None


def former(apply_by="2026-04-01", until="2026-05-01", why="renew"):
    return Former(
        case="018f0000-0000-7000-8000-000000000009",
        number="2509-OLD",
        until=date.fromisoformat(until),
        apply_by=date.fromisoformat(apply_by),
        why=why,
    )


def test_a_renewal_begins_on_the_day_after_the_former_ends_and_names_what_it_replaces():
    story = granted(former())

    assert story.case.result.from_on == date(2026, 5, 2)
    assert story.case.result.until == date(2026, 11, 1)
    assert today(story, "2026-05-01") == "not-yet"


def test_a_change_keeps_the_last_day():
    story = granted(former(why="change", until="2026-08-01"))

    assert (story.case.result.from_on, story.case.result.until) == (date(2026, 3, 10), date(2026, 8, 1))


def test_a_renewal_asked_for_in_time_and_not_decided_is_deemed_granted():
    story = Story(here=HERE)
    story.file = c.File(
        case=story.file.case, number="2603-NEW", matter="licence", place="900101", channel="online",
        applicant="r1", facts={"area": 80}, former=former(apply_by="2026-03-02", until="2026-03-20"),
    )  # fmt: skip
    story.accepted()
    moment = wake_at(story.case)
    assert moment == at("2026-03-21T00:00+08:00")

    assert story.ask(system("timers"), moment - timedelta(minutes=1), c.Tick()) == ()
    (event,) = story.ask(system("timers"), moment + timedelta(hours=9), c.Tick())

    assert event.type == "case.decided"
    assert event.data.about["ground"] == "行政许可法 第五十条第二款"
    assert event.data.about["replaces"] == {"by": "2603-NEW", "case": former().case, "why": "renew"}
    assert story.case.result.from_on == date(2026, 3, 21)


def test_a_renewal_asked_for_too_late_is_not_deemed_granted():
    story = Story(here=HERE)
    story.file = c.File(
        case=story.file.case, number="2603-NEW", matter="licence", place="900101", channel="online",
        applicant="r1", facts={"area": 80}, former=former(apply_by="2026-03-01", until="2026-03-20"),
    )  # fmt: skip
    story.accepted()

    assert story.case.former.deemed_at is None
    assert story.ask(system("timers"), "2026-03-21T09:00+08:00", c.Tick()) == ()


def test_the_former_runs_out_when_renewed_and_ends_at_once_when_changed():
    renewed, changed = granted(), granted()
    renewed.must(system("relay"), "2026-08-01T10:00+08:00", c.ReplaceResult(by="2607-NEW"))
    changed.must(system("relay"), "2026-08-01T10:00+08:00", c.ReplaceResult(by="2607-NEW", at_once=True))

    assert [today(renewed, day) for day in ("2026-09-09", "2026-09-10")] == ["valid", "replaced"]
    assert today(changed, "2026-08-01") == "replaced"
    by_hand = granted().ask(staff("approver"), "2026-08-01T10:00+08:00", c.ReplaceResult(by="2607-NEW"))
    assert by_hand.code == "access.denied"


def test_a_file_is_issued_only_of_a_paper_that_exists_and_with_its_hash():
    story = granted()
    good = c.IssueDocument(document="certificate", sha256="a" * 64, signer="x", sealed={"document": FILE})
    told = story.must(resident(), "2026-03-11T10:00+08:00", good)

    assert told[0].data.about == {"document": "certificate", "sha256": "a" * 64, "signer": "x"}
    assert story.case.sealed == {}  # a file is no answer of the form
    for wrong in ({"document": "2603-TEST-D9"}, {"sha256": "A" * 64}, {"sha256": ""}, {"sealed": {}}):
        values = {"document": "certificate", "sha256": "a" * 64, "signer": "x", "sealed": {"document": FILE}}
        refusal = story.ask(resident(), "2026-03-11T10:00+08:00", c.IssueDocument(**{**values, **wrong}))
        assert refusal.code == "result.no-document", wrong


def test_a_reopened_case_has_no_result_until_it_is_decided_again():
    story = granted()
    story.must(staff("approver"), "2026-04-01T10:00+08:00", c.Reopen(sealed=REASON))

    assert story.case.result is None
    story.must(staff("approver"), "2026-04-02T10:00+08:00", c.Decide(outcome="grant"))
    assert story.case.result.from_on == date(2026, 4, 2)
