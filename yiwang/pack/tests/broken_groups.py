"""Forms whose repeating groups do not say well what may not stand in them twice (YW413)."""

from __future__ import annotations

from yiwang.pack.tests.city import Edit, edit
from yiwang.pack.tests.mutants import Mutant

FORM = "matters/tree-felling/form.schema.json"
STREET = '    "street": {\n      "type": "string",\n'
OWNERS = """    "owners": {
      "type": "array",
      "x-yw-kind": "group",
      "x-yw-section": "tree",
      "x-yw-title": {"zh": "树的共有人", "en": "Owners of the tree"},
      "x-yw-personal": true,
      "x-yw-class": "general",
      "x-yw-retention": "3 年",
      "x-yw-purpose": {"zh": "征求意见", "en": "To ask them"},
      "x-yw-used-for": [{"zh": "征求意见", "en": "To ask them"}],
      "items": {
        "type": "object",
        "properties": {
          "owner_number": {
            "type": "string",
            "x-yw-kind": "id-number",
            "x-yw-title": {"zh": "公民身份号码", "en": "Identity number"},
            "x-yw-personal": "sensitive",
            "x-yw-purpose": {"zh": "核对是谁", "en": "To know who it is"},
            "pattern": "^[0-9]{17}[0-9X]$"
          }
        },
        "required": ["owner_number"]
      }%s
    },
"""


def owners(says: str) -> Edit:
    """Ask for the tree's owners; `says` what stands in the group beside its entries."""
    return edit(FORM, STREET, OWNERS % says + STREET)


BROKEN_GROUPS: tuple[Mutant, ...] = (
    Mutant(
        "YW413",
        "a group that may not repeat what it does not ask",
        (owners(',\n      "x-yw-unique": ["owner_numbr"]'),),
    ),
    Mutant("YW413", "a group of identity numbers that says nothing of twice", (owners(""),), exit=0),
    Mutant(
        "YW413",
        "a plain field that may not stand twice",
        (edit(FORM, STREET, STREET + '      "x-yw-unique": ["street"],\n'),),
    ),
)
