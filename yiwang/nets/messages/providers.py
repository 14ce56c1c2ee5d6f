"""Whoever keeps a body's data is told on their pages that the gateway blocked a provider of it, and why."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yiwang.gateway.kinds import PROVIDER
from yiwang.gateway.provider_rules import Blocked
from yiwang.kernel.access import system
from yiwang.kernel.told import PAGE, Text
from yiwang.nets.messages.kinds import MESSAGE, message_stream
from yiwang.nets.messages.records import About
from yiwang.nets.messages.rules import Create
from yiwang.nets.messages.texts import BLOCKED, BROKEN
from yiwang.people.holders import holders_of
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Door
from yiwang.store.relay import Leaf
from yiwang.store.wall import city_transaction

WHO = system("messages")
TEMPLATE = "provider-blocked"
KEEPERS = ("steward", "chief")
"""Whom it is told: those of the first of these roles that anybody holds in the body."""


def is_told(leaf: Leaf) -> bool:
    """Say whether an entry is told to a body's steward."""
    return leaf.kind == PROVIDER.name and leaf.entry.type == "provider.blocked"


def of_provider(door: Door, leaf: Leaf, now: datetime) -> list[Ask]:
    """Return the messages to the steward of the body whose product it is, else to its head."""
    city = door.cities(leaf.city, None)
    data: Blocked = leaf.event().data
    product = city.products.get(data.product)
    field, _, problem = data.problem.partition(":")
    values: dict[str, Text] = {
        "product": product.title if product is not None else {"zh": data.product, "en": data.product},
        "problem": BROKEN.get(problem, BROKEN["rows"]),
        "field": _field(field),
    }
    words = {part: _filled(text, values) for part, text in BLOCKED.items()}
    about = About(at=leaf.entry.at, body=data.owner, event=leaf.entry.type)
    return [
        Ask(leaf.city, MESSAGE, stream, _told(about, person, words), WHO, now, key=str(stream))
        for person in _keepers(door, leaf.city, data.owner, now)
        for stream in (_stream(leaf, person),)
    ]


def _stream(leaf: Leaf, person: str) -> UUID:
    return message_stream(leaf.stream, leaf.seq, TEMPLATE, person, PAGE)


def _told(about: About, person: str, words: dict[str, Text]) -> Create:
    return Create(about=about, channel=PAGE, template=TEMPLATE, to=person, words=words)


def _keepers(door: Door, key: str, body: str, now: datetime) -> list[str]:
    city = door.cities(key, None)
    for role in KEEPERS:
        with lend(door.pool) as connection, city_transaction(connection, key, WHO) as cursor:
            held = holders_of(cursor, key, city, [(body, role)], now)
        if held is None:  # the city keeps no records of staff: the pack's own list stands
            wanted = {one.id for one in city.positions.values() if (one.body, one.role) == (body, role)}
            held = {one.id: () for one in city.persons.values() if one.position in wanted}
        if held:
            return sorted(held)
    return []


def _field(name: str) -> Text:
    if not name:
        return {"zh": "", "en": ""}
    return {"zh": f"（数据项 {name}）", "en": f" (field {name})"}


def _filled(text: Text, values: dict[str, Text]) -> Text:
    return {
        language: words.format(**{name: value[language] for name, value in values.items()})
        for language, words in text.items()
    }
