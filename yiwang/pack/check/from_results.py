"""Products that results of the city feed, and what is filled in and not asked for because of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yiwang.kernel.granted import OF_RESULT
from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.products import FITS, in_period, products_of
from yiwang.pack.check.registry import found, rule
from yiwang.pack.fields import Fields
from yiwang.pack.finding import Finding
from yiwang.pack.governed import FromResult, Grant, Product, ProductField, Terms, terms_of
from yiwang.pack.matters import Matter
from yiwang.pack.where import Word

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Feed:
    """A product that names an existing matter whose results feed it."""

    product: Product
    fed: FromResult
    matter: Matter


def feeds_of(seen: Examination) -> Iterator[Feed]:
    """Yield every product with the matter that feeds it, where that exists."""
    for product in seen.pack.governed.products:
        matter = seen.matters.get(str(product.fed.matter)) if product.fed else None
        if product.fed and matter:
            yield Feed(product, product.fed, matter)


@rule("YW408")
def what_feeds_a_product_gives_results(seen: Examination) -> Iterator[Finding]:
    """由办理结果提供的资源, 事项存在、作决定、有结果, 提供方式是核验查询。

    A product fed by results names a matter that exists, decides and gives one, and is provided as a lookup.
    """
    for product in seen.pack.governed.products:
        fed = product.fed
        if fed is None:
            continue
        about = (str(product.title), product.title.en)
        matter = seen.matters.get(str(fed.matter))
        if matter is None:
            yield found(
                fed.matter.where,
                (f"{about[0]}: 没有事项 {fed.matter}。", f"{about[1]}: there is no matter {fed.matter}."),
                nearest(str(fed.matter), seen.matters),
            )
        elif matter.result is None or not matter.decides:
            yield found(
                fed.matter.where,
                (
                    f"{about[0]}: {matter.title}不给出结果, 没有可以提供的。",
                    f"{about[1]}: {matter.title.en} gives no result, so there is nothing to provide.",
                ),
                ("换一个有 result 的事项, 或去掉 from_result。", "Name a matter with a result, or drop it."),
            )
        if product.way and product.way != "lookup":
            yield found(
                product.way.where,
                (
                    f"{about[0]}由办理结果提供, 提供方式却是 {product.way}: 结果只能逐件查询。",
                    f"{about[1]} is fed by results but provided as {product.way}: results are only looked up "
                    "one by one.",
                ),
                ("改为 way: lookup。", "Write way: lookup."),
            )


@rule("YW409")
def a_product_gives_what_the_result_states(seen: Examination) -> Iterator[Finding]:
    """资源的数据项取自结果上写明的内容, 类型相合, 不把个人信息说成不是。

    Each field is fed by something that the result states, of a fitting type, and no less personal than there.
    """
    for feed in feeds_of(seen):
        fed_names = {str(name) for name, _ in feed.fed.fields}
        stated = {*map(str, feed.matter.result_fields), *OF_RESULT}
        answers = terms_of(feed.matter)
        for name, source in feed.fed.fields:
            field = feed.product.fields.get(str(name))
            fault = _misfed(feed, name, source, field, stated, answers.get(str(source)))
            if fault is not None:
                yield fault
        for own, field in feed.product.fields.items():
            if own not in fed_names:
                yield found(
                    field.name.where,
                    (
                        f"{feed.product.title}: 数据项 {own} 没有写从结果的哪里来。",
                        f"{feed.product.title.en}: nothing says what of the result the field {own} is.",
                    ),
                    (
                        "写进 from_result.fields, 或去掉这个数据项。",
                        "Write it to from_result.fields, or drop it.",
                    ),
                )


def _misfed(
    feed: Feed, name: Word, source: Word, field: ProductField | None, stated: set[str], answer: Terms | None
) -> Finding | None:
    zh, en = str(feed.product.title), feed.product.title.en
    if field is None:
        return found(
            name.where,
            (f"{zh}: 没有数据项 {name}。", f"{en}: there is no field {name}."),
            nearest(str(name), feed.product.fields),
        )
    if str(source) not in stated:
        return found(
            source.where,
            (
                f"{zh}: {name} 取自 {source}, {feed.matter.title}的结果上没有这一项, 不能提供。",
                f"{en}: {name} is fed by {source}, which no result of {feed.matter.title.en} states: "
                "what no body certified is not provided.",
            ),
            nearest(str(source), stated),
        )
    if answer is None:
        return None
    if str(answer.type) not in FITS.get(str(field.type), {str(field.type)}):
        return found(
            source.where,
            (
                f"{zh}: {name} 的类型是 {field.type}, {source} 的是 {answer.type}。",
                f"{en}: {name} is of the type {field.type}, {source} of the type {answer.type}.",
            ),
            ("改其中一个的类型。", "Correct one of the types."),
        )
    if answer.personal != "none" and field.personal == "none":
        return found(
            field.personal.where,
            (
                f"{zh}: {name} 写作不是个人信息, {feed.matter.title}的 {source} 是。",
                f"{en}: {name} is said not to be personal; {source} of {feed.matter.title.en} is.",
            ),
            (f"改为 personal: {answer.personal}。", f"Write personal: {answer.personal}."),
        )
    return None


@rule("YW410")
def who_provides_a_result_granted_it_or_is_above(seen: Examination) -> Iterator[Finding]:
    """结果由作出它的单位或者它的同职能上级提供; 别的单位提供的, 写明为什么。

    A result is provided by a body that grants it, or one above of the same function; else a reason is given.
    """
    for feed in feeds_of(seen):
        owner = seen.bodies.get(str(feed.product.owner))
        leads = seen.lead_bodies(feed.matter)
        if owner is None or feed.fed.reason is not None or not leads:
            continue
        functions = {str(seen.bodies[lead].function) for lead in leads}
        if str(owner.id) in leads or str(owner.function) in functions:
            continue
        lead = seen.bodies[leads[0]]
        yield found(
            feed.product.owner.where,
            (
                f"{feed.product.title}由{owner.title}提供, {feed.matter.title}的结果却由{lead.title}"
                f"{'等' if len(leads) > 1 else ''}作出。",
                f"{feed.product.title.en} is provided by {owner.title.en}, but the results of "
                f"{feed.matter.title.en} are granted by {lead.title.en}"
                f"{' and others' if len(leads) > 1 else ''}.",
            ),
            (
                "改 owner, 或在 from_result 里写明 reason。",
                "Correct the owner, or give the reason in from_result.",
            ),
        )


@rule("YW411")
def what_a_form_takes_from_a_result_is_granted(seen: Examination) -> Iterator[Finding]:
    """表单写明按某项授权带出的字段: 授权存在, 资源由办理结果提供, 事项、数据项、当天、主责单位都包括。

    A field filled in under a grant: it exists, results feed its product; it covers matter, field, day, body.
    """
    for matter in seen.pack.matters:
        for name, terms in terms_of(matter).items():
            if terms.grant is None or seen.unread("grants/") or seen.unread("products/"):
                continue
            about = (f"{matter.title}的 {name}", f"{name} of {matter.title.en}")
            fault = _not_served(seen, matter, terms.grant, about) or _unfit(seen, terms, about)
            if fault is not None:
                yield fault


@rule("YW412")
def a_material_is_covered_by_a_grant_that_serves(seen: Examination) -> Iterator[Finding]:
    """写明免于提交的材料 (covered_by): 授权用得上, 材料不是必交的原件, 也没有另写容缺或承诺。

    A material that a result covers: the grant serves the matter, and the material is no original that must be
    brought, nor one that may follow or be promised.
    """
    for matter in seen.pack.matters:
        if matter.guide is None or seen.unread("grants/") or seen.unread("products/"):
            continue
        for one in Fields(matter.guide, matter.where).each("materials"):
            grant = one.word("covered_by")
            if grant is None:
                continue
            title = one.text("title")
            about = (f"{matter.title}的“{title}”", f"“{title.en}” of {matter.title.en}")
            fault = _not_served(seen, matter, grant, about) or _must_be_brought(one, grant, about)
            if fault is not None:
                yield fault


def _must_be_brought(material: Fields, grant: Word, about: Pair) -> Finding | None:
    also = [key for key in ("may_follow", "promise") if material.mapping(key)]
    if also:
        return found(
            grant.where,
            (f"{about[0]}既免于提交, 又写了 {also[0]}。", f"{about[1]} is covered and also has {also[0]}."),
            ("只留一种。", "Keep one of them."),
        )
    if material.word("form") == "original" and material.flag("required"):
        return found(
            grant.where,
            (
                f"{about[0]}要交原件 (收回、注销的要原件), 结果代替不了。",
                f"{about[1]} must be brought as an original, which no result stands in for.",
            ),
            ("去掉 covered_by, 或改 form。", "Drop covered_by, or correct the form."),
        )
    return None


def _not_served(seen: Examination, matter: Matter, word: Word, about: Pair) -> Finding | None:
    """Return why a grant does not give results for a matter today, None when it does."""
    grants = {str(one.id): one for one in seen.pack.governed.grants}
    grant = grants.get(str(word))
    if grant is None:
        said = (f"{about[0]}: 没有授权 {word}。", f"{about[1]}: there is no grant {word}.")
        return found(word.where, said, nearest(str(word), grants))
    product = products_of(seen).get(str(grant.product))
    why = _why(seen, matter, grant, product)
    if why is None:
        return None
    said = (f"{about[0]} 按 {word} 取用: {why[0]}。", f"{about[1]} is taken under {word}: {why[1]}.")
    return found(word.where, said, ("改授权, 或换一项授权。", "Correct the grant, or name another."))


def _why(seen: Examination, matter: Matter, grant: Grant, product: Product | None) -> Pair | None:
    if product is None or product.fed is None:
        return "它的资源不由办理结果提供", "no results feed its product"
    if str(matter.id) not in grant.matters:
        named = ", ".join(grant.matters)
        return f"它只为事项 {named}", f"it is for the matters {named} only"
    if not in_period(seen, grant.since, grant.until) or not in_period(seen, product.since, product.until):
        return f"当天 ({seen.on}) 不在期间内", f"the day ({seen.on}) is outside its period"
    for lead in seen.lead_bodies(matter):
        if grant.to not in (lead, str(seen.bodies[lead].function)):
            title = seen.bodies[lead].title
            return f"它给 {grant.to}, 主责单位是{title}", f"it is to {grant.to}; {title.en} leads"
    return None


def _unfit(seen: Examination, terms: Terms, about: Pair) -> Finding | None:
    grant = next(one for one in seen.pack.governed.grants if one.id == terms.grant)
    product, word = products_of(seen)[str(grant.product)], terms.granted_field
    field = product.fields.get(str(word)) if word else None
    assert terms.grant is not None, "only asked of a field under a grant"
    where = word.where if word else terms.grant.where
    if field is None or str(word) not in grant.fields:
        return found(
            where,
            (
                f"{about[0]}: {grant.id} 不给数据项 {word}。",
                f"{about[1]}: {grant.id} does not give the field {word}.",
            ),
            nearest(str(word), grant.fields),
        )
    if str(terms.type) not in FITS.get(str(field.type), {str(field.type)}):
        return found(
            where,
            (
                f"{about[0]}的类型是 {terms.type}, {word} 的是 {field.type}。",
                f"{about[1]} is of the type {terms.type}, {word} of the type {field.type}.",
            ),
            ("改其中一个的类型。", "Correct one of the types."),
        )
    if field.personal != "none" and terms.personal == "none":
        return found(
            where,
            (
                f"{about[0]}没有标作个人信息, {word} 是: 填进来就不会封存。",
                f"{about[1]} is not marked personal but {word} is: once filled in it would not be sealed.",
            ),
            ("给表单字段写上 x-yw-personal。", "Write x-yw-personal on the field of the form."),
        )
    return None
