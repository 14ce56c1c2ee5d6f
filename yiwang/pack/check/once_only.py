"""Nothing is asked twice (政务数据共享条例 §19): what forms look up, and what is asked under other names.

YW402 holds it where a question names its concept; these hold what it does not see.
"""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.grants import why_not
from yiwang.pack.check.products import Use, in_period, products_of, uses_of
from yiwang.pack.check.registry import found, rule
from yiwang.pack.fields import Fields
from yiwang.pack.finding import Finding, Level
from yiwang.pack.governed import Product, ProductField, Terms, terms_of
from yiwang.pack.matters import Matter
from yiwang.pack.nodes import Mapping
from yiwang.pack.where import Where

Pair = tuple[str, str]
ACCOUNT = "account"


@rule("YW416")
def what_a_form_looks_up_can_be(seen: Examination) -> Iterator[Finding]:
    """表单写明从资源查询带出的: 资源能逐件查询, 按本人或者按问到的号码查, 写明用途, 有授权。

    What a form looks up comes from a product with a key, by the person's own number or by one that the form
    asks for, for a purpose that it states, under a grant.
    """
    for use in uses_of(seen):
        source = use.terms.looked_up
        if source is None:
            continue
        assert use.terms.product is not None
        where = use.terms.product.where
        about = (f"{use.matter.title}的 {use.name}", f"{use.name} of {use.matter.title.en}")
        for said, remedy in _faults(seen, use, source):
            yield found(where, (f"{about[0]}: {said[0]}。", f"{about[1]}: {said[1]}."), remedy)


def _faults(seen: Examination, use: Use, source: Fields) -> Iterator[tuple[Pair, Pair]]:
    product = use.product
    if product.key is None or product.fed is not None or product.way != "lookup":
        yield (
            (f"{product.title}不能逐件查询", f"{product.title.en} cannot be looked up"),
            (
                "给资源写 key, way: lookup; 由办理结果提供的用 from: grant。",
                "Give it a key and way: lookup; what results feed is taken with from: grant.",
            ),
        )
        return
    yield from _by_what(use, source, str(product.key))
    if source.maybe_text("purpose") is None:
        yield (
            ("没有写 purpose, 本人看不到为什么带出", "it states no purpose, which the person is shown"),
            ("写上 purpose: {zh, en}。", "Write purpose: {zh, en}."),
        )
    # Unlike a prefill that is only declared (YW404), a lookup needs a grant of its own product, too.
    for lead in seen.lead_bodies(use.matter) if not seen.unread("grants/") else ():
        reason = why_not(seen, use, lead) if lead == str(product.owner) else None
        if reason is not None:
            title = seen.bodies[lead].title
            yield (
                (f"{title}查自己的资源也没有授权: {reason[0]}", f"{title.en} has no grant: {reason[1]}"),
                ("写一项授权, 写明用途和数据项。", "Write a grant with purpose and fields."),
            )


def _by_what(use: Use, source: Fields, key: str) -> Iterator[tuple[Pair, Pair]]:
    word, fields = source.word("key"), use.product.fields
    by = str(word or ACCOUNT)
    if by == ACCOUNT:
        return
    questions = terms_of(use.matter)
    personal = [one for one in fields.values() if one.personal != "none"]
    if personal:
        yield (
            (
                f"按填的 {by} 查, {use.product.title}却有个人信息: 填别人的号码就看到别人的",
                f"it is looked up by {by}, which anybody types, but {use.product.title.en} is about people",
            ),
            ("改为 key: account。", "Write key: account."),
        )
    elif by not in questions:
        named = nearest(by, questions)
        yield ((f"表单里没有 {by}", f"the form has no question {by}"), named)
    elif key in fields and questions[by].concept != fields[key].concept:
        yield (
            (
                f"{by} 的概念是 {questions[by].concept or '(没有写)'}, 资源按 {fields[key].concept} 查",
                f"{by} is {questions[by].concept or '(no concept)'}, the product is looked up by "
                f"{fields[key].concept}",
            ),
            ("写相同的 x-yw-concept。", "Write the same x-yw-concept."),
        )


@rule("YW417")
def no_form_asks_for_one_fact_twice(seen: Examination) -> Iterator[Finding]:
    """一张表 (一件事的也一样) 不把同一个概念问两遍。

    No form, that of a bundle neither, asks for one concept twice.
    """
    for matter in seen.pack.matters:
        first: dict[str, str] = {}
        for name, terms in terms_of(matter).items():
            concept = str(terms.concept) if terms.concept else ""
            if not concept or concept not in first:
                first.setdefault(concept, name)
                continue
            assert terms.concept is not None
            yield found(
                terms.concept.where,
                (
                    f"{matter.title}: {name} 和 {first[concept]} 问的都是 {concept}。",
                    f"{matter.title.en}: {name} and {first[concept]} both ask for {concept}.",
                ),
                (
                    "只问一次; 是另一个人、另一处的, 写另一个概念。",
                    "Ask once; if it is another person's, give it a concept of its own.",
                ),
            )


