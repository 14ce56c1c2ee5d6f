"""A matter that asks a decision: by a step or by a drawn business rule, it is the same case."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from yiwang.kernel import commands as c
from yiwang.kernel.access import system
from yiwang.kernel.acts import decide
from yiwang.kernel.bpmn.net import Net
from yiwang.kernel.bpmn.xml_write import write
from yiwang.kernel.case import Case, evolve, opened
from yiwang.kernel.refusal import Refusal
from yiwang.pack.compile import compile_pack
from yiwang.pack.compile_matter import process_of
from yiwang.pack.load import load
from yiwang.pack.tests.broken_decisions import SOUND
from yiwang.pack.tests.city import MONDAY, checked, tutorial

MATTER = "matters/tree-adoption/matter.yaml"
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def drawn(folder: Path) -> Path:
    """Put a drawn process in the place of the steps it was written as."""
    net = process_of(load(folder).matters[0])
    assert isinstance(net, Net)
    (folder / "matters/tree-adoption/process.bpmn").write_bytes(write(net))
    text = (folder / MATTER).read_text("utf-8")
    before, _, rest = text.partition("steps:\n")
    _, _, after = rest.partition("clocks:\n")
    (folder / MATTER).write_text(before + "process: process.bpmn\nclocks:\n" + after, "utf-8")
    return folder


def accepted(folder: Path, trees: int) -> tuple[Case, list[dict[str, object]]]:
    """Return a case that was filed for so many trees and accepted, and what decisions it was told."""
    city = compile_pack(load(folder))
    case: Case | None = None
    told: list[dict[str, object]] = []
    filing = c.File(
        case="018f0000-0000-7000-8000-000000000001",
        number="2603-TEST",
        matter="tree-adoption",
        place="900101",
        channel="online",
        applicant="r1",
        facts={"street": "一号街", "trees": trees},
    )
    for command in (filing, c.Receive(), c.Accept()):
        answer = decide(case, command, c.Context(NOW, system("test"), city))
        assert not isinstance(answer, Refusal), answer
        for event in answer:
            case = opened(event, city.pack, NOW) if case is None else evolve(case, event, NOW)
            told += event.data.about.get("decided", ())
    assert case is not None
    return case, told


@pytest.mark.parametrize(("trees", "care", "row"), [(2, "little", 1), (6, "much", 2)])
def test_steps_and_a_drawn_process_ask_the_same(tmp_path: Path, trees: int, care: str, row: int) -> None:
    written = tutorial(tmp_path / "steps", *SOUND)
    pictured = drawn(tutorial(tmp_path / "drawn", *SOUND))

    assert checked(written, MONDAY)[0] == 0
    assert checked(pictured, MONDAY)[0] == 0, checked(pictured, MONDAY)[1]
    for folder in (written, pictured):
        case, told = accepted(folder, trees)
        assert case.facts["care"] == care
        assert [one["value"] for one in told] == [care]
        assert [rule["row"] for rule in told[0]["tables"][0]["rules"]] == [row]  # type: ignore[index]
        assert [task.node for task in case.tasks] == ["look-at-tree"]


def test_a_case_is_pinned_to_the_table_it_was_asked_by(tmp_path: Path) -> None:
    before = tutorial(tmp_path / "before", *SOUND)
    after = tutorial(tmp_path / "after", *SOUND)
    table = after / "matters/tree-adoption/care.dmn"
    table.write_text(table.read_text("utf-8").replace("[1..5]", "[1..7]").replace("> 5", "> 7"), "utf-8")

    assert load(before).digest != load(after).digest
    assert [accepted(folder, 6)[0].facts["care"] for folder in (before, after)] == ["much", "little"]
