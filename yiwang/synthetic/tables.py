"""The rows of a pack's products, made up by seed: the same people and businesses in all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from yiwang.pack.governed import Product
from yiwang.pack.invented import Hint, Invented
from yiwang.pack.model import Pack
from yiwang.pack.model import Place as PackPlace
from yiwang.synthetic.firms import Firm, businesses
from yiwang.synthetic.people import Persona, Place, Somebody, population
from yiwang.synthetic.values import BUSINESS, NEITHER, PERSON, drawn, source_of

DEEPEST = 10
"""Levels of the tree of places that a name is made of; a circle among them ends there."""
ADULT, ADULT_DAYS = 20, 20 * 366
"""From which age, in years and in days, what befalls a grown-up person may have."""
CHILD = (0, 5)
"""Ages, in years, of whom a product is about that only speaks of a child, without a hint."""


@dataclass(frozen=True)
class Table:
    """The rows of a product: field → value of each row (None for null), and whom each row is about."""

    columns: dict[str, list[Any]]
    subjects: Sequence[int | None]

    @property
    def rows(self) -> int:
        """How many."""
        return len(self.subjects)


class Inventing:
    """Makes up the products of one pack, each once, those before it that it links to."""

    def __init__(self, pack: Pack, seed: int, rows: int, on: date) -> None:
        """Make up the people and businesses.

        Args:
            rows: how many people there are, and rows of what is about nobody. on: the day the data are of.
        """
        self.seed, self.count, self.on = seed, rows, on
        self.products = {str(one.id): one for one in pack.governed.products}
        names = _named(pack)
        parents = {str(one.parent) for one in pack.places if one.parent}
        places = [Place(code, name) for code, name in names.items() if code not in parents]
        places = places or [Place("", "")]
        residents = [one for one in pack.personas if str(one.kind) in ("resident", "business")]
        personas = [Persona(str(one.id), str(one.title), str(one.place or "")) for one in residents]
        self.people = population(seed, rows, places, names, personas, on)
        heads = [str(one.id) for one in residents if str(one.kind) == "business"]
        self.firms = businesses(seed, max(1, rows // 5), places, names, self.people, heads, on)
        self._made: dict[str, Table] = {}
        self._making: list[str] = []

    def table(self, product: str) -> Table:
        """Return the rows of a product.

        Raises:
            KeyError: there is no such product. ValueError: products link to each other in a circle.
        """
        if product not in self._made:
            if product in self._making:
                raise ValueError(" → ".join([*self._making, product]))
            self._making.append(product)
            self._made[product] = self._make(self.products[product])
            self._making.pop()
        return self._made[product]

    def _chance(self, of: str) -> Random:
        """Return chance of its own for a product or field: another field more changes none of the others."""
        return Random(f"{self.seed}/{of}")  # noqa: S311  invented data, repeatable by seed

    def _make(self, product: Product) -> Table:
        hints = product.invented or Invented("", None, 1.0, None, False, {})
        sources = {name: source_of(one, hints.fields.get(name)) for name, one in product.fields.items()}
        about = hints.about or _about(sources.values())
        subjects = self._subjects(product, about, hints)
        columns = {}
        for name, field in product.fields.items():
            hint, chance = hints.fields.get(name), self._chance(f"{product.id}/{name}")
            value = self._valued(about, sources[name], hint)
            columns[name] = [
                None
                if hint is not None and hint.nulls and chance.random() < hint.nulls
                else value(subject, chance)
                if value is not None
                else self._of_age(about, subject, drawn(field, hint, row, self.on, chance), chance)
                for row, subject in enumerate(subjects)
            ]
        if product.key is not None and about == NEITHER and str(product.key) in columns:
            columns = _once_each(columns, str(product.key))
            subjects = [None] * len(columns[str(product.key)])
        return Table(columns, subjects)

    def _subjects(self, product: Product, about: str, hints: Invented) -> list[int | None]:
        most = hints.rows or self.count
        if about == NEITHER:
            return [None] * most
        chance = self._chance(str(product.id))
        if about == BUSINESS:
            every = list(range(len(self.firms)))
            # Whom the pack's personas are stays in, so that who tries it out finds themselves.
            first = [i for i in every if self.people[self.firms[i].owner].persona]
        else:
            ages = hints.ages or (CHILD if _of_a_child(product) else None)
            every = [i for i, one in enumerate(self.people) if _fits(one, ages, hints.married, self.on)]
            first = [i for i in every if self.people[i].persona]
        kept = set(first)
        rest = [i for i in every if i not in kept and chance.random() < hints.share]
        return [*first, *rest][:most]

    def _of_age(self, about: str, subject: int | None, value: Any, chance: Random) -> Any:
        """Return a value of a person's row; a day lies after they grew up, a child's after the birth."""
        if about != PERSON or not isinstance(value, date):
            return value
        one = self.people[subject or 0]
        grown = one.born_on + timedelta(days=ADULT_DAYS if one.age(self.on) >= ADULT else 0)
        grown = min(grown, self.on)
        if value >= grown:
            return value
        return grown + timedelta(days=round((self.on - grown).days * chance.random()))

    def _valued(
        self, about: str, source: str, hint: Hint | None
    ) -> Callable[[int | None, Random], Any] | None:
        if hint is not None and hint.link is not None:
            return self._linked(about, str(hint.link))
        whose, _, what = source.partition(".")
        if whose == PERSON and about in (PERSON, BUSINESS):
            return lambda subject, chance: self._of_person(self._head(about, subject), what)
        if whose == BUSINESS and about == BUSINESS:
            return lambda subject, chance: self._of_firm(self.firms[subject or 0], what)
        if whose == BUSINESS:
            return lambda subject, chance: self._of_firm(chance.choice(self.firms), what)
        if whose == PERSON:
            return lambda subject, chance: self._of_person(chance.choice(self.people), what)
        return None

    def _head(self, about: str, subject: int | None) -> Somebody:
        index = self.firms[subject or 0].owner if about == BUSINESS else subject or 0
        return self.people[index]

    def _of_person(self, one: Somebody, what: str) -> Any:
        if what.startswith("spouse_"):
            if one.spouse is None:
                return None
            return getattr(self.people[one.spouse], what.removeprefix("spouse_"))
        return getattr(one, what)

    def _of_firm(self, firm: Firm, what: str) -> Any:
        if what.startswith("owner_"):
            return getattr(self.people[firm.owner], what.removeprefix("owner_"))
        return getattr(firm, what)

    def _linked(self, about: str, link: str) -> Callable[[int | None, Random], Any] | None:
        """Return what takes the value of another product's row: of the same subject, else of any row."""
        other, _, field = link.partition(".")
        if other not in self.products or field not in self.products[other].fields:
            return None
        there = self.table(other)
        values = there.columns[field]
        if not values:
            return lambda subject, chance: None
        own = {subject: values[row] for row, subject in enumerate(there.subjects) if subject is not None}
        product = self.products[other]
        same = self._about(product) == about != NEITHER
        if not same:
            return lambda subject, chance: chance.choice(values)
        return lambda subject, chance: own.get(subject)

    def _about(self, product: Product) -> str:
        hints = product.invented
        if hints is not None and hints.about:
            return hints.about
        fields = hints.fields if hints is not None else {}
        return _about(source_of(one, fields.get(name)) for name, one in product.fields.items())


