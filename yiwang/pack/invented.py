"""How a product's synthetic data are made up (`synthetic_data` of products/<id>.yaml)."""

from __future__ import annotations

from dataclasses import dataclass

from yiwang.pack.fields import Fields, word_of
from yiwang.pack.nodes import Listing, Node, Scalar
from yiwang.pack.where import Word

Number = int | float


@dataclass(frozen=True, slots=True)
class Hint:
    """How one field is made up.

    Attributes:
        source: `person.name` and the like, what of the subject it is. choices: value → share.
        low, high: numbers, or days as text. spread: uniform, normal or skewed. digits: behind the point.
        nulls: share from 0 to 1. link: `product.field`. pattern: `#` a digit, `@` a letter.
    """

    name: Word
    source: Word | None = None
    choices: tuple[tuple[str, float], ...] = ()
    low: float | str | None = None
    high: float | str | None = None
    spread: str = "uniform"
    digits: int | None = None
    nulls: float = 0.0
    link: Word | None = None
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Invented:
    """How a product's rows are made up.

    Attributes:
        about: person, business or neither; "" where only concepts tell. rows: None for as many as asked.
        share: of the subjects that have a row. ages: from and to, years. married: only who is.
    """

    about: str
    rows: int | None
    share: float
    ages: tuple[int, int] | None
    married: bool
    fields: dict[str, Hint]


def invented_of(fields: Fields | None) -> Invented | None:
    """Return the hints of a product, None where it has none."""
    if fields is None:
        return None
    listed = fields.mapping("fields")
    found = {}
    if listed is not None:
        for key, node in listed.entries.items():
            found[str(key)] = _hint(listed.keys[key], Fields(node, node.where))
    rows, share = _number(fields.node("rows")), _number(fields.node("share"))
    ages = [_number(one) for one in _items(fields.node("ages"))]
    return Invented(
        about=str(fields.word("about") or ""),
        rows=int(rows) if rows is not None else None,
        share=float(share) if share is not None else 1.0,
        ages=(int(ages[0]), int(ages[1])) if len(ages) == 2 and None not in ages else None,  # type: ignore[arg-type]
        married=fields.flag("married"),
        fields=found,
    )


def _hint(name: Word, one: Fields) -> Hint:
    choices = one.mapping("choices")
    weights = [(str(key), _number(node)) for key, node in (choices.entries.items() if choices else ())]
    ends = [_end(node) for node in _items(one.node("range"))]
    digits = _number(one.node("digits"))
    return Hint(
        name=name,
        source=one.word("from"),
        choices=tuple((value, float(share)) for value, share in weights if share is not None),
        low=ends[0] if len(ends) == 2 else None,
        high=ends[1] if len(ends) == 2 else None,
        spread=str(one.word("spread") or "uniform"),
        digits=int(digits) if digits is not None else None,
        nulls=float(_number(one.node("nulls")) or 0),
        link=one.word("link"),
        pattern=str(one.word("pattern") or ""),
    )


def _items(node: Node | None) -> tuple[Node, ...]:
    return tuple(node.items) if isinstance(node, Listing) else ()


def _number(node: Node | None) -> Number | None:
    value = node.value if isinstance(node, Scalar) else None
    return value if isinstance(value, Number) and not isinstance(value, bool) else None


def _end(node: Node) -> float | str | None:
    number = _number(node)
    return float(number) if number is not None else (str(word) if (word := word_of(node)) else None)
