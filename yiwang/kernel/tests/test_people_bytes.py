"""The bytes of people's events: what a record's event carries declares its fields in alphabetical order."""

import msgspec
import pytest
from msgspec import inspect

from yiwang.kernel.people import client, glass, mandate, person

EVENTS = {**person.DATA, **mandate.DATA, **client.DATA, **glass.DATA}


def structs(kind):
    """Yield every struct on the way through a type."""
    match kind:
        case inspect.StructType(cls=made, fields=fields):
            yield made
            for field in fields:
                yield from structs(field.type)
        case inspect.UnionType(types=types):
            for one in types:
                yield from structs(one)
        case inspect.VarTupleType(item_type=item):
            yield from structs(item)
        case inspect.DictType(value_type=value):
            yield from structs(value)


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_the_fields_of_an_event_stand_in_alphabetical_order(name):
    for made in structs(inspect.type_info(EVENTS[name])):
        assert list(made.__struct_fields__) == sorted(made.__struct_fields__), made
        assert issubclass(made, msgspec.Struct)
