"""A directory change needs two persons and does what was read, or nothing; an export is an entry, too."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from yiwang.kernel.access import Actor, Holding, system
from yiwang.kernel.commands import Context, Tick
from yiwang.kernel.people import acts_export, proposal
from yiwang.kernel.people.proposal import Apply, Propose, Totals, Withdraw
from yiwang.kernel.refusal import Refusal

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
SYSTEM, SECURITY, AUDIT = "system-admin", "security-admin", "audit-admin"


def who(role, person=""):
    return Actor(
        person or f"p-{role}", "staff", (Holding(position="post", role=role, body="data", seat="430600"),)
    )


def context(actor, now=NOW):
    return Context(now, actor, SimpleNamespace(zone="Asia/Shanghai"))


def folded(answer, state=None, at=NOW):
    assert not isinstance(answer, Refusal), answer
    for event in answer:
        state = proposal.begin(event, "pack", at) if state is None else proposal.evolve(state, event, at)
    return state


@pytest.fixture
def proposed():
    command = Propose(proposal="1", digest="a", totals=Totals(joins=3))
    return folded(proposal.decide(None, command, context(who(SYSTEM))))


def apply(shown="a", computed="a"):
    return Apply(shown=shown, computed=computed, totals=Totals(joins=3))


@pytest.mark.parametrize("role", [SECURITY, AUDIT, "chief", "officer", "cdo"])
def test_nobody_but_the_system_administrator_proposes(role):
    command = Propose(proposal="1", digest="a", totals=Totals())
    assert proposal.decide(None, command, context(who(role))).code == "access.denied"


def test_another_administrator_applies_what_was_shown(proposed):
    done = folded(proposal.decide(proposed, apply(), context(who(SECURITY))), proposed)
    assert (done.phase, done.totals.joins, done.ended_by) == ("applied", 3, "p-security-admin@post")


def test_who_proposed_does_not_apply_even_with_the_other_position_since(proposed):
    answer = proposal.decide(proposed, apply(), context(who(SECURITY, proposed.by)))
    assert answer.code == "directory.own-proposal"


def test_what_is_not_what_was_shown_is_not_done(proposed):
    answer = proposal.decide(proposed, apply(computed="b"), context(who(SECURITY)))
    assert answer.code == "directory.changed" and answer.params == {"shown": "a", "computed": "b"}


def test_it_lapses_after_seven_days_and_not_before(proposed):
    early, late = NOW + timedelta(days=7, seconds=-1), NOW + timedelta(days=7)
    assert proposal.decide(proposed, Tick(), context(system("timers"), early)) == ()
    lapsed = folded(proposal.decide(proposed, Tick(), context(system("timers"), late)), proposed, late)
    assert lapsed.phase == "lapsed"
    assert proposal.decide(proposed, apply(), context(who(SECURITY), late)).code == "people.wrong-phase"


@pytest.mark.parametrize("command", [apply(), Withdraw()])
def test_what_is_over_is_over(proposed, command):
    over = folded(proposal.decide(proposed, Withdraw(), context(who(SYSTEM))), proposed)
    actor = who(SECURITY) if isinstance(command, Apply) else who(SYSTEM)
    assert proposal.decide(over, command, context(actor)).code == "people.wrong-phase"


@pytest.mark.parametrize(("role", "allowed"), [(AUDIT, True), (SYSTEM, False), (SECURITY, False)])
def test_the_audit_administrator_alone_exports(role, allowed):
    day = date(2026, 11, 23)
    command = acts_export.Export(export="1", first=day, last=day, entries=2, digest="d")
    answer = acts_export.decide(None, command, context(who(role)))
    assert isinstance(answer, tuple) is allowed


def test_an_export_does_not_end_before_it_begins():
    command = acts_export.Export(
        export="1", first=date(2026, 11, 23), last=date(2026, 11, 22), entries=0, digest="d"
    )
    assert acts_export.decide(None, command, context(who(AUDIT))).code == "people.backwards"
