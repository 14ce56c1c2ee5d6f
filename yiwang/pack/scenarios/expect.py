"""What a scenario expects, held against what came."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Table
from datetime import datetime, tzinfo

from yiwang.kernel.case import Case
from yiwang.kernel.clocks import ClockState
from yiwang.pack.finding import Finding
from yiwang.pack.nodes import Mapping, Node, Scalar, plain
from yiwang.pack.scenarios import read
from yiwang.pack.where import Where

NONE = "none"


def differs(where: Where, what: str, expected: str, got: str) -> Finding:
    """Make the finding of an expectation that did not come true."""
    return read.told(
        read.UNTRUE,
        where,
        f"{what}: 应当是 {expected}, 得到 {got}。",
        f"{what}: expected {expected}, got {got}.",
        ("手工重算; 规则或情形改一处。", "Count again by hand; mend the rule or the scenario."),
    )


def of_case(
    then: Mapping, case: Case | None, happened: list[str], deemed: str, zone: tzinfo
) -> Iterator[Finding]:
    """Yield what of `then` is not so."""
    read.known(then, read.CASE_THEN)
    if case is None:
        yield differs(then.where, "case", "filed", NONE)
        return
    got = {"phase": case.phase, "outcome": case.outcome or NONE, "lead": case.lead, "deemed": deemed or NONE}
    yield from _plain(then, got)
    if "tasks" in then.entries:
        expected = {str(key): str(value) for key, value in read.table(then, "tasks").items()}
        came = {task.node: task.body for task in case.tasks}
        if expected != came:
            yield differs(read.at(then, "tasks"), "tasks", _pairs(expected), _pairs(came))
    for item in read.listing(then.entries.get("happened")):
        if plain(item) not in happened:
            yield differs(item.where, "happened", str(plain(item)), ", ".join(happened))
    if "clocks" in then.entries:
        clocks = read.mapping(then.entries["clocks"], "clocks")
        for name, wanted in clocks.entries.items():
            state = case.clocks.get(name)
            if isinstance(wanted, Scalar):
                if wanted.raw != NONE:
                    raise read.unknown(wanted.where, wanted.raw, (NONE,))
                if state is not None:
                    yield differs(wanted.where, name, NONE, "running")
            elif state is None:
                yield differs(clocks.keys[name].where, name, "running", NONE)
            else:
                yield from of_clock(read.mapping(wanted, name), state, zone, name)


def of_clock(then: Mapping, state: ClockState, zone: tzinfo, name: str = "clock") -> Iterator[Finding]:
    """Yield what of `then` is not so of one clock."""
    read.known(then, read.CASE_CLOCK_THEN)
    flags = {
        "provisional": state.provisional,
        "paused": state.paused,
        "stopped": state.stopped_at is not None,
        "expired": state.expired_at is not None,
    }
    yield from _plain(then, {key: str(value).lower() for key, value in flags.items()}, name)
    yield from of_due(then, "due", state.due_legal if state.legal else state.due_promised, zone, name)
    yield from of_due(then, "promised", state.due_promised, zone, name)


def of_due(then: Mapping, key: str, due: datetime | None, zone: tzinfo, name: str) -> Iterator[Finding]:
    """Yield a deadline that is another: compared by local date, or by the minute when one is written."""
    node: Node | None = then.entries.get(key)
    if node is None:
        return
    wanted = read.text(then, key)
    if wanted != NONE:
        read.moment(then, key, zone)
    local = due.astimezone(zone) if due else None
    got = NONE if local is None else local.strftime("%Y-%m-%d %H:%M" if len(wanted) > 10 else "%Y-%m-%d")
    if got != wanted:
        yield differs(node.where, f"{name}.{key}", wanted, got)


def _plain(then: Mapping, got: Table[str, str], name: str = "") -> Iterator[Finding]:
    for key, came in got.items():
        if key in then.entries and read.text(then, key) != came:
            what = f"{name}.{key}" if name else key
            yield differs(read.at(then, key), what, read.text(then, key) or "?", came)


def _pairs(tasks: Table[str, str]) -> str:
    return ", ".join(f"{step}: {body}" for step, body in sorted(tasks.items())) or NONE
