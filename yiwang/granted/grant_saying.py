"""Why not: the refusals of grants, each with its way on."""

from __future__ import annotations

from datetime import date

from yiwang.granted.grant_records import STATE_IN_WORDS, Terms
from yiwang.kernel.matter import City
from yiwang.kernel.products import Product
from yiwang.kernel.refusal import Refusal


def _say(code: str, zh: str, en: str, **params: object) -> Refusal:
    return Refusal(code=f"grant.{code}", zh=zh, en=en, params=params)


def unknown(grant: str) -> Refusal:
    """Say that there is no such grant."""
    return _say("unknown", "没有这项共享授权。", "There is no such grant.", grant=grant)


def wrong_state(state: str) -> Refusal:
    """Say that it stands otherwise."""
    words = STATE_IN_WORDS[state]
    return _say(
        "wrong-state",
        f"这项授权{words['zh']}，不能这样办。",
        f"The grant is {words['en']}; this cannot be done.",
        state=state,
    )


def no_reason() -> Refusal:
    """Say that the reason is missing."""
    return _say(
        "no-reason",
        "请写明理由，对方看得到。",
        "Give the reason; the other side reads it.",
    )


def not_who_held(body: str, city: City) -> Refusal:
    """Say who lifts a suspension."""
    title = city.bodies[body].title if body in city.bodies else {"zh": body, "en": body}
    return _say(
        "not-who-held",
        f"由{title['zh']}暂停的，由它或共享主管部门恢复。",
        f"{title['en']} suspended it; it, or the sharing authority, resumes it.",
        body=body,
    )


def holder_disposes(terms: Terms, city: City) -> Refusal:
    """Say who files the statement."""
    title = city.bodies[terms.to].title if terms.to in city.bodies else {"zh": terms.to, "en": terms.to}
    return _say(
        "holder-disposes",
        f"处置说明由用过数据的单位（{title['zh']}）提交。",
        f"The statement of disposal is filed by who had the data: {title['en']}.",
        to=terms.to,
    )


def nothing_said() -> Refusal:
    """Say that the statement is empty."""
    return _say("nothing-said", "请写明销毁了什么。", "Say what was erased.")


def kept_without_law() -> Refusal:
    """Say what goes with data that is kept."""
    return _say(
        "kept-without-law",
        "依法留存的，要同时写明留了什么、存在哪里、依据哪一条；不留存的，三项都不写。",
        "If something is kept, say what, where, and by which clause; if nothing is, leave all three empty.",
    )


def not_disposed(terms: Terms, city: City) -> Refusal:
    """Say which grant waits for its statement."""
    product = city.products.get(terms.product)
    what = product.title if product is not None else {"zh": terms.above, "en": terms.above}
    return _say(
        "not-disposed",
        f"{what['zh']}上一项授权（到 {terms.until}）还没有处置说明，先提交处置说明才能再授权。",
        f"The last grant of “{what['en']}” (until {terms.until}) has no statement of disposal yet; "
        "file that first.",
        grant=terms.id,
    )


def over_already(terms: Terms, day: date) -> Refusal:
    """Say that its last day has passed."""
    return _say(
        "over-already",
        f"使用期限到 {terms.until} 为止，今天已是 {day}，请另行申请。",
        f"The period of use ended on {terms.until}, and today is {day}. Ask anew.",
        grant=terms.id,
    )


def product_gone(product: str) -> Refusal:
    """Say that the product was withdrawn meanwhile."""
    return _say(
        "product-gone",
        f"资源 {product} 已经从目录撤下，或者今天不提供，不能授权。",
        f"The product {product} was withdrawn from the catalogue, or is not "
        "provided today; nothing is granted.",
        product=product,
    )


def fields_gone(product: Product, fields: list[str]) -> Refusal:
    """Say that the product lost fields meanwhile."""
    return _say(
        "fields-gone",
        f"{product.title['zh']}已经没有数据项 {'、'.join(fields)}，不能授权，请另行申请。",
        f"“{product.title['en']}” has no field {', '.join(fields)} any more; nothing is granted. Ask anew.",
        fields=fields,
    )


def backwards(terms: Terms) -> Refusal:
    """Say that it ends before it begins."""
    return _say(
        "backwards",
        f"授权从 {terms.since} 到 {terms.until}，结束早于开始。",
        f"The grant is from {terms.since} until {terms.until}: it ends before it begins.",
        grant=terms.id,
    )
