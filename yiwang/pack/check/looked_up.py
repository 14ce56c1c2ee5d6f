"""Products that are looked up by a key, and how their synthetic data are made up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.products import products_of
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding
from yiwang.pack.governed import Product
from yiwang.pack.invented import Hint
from yiwang.pack.where import Word


@rule("YW415")
def what_a_product_is_looked_up_by_and_made_up_from_exists(seen: Examination) -> Iterator[Finding]:
    """资源的 key、dated_by 和虚构数据的写法, 指的数据项都有, 类型相合。

    What a product's key, dated_by and hints of synthetic data name exists and is of a fitting type.
    """
    products = products_of(seen)
    for product in products.values():
        zh, en = str(product.title), product.title.en
        for word in (product.key, product.dated_by):
            if word is not None and str(word) not in product.fields:
                yield _no_field(zh, en, word, product)
        dated = product.fields.get(str(product.dated_by)) if product.dated_by else None
        if dated is not None and dated.type != "date":
            assert product.dated_by is not None
            yield found(
                product.dated_by.where,
                (
                    f"{zh}: dated_by 的 {product.dated_by} 类型是 {dated.type}, 不是日期。",
                    f"{en}: {product.dated_by}, which dated_by names, is of the type {dated.type}, no date.",
                ),
                ("改用类型是 date 的数据项。", "Name a field of the type date."),
            )
        if product.key is not None and product.fed is not None:
            yield found(
                product.key.where,
                (
                    f"{zh}由办理结果提供, 又写了 key: 结果按人查, 不按 {product.key}。",
                    f"{en} is fed by results, which are found by person, and has the key {product.key}.",
                ),
                ("去掉 key, 或去掉 from_result。", "Drop the key, or from_result."),
            )
        for hint in product.invented.fields.values() if product.invented else ():
            yield from _in_hint(product, hint, products)


def _no_field(zh: str, en: str, word: Word, product: Product) -> Finding:
    return found(
        word.where,
        (f"{zh}: 没有数据项 {word}。", f"{en}: there is no field {word}."),
        nearest(str(word), product.fields),
    )


def _in_hint(product: Product, hint: Hint, products: dict[str, Product]) -> Iterator[Finding]:
    zh, en = str(product.title), product.title.en
    field = product.fields.get(str(hint.name))
    if field is None:
        yield _no_field(zh, en, hint.name, product)
        return
    if hint.link is not None:
        other, _, name = str(hint.link).partition(".")
        if other not in products or name not in products[other].fields:
            yield found(
                hint.link.where,
                (f"{zh}: 没有数据项 {hint.link}。", f"{en}: there is no field {hint.link}."),
                nearest(
                    str(hint.link),
                    [f"{one.id}.{field}" for one in products.values() for field in one.fields],
                ),
            )
    fault = _misfit(hint, str(field.type))
    if fault is not None:
        yield found(
            hint.name.where,
            (
                f"{zh}: {hint.name} 的类型是 {field.type}, {fault} 给不出这样的值。",
                f"{en}: {hint.name} is of the type {field.type}; {fault} gives no such value.",
            ),
            ("改这一项的写法, 或改类型。", "Correct the hint, or the type."),
        )


def _misfit(hint: Hint, kind: str) -> str | None:
    """Return which part of a hint gives no value of the type, None where all fit."""
    ends = [one for one in (hint.low, hint.high) if one is not None]
    if hint.pattern and kind != "string":
        return "pattern"
    if hint.choices and not all(_is(value, kind) for value, _ in hint.choices):
        return "choices"
    if ends and not all(_is(one, kind) for one in ends):
        return "range"
    days = hint.source is not None and str(hint.source).endswith(("born_on", "registered_on"))
    if hint.source is not None and (kind == "date") != days:
        return f"from: {hint.source}"
    return None


def _is(value: float | str, kind: str) -> bool:
    try:
        match kind:
            case "integer":
                return float(value) == int(float(value))
            case "number":
                return float(value) is not None
            case "date":
                return bool(date.fromisoformat(str(value)))
            case "boolean":
                return str(value) in ("true", "false", "yes", "no", "是", "否")
    except ValueError:
        return False
    return isinstance(value, str)
