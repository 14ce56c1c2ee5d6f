"""Personal information: asked for a purpose, classed, kept for a time, guarded as at its source."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.kernel.limits import Limit, parse
from yiwang.pack.check.examination import Examination
from yiwang.pack.check.products import uses_of
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding
from yiwang.pack.governed import terms_of

PERSONAL = {"none": 0, "ordinary": 1, "sensitive": 2}
_PERSONAL_IN_WORDS = {
    "none": ("不是个人信息", "not personal"),
    "ordinary": ("个人信息", "personal"),
    "sensitive": ("敏感个人信息", "sensitive"),
}
CLASSES = {"general": 0, "important": 1, "core": 2}
_DAYS = {"calendar_day": 1, "month": 30, "year": 365}


@rule("YW501")
def every_personal_field_has_class_purpose_and_retention(seen: Examination) -> Iterator[Finding]:
    """个人信息字段写明分级、用途、保存期限 (个人信息保护法第六条、第十七条、第十九条)。

    A field of personal information states its class, its purpose and how long it is kept.
    """
    for matter in seen.pack.matters:
        for name, terms in terms_of(matter).items():
            if terms.personal == "none":
                continue
            stated = {
                "x-yw-class": (terms.data_class, "分级", "class"),
                "x-yw-purpose": (terms.purpose, "用途", "purpose"),
                "x-yw-retention": (terms.retention, "保存期限", "retention"),
            }
            lacking = {key: words for key, (value, *words) in stated.items() if value is None}
            if not lacking:
                continue
            zh = "、".join(words[0] for words in lacking.values())
            en = ", ".join(words[1] for words in lacking.values())
            keys = (" 和 ".join(lacking), " and ".join(lacking))
            yield found(
                terms.where,
                (
                    f"{matter.title}: {name} 是{_PERSONAL_IN_WORDS[terms.personal][0]}, 没有写{zh}。",
                    f"{matter.title.en}: {name} is {_PERSONAL_IN_WORDS[terms.personal][1]}, and states no "
                    f"{en}.",
                ),
                (
                    f"写上 {keys[0]}; 用不着就不要问。",
                    f"Write {keys[1]}; do not ask for what you do not need.",
                ),
            )


@rule("YW502")
def what_is_filled_in_is_guarded_as_at_its_source(seen: Examination) -> Iterator[Finding]:
    """从资源预填的字段, 个人信息的类别和数据分级不低于资源。

    A field filled in from a product is guarded no less than there: as personal information, and by its class.
    """
    for use in uses_of(seen):
        here, there = use.terms.personal, str(use.field.personal)
        assert use.terms.product is not None
        at_source = use.field.personal.where.seen_from(use.terms.product.where)
        if PERSONAL[here] < PERSONAL.get(there, 0):
            yield found(
                use.terms.product.where,
                (
                    f"{use.matter.title}: {use.name} 写的是“{_PERSONAL_IN_WORDS[here][0]}”, 资源 "
                    f"{use.product.id}."
                    f"{use.field.name} 却是“{_PERSONAL_IN_WORDS[there][0]}” ({at_source[0]})。",
                    f"{use.matter.title.en}: {use.name} is {_PERSONAL_IN_WORDS[here][1]}, but "
                    f"{use.product.id}."
                    f"{use.field.name} is {_PERSONAL_IN_WORDS[there][1]} ({at_source[1]}).",
                ),
                (
                    f"写上 x-yw-personal: {'true' if there == 'ordinary' else 'sensitive'}。",
                    f"Write x-yw-personal: {'true' if there == 'ordinary' else 'sensitive'}.",
                ),
            )
        own = str(use.terms.data_class or "general")
        if CLASSES.get(own, 0) < CLASSES.get(str(use.field.data_class), 0):
            yield found(
                use.terms.product.where,
                (
                    f"{use.matter.title}: {use.name} 的分级是 {own}, 资源 "
                    f"{use.product.id}.{use.field.name} 的是 "
                    f"{use.field.data_class}。",
                    f"{use.matter.title.en}: {use.name} is of the class {own}, but {use.product.id}."
                    f"{use.field.name} of the class {use.field.data_class}.",
                ),
                (f"写上 x-yw-class: {use.field.data_class}。", f"Write x-yw-class: {use.field.data_class}."),
            )


@rule("YW503")
def nothing_is_kept_longer_than_its_source_allows(seen: Examination) -> Iterator[Finding]:
    """从资源预填的字段, 保存期限不超过资源允许的期限。

    A field filled in from a product is kept no longer than the product allows.
    """
    for use in uses_of(seen):
        kept, allowed = use.terms.retention, use.product.retention
        if kept is None or allowed is None or _days(str(kept)) <= _days(str(allowed)):
            continue
        there = allowed.where.seen_from(kept.where)
        yield found(
            kept.where,
            (
                f"{use.matter.title}: {use.name} 保存 {kept}, 资源 {use.product.id} 只许 {allowed} "
                f"({there[0]})。",
                f"{use.matter.title.en}: {use.name} is kept {kept}, but {use.product.id} allows {allowed} "
                f"({there[1]}).",
            ),
            (f"改为不超过 {allowed}。", f"Keep it no longer than {allowed}."),
        )


def _days(text: str) -> int:
    """Return about how many days a retention is; for ever, or unreadable, is the greatest."""
    limit = parse(text)
    return int(limit.amount * _DAYS.get(limit.unit, 365 * 100)) if isinstance(limit, Limit) else 365 * 1000
