"""Is a decision table complete, and do its rules exclude each other? With an example where not.

Each input is cut into atoms: for numbers and dates the bounds its cells name and the stretches between
them, for strings the values named and one that is not (none, where the values are listed), true and
false. Every cell is asked about one sample of each atom, so the answer is the engine's own. A rule is
then a box of atoms. Cells that ask other facts cannot be decided this way and are named, not guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from yiwang.kernel.dmn.model import Input, Table
from yiwang.kernel.feel import FeelError, Tests, compile_unary_tests
from yiwang.kernel.feel.builtins.conversions import written
from yiwang.kernel.feel.temporal import Date, DateTime, Days, Months, Time, from_day_number
from yiwang.kernel.feel.temporal_text import parse_temporal
from yiwang.kernel.feel.tree import Call, Literal, Name, Negation

BUDGET = 200_000  # boxes, cells or pairs of rules looked at before the search gives up and says so
_SINGLE = frozenset({"UNIQUE", "ANY", "PRIORITY", "FIRST"})
_ORDERED = (Decimal, Date, Days, Months)


class Flaw(msgspec.Struct, frozen=True):
    """Something wrong with a table.

    Attributes:
        code: `gap` no rule matches the example; `overlap` two rules match it and may not; `unreachable` the
            row can never decide, for those above it (or its own cells) leave it nothing; `subsumed` the
            row says nothing that another row does not say already; `undecided` a cell asks other facts;
            `too-large` the search gave up.
        rows: 1 for the first.
        example: input and value, as FEEL writes it.
    """

    code: str
    rows: tuple[int, ...]
    line: int
    example: tuple[tuple[str, str], ...] = ()


class Domain(msgspec.Struct, frozen=True):
    """What an input can be, beyond what its column says.

    Attributes:
        values: unary tests that each value passes (`"a", "b"`, `[0..100]`), "" for any.
        whole: numbers are whole.
        empty: it may be unknown (null).
        boolean: it is true or false.
    """

    values: str = ""
    whole: bool = False
    empty: bool = False
    boolean: bool = False


_ANY = Domain()


class _Column(msgspec.Struct):
    text: str
    samples: list[Any]


class _Box(msgspec.Struct):
    row: int
    line: int
    masks: tuple[int, ...]
    results: tuple[str, ...]


class _TooLarge(Exception):
    pass


def examine(table: Table, domains: Mapping[str, Domain] | None = None) -> list[Flaw]:
    """Return the flaws of a table whose texts can be read, in a fixed order.

    `domains` says by the text of a column what its values can be.
    """
    columns: list[_Column] = []
    masks: list[list[int]] = []
    undecided: list[Flaw] = []
    for at, column in enumerate(table.inputs):
        cells = [rule.tests[at].text if at < len(rule.tests) else "-" for rule in table.rules]
        made = [compile_unary_tests(cell or "-") for cell in cells]
        for number, (rule, cell) in enumerate(zip(table.rules, made, strict=True), 1):
            if isinstance(cell, FeelError):
                return []  # it says nothing that could be held against the others
            if cell.names or not _decidable(cell):
                undecided.append(Flaw("undecided", (number,), rule.tests[at].line))
        domain = (domains or {}).get(column.expression.text, _ANY)
        columns.append(_Column(column.expression.text, _samples(column, made, domain)))
        known = dict(zip(cells, made, strict=True))
        if len(known) * len(columns[-1].samples) > BUDGET or len(cells) ** 2 > 4 * BUDGET:
            return [Flaw("too-large", (), table.line)]
        by_text = {cell: _mask(tests, columns[-1].samples) for cell, tests in known.items()}
        masks.append([by_text[cell] for cell in cells])
    if undecided:
        return undecided
    boxes = [
        _Box(number, rule.line, tuple(mask[number - 1] for mask in masks), _results(table, number))
        for number, rule in enumerate(table.rules, 1)
    ]
    try:
        return list(_flaws(table, columns, boxes))
    except _TooLarge:
        return [Flaw("too-large", (), table.line)]


def _results(table: Table, number: int) -> tuple[str, ...]:
    return tuple(cell.text for cell in table.rules[number - 1].results)


def _decidable(tests: Tests) -> bool:
    """Tests of `?` with functions still answer for each sample, but not alike within an atom."""
    return "?" not in tests.text


def _flaws(table: Table, columns: list[_Column], boxes: list[_Box]) -> Iterator[Flaw]:
    whole = tuple((1 << len(column.samples)) - 1 for column in columns)
    default = any(output.default is not None for output in table.outputs)
    if table.hit_policy in _SINGLE and not default:
        missing = _uncovered(whole, boxes)
        if missing is not None:
            yield Flaw("gap", (), table.line, _example(columns, missing))
    for box in boxes:
        if not all(box.masks):
            yield Flaw("unreachable", (box.row,), box.line)
    alive = [box for box in boxes if all(box.masks)]
    if table.hit_policy in ("UNIQUE", "ANY"):
        yield from _overlaps(table.hit_policy, columns, alive)
    if table.hit_policy == "FIRST":
        for at, box in enumerate(alive):
            above = alive[:at]
            if above and _uncovered(box.masks, above) is None:
                yield Flaw("unreachable", (box.row,), box.line)
    yield from _subsumed(table.hit_policy, alive)


def _overlaps(policy: str, columns: list[_Column], boxes: list[_Box]) -> Iterator[Flaw]:
    for at, box in enumerate(boxes):
        for other in boxes[:at]:
            shared = tuple(a & b for a, b in zip(box.masks, other.masks, strict=True))
            if all(shared) and (policy == "UNIQUE" or box.results != other.results):
                yield Flaw("overlap", (other.row, box.row), box.line, _example(columns, shared))


def _subsumed(policy: str, boxes: list[_Box]) -> Iterator[Flaw]:
    if policy not in ("ANY", "PRIORITY"):
        return
    for at, box in enumerate(boxes):
        for other in boxes[:at]:
            inside = all(a & b == a for a, b in zip(box.masks, other.masks, strict=True))
            if inside and box.results == other.results:
                yield Flaw("subsumed", (box.row, other.row), box.line)
                break


def _uncovered(space: Sequence[int], boxes: Sequence[_Box]) -> tuple[int, ...] | None:
    """Return a part of `space` (one atom each) that no box covers, None if all of it is covered."""
    seen: set[tuple[int, tuple[int, ...]]] = set()
    budget = BUDGET

    def search(at: int, left: tuple[int, ...]) -> tuple[int, ...] | None:
        nonlocal budget
        if at == len(space):
            return None if left else ()
        if (at, left) in seen:
            return None
        budget -= 1
        if budget < 0:
            raise _TooLarge
        groups: dict[tuple[int, ...], int] = {}
        atoms = space[at]
        while atoms:
            atom = atoms & -atoms
            atoms ^= atom
            covering = tuple(row for row in left if boxes[row].masks[at] & atom)
            groups.setdefault(covering, atom)
        for covering, atom in groups.items():
            rest = search(at + 1, covering)
            if rest is not None:
                return (atom, *rest)
        seen.add((at, left))
        return None

    return search(0, tuple(range(len(boxes))))


def _example(columns: list[_Column], masks: Sequence[int]) -> tuple[tuple[str, str], ...]:
    found = []
    for column, mask in zip(columns, masks, strict=True):
        place = (mask & -mask).bit_length() - 1
        found.append((column.text, written(column.samples[place])))
    return tuple(found)


def _mask(cell: Tests | FeelError, samples: list[Any]) -> int:
    if isinstance(cell, FeelError):
        return 0
    return sum(1 << at for at, sample in enumerate(samples) if cell.matches(sample, {}) is True)


def _samples(column: Input, cells: Sequence[Tests | FeelError], domain: Domain) -> list[Any]:
    text = column.values or domain.values
    listed = compile_unary_tests(text) if text else None
    samples = _known(column, cells, None if isinstance(listed, FeelError) else listed, domain)
    if domain.whole:
        samples = [one for one in samples if not isinstance(one, Decimal) or one == one.to_integral_value()]
    return [*samples, None] if domain.empty and None not in samples else samples


def _known(
    column: Input, cells: Sequence[Tests | FeelError], listed: Tests | None, domain: Domain
) -> list[Any]:
    texts = [*cells, listed] if listed is not None else [*cells]
    found: dict[tuple[type, Any], Any] = {}
    for tests in texts:
        if not isinstance(tests, FeelError):
            found |= {(type(value), value): value for value in literals(tests.tree)}
    named = list(found.values())
    flag = domain.boolean or column.expression.type_ref.endswith("boolean")
    if flag or any(isinstance(one, bool) for one in named):
        return [True, False]
    strings: list[Any] = [one for one in named if isinstance(one, str)]
    if strings:
        samples = strings if listed is not None else [*strings, _unlike(strings)]
        return _within(listed, samples)
    ordered = [one for one in named if isinstance(one, _ORDERED)]
    kinds = {type(one) for one in ordered}
    if len(kinds) == 1:
        return _within(listed, list(_stretches(sorted(ordered))))
    rest = [one for one in named if isinstance(one, DateTime | Time)]
    return _within(listed, rest) if rest else [None]


def _within(listed: Tests | None, samples: list[Any]) -> list[Any]:
    if listed is None:
        return samples
    return [one for one in samples if listed.matches(one, {}) is True] or samples


def _unlike(strings: list[Any]) -> str:
    name = "…"
    while name in strings:
        name += "…"
    return name


def _stretches(bounds: list[Any]) -> Iterator[Any]:
    """Yield a sample below, at, between and above the bounds; none between two days that touch."""
    yield _step(bounds[0], -1)
    for at, bound in enumerate(bounds):
        yield bound
        following = bounds[at + 1] if at + 1 < len(bounds) else None
        between = _step(bound, 1) if following is None else _middle(bound, following)
        if between is not None:
            yield between


def _step(value: Any, by: int) -> Any:
    if isinstance(value, Decimal):
        return value + by
    if isinstance(value, Date):
        return from_day_number(value.number + by) or value
    if isinstance(value, Months):
        return Months(value.months + by)
    return Days(value.nanos + by * 86_400_000_000_000)


def _middle(low: Any, high: Any) -> Any:
    if isinstance(low, Decimal):
        middle = (low + high) / 2
        whole = middle.to_integral_value()
        return whole if low < whole < high else middle
    if isinstance(low, Date):
        return _step(low, 1) if high.number - low.number > 1 else None
    if isinstance(low, Months):
        return Months(low.months + 1) if high.months - low.months > 1 else None
    return Days((low.nanos + high.nanos) // 2) if high.nanos - low.nanos > 1 else None


def literals(tree: Any) -> Iterator[Any]:
    """Yield the values written in a tree; `date("2026-01-01")` is a date and not a string."""
    match tree:
        case Literal(value):
            if value is not None:
                yield value
        case Negation(Literal(Decimal() as number)):
            yield -number
        case Call(Name(("date" | "time" | "date and time" | "duration",)), (Literal(str() as text),)):
            value = parse_temporal(text)
            if value is not None:
                yield value
        case tuple():
            for part in tree:
                yield from literals(part)
        case msgspec.Struct():
            for field in tree.__struct_fields__:
                yield from literals(getattr(tree, field))
