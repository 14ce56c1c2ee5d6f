"""open/: an open data set names what exists, and holds nothing that its product's contract keeps back."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations

from yiwang.kernel.opening.sets import LICENCES, PEOPLE_AT_LEAST, Fault, faults, knows_persons, linked
from yiwang.kernel.products import Product
from yiwang.pack import compile_governed
from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding, Level
from yiwang.pack.open_sets import OpenSet, of_kernel
from yiwang.pack.where import Where, Word

Sentence = tuple[str, str]
RANK = ("once", "yearly", "quarterly", "monthly", "weekly", "daily", "real-time")
"""How often something is renewed, rarest first."""


def _read(seen: Examination) -> Iterator[tuple[OpenSet, Product | None]]:
    """Yield every set with its product; nothing where a product could not be read."""
    if seen.unread("products/"):
        return
    products = compile_governed.products(seen.pack.governed)
    for one in seen.pack.open_sets:
        yield one, products.get(str(one.product))


def _faults(seen: Examination, *kinds: str) -> Iterator[tuple[OpenSet, Product, Fault]]:
    for one, product in _read(seen):
        if product is not None:
            for fault in dict.fromkeys(faults(of_kernel(one), product)):
                if fault.kind in kinds:
                    yield one, product, fault


def _written(one: OpenSet, field: str) -> Where:
    """Return where a set names a field."""
    words = [*one.fields, *(by.field for by in one.by), *(measure.field for measure in one.measures)]
    return next((word.where for word in words if word and str(word) == field), one.where)


@rule("YW260")
def an_open_set_names_what_exists(seen: Examination) -> Iterator[Finding]:
    """开放数据集写的资源、数据项、许可、条款都存在。

    Every product, field, licence and clause that an open data set names exists.
    """
    for one, product in _read(seen):
        zh, en = str(one.title), one.title.en
        words: list[tuple[Word, Collection[str], Sentence]] = [(one.licence, LICENCES, ("许可", "licence"))]
        words += [(citation, seen.clauses, ("条款", "clause")) for citation in one.basis]
        if product is None:
            words.append(
                (one.product, [str(each.id) for each in seen.pack.governed.products], ("资源", "product"))
            )
        for word, known_words, kind in words:
            if word and str(word) not in known_words:
                yield found(
                    word.where,
                    (f"{zh}: 没有{kind[0]} {word}。", f"{en}: there is no {kind[1]} {word}."),
                    nearest(str(word), known_words),
                )
    for one, product, fault in _faults(seen, "unknown-field"):
        yield found(
            _written(one, fault.about),
            (
                f"{one.title}: 资源 {product.id} 没有数据项 {fault.about}。",
                f"{one.title.en}: the product {product.id} has no field {fault.about}.",
            ),
            nearest(fault.about, product.titles),
        )


@rule("YW261")
def nothing_personal_is_opened(seen: Examination) -> Iterator[Finding]:
    """个人信息不开放: 不逐行公布, 也不用来分组、合计、平均。

    No personal field is opened: not row by row, nor to group, sum or average by.
    """
    for one, product, fault in _faults(seen, "personal"):
        kept = product.classes[fault.about]
        words = {"ordinary": ("一般", "ordinary"), "sensitive": ("敏感", "sensitive")}
        zh, en = words.get(kept.personal, (kept.personal, kept.personal))
        title = product.titles[fault.about]
        yield found(
            _written(one, fault.about),
            (
                f"{one.title}: {title.get('zh', '')} ({fault.about}) 是{zh}个人信息, 不能开放。",
                f"{one.title.en}: {title.get('en', '')} ({fault.about}) is {en} personal "
                "information and cannot be opened.",
            ),
            (
                "去掉这一项; 只数条数不用写数据项。",
                "Take it out; a count needs no field.",
            ),
        )


@rule("YW262")
def only_what_may_be_opened_is_opened(seen: Examination) -> Iterator[Finding]:
    """资源的开放属性是不开放的, 数据分级不是一般的, 不做开放数据集。

    No open set is made of a product that is not to be opened, nor of a field above the general class.
    """
    for one, product, _ in _faults(seen, "closed"):
        yield found(
            one.product.where,
            (
                f"{one.title}: 资源 {product.id} 的开放属性是不开放 ({product.opening})。",
                f"{one.title.en}: the product {product.id} is not to be opened ({product.opening}).",
            ),
            (
                "先由提供单位改资源的 opening; 否则删去这个数据集。",
                "Let the provider change the product's opening first, or remove the set.",
            ),
        )
    for one, product, fault in _faults(seen, "class"):
        kept = product.classes[fault.about]
        yield found(
            _written(one, fault.about),
            (
                f"{one.title}: {fault.about} 的分级是 {kept.data_class}, 只有一般数据 (general) 可以开放。",
                f"{one.title.en}: {fault.about} is of class {kept.data_class}; only general data is opened.",
            ),
            ("去掉这一项。", "Take it out."),
        )


@rule("YW263")
def no_small_group_of_people_is_opened(seen: Examination) -> Iterator[Finding]:
    """含个人信息的资源做成的数据集, 一组至少 10 条。

    A set made of a product that knows persons publishes no group of fewer than 10.
    """
    for one, product, fault in _faults(seen, "few"):
        yield found(
            one.where,
            (
                f"{one.title}: smallest_cell 是 {one.k}, 资源 {product.id} 含个人信息, 至少 {fault.about}。",
                f"{one.title.en}: smallest_cell is {one.k}; the product {product.id} knows persons and asks "
                f"for at least {fault.about}.",
            ),
            (f"写 smallest_cell: {PEOPLE_AT_LEAST}。", f"Write smallest_cell: {PEOPLE_AT_LEAST}."),
        )


@rule("YW264")
def an_open_set_can_be_computed(seen: Examination) -> Iterator[Finding]:
    """数据集要么逐行 (fields), 要么分组 (by、measures, 其中有条数); 合计的是数, 归到年月的是日期, 栏名不重。

    A set is of rows (fields) or of groups (by and measures, a count among them); numbers are summed, dates
    are cut to a month or year, and no column has the name of another.
    """
    for one, _, fault in _faults(seen, "shape"):
        yield found(
            one.where,
            (
                f"{one.title}: {fault.about} 这样写算不出来。",
                f"{one.title.en}: {fault.about} cannot be computed as it is written.",
            ),
            (
                "逐行的只写 fields; 分组的写 by 和 measures, 其中一个 how: count; sum、mean 写数值数据项, "
                "to 只用在日期上, 栏名各不相同。",
                "Write fields alone, or by and measures with one how: count; sum and mean name a number, to "
                "goes with a date, and all columns have names of their own.",
            ),
        )


@rule("YW265")
def no_two_open_sets_can_be_subtracted(seen: Examination) -> Iterator[Finding]:
    """同一含个人信息的资源做成的两个数据集, 一个的分组不能包含另一个的: 相减会得出不公布的小数。

    Of one product that knows persons no two sets are grouped so that one holds the other: what one keeps
    back could be worked out from both.
    """
    read = [(one, product) for one, product in _read(seen) if product is not None and knows_persons(product)]
    for (first, _), (second, _) in combinations(read, 2):
        if linked(of_kernel(first), of_kernel(second)):
            zh, en = first.where.seen_from(second.where)
            yield found(
                second.where,
                (
                    f"{second.title} 和 {first.title} ({zh}) 出自同一资源, 分组互相包含, 相减会得出小数。",
                    f"{second.title.en} and {first.title.en} ({en}) are of one product and one holds the "
                    "other's groups; small numbers follow by subtraction.",
                ),
                ("合成一个数据集, 或改一个的分组。", "Make one set of them, or group one otherwise."),
            )


@rule("YW266")
def an_edition_is_due_no_oftener_than_the_data(seen: Examination) -> Iterator[Finding]:
    """数据集不比它的资源更新得更勤。An open set is not renewed more often than its product."""
    for one, product in _read(seen):
        if product is None or product.updates not in RANK or str(one.updates) not in RANK:
            continue
        if RANK.index(str(one.updates)) > RANK.index(product.updates):
            yield found(
                one.updates.where,
                (
                    f"{one.title}: 每期 {one.updates}, 资源 {product.id} 只是 {product.updates} 更新。",
                    f"{one.title.en}: due {one.updates}, while the product {product.id} is renewed "
                    f"{product.updates}.",
                ),
                (f"写 updates: {product.updates}。", f"Write updates: {product.updates}."),
                Level.WARNING,
            )
