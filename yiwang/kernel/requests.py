"""What a request for shared data must say (数据共享申请), and what the law gives its answer. Pure.

A request is a case of the matter `data-request`: whatever a pack calls it, and whoever answers there. Its
facts are the statements of 政务数据共享条例 第二十条; `unsound` says what is wrong with them, on the page and
in the rules of the case alike. What the city holds itself names a product; what a level above or a vertical
system holds (回流) names its holder in words, and the sharing authority follows it.

Source: 政务数据共享条例 第二十条、第二十一条、第二十二条 (unverified: the text is not at hand).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from yiwang.kernel.feel import FeelError, compile_expression
from yiwang.kernel.limits import Limit
from yiwang.kernel.matter import City
from yiwang.kernel.products import Product
from yiwang.kernel.refusal import Refusal

ROUTINE, INVESTIGATION = "routine", "investigation"
KINDS = (ROUTINE, INVESTIGATION)
WAYS = ("lookup", "file", "message")
CLASSES = ("unconditional", "conditional")
SUBJECT = "subject"
"""The sealed answer that names whom an investigation is about."""

ANSWER_IN = {
    "unconditional": Limit(Decimal(1), "working_day"),
    "conditional": Limit(Decimal(10), "working_day"),
}
EXTENDED_BY = Limit(Decimal(10), "working_day")
DELIVERED_IN = Limit(Decimal(20), "working_day")
"""第二十一条 (answer, and its one extension with the authority's consent), 第二十二条 (delivery)."""

NEEDED = ("basis", "scenario", "scope", "purpose")
_NEEDED_IN_WORDS = {
    "basis": ("依据", "the basis"),
    "scenario": ("使用场景", "the scenario"),
    "scope": ("使用范围", "the scope"),
    "purpose": ("用途", "the purpose"),
}
SHORTEST_BASIS = 4
LONGEST_DAYS = 3 * 366
"""Our own rule: a request is for three years at most; what goes on is asked for again."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The statements of a request, read from the facts of its case.

    Attributes:
        body: id of the body that asks. product: "" for data held above; then `held_by` and `above` say
            who holds what, and `sharing` is the class stated by the holder.
        since, until: first and last day of use; None where they cannot be read.
        kind: `routine` or `investigation`; the latter names its `instrument`, and its subject is sealed.
        matters: that the data is for, none for work outside any matter.
    """

    body: str = ""
    product: str = ""
    held_by: str = ""
    above: str = ""
    sharing: str = ""
    basis: str = ""
    scenario: str = ""
    scope: str = ""
    way: str = ""
    purpose: str = ""
    kind: str = ROUTINE
    instrument: str = ""
    fields: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    retention: str = ""
    row_rule: str = ""
    quota: str = ""


def asked_of(facts: Mapping[str, Any]) -> Asked:
    """Read the statements from the facts of a case; what is missing is empty."""

    def text(name: str) -> str:
        return str(facts.get(name) or "").strip()

    return Asked(
        body=text("requester"),
        product=text("product"),
        held_by=text("held_by"),
        above=text("above"),
        sharing=text("sharing"),
        basis=text("basis"),
        scenario=text("scenario"),
        scope=text("scope"),
        way=text("way"),
        purpose=text("purpose"),
        kind=text("purpose_kind") or ROUTINE,
        instrument=text("instrument"),
        fields=_names(facts.get("fields")),
        matters=_names(facts.get("matters")),
        since=_day(text("since")),
        until=_day(text("until")),
        retention=text("retention"),
        row_rule=text("row_rule"),
        quota=text("quota"),
    )


def _names(given: Any) -> tuple[str, ...]:
    if isinstance(given, str):
        return tuple(given.replace(",", " ").replace("、", " ").split())
    return tuple(str(one) for one in given or ())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-01-01") else None
    except ValueError:
        return None


def class_of(city: City, asked: Asked) -> str:
    """Return the sharing class a request is answered by: its product's, "
    "or the one its holder above states."""
    product = city.products.get(asked.product)
    return product.sharing if product is not None else asked.sharing


def unsound(city: City, asked: Asked, sealed: frozenset[str], today: date) -> Refusal | None:
    """Say what is wrong with a request on a day; None if nothing is.

    Args:
        sealed: names of the answers that are sealed (`SUBJECT`). today: the city's day.
    """
    return (
        _of_whom(city, asked, today)
        or _unsaid(asked)
        or _of_days(city, asked, today)
        or _of_investigation(asked, sealed)
        or _of_matters(city, asked)
        or _of_quota(asked)
    )


def _of_whom(city: City, asked: Asked, today: date) -> Refusal | None:
    if asked.body not in city.bodies:
        return _no("no-body", "没有写明由哪个单位申请。", "No body is named that asks.", body=asked.body)
    if asked.product:
        product = city.products.get(asked.product)
        if product is None:
            return _no(
                "no-product",
                f"目录里没有“{asked.product}”这项资源，可能已经撤下。请到目录里另选。",
                f"The catalogue has no product {asked.product}; it may have been withdrawn. Choose another.",
                product=asked.product,
            )
        return _of_product(city, asked, product, today)
    if not asked.held_by or not asked.above:
        return _no(
            "nothing-asked",
            "没有选择资源。不是本市的数据，请写明由谁掌握、是什么数据。",
            "No product is chosen. For data held above, say who holds it and what it is.",
        )
    if asked.sharing not in CLASSES:
        return _no(
            "no-class",
            "上级或垂直系统的数据，请选择无条件共享或有条件共享；不清楚的选有条件。",
            "For data held above choose whether it is shared freely or on "
            "conditions; if unsure, on conditions.",
            sharing=asked.sharing,
        )
    return None


def _of_product(city: City, asked: Asked, product: Product, today: date) -> Refusal | None:
    zh, en = product.title["zh"], product.title["en"]
    if product.owner == asked.body:
        return _no(
            "own-product",
            f"{zh}就是本单位的，不用申请。",
            f"“{en}” is your own body's; there is nothing to ask for.",
            product=product.id,
        )
    if product.sharing not in CLASSES:
        basis = "、".join(product.basis)
        return _no(
            "not-shared",
            f"{zh}不予共享（{basis or '依据见目录'}），不能申请。",
            f"“{en}” is not shared ({basis or 'see the catalogue'}) and cannot be asked for.",
            product=product.id,
        )
    if not product.provided(today):
        return _no(
            "not-provided",
            f"{zh}今天（{today}）不提供。",
            f"“{en}” is not provided today, {today}.",
            product=product.id,
        )
    unknown = [name for name in asked.fields if name not in product.titles]
    if unknown:
        return _no(
            "no-such-field",
            f"{zh}没有数据项: {'、'.join(unknown)}；有的是: {'、'.join(product.titles)}。",
            f"“{en}” has no field {', '.join(unknown)}; it has {', '.join(product.titles)}.",
            fields=unknown,
        )
    rule = (
        compile_expression(asked.row_rule, tuple(sorted(product.types)), strict=True)
        if asked.row_rule
        else None
    )
    if isinstance(rule, FeelError):
        return _no(
            "bad-row-rule",
            f'“{asked.row_rule}”不是这项资源数据项上的条件。写成 FEEL，如 数据项 = "值"；都要的不填。',
            f"“{asked.row_rule}” is no condition on fields of this product. Write FEEL, such as "
            'FIELD = "value", or nothing for every row.',
            row_rule=asked.row_rule,
        )
    if not asked.fields:
        return _no("no-fields", "请勾选要用的数据项，只选必需的。", "Tick the fields you need, and no more.")
    return None


def _unsaid(asked: Asked) -> Refusal | None:
    for name in NEEDED:
        if not getattr(asked, name):
            zh, en = _NEEDED_IN_WORDS[name]
            return _no(
                f"no-{name}",
                f"没有写明{zh}（政务数据共享条例第二十条）。",
                f"Say {en} (Regulation on Sharing of Government Data, article 20).",
                missing=name,
            )
    if len(asked.basis) < SHORTEST_BASIS:
        return _no(
            "no-basis",
            f"依据“{asked.basis}”看不出是哪部法的哪一条，请写全，如“国务院令第716号 第七条”。",
            f"The basis “{asked.basis}” names no law and article; write them out.",
            missing="basis",
        )
    if asked.way not in WAYS:
        return _no(
            "no-way",
            "请选择共享方式: 核验查询、文件、消息。",
            "Choose the way: one lookup at a time, a file, or by message.",
            way=asked.way,
        )
    return None


def _of_days(city: City, asked: Asked, today: date) -> Refusal | None:
    since, until = asked.since, asked.until
    if since is None or until is None:
        return _no(
            "no-period",
            "请写明从哪天用到哪天（年-月-日）。",
            "Say from which day until which day it is used (year-month-day).",
        )
    if until < since:
        return _no(
            "ends-before-it-begins",
            f"使用期限从 {since} 到 {until}，结束早于开始。请改正其中一个。",
            f"The period of use is from {since} until {until}: it ends before it "
            "begins. Correct one of them.",
            since=since.isoformat(),
            until=until.isoformat(),
        )
    if until < today:
        return _no(
            "over-already",
            f"使用期限到 {until} 为止，今天已是 {today}。",
            f"The period of use ends on {until}, and today is {today}.",
            until=until.isoformat(),
        )
    if (until - since).days > LONGEST_DAYS:
        return _no(
            "too-long",
            f"从 {since} 到 {until} 超过三年。一次最多申请三年，到期再申请。",
            f"From {since} until {until} is more than three years. Ask for three at most, and then again.",
            since=since.isoformat(),
            until=until.isoformat(),
        )
    product = city.products.get(asked.product)
    if product is not None and product.until is not None and product.until < since:
        return _no(
            "not-provided",
            f"{product.title['zh']}只提供到 {product.until}，使用期限从 {since} 开始。",
            f"“{product.title['en']}” is provided until {product.until}; the use would begin on {since}.",
            product=product.id,
        )
    return None


def _of_investigation(asked: Asked, sealed: frozenset[str]) -> Refusal | None:
    if asked.kind not in KINDS:
        return _no(
            "no-kind",
            "请选择用于日常履职还是案件调查。",
            "Choose whether it is for routine work or for an investigation.",
            kind=asked.kind,
        )
    if asked.kind == INVESTIGATION and (not asked.instrument or SUBJECT not in sealed):
        return _no(
            "standing-investigation",
            "案件调查不给长期授权: 每次都要写明法律文书（文号）、被查的对象和结束日期。",
            "There is no standing grant for investigation: each names its "
            "instrument, its subject and its end.",
            instrument=asked.instrument,
        )
    return None


def _of_matters(city: City, asked: Asked) -> Refusal | None:
    unknown = [one for one in asked.matters if one not in city.matters]
    if unknown:
        return _no(
            "no-such-matter",
            f"没有事项: {'、'.join(unknown)}。",
            f"There is no matter {', '.join(unknown)}.",
            matters=unknown,
        )
    return None


def _of_quota(asked: Asked) -> Refusal | None:
    if not asked.quota or (asked.quota.isascii() and asked.quota.isdecimal() and 0 < len(asked.quota) < 8):
        return None
    return _no(
        "bad-quota",
        f"每天最多多少次应是整数，不是“{asked.quota}”。",
        f"How often in a day is a whole number, not “{asked.quota}”.",
        quota=asked.quota,
    )


def _no(code: str, zh: str, en: str, **params: Any) -> Refusal:
    return Refusal(code=f"request.{code}", zh=zh, en=en, params=params)
