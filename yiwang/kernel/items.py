"""The catalogue of items in three levels: 主项, 子项 and, beneath them, the matters (业务办理项).

Source: 国务院关于在线政务服务的若干规定 第六条 asks a guide for conditions, material and steps. The national
requirements for catalogues and their codes were not read, so the elements here follow their common use.
"""

from __future__ import annotations

import msgspec

Text = dict[str, str]


class ItemNode(msgspec.Struct, frozen=True):
    """A main item (主项) or a sub-item (子项).

    Attributes:
        code: basic code (基本编码). type: slug such as `licence`, of the main item.
        above: code of the main item; "" for a main item itself.
    """

    code: str
    title: Text
    type: str
    above: str = ""


class LifeEvent(msgspec.Struct, frozen=True):
    """A life event (人生事件) of a resident, or a business event (经营事件)."""

    id: str
    title: Text
    whose: str  # resident business


class Item(msgspec.Struct, frozen=True):
    """What a matter is in the catalogue, and how it is carried out.

    Attributes:
        under: basic code of the main or sub-item above it; "" when the pack has no catalogue.
        level: 行使层级: city county town village. reach: 通办范围: none county city province …
        verified: compared with the published catalogue.
    """

    under: str = ""
    implementing_code: str = ""
    level: str = ""
    reach: str = ""
    events: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    verified: bool = False
    note: Text = {}


class Synonym(msgspec.Struct, frozen=True):
    """What people say for a word of the items."""

    means: str
    said: tuple[str, ...]


class Catalogue(msgspec.Struct, frozen=True):
    """items.yaml and synonyms.yaml, compiled.

    Attributes:
        nodes: main and sub-items by code, in the pack's order. filler: what a search leaves out.
    """

    nodes: dict[str, ItemNode] = {}
    events: dict[str, LifeEvent] = {}
    synonyms: tuple[Synonym, ...] = ()
    filler: tuple[str, ...] = ()
    verified: bool = False
    document: Text = {}

    def path(self, code: str) -> tuple[ItemNode, ...]:
        """Return the main item and the sub-item above a matter; () when the code is unknown."""
        node = self.nodes.get(code)
        if node is None:
            return ()
        above = self.nodes.get(node.above)
        return (above, node) if above is not None else (node,)
