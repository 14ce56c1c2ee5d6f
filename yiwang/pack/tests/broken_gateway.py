"""Packs whose grants say of the gateway what cannot be held (YW257 to YW259)."""

from __future__ import annotations

from yiwang.pack.tests.broken_governed import CONCEPT, PREFILL, TREES_OFFICE, grant, product, street
from yiwang.pack.tests.city import Edit
from yiwang.pack.tests.mutants import Mutant


def granted(more: str) -> tuple[Edit, ...]:
    """A pack, sound but for what its grant says more."""
    fields = "fields: [street_name]\n"
    return (*TREES_OFFICE, product(), grant(fields, fields + more), street(CONCEPT, PREFILL))


BROKEN_GATEWAY: tuple[Mutant, ...] = (
    Mutant("YW257", "a mask of a field that is not granted", granted("masks: {trees: other}\n")),
    Mutant("YW258", "a row rule on what is no field", granted("rows: height > 3\n")),
    Mutant("YW258", "a row rule that cannot be read", granted("rows: trees >\n")),
    Mutant("YW259", "several at once of what is looked up one by one", granted("quota: {at_once: 20}\n")),
)
