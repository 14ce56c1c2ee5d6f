"""Repeating groups of a form: what no two of their entries may answer alike."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding, Level
from yiwang.pack.matters import Matter
from yiwang.pack.nodes import Listing, Mapping, Node, Scalar

IDENTITY = "id-number"


@rule("YW413")
def what_may_not_stand_twice_is_asked_in_its_group(seen: Examination) -> Iterator[Finding]:
    """重复的一组里不得相同的字段 (x-yw-unique), 是这一组里的字段; 组里问身份号码的, 要写明能否相同。

    What x-yw-unique names stands in the entries of its group; a group that asks for identity numbers says
    whether one may stand there twice.
    """
    for matter in seen.pack.matters:
        properties = matter.form.node.entries.get("properties") if matter.form else None
        for field in properties.entries.values() if isinstance(properties, Mapping) else ():
            if isinstance(field, Mapping):
                yield from _of_field(matter, field)


def _of_field(matter: Matter, field: Mapping) -> Iterator[Finding]:
    asked, named = _asked(field), field.entries.get("x-yw-unique")
    for one in named.items if isinstance(named, Listing) else ():
        if isinstance(one, Scalar) and one.value not in asked:
            yield found(
                one.where,
                (
                    f"{matter.title}: x-yw-unique 写的 {one.value} 不是这一组里的字段。",
                    f"{matter.title.en}: x-yw-unique names {one.value}, which this group does not ask.",
                ),
                nearest(str(one.value), asked)
                if asked
                else ("只能写在重复的一组 (array) 上。", "Write it at a repeating group (array) alone."),
            )
    for name, one in asked.items() if named is None else ():
        if _said(one, "x-yw-kind") == IDENTITY:
            yield found(
                one.where,
                (
                    f"{matter.title}: 这一组里问身份号码 ({name}), 没有写同一个号码能否填两次。",
                    f"{matter.title.en}: this group asks for identity numbers ({name}) and does not say "
                    "whether one may stand there twice.",
                ),
                (
                    f'不能的, 在这一组上写 "x-yw-unique": ["{name}"]; 能的, 写 "x-yw-unique": []。',
                    f'If not, write "x-yw-unique": ["{name}"] at the group; if so, "x-yw-unique": [].',
                ),
                Level.WARNING,
            )


def _asked(field: Mapping) -> dict[str, Node]:
    """Return the fields of a group's entries; {} of what is no group."""
    items = field.entries.get("items")
    inner = items.entries.get("properties") if isinstance(items, Mapping) else None
    return dict(inner.entries) if isinstance(inner, Mapping) else {}


def _said(node: Node, key: str) -> object:
    value = node.entries.get(key) if isinstance(node, Mapping) else None
    return value.value if isinstance(value, Scalar) else None
