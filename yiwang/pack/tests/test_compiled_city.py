"""What the kernel gets of a pack."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from yiwang.kernel.clocks import ClockState, start
from yiwang.kernel.limits import Limit
from yiwang.kernel.matter import Responsibility
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.responsibility import responsible
from yiwang.pack.check.clocks import first_start_on_which
from yiwang.pack.compile import Unfit, compile_pack, frame
from yiwang.pack.load import load
from yiwang.pack.tests.city import TUTORIAL, added, append, edit, tutorial

YUEYANG = Path(__file__).resolve().parents[3] / "packs" / "yueyang"
MATTER = "matters/tree-adoption/matter.yaml"
NO_ENGLISH = edit(MATTER, "title: {zh: 看树, en: Look at the tree}", "title: {zh: 看树}")
UNREAD_LAW = edit(
    "clauses/sample-trees.yaml",
    'in_force: "2026-01-01"\nverified: true',
    'in_force: "2026-01-01"\nverified: false',
)
EAST = (
    append("bodies.csv", "sample-east,东区园林所（虚构）,Sample East (made up),,900101,parks,county\n"),
    added(
        "responsibility.yaml",
        "- {matter: tree-adoption, under: '900101', lead: sample-east, assisting: [sample-parks]}\n",
    ),
)


def test_the_tutorial_becomes_a_city() -> None:
    city = compile_pack(load(TUTORIAL))
    matter = city.matters["tree-adoption"]

    assert city.id == "tutorial"
    assert city.pack == load(TUTORIAL).digest
    assert city.calendar.horizon == date(2026, 12, 31)
    assert matter.sealed_fields == {"name"}
    assert matter.clock_acts == {"accept", "decide"}
    assert matter.net is not None
    assert [task.id for task in matter.net.net.tasks] == ["look-at-tree", "opinion"]
    assert city.personas[0]["name"]["en"] == "Sample resident (made up)"


def test_the_office_of_the_city_leads_in_every_place() -> None:
    city = compile_pack(load(TUTORIAL))

    for place in city.places:
        assert responsible(city, city.matters["tree-adoption"], place) == Responsibility("sample-parks")


def test_who_assists_by_function_is_a_body_of_the_place() -> None:
    city = compile_pack(load(YUEYANG))
    town = next(one for one in city.places if city.above(one)[1:2] == ["430602"])
    answer = responsible(city, city.matters["retirement"], town)

    assert isinstance(answer, Responsibility)
    assert answer.assisting
    assert set(answer.assisting) <= set(city.bodies)
    for matter in city.matters.values():
        found = responsible(city, matter, town)
        assert not isinstance(found, Responsibility) or set(found.assisting) <= set(city.bodies), matter.id


def test_the_clock_of_the_pack_runs_in_the_kernel() -> None:
    city = compile_pack(load(TUTORIAL))
    rule = city.matters["tree-adoption"].clocks["decision"]
    accepted = datetime(2026, 3, 2, 10, tzinfo=city.calendar.zone)

    state = start(rule, accepted, "online", city.calendar)

    assert isinstance(state, ClockState)
    assert rule.verified
    assert state.due_legal is not None and city.calendar.local_date(state.due_legal) == date(2026, 3, 16)
    assert state.due_promised is not None and city.calendar.local_date(state.due_promised) == date(2026, 3, 9)


def test_a_clock_without_a_legal_limit_runs_on_its_promise(tmp_path: Path) -> None:
    city = compile_pack(load(tutorial(tmp_path, edit(MATTER, "    legal: 10 工作日\n", ""))))
    rule = city.matters["tree-adoption"].clocks["decision"]

    assert rule.legal is None
    assert rule.promised == rule.bound == Limit(Decimal(5), "working_day")


def test_a_clock_on_law_that_nobody_read_is_not_verified(tmp_path: Path) -> None:
    folder = tutorial(
        tmp_path,
        UNREAD_LAW,
    )
    city = compile_pack(load(folder))

    assert not city.matters["tree-adoption"].clocks["decision"].verified
    assert not any(clause.verified for clause in city.clauses.values())


def test_a_line_of_the_table_prevails_over_the_matters_own_rule(tmp_path: Path) -> None:
    folder = tutorial(tmp_path, *EAST)
    city = compile_pack(load(folder))
    matter = city.matters["tree-adoption"]

    assert responsible(city, matter, "900101") == Responsibility("sample-east", ("sample-parks",))
    assert responsible(city, matter, "900102") == Responsibility("sample-parks")


def test_a_text_in_one_language_stands_in_for_the_other(tmp_path: Path) -> None:
    city = compile_pack(load(tutorial(tmp_path, NO_ENGLISH)))
    net = city.matters["tree-adoption"].net

    assert net is not None
    assert net.nodes["look-at-tree"].title == {"zh": "看树", "en": "看树"}


def test_a_pack_with_a_broken_process_is_never_compiled_but_can_be_framed(tmp_path: Path) -> None:
    pack = load(tutorial(tmp_path, edit(MATTER, "when: 'trees > 1'", "when: 'trees >'")))

    with pytest.raises(Unfit) as refused:
        compile_pack(pack)
    assert "tree-adoption" in refused.value.sentences[0][0]
    assert not isinstance(responsible(frame(pack), frame(pack).matters["tree-adoption"], "900101"), Refusal)


@pytest.mark.parametrize(
    ("promised", "legal", "day"),
    [
        ("10 工作日", "10 工作日", None),
        ("9 日", "10 工作日", None),
        ("15 日", "10 工作日", date(2026, 3, 2)),
        ("10 工作日", "14 日", date(2026, 3, 23)),
        ("24 小时", "1 工作日", None),
        ("80 小时", "2 工作日", date(2026, 3, 2)),
        ("即时", "1 工作日", None),
    ],
)
def test_a_promise_is_compared_with_the_law_on_every_start_day(
    promised: str, legal: str, day: date | None, tmp_path: Path
) -> None:
    folder = tutorial(
        tmp_path,
        edit(MATTER, "promised: 5 工作日", f"promised: {promised}"),
        edit(MATTER, "legal: 10 工作日", f"legal: {legal}"),
    )
    city = compile_pack(load(folder))
    rule = city.matters["tree-adoption"].clocks["decision"]

    over = first_start_on_which(rule, city.calendar, date(2026, 3, 2))

    assert (over.start.date() if over else None) == day
