"""Invented businesses of a city, each of one of its invented people.

A unified social credit code names the area in its third to eighth character; 000000 is none, and the
organisation's part begins with MADEM, so no real business can be meant. Its check character is right.
Source: GB 32100-2015 (credit code).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from stdnum.cn import uscc

from yiwang.synthetic.people import NO_AREA, Place, Somebody

LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
MADE_UP = "MADEM"
FIRST = (
    "晨光",
    "远航",
    "长风",
    "新港",
    "和顺",
    "金叶",
    "清泉",
    "春晖",
    "万里",
    "同心",
    "北斗",
    "青禾",
    "石桥",
)
TRADES = (
    "餐饮店",
    "便利店",
    "理发店",
    "修车铺",
    "旅店",
    "书店",
    "药店",
    "洗衣店",
    "五金店",
    "茶馆",
    "运输行",
)


@dataclass(frozen=True, slots=True)
class Firm:
    """An invented business. `kind`: 个体工商户 or 有限责任公司. `owner`: its head among the people."""

    credit_code: str
    name: str
    kind: str
    trade: str
    place: str
    premises: str
    registered_on: date
    owner: int


def businesses(
    seed: int,
    count: int,
    places: Sequence[Place],
    names: Mapping[str, str],
    people: Sequence[Somebody],
    owners: Sequence[str],
    on: date,
) -> list[Firm]:
    """Return `count` businesses; the personas named in `owners` head the first ones, in that order."""
    chance = Random(f"{seed}/businesses")  # noqa: S311  invented data, repeatable by seed
    by_persona = {one.persona: index for index, one in enumerate(people) if one.persona}
    heads = [by_persona[owner] for owner in owners if owner in by_persona]
    grown = [index for index, one in enumerate(people) if one.age(on) >= 18] or [0]
    found = []
    for index in range(max(count, len(heads))):
        head = heads[index] if index < len(heads) else chance.choice(grown)
        at, other = people[head].place, chance.choice(places)
        place = Place(at, names[at]) if at in names else other
        own = chance.random() < 0.7
        trade = chance.choice(TRADES)
        serial = f"{LETTERS[index // 961 % 31]}{LETTERS[index // 31 % 31]}{LETTERS[index % 31]}"
        bare = f"9{'2' if own else '1'}{NO_AREA}{MADE_UP}{LETTERS[index // 29791 % 31]}{serial}"
        name = f"演示{chance.choice(FIRST)}{trade}"
        found.append(
            Firm(
                credit_code=bare + uscc.calc_check_digit(bare),
                name=f"{name}（个体工商户）" if own else f"{name}有限公司",
                kind="个体工商户" if own else "有限责任公司",
                trade=trade,
                place=place.code,
                premises=f"{place.name}演示商业街 {chance.randint(1, 499)} 号",
                registered_on=on - timedelta(days=chance.randrange(1, 12 * 365)),
                owner=head,
            )
        )
    return found
