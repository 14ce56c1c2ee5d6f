"""Kinds of events (events.yaml), and the matters that handle them."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.kernel.event_kinds import EVENT
from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.identifiers import used_already
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding


@rule("YW244")
def a_code_of_events_stands_once(seen: Examination) -> Iterator[Finding]:
    """事件的大类和小类, 每个代码只用一次。Each code of a class or kind of events is used once."""
    classes = seen.pack.events.classes
    yield from used_already([code for one in classes for code in (one.code, *(k.code for k in one.kinds))])


@rule("YW245")
def a_kind_of_events_is_handled_as_an_event(seen: Examination) -> Iterator[Finding]:
    """每个小类都有一个事项来处置, 这个事项是事件 (kind: event)。

    Each kind of events has a matter that handles it, and that matter is one of events (`kind: event`).
    """
    matters = {str(one.id): one for one in seen.pack.matters}
    for one in (kind for each in seen.pack.events.classes for kind in each.kinds):
        if not one.matter or seen.unread("matters/"):
            continue
        matter = matters.get(str(one.matter))
        if matter is None:
            yield found(
                one.matter.where,
                (
                    f"{one.title}: matters/ 里没有事项 {one.matter}。",
                    f"{one.title.en}: there is no matter {one.matter} in matters/.",
                ),
                nearest(str(one.matter), matters),
            )
        elif str(matter.kind) != EVENT:
            yield found(
                one.matter.where,
                (
                    f"{one.title}: 事项 {one.matter} 的 kind 是 {matter.kind}, 要 {EVENT}。",
                    f"{one.title.en}: the matter {one.matter} is of the kind {matter.kind}, not {EVENT}.",
                ),
                ("换一个事项, 或改它的 kind。", "Name another matter, or change its kind."),
            )
