"""A signal opens an event's case, once; a group opens one for all; what is silenced opens none."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from yiwang.ingest import silence_rules
from yiwang.ingest.signal_kinds import SILENCE
from yiwang.ingest.tests.conftest import CITY, minutes
from yiwang.kernel.access import Actor, Holding
from yiwang.store.execute import Ask, Done, execute

WORKER = Actor(
    "person-9",
    "staff",
    (Holding("yueyang-urban-management-officer", "officer", "yueyang-urban-management", "430600"),),
)


def silence(heard, **more):
    asked = {"at": "cover-01", "body": "yueyang-urban-management", "rule": "cover-open"} | more
    asked.setdefault("until", heard.clock() + timedelta(hours=2))
    stream = uuid4()
    ask = Ask(
        CITY,
        SILENCE,
        stream,
        silence_rules.Begin(**asked),
        WORKER,
        heard.clock(),
        secrets={"reason": "换盖施工"},
    )
    return stream, execute(heard.door, ask)


def open_cover(heard, number: int, ago: float, *then: float) -> None:
    heard.values(f"cover-0{number}.open", 0, 1, *then, since=heard.clock() - minutes(ago), every=10)


def test_an_open_cover_opens_one_event_at_its_thing(heard):
    open_cover(heard, 1, 40, 1)

    heard.settle()
    heard.settle()

    (signal,) = heard.signals("cover-open")
    (case,) = heard.cases()
    assert case.number == signal.opens.number
    assert case.channel == "sensor"
    assert case.facts["event_kind"] == "0101"
    assert (case.facts["longitude"], case.facts["latitude"]) == ("113.1120", "29.3611")
    assert case.applicant == ""


def test_a_signal_that_ends_is_told_to_its_case_and_does_not_close_it(heard, clock):
    open_cover(heard, 1, 40, 1)
    heard.settle()
    heard.values("cover-01.open", 0, since=clock())
    clock.pass_(hours=4)

    heard.settle()

    (signal,) = heard.signals("cover-open")
    (case,) = heard.cases()
    assert signal.until is not None
    assert case.ended_at is None
    assert heard.events("case").count("case.commented") == 1


def test_covers_opened_within_the_hour_are_one_group_and_one_event(heard):
    for number in (1, 2, 3):
        open_cover(heard, number, 60 - number, 1)

    heard.settle()

    first, second, third = heard.signals("cover-open")
    assert first.lead == ""
    assert second.lead == third.lead != ""
    assert [one.opens is not None for one in (first, second, third)] == [True, False, False]
    assert len(heard.cases()) == 1
    assert heard.events("case").count("case.commented") == 2


def test_a_silenced_cover_opens_nothing_and_is_heard_when_the_silence_ends(heard, clock):
    _, done = silence(heard)
    assert isinstance(done, Done), done
    clock.pass_(minutes=30)
    open_cover(heard, 1, 25, 1)
    heard.settle()
    (signal,) = heard.signals("cover-open")
    assert signal.silence != ""
    assert heard.cases() == []

    clock.pass_(hours=3)
    heard.settle()

    (signal,) = heard.signals("cover-open")
    assert signal.silence == ""
    assert [case.number for case in heard.cases()] == [signal.opens.number]


def test_a_silence_of_one_thing_leaves_the_others_loud(heard, clock):
    silence(heard)
    clock.pass_(minutes=30)
    open_cover(heard, 2, 25, 1)

    heard.settle()

    assert [one.silence for one in heard.signals("cover-open")] == [""]
    assert len(heard.cases()) == 1


def test_a_silence_needs_a_reason_an_end_and_a_thing_of_ones_own_body(heard):
    week = heard.clock() + timedelta(days=31)
    past = heard.clock() - timedelta(minutes=1)
    assert silence(heard, until=week)[1].code == "silence.until"
    assert silence(heard, until=past)[1].code == "silence.until"
    assert silence(heard, at="gauge-lake-north")[1].code == "silence.nowhere"
    assert silence(heard, rule="no-such")[1].code == "silence.no-rule"
    assert silence(heard, body="yueyang-water")[1].code == "access.denied"


def test_a_kind_that_the_pack_lost_is_named_on_the_signal(heard, door, monkeypatch):
    from msgspec.structs import replace

    city = door.cities(CITY, None)
    without = replace(city, event_kinds={})
    monkeypatch.setattr("yiwang.ingest.signal_relay._filing", _with(without))
    open_cover(heard, 1, 40, 1)

    heard.settle()

    assert [one.not_opened for one in heard.signals("cover-open")] == ["event.no-kind"]
    assert heard.cases() == []


def _with(city):
    from yiwang.ingest.signal_relay import _filing

    return lambda leaf, _, signal, opens, now: _filing(leaf, city, signal, opens, now)
