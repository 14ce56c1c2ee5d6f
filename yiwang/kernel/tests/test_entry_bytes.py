"""The bytes of an entry: keys in alphabetical order, whether a struct or a mapping holds them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import inspect

from yiwang.kernel.case import Delta
from yiwang.kernel.ledger import Entry, canonical, entry_bytes

NAMES = st.text(max_size=8)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=8,
)
STRUCTS: set[type[msgspec.Struct]] = set()


def values_of(kind: inspect.Type) -> st.SearchStrategy[Any]:
    """Return a strategy for the values of a field of this type; note every struct on the way."""
    match kind:
        case inspect.StructType(cls=made, fields=fields):
            STRUCTS.add(made)
            return st.builds(made, **{field.name: values_of(field.type) for field in fields})
        case inspect.UnionType(types=types):
            return st.one_of(*[values_of(one) for one in types])
        case inspect.VarTupleType(item_type=item):
            return st.lists(values_of(item), max_size=2).map(tuple)
        case inspect.DictType(value_type=value):
            return st.dictionaries(NAMES, values_of(value), max_size=4)
        case inspect.LiteralType(values=values):
            return st.sampled_from(values)
        case inspect.StrType():
            return st.text(max_size=6)
        case inspect.DateTimeType():
            return st.datetimes(timezones=st.just(UTC))
        case inspect.DateType():
            return st.dates()
        case inspect.DecimalType():
            return st.decimals(0, 99, places=1)
        case inspect.IntType():
            return st.integers(0, 9)
        case inspect.BoolType():
            return st.booleans()
        case inspect.NoneType():
            return st.none()
        case inspect.AnyType():
            return PLAIN
    raise AssertionError(f"events carry something new: {kind}")


DELTAS = values_of(inspect.type_info(Delta))


def test_what_an_event_carries_declares_its_fields_in_alphabetical_order():
    assert {"ClockState", "Delta", "Paper", "Reply", "Result", "Sealed"} < {kind.__name__ for kind in STRUCTS}
    for kind in (Entry, *STRUCTS):
        assert list(kind.__struct_fields__) == sorted(kind.__struct_fields__), kind


@given(DELTAS, st.text(max_size=9), st.datetimes(timezones=st.just(UTC)))
@settings(derandomize=True, max_examples=100, deadline=None)
def test_the_bytes_of_an_entry_are_canonical_whatever_its_event_carries(delta, actor, now):
    entry = Entry(actor, now, delta, "b" * 64, "case.commented", 1)
    assert entry_bytes(entry) == canonical(entry)
    assert msgspec.json.decode(canonical(delta), type=Delta) == delta


def test_an_entry_reads_as_the_envelope_and_its_event():
    now = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    delta = Delta(about={"to": "east-bureau", "from": "hall"}, phase="filed")
    assert entry_bytes(Entry("system:seed", now, delta, "b0", "case.forwarded", 1)) == (
        b'{"actor":"system:seed","at":"2026-03-02T02:00:00Z","data":{"about":{"from":"hall",'
        b'"to":"east-bureau"},"phase":"filed"},"pack":"b0","type":"case.forwarded","v":1}'
    )