@rule("YW418")
def nothing_is_asked_under_another_name(seen: Examination) -> Iterator[Finding]:
    """字段的名称与可共享资源的数据项相同, 概念也要相同: 换个概念问, 还是重复收集。

    A question with the title of a field that a shareable product holds has its concept, too: asked under
    another concept, or none, it is still asked twice.
    """
    held: dict[str, list[tuple[Product, ProductField]]] = {}
    for product in products_of(seen).values():
        if product.shareable and in_period(seen, product.since, product.until):
            for field in product.fields.values():
                if field.name == product.key:
                    continue  # asked of it, not given by it
                held.setdefault(_bare(str(field.title)), []).append((product, field))
    for matter in seen.pack.matters:
        for name, terms, title in _questions(matter):
            # What a matter's own results feed begins here.
            fits = [one for one in held.get(_bare(title), []) if not _begins_in(matter, one[0])]
            if terms.grant is not None or not fits or any(one.concept == terms.concept for _, one in fits):
                continue
            product, field = fits[0]
            where = terms.concept.where if terms.concept else terms.where
            there = field.name.where.seen_from(where)
            yield found(
                where,
                (
                    f"{matter.title}: “{title}” ({name}) 的概念{_said(terms)}, "
                    f"“{product.title}”里同名的是 {field.concept} ({there[0]})。",
                    f"{matter.title.en}: “{title}” ({name}) is {terms.concept or 'of no concept'}; of the "
                    f"same name in “{product.title.en}” is {field.concept} ({there[1]}).",
                ),
                (
                    f"是同一事实的, 写 x-yw-concept: {field.concept}; 不是的, 换一个说得清的名称。",
                    f"If it is the same fact, write x-yw-concept: {field.concept}; else give it a title that "
                    "tells them apart.",
                ),
                Level.WARNING,
            )


def _begins_in(matter: Matter, product: Product) -> bool:
    return product.fed is not None and str(product.fed.matter) == str(matter.id)


def _questions(matter: Matter) -> Iterator[tuple[str, Terms, str]]:
    properties = matter.form.node.entries.get("properties") if matter.form else None
    entries = properties.entries if isinstance(properties, Mapping) else {}
    for name, terms in terms_of(matter).items():
        title = Fields(entries.get(name), terms.where).maybe_text("x-yw-title")
        if title is not None:
            yield name, terms, str(title)


def _said(terms: Terms) -> str:
    return f"是 {terms.concept}" if terms.concept else "没有写"


def _bare(title: str) -> str:
    """Return a title without whose it is and without its unit: `您的姓名`、`面积（平方米）`."""
    return title.partition("（")[0].removeprefix("您的").removeprefix("本人").strip()


@rule("YW419")
def no_paper_is_asked_for_that_a_product_holds(seen: Examination) -> Iterator[Finding]:
    """必交的材料, 内容在可共享的资源里有 (资源的 papers 写着它), 就不该再交。

    A required material whose content a shareable product holds (named by its papers) is not asked for.
    """
    papers = [
        (str(paper), product)
        for product in products_of(seen).values()
        if product.shareable and in_period(seen, product.since, product.until)
        for paper in product.papers
    ]
    for matter in seen.pack.matters:
        guide = Fields(matter.guide, matter.where) if matter.guide is not None else None
        for one in guide.each("materials") if guide else ():
            title = one.text("title")
            asked = one.flag("required") and one.word("covered_by") is None and one.word("form") != "original"
            holding = next((each for paper, each in papers if paper in str(title)), None) if asked else None
            if holding is not None:
                yield _handed_in(matter, str(title), title.en, holding, one.where)


def _handed_in(matter: Matter, zh: str, en: str, product: Product, where: Where) -> Finding:
    return found(
        where,
        (
            f"{matter.title}要交“{zh}”, 它的内容在“{product.title}” ({product.id}) 里有。",
            f"{matter.title.en} asks for “{en}”, whose content “{product.title.en}” ({product.id}) holds.",
        ),
        (
            "从资源查询带出 (x-yw-source), 去掉这项材料, 或写 covered_by; 要核原件的, 写 form: original。",
            "Look it up (x-yw-source) and drop the material, or write covered_by; if the original must be "
            "seen, write form: original.",
        ),
        Level.WARNING,
    )
