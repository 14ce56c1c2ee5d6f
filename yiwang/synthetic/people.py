"""Invented people of a city: one and the same person in every product (name, number, birth, address).

Nobody real can be meant. An identity number begins with the code of an area; 000000 is none and never was one
(the first two digits name a province, from 11), so no such number was ever given to anybody, though its check
digit is right and forms take it. The middle character of every name is 演, "of the demonstration".
Source: GB 11643-1999 (identity number: area, birth, sequence, check digit), GB/T 2260 (codes of areas).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from stdnum.cn import ric

NO_AREA = "000000"
"""The area of every invented number: no place has this code."""

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
)
GIVEN = (
    "安博晨诚春达德芳菲枫光桂海涵和恒红华慧佳嘉建洁静娟君俊凯兰磊丽莉林玲梅敏明宁"
    "鹏萍平倩青清秋容山思松涛婷伟文雯希霞小晓欣雪雅岩燕洋怡艺英勇雨玉云泽志忠竹"
)
STREETS = ("演示路", "演示街", "演示巷", "演示村", "演示新村", "演示园")
OLDEST = 95


@dataclass(frozen=True, slots=True)
class Somebody:
    """An invented person.

    Attributes:
        persona: id of the pack's persona that this is, "" for nobody's. sex: 男 or 女.
        place: code of the place of the address. household: number of the household, the same for spouses.
        spouse: place in the population of who they are married to, None for nobody.
    """

    persona: str
    id_number: str
    name: str
    sex: str
    born_on: date
    place: str
    address: str
    household: str
    phone: str
    spouse: int | None = None

    def age(self, on: date) -> int:
        """Return the age in whole years on a day."""
        return on.year - self.born_on.year - ((on.month, on.day) < (self.born_on.month, self.born_on.day))


@dataclass(frozen=True, slots=True)
class Place:
    """A place that people live in: code and its whole name, from the county down."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Persona:
    """A persona of the pack who is a resident: id, name and place."""

    id: str
    name: str
    place: str


def population(
    seed: int,
    count: int,
    places: Sequence[Place],
    names: Mapping[str, str],
    personas: Sequence[Persona],
    on: date,
) -> list[Somebody]:
    """Return `count` people, the personas first; the same for the same arguments.

    Args:
        places: where people live, at least one. names: of every place, by code. on: the day of their ages.
    """
    chance = Random(f"{seed}/people")  # noqa: S311  invented data, repeatable by seed
    taken: set[str] = set()
    found: list[Somebody] = []
    for index in range(max(count, len(personas))):
        persona = personas[index] if index < len(personas) else None
        place = _place_of(persona, places, names, chance)
        old = _age(chance) if persona is None else chance.randint(25, 64)
        born = on - timedelta(days=old * 365 + old // 4 + chance.randrange(365))
        man = chance.random() < 0.51
        found.append(
            Somebody(
                persona=persona.id if persona else "",
                id_number=_number(born, man, taken, chance),
                name=persona.name if persona else f"{chance.choice(SURNAMES)}演{chance.choice(GIVEN)}",
                sex="男" if man else "女",
                born_on=born,
                place=place.code,
                address=f"{place.name}{chance.choice(STREETS)} {chance.randint(1, 299)} 号",
                household=f"H{index:07d}",
                # Numbers that begin with 10 are no mobile ones: nobody is called.
                phone=f"10{chance.randrange(10**9):09d}",
            )
        )
    return _married(found, on, chance)


def _place_of(
    persona: Persona | None, places: Sequence[Place], names: Mapping[str, str], chance: Random
) -> Place:
    if persona is None:
        return chance.choice(places)
    return Place(persona.place, names.get(persona.place) or chance.choice(places).name)


def _age(chance: Random) -> int:
    """Draw an age: as many at every age up to sixty, then fewer and fewer."""
    drawn = chance.random()
    return int(drawn / 0.8 * 60) if drawn < 0.8 else min(OLDEST, 60 + int(chance.expovariate(1 / 11)))


def _number(born: date, man: bool, taken: set[str], chance: Random) -> str:
    while True:
        sequence = chance.randrange(0, 500) * 2 + int(man)  # odd: a man
        bare = f"{NO_AREA}{born:%Y%m%d}{sequence:03d}"
        number = bare + ric.calc_check_digit(bare + "0")
        if number not in taken:
            taken.add(number)
            return number
        born -= timedelta(days=1)  # a day on which everybody has a number: the day before


def _married(people: list[Somebody], on: date, chance: Random) -> list[Somebody]:
    """Let two in three of the grown-up men be married, each couple at one address."""
    men = [index for index, one in enumerate(people) if one.sex == "男" and one.age(on) >= 22]
    women = [index for index, one in enumerate(people) if one.sex == "女" and one.age(on) >= 20]
    men.sort(key=lambda index: people[index].born_on)
    women.sort(key=lambda index: people[index].born_on)
    for man, woman in zip(men, women, strict=False):
        if chance.random() < 0.66:
            husband, wife = people[man], people[woman]
            people[man] = replace(husband, spouse=woman)
            people[woman] = replace(
                wife,
                spouse=man,
                place=husband.place if not wife.persona else wife.place,
                address=husband.address if not wife.persona else wife.address,
                household=husband.household,
            )
    return people
