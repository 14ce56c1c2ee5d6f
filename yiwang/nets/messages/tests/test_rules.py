"""A message on its way: it never goes back, and ends delivered or as a dead letter that somebody sees."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiwang.kernel.access import Actor, Holding, system
from yiwang.kernel.case import Sealed
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.retries import SPREAD
from yiwang.nets.messages import addressee_rules as addresses
from yiwang.nets.messages import hook_rules as hooks
from yiwang.nets.messages import rules
from yiwang.nets.messages.records import DEAD, DELIVERED, FINAL, SENDING, TECHNICAL, TEMPORARY, About

T0 = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
SENDER = system("sender")
CHIEF = Actor("p", "staff", (Holding("post", "chief", "health", "10"),))
CREATE = rules.Create(about=About(body="health", case="c", number="n"), channel="email", template="x", to="r")


def at(now: datetime, actor=SENDER):
    return SimpleNamespace(now=now, actor=actor, city=None)


def after(message, command, now, actor=SENDER):
    """Decide and evolve; a refusal leaves it as it was."""
    answer = rules.decide(message, command, at(now, actor))
    if isinstance(answer, Refusal):
        return message, answer.code
    for fact in answer:
        message = rules.begin(fact, "pack", now) if message is None else rules.evolve(message, fact, now)
    return message, ""


def report(message, outcome, **more):
    return rules.Report(attempt=message.attempt, round=message.round, outcome=outcome, **more)


def sending():
    message, _ = after(None, CREATE, T0)
    return after(message, rules.Begin(), T0)[0]


STEPS = st.lists(
    st.one_of(
        st.just("begin"),
        st.just("resend"),
        st.tuples(
            st.sampled_from(["report", "late-report"]),
            st.sampled_from([*rules.OUTCOMES, "nonsense"]),
            st.integers(0, SPREAD),
            st.integers(0, 10**6),
        ),
        st.timedeltas(timedelta(0), timedelta(days=3)),
    ),
    max_size=60,
)


@given(steps=STEPS, expires=st.booleans())
def test_whatever_is_asked_a_message_never_goes_back_and_is_delivered_once(steps, expires):
    create = rules.Create(
        about=CREATE.about,
        channel="email",
        template="x",
        to="r",
        until=T0 + timedelta(days=2) if expires else None,
    )
    message, _ = after(None, create, T0)
    now, was_delivered = T0, False
    for step in steps:
        before = message
        match step:
            case timedelta():
                now += step
            case "begin":
                message, _ = after(message, rules.Begin(), now)
            case "resend":
                message, _ = after(message, rules.Resend(), now, CHIEF)
            case (which, outcome, chance, wait):
                old = 1 if which == "late-report" else 0
                command = rules.Report(
                    attempt=message.attempt - old,
                    chance=chance,
                    outcome=outcome,
                    round=message.round,
                    wait=wait,
                )
                message, _ = after(message, command, now)
        if message is not before:
            assert rules.progress(message) > rules.progress(before)
            assert before.phase != DELIVERED
        assert message.attempt <= rules.MOST_ATTEMPTS
        assert (rules.due_at(message) is None) == (message.phase in FINAL)
        was_delivered |= message.phase == DELIVERED
    assert was_delivered == (message.phase == DELIVERED)


@given(st.lists(st.integers(0, SPREAD), min_size=rules.MOST_ATTEMPTS, max_size=rules.MOST_ATTEMPTS))
def test_a_server_that_is_always_busy_is_given_up_after_the_last_attempt(chances):
    message, _ = after(None, CREATE, T0)
    now, waits = T0, []
    for chance in chances:
        message, _ = after(message, rules.Begin(), now)
        message, _ = after(message, report(message, TEMPORARY, reason="busy", chance=chance), now)
        if message.next_at is not None:
            waits.append(message.next_at - now)
            now = message.next_at

    assert (message.phase, message.reason) == (TECHNICAL, rules.GAVE_UP)
    assert len(waits) == len(rules.WAITS)
    assert all(least <= wait <= least * 1.2 for wait, least in zip(waits, rules.WAITS, strict=True))


def test_who_is_asked_to_wait_waits_and_never_more_than_a_day_and_a_fifth():
    assert rules.wait_after(1, 0, 600) == timedelta(minutes=10)
    assert rules.wait_after(1, 0, 10**9) == timedelta(days=1)
    assert rules.wait_after(7, SPREAD, 10**9) == timedelta(days=1.2)


def test_while_one_sends_nobody_else_does_and_after_the_lease_it_is_said_to_be_unsure():
    message = sending()
    assert after(message, rules.Begin(), T0 + rules.LEASE - timedelta(seconds=1))[1] == "messages.under-way"

    again, _ = after(message, rules.Begin(), T0 + rules.LEASE)

    assert (again.phase, again.attempt, again.unsure) == (SENDING, 2, True)
    assert after(again, report(message, DELIVERED), T0 + rules.LEASE)[1] == "messages.stale-report"


def test_before_its_time_it_is_not_tried():
    message = sending()
    message, _ = after(message, report(message, TEMPORARY, reason="busy"), T0)

    assert after(message, rules.Begin(), T0 + timedelta(seconds=59))[1] == "messages.not-yet"
    assert after(message, rules.Begin(), T0 + timedelta(seconds=60))[0].phase == SENDING


def test_what_is_of_no_use_any_more_is_not_sent():
    create = rules.Create(
        about=About(), channel="email", template="code", to="r", until=T0 + timedelta(minutes=30)
    )
    message, _ = after(None, create, T0)

    ended, _ = after(message, rules.Begin(), T0 + timedelta(minutes=30))

    assert (ended.phase, ended.reason) == (TECHNICAL, rules.TOO_LATE)
    assert after(ended, rules.Resend(), T0 + timedelta(minutes=31), SENDER)[1] == "messages.too-late"


@pytest.mark.parametrize("phase", sorted(DEAD))
def test_a_dead_letter_begins_a_new_round_for_the_body_and_for_nobody_else(phase):
    message = sending()
    message, _ = after(message, report(message, phase, reason="refused"), T0)
    stranger = Actor("q", "staff", (Holding("post", "chief", "market", "10"),))
    assert after(message, rules.Resend(), T0, stranger)[1] == "access.denied"
    assert after(message, rules.Resend(), T0, Actor("r", "resident"))[1] == "access.denied"

    again, _ = after(message, rules.Resend(), T0, CHIEF)

    assert (again.phase, again.round, again.attempt) == ("created", 2, 0)


def test_what_arrived_is_not_sent_again():
    message = sending()
    message, _ = after(message, report(message, DELIVERED), T0)

    assert after(message, rules.Resend(), T0, CHIEF)[1] == "messages.not-dead"
    assert after(message, rules.Begin(), T0 + timedelta(days=1))[1] == "messages.ended"


@pytest.mark.parametrize("command", [CREATE, rules.Begin(), report(sending(), DELIVERED)])
def test_nobody_writes_or_sends_but_the_city(command):
    message = None if command is CREATE else sending()

    assert after(message, command, T0 + rules.LEASE, CHIEF)[1] == "access.denied"


# Addresses ----------------------------------------------------------------------------------------------

ME = Actor("me", "resident")
GIVE = addresses.Give(
    channel="email",
    digest="right",
    person="me",
    sealed={"email-new": Sealed("m", "v1"), "email-code": Sealed("m", "v2")},
)


def told(one, command, now=T0, actor=ME):
    answer = addresses.decide(one, command, at(now, actor))
    if isinstance(answer, Refusal):
        return one, answer.code
    for fact in answer:
        one = addresses.begin(fact, "pack", now) if one is None else addresses.evolve(one, fact, now)
    return one, ""


def test_an_address_counts_when_its_code_was_typed_in_time():
    one, _ = told(None, GIVE)
    assert addresses.address_for(one, "email", confirming=False) is None
    assert told(one, addresses.Confirm(channel="email", digest="wrong"))[1] == "messages.code-wrong"
    late = T0 + addresses.CODE_LASTS
    assert told(one, addresses.Confirm(channel="email", digest="right"), late)[1] == "messages.code-over"

    one, _ = told(one, addresses.Confirm(channel="email", digest="right"))

    assert addresses.address_for(one, "email", confirming=False) == Sealed("m", "v1")
    assert "email-code" not in one.sealed and one.channels == ("email",)


def test_a_new_address_takes_the_place_of_the_old_one_only_when_it_is_proved():
    one, _ = told(None, GIVE)
    one, _ = told(one, addresses.Confirm(channel="email", digest="right"))
    new = addresses.Give(
        channel="email",
        digest="other",
        person="me",
        sealed={"email-new": Sealed("m", "v3"), "email-code": Sealed("m", "v4")},
    )
    one, _ = told(one, new, T0 + timedelta(hours=1))
    assert addresses.address_for(one, "email", confirming=False) == Sealed("m", "v1")

    one, _ = told(one, addresses.Confirm(channel="email", digest="other"), T0 + timedelta(hours=1))

    assert addresses.address_for(one, "email", confirming=False) == Sealed("m", "v3")


def test_nobody_fills_anothers_mailbox_with_codes_or_changes_where_they_are_told():
    one, _ = told(None, GIVE)
    assert told(one, GIVE, T0 + timedelta(seconds=30))[1] == "messages.code-just-sent"
    agent = Actor("agent", "resident")
    choose = addresses.Choose(channels=(), language="zh", person="me")
    for command in (GIVE, choose, addresses.Remove(channel="email")):
        assert told(one, command, T0 + timedelta(hours=1), agent)[1] == "access.denied"


def test_a_channel_that_is_switched_off_or_removed_is_not_used():
    one, _ = told(None, GIVE)
    one, _ = told(one, addresses.Confirm(channel="email", digest="right"))
    off, _ = told(one, addresses.Choose(channels=(), language="en", person="me"))
    gone, _ = told(one, addresses.Remove(channel="email"))

    assert addresses.address_for(off, "email", confirming=False) is None and off.language == "en"
    assert addresses.address_for(gone, "email", confirming=False) is None and gone.sealed == {}


# Webhooks -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["https://a.example/hook", "http://10.1.2.3:8080/", "https://[2001:db8::1]/x"]
)
def test_an_address_of_a_webhook_is_plain(url):
    assert hooks.unsound(url) is None


@pytest.mark.parametrize(
    "url", ["", "https:///x", "https://a b/", "https://a:0/", "https://中.example/", "x"]
)
def test_what_is_no_address_is_refused(url):
    assert hooks.unsound(url).code == "hook.address"
