"""A catalogue of 5,000 products, searched as the page does, and taken along as DCAT.

Ours: searches a second at the 95th percentile, by words of titles, fields and bodies in both languages, with
and without a provider. Other: the 50 ms wanted. Beside it: the catalogue in Turtle, made the first time for a
pack, and again.
"""

from __future__ import annotations

from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from msgspec.structs import replace

from bench.many_services import ACTS, ENGLISH, THINGS, WHOSE
from bench.six_steps import CITY as BASE
from yiwang.kernel.matter import Body, City
from yiwang.kernel.products import Kept, Product
from yiwang.nets.sharing.dcat import catalogue
from yiwang.nets.sharing.finding import Asked, Book, lines, search

PRODUCTS, SEARCHES, BODIES = 5_000, 200, 60
WANTED = 0.050


def city() -> City:
    """Return a city of nothing but its products: eight fields each, of sixty bodies."""
    drawn = Random(5)
    bodies = {
        f"body-{at}": Body(f"body-{at}", _title(drawn), None, BASE.root, f"function-{at}", "city")
        for at in range(BODIES)
    }
    products = {one.id: one for one in (_product(at, drawn) for at in range(PRODUCTS))}
    return replace(BASE, pack="5000-products", bodies=bodies, products=products, matters={}, grants={})


def _title(drawn: Random) -> dict[str, str]:
    zh = f"{drawn.choice(WHOSE)}{drawn.choice(THINGS)}{drawn.choice(ACTS)}"
    return {"zh": zh, "en": f"{drawn.choice(ENGLISH)} {drawn.choice(ENGLISH)} records"}


def _product(at: int, drawn: Random) -> Product:
    names = [f"field_{one}" for one in range(8)]
    return Product(
        id=f"product-{at}",
        title=_title(drawn),
        says=_title(drawn),
        owner=f"body-{drawn.randrange(BODIES)}",
        sharing=drawn.choice(("unconditional", "conditional", "none")),
        titles={name: _title(drawn) for name in names},
        types=dict.fromkeys(names, "string"),
        classes=dict.fromkeys(names, Kept("concept", "general", "none")),
        updates="daily",
    )


def _asked(of: City, drawn: Random, turn: int) -> Asked:
    title = of.products[f"product-{drawn.randrange(PRODUCTS)}"].title
    at = drawn.randrange(len(title["zh"]) - 1)
    words = (
        title["zh"][at : at + 2],
        f"{drawn.choice(THINGS)} {drawn.choice(ACTS)}",
        title["en"].upper(),
        drawn.choice(("月球", "xyzzy", "")),
    )[turn % 4]
    return Asked(words, f"body-{drawn.randrange(BODIES)}" if turn % 3 == 0 else "")


def measure(rounds: int = 5) -> dict[str, Any]:
    """Return the searches at p95, and `lines_ms`: to make the lines of a pack, `turtle_s`: its graph."""
    made = city()
    begun = perf_counter()
    book = Book(lines(made))
    lines_ms = (perf_counter() - begun) * 1000
    begun = perf_counter()
    size = len(catalogue(made, "https://data.example/sharing/").serialize(format="turtle", encoding="utf-8"))
    turtle = perf_counter() - begun
    p95 = [_round(made, book, seed) for seed in range(rounds)]
    each = [WANTED / one for one in p95]
    return {
        "ratio": median(each),
        "low": min(each),
        "high": max(each),
        "ours": 1 / median(p95),
        "other": 1 / WANTED,
        "unit": f"searches/s at p95 ({median(p95) * 1000:.1f} ms) of {PRODUCTS} products; other: the 50 ms"
        f" wanted; lines of a pack {lines_ms:.0f} ms, its Turtle {turtle:.1f} s once",
        "p95_ms": [one * 1000 for one in p95],
        "lines_ms": lines_ms,
        "turtle_s": turtle,
        "turtle_bytes": size,
    }


def _round(of: City, book: Any, seed: int) -> float:
    drawn = Random(seed)
    taken = []
    for turn in range(SEARCHES):
        asked = _asked(of, drawn, turn)
        begun = perf_counter()
        search(book, asked)
        taken.append(perf_counter() - begun)
    return quantiles(taken, n=20)[-1]
