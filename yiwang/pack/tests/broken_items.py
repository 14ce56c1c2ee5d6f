"""Packs whose catalogue of items, or a guide under it, lacks something or contradicts itself (YW15x)."""

from __future__ import annotations

from yiwang.pack.tests.city import Edit, added, edit, without
from yiwang.pack.tests.mutants import Mutant

MATTER = "matters/tree-adoption/matter.yaml"
_LEAF = "  under: TREE-A"
_FEE = "  fee: {amount: 0}"


def _item(old: str, new: str) -> Edit:
    return edit(MATTER, old, new)


def _material(*lines: str) -> Edit:
    """Give the matter one material of these lines."""
    said = "".join(f"      {line}\n" for line in lines)
    return _item(_FEE, f"  materials:\n    - id: photo\n      title: {{zh: 相片, en: Photo}}\n{said}{_FEE}")


_SOUND = ("form: electronic", "from: applicant", "copies: 1", "required: true")

BROKEN_ITEMS: tuple[Mutant, ...] = (
    Mutant("YW150", "a code used twice", (edit("items.yaml", "code: TREE-B", "code: TREE-A"),)),
    Mutant("YW150", "a matter with the code of a main item", (_item("code: TREE-01", "code: TREE"),)),
    Mutant("YW151", "a service outside the catalogue", (_item(_LEAF, "  under: TREE-C"),)),
    Mutant("YW151", "a service under a main item that has sub-items", (_item(_LEAF, "  under: TREE"),)),
    Mutant(
        "YW151",
        "a service that stands nowhere",
        (
            _item(
                "item:\n  under: TREE-A\n  level: city\n  reach: city\n  events: [moving]\n"
                "  verified: true\n",
                "",
            ),
        ),
    ),
    Mutant("YW151", "items without a catalogue", (without("items.yaml"),)),
    Mutant(
        "YW152",
        "a sub-item with nothing beneath",
        (_item(_LEAF, "  under: TREE-B"),),
        exit=0,
    ),
    Mutant("YW152", "an event of no matter", (_item("  events: [moving]\n", ""),), exit=0),
    Mutant("YW153", "an event that nobody knows", (_item("events: [moving]", "events: [moving, movin]"),)),
    Mutant("YW153", "an event twice", (_item("events: [moving]", "events: [moving, moving]"),)),
    Mutant("YW154", "a level that is not the body's", (_item("level: city", "level: county"),)),
    Mutant("YW155", "a guide without visits", (_item("  visits: 0\n", ""),), exit=0),
    Mutant(
        "YW155",
        "a material from nowhere",
        (_material("form: electronic", "required: true"),),
        exit=0,
    ),
    Mutant(
        "YW156",
        "no visits, yet the window alone",
        (_item("channels: [online, window]", "channels: [window]"),),
    ),
    Mutant(
        "YW156",
        "no visits, yet an original",
        (_material("form: original", *_SOUND[1:]),),
    ),
    Mutant("YW157", "a fee of no amount", (_item(_FEE, "  fee: {note: {zh: 另行规定, en: Set elsewhere}}"),)),
    Mutant(
        "YW157",
        "a fee said two ways",
        (_item(_FEE, "  fee: {amount: 0, set_by: {zh: 园林局定, en: Set by the office}}"),),
    ),
    Mutant("YW157", "a fee without its basis", (_item(_FEE, "  fee: {amount: 5}"),), exit=0),
    Mutant("YW158", "an example that is not there", (_material(*_SOUND, "sample_file: photo.pdf"),)),
    Mutant(
        "YW158",
        "a blank form that no material names",
        (added("matters/tree-adoption/files/blank.txt", "姓名\n"),),
        exit=0,
    ),
    Mutant(
        "YW159",
        "a synonym that leads nowhere",
        (edit("synonyms.yaml", "means: 认养", "means: 路灯"),),
        exit=0,
    ),
    Mutant(
        "YW159",
        "two groups for one word",
        (
            edit(
                "synonyms.yaml",
                "    said: [领养]\n",
                "    said: [领养]\n  - means: 认养\n    said: [收养]\n",
            ),
        ),
        exit=0,
    ),
)
