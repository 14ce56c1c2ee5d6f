"""Which kind of event, and which body, some words sound like: a hint for a person, who decides.

A linear model over pairs of neighbouring characters, weighed by how rare they are. It is kept as numbers in
JSON, never as code; it knows no pair of characters that stood in fewer than `RARE` events, so nothing that
was said once of somebody is in it. Names, telephone, identity and plate numbers are masked before.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from datetime import datetime
from itertools import pairwise

import msgspec

RARE = 3
"""A pair of characters is known from this many events on."""

_MASKS = (
    re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+"),
    re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·• ]?[A-Z0-9]{5,6}"),
    re.compile(r"(?:我叫|我是|姓名|名叫|联系人|叫)[是为:： ]{0,2}[一-鿿]{2,4}"),
    re.compile(r"[一-鿿]{1,3}(?:先生|女士|小姐|师傅|老师|阿姨|大爷|大妈|经理|书记|主任)"),
    re.compile(r"[0-9０-９][0-9０-９Xx -]{4,}"),
    re.compile(r"[0-9０-９]+"),
)
_SPACE = re.compile(r"\s+")


class Head(msgspec.Struct, frozen=True):
    """One question of the model: its answers, and a row of weights for each, one per pair of characters."""

    answers: tuple[str, ...]
    weights: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]


class Model(msgspec.Struct, frozen=True):
    """What was learned.

    Attributes:
        pairs: pairs of characters with how rare each is (inverse document frequency).
        cases: events it was trained on. held_out, hits, among_three: events kept back to try it on, how often
            its first guess of the kind was right, and one of the first three. body_hits: of the body.
    """

    pairs: dict[str, float]
    kind: Head
    body: Head
    trained_at: datetime
    cases: int
    held_out: int
    hits: int
    among_three: int
    body_hits: int


encode = msgspec.json.Encoder(order="deterministic").encode
decode = msgspec.json.Decoder(Model).decode


def masked(words: str) -> str:
    """Return words without what may tell a person: names after their usual signs, numbers, plates, mail."""
    for mask in _MASKS:
        words = mask.sub("＃", words)
    return _SPACE.sub("", words)


def pairs_of(words: str) -> list[str]:
    """Return the pairs of neighbouring characters of masked words; none that has a mask in it."""
    text = masked(words).lower()
    return [one for one in map("".join, pairwise(text)) if "＃" not in one]


def vector(pairs: list[str], known: dict[str, float]) -> dict[str, float]:
    """Return the weight of each known pair, of length one together."""
    counted = Counter(one for one in pairs if one in known)
    weighed = {one: (1 + math.log(number)) * known[one] for one, number in counted.items()}
    length = math.sqrt(sum(value * value for value in weighed.values()))
    return {one: value / length for one, value in weighed.items()} if length else {}


def guesses(model: Model, head: Head, words: str, most: int = 3) -> list[tuple[str, float]]:
    """Return the likeliest answers with their shares (0 to 1); none for words it knows nothing of."""
    return ranked(model, head, pairs_of(words), most)


def ranked(model: Model, head: Head, pairs: list[str], most: int = 3) -> list[tuple[str, float]]:
    """Answer as `guesses` does, of pairs of characters that were masked before."""
    found = vector(pairs, model.pairs)
    if not found:
        return []
    order = {pair: place for place, pair in enumerate(model.pairs)}
    scores = [
        bias + sum(value * row[order[pair]] for pair, value in found.items())
        for row, bias in zip(head.weights, head.bias, strict=True)
    ]
    top = max(scores)
    shares = [math.exp(one - top) for one in scores]
    best = sorted(zip(head.answers, shares, strict=True), key=lambda one: (-one[1], one[0]))
    return [(answer, share / sum(shares)) for answer, share in best[:most]]