def _about(sources: Any) -> str:
    whose = {source.partition(".")[0] for source in sources if source}
    return BUSINESS if BUSINESS in whose else PERSON if PERSON in whose else NEITHER


def _of_a_child(product: Product) -> bool:
    return any(str(one.concept).startswith("child-") for one in product.fields.values())


def _fits(one: Somebody, ages: tuple[int, int] | None, married: bool, on: date) -> bool:
    return (ages is None or ages[0] <= one.age(on) <= ages[1]) and (not married or one.spouse is not None)


def _once_each(columns: dict[str, list[Any]], key: str) -> dict[str, list[Any]]:
    """Leave the first row of each key: a lookup finds one row."""
    first: dict[Any, int] = {}
    for row, value in enumerate(columns[key]):
        first.setdefault(value, row)
    kept = sorted(first.values())
    return {name: [values[row] for row in kept] for name, values in columns.items()}


def _named(pack: Pack) -> dict[str, str]:
    """Return the name of every place by its code, whole from below the root down."""
    by_code = {str(one.code): one for one in pack.places}
    found = {}
    for code, one in by_code.items():
        names: list[str] = []
        here: PackPlace | None = one
        while here is not None and here.parent and len(names) < DEEPEST:
            names.append(str(here.title))
            here = by_code.get(str(here.parent))
        found[code] = "".join(reversed(names)) or str(one.title)
    return found
