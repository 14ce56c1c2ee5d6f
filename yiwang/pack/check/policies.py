"""policies/: what is offered unasked is read under grants, has a basis, can be computed and filed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice, product
from typing import Any

from yiwang.kernel import policy as kernel
from yiwang.kernel.feel import FeelError
from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.products import products_of
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding, Level
from yiwang.pack.governed import Grant
from yiwang.pack.matters import Matter
from yiwang.pack.nodes import Listing, Mapping, Scalar
from yiwang.pack.policies import Condition, Policy, day, of_kernel
from yiwang.pack.where import Word

MOST_TRIED = 5000
"""How many combinations of values an amount is tried with."""

AUDIENCE = {kernel.PERSON: "resident", kernel.FIRM: "business"}
_TEXT = re.compile(r'"([^"]*)"')
_NUMBER = re.compile(r"(?<![\w.\"-])-?\d+(?:\.\d+)?(?![\w\"-])")
Sentence = tuple[str, str]


def _grants(seen: Examination) -> dict[str, Grant]:
    return {str(one.id): one for one in seen.pack.governed.grants}


def _about(policy: Policy) -> Sentence:
    return f"政策 {policy.id}", f"The policy {policy.id}"


@rule("YW178")
def a_condition_reads_what_a_grant_gives(seen: Examination) -> Iterator[Finding]:
    """免申即享的条件只读授权给出的数据项: 授权在、给这个事项和它的主责单位、管到政策结束, 条款也在。

    A condition reads only what a grant gives: to who leads the policy's matter, for it, as long as it runs.
    """
    if seen.unread("grants/"):
        return
    grants = _grants(seen)
    for policy in seen.pack.policies:
        for condition in policy.conditions:
            if condition.clause and str(condition.clause) not in seen.clauses:
                yield _none(policy, condition.clause, ("条款", "clause"), seen.clauses)
            if not condition.grant:
                continue
            grant = grants.get(str(condition.grant))
            if grant is None:
                yield _none(policy, condition.grant, ("授权", "grant"), grants)
            else:
                yield from _under(seen, policy, condition, grant)


def _none(policy: Policy, word: Word, kind: Sentence, known: Collection[str]) -> Finding:
    zh, en = _about(policy)
    return found(
        word.where,
        (f"{zh}: 没有{kind[0]} {word}。", f"{en}: there is no {kind[1]} {word}."),
        nearest(str(word), known),
    )


def _under(seen: Examination, policy: Policy, condition: Condition, grant: Grant) -> Iterator[Finding]:
    zh, en = _about(policy)
    if condition.field and str(condition.field) not in {str(one) for one in grant.fields}:
        yield found(
            condition.field.where,
            (
                f"{zh} 读 {condition.field}, 授权 {grant.id} 不给这一项。",
                f"{en} reads {condition.field}, which the grant {grant.id} does not give.",
            ),
            nearest(str(condition.field), map(str, grant.fields)),
        )
    held = products_of(seen).get(str(grant.product))
    if held is not None and held.fed is None:
        yield found(
            condition.grant.where,
            (
                f"{zh} 按授权 {grant.id} 读 {held.id}, 这项资源不来自本市的办理结果, 现在读不到。",
                f"{en} reads {held.id} under {grant.id}; no result of this city feeds it.",
            ),
            (
                "在资源里写 from_result, 或换一项资源。",
                "Write from_result in the product, or use another one.",
            ),
        )
    if policy.matter and str(policy.matter) not in {str(one) for one in grant.matters}:
        yield found(
            condition.grant.where,
            (
                f"{zh} 办事项 {policy.matter}, 授权 {grant.id} 不为这个事项。",
                f"{en} opens {policy.matter}, which the grant {grant.id} is not for.",
            ),
            (f"在授权的 matters 里写上 {policy.matter}。", f"Add {policy.matter} to the grant's matters."),
        )
    matter = seen.matters.get(str(policy.matter))
    leads = seen.lead_bodies(matter) if matter else []
    others = [one for one in leads if str(grant.to) not in (one, str(seen.bodies[one].function))]
    if others:
        yield found(
            condition.grant.where,
            (
                f"{zh}: 授权 {grant.id} 给 {grant.to}, 不给主责单位 {others[0]}。",
                f"{en}: the grant {grant.id} is to {grant.to} and not to the lead body {others[0]}.",
            ),
            ("取得给主责单位的授权。", "Obtain a grant to the lead body."),
        )
    if policy.since and policy.until and not (grant.since <= policy.since and policy.until <= grant.until):
        yield found(
            condition.grant.where,
            (
                f"{zh} 从 {policy.since} 到 {policy.until}, 授权 {grant.id} 从 {grant.since} "
                f"到 {grant.until}。",
                f"{en} runs from {policy.since} to {policy.until}, the grant {grant.id} from {grant.since} "
                f"to {grant.until}.",
            ),
            ("让授权管到政策的每一天。", "Let the grant cover every day of the policy."),
        )


@rule("YW179")
def a_policy_has_a_basis_and_is_not_over(seen: Examination) -> Iterator[Finding]:
    """政策写明依据, 依据的条款和兑付的单位都在; 先开始后结束; 已经结束的提示撤下。

    A policy rests on clauses and a body that are there, begins before it ends, and goes once it is over.
    """
    for policy in seen.pack.policies:
        zh, en = _about(policy)
        if not policy.basis:
            yield found(
                policy.where,
                (f"{zh} 没有写依据。", f"{en} has no basis."),
                ("在 basis 里写上条款。", "Write its clauses as basis."),
            )
        for citation in policy.basis:
            if str(citation) not in seen.clauses:
                yield _none(policy, citation, ("条款", "clause"), seen.clauses)
        if policy.body and str(policy.body) not in seen.bodies:
            yield _none(policy, policy.body, ("单位", "body"), seen.bodies)
        since, until = day(policy.since), day(policy.until)
        if since is not None and until is not None and until < since:
            yield found(
                policy.until.where,
                (
                    f"{zh} 到 {policy.until} 止, 早于开始的 {policy.since}。",
                    f"{en} ends on {policy.until}, before it begins on {policy.since}.",
                ),
                ("改正其中一个。", "Correct one of them."),
            )
        elif until is not None and until < seen.on:
            yield found(
                policy.until.where,
                (
                    f"{zh} 已于 {policy.until} 结束, 不再找人。",
                    f"{en} ended on {policy.until}; nobody is looked for any more.",
                ),
                ("撤下这个文件, 或按新的文件改期限。", "Remove the file, or extend it by a new document."),
                Level.WARNING,
            )


@rule("YW213")
def an_amount_can_be_computed(seen: Examination) -> Iterator[Finding]:
    """政策的表达式都读得懂; 凡是符合条件的, 金额都算得出, 不是负数。

    Every expression of a policy can be read, and whatever value meets its conditions gives an amount.
    """
    grants, products = _grants(seen), products_of(seen)
    for policy in seen.pack.policies:
        compiled = of_kernel(policy, grants, products)
        wrong = list(_unreadable(policy, compiled))
        yield from wrong
        if not policy.amount.rows:
            zh, en = _about(policy)
            yield found(
                policy.amount.where,
                (f"{zh} 没有写给多少。", f"{en} does not say how much."),
                ("写 fixed、table、feel 其中一个。", "Write one of fixed, table and feel."),
            )
        elif not wrong and all(one.owner for one in compiled.conditions):  # else their types are unknown
            yield from _tried(policy, compiled)


def _unreadable(policy: Policy, compiled: kernel.Policy) -> Iterator[Finding]:
    words = [one.when for one in policy.conditions if one.when]
    words += [word for row in policy.amount.rows for word in row if word is not None]
    words += [gives for _, gives in policy.answers]
    names = kernel.names_of(compiled)
    zh, en = _about(policy)
    for word in words:
        read = kernel.expression(str(word), names)
        if isinstance(read, FeelError):
            yield found(
                word.where,
                (f"{zh}: “{word}” 读不懂: {read.zh}", f"{en}: “{word}” cannot be read: {read.en}"),
                (f"可用的名称: {'、'.join(names)}。", f"Names it may use: {', '.join(names)}."),
            )


def _tried(policy: Policy, compiled: kernel.Policy) -> Iterator[Finding]:
    """Try the amount with the values that the policy's own expressions tell apart."""
    names = kernel.names_of(compiled)
    texts = [one.when for one in compiled.conditions] + [text for row in compiled.amount.rows for text in row]
    types = {one.name: one.type for one in compiled.conditions}
    values = [_values(types[name], " ".join(texts)) for name in names]
    zh, en = _about(policy)
    reached = False
    for combination in islice(product(*values), MOST_TRIED):
        known = dict(zip(names, combination, strict=True))
        if not all(kernel.value(compiled, one.when, known) is True for one in compiled.conditions):
            continue
        reached = True
        if kernel.amount_of(compiled, known) is None:
            said = ", ".join(f"{name} = {given}" for name, given in known.items())
            yield found(
                policy.amount.where,
                (
                    f"{zh}: {said} 时符合条件, 金额却算不出。",
                    f"{en}: with {said} it is met, but gives no amount.",
                ),
                (
                    "补上这些值的一行, 或不写 when 的最后一行; 金额不能是负数。",
                    "Add a row for such values, or a last row without `when`; no amount is negative.",
                ),
            )
            return
    if not reached:
        yield found(
            policy.where,
            (
                f"{zh}: 没有找到能同时符合全部条件的值。",
                f"{en}: no values were found that meet every condition.",
            ),
            ("看看条件是不是互相排斥。", "See whether the conditions exclude each other."),
            Level.WARNING,
        )


def _values(type_: str, texts: str) -> list[Any]:
    """Return values of a type that expressions tell apart: what they name, what is beside it, another."""
    named = _TEXT.findall(texts)
    match type_:
        case "boolean":
            return [True, False]
        case "date":
            days = {one for text in named if (one := _day(text)) is not None} or {date(2026, 1, 1)}
            return sorted(one + timedelta(days=step) for one in days for step in (-1, 0, 1))
        case "number" | "integer":
            numbers = {Decimal(one) for one in _NUMBER.findall(_TEXT.sub("", texts))} | {Decimal(0)}
            return sorted({one + step for one in numbers for step in (-1, 0, 1)})
        case _:
            return [*dict.fromkeys(one for one in named if one and _day(one) is None), "…"]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@rule("YW214")
def what_a_yes_opens_can_be_filled(seen: Examination) -> Iterator[Finding]:
    """同意以后开的事项在, 面向政策给的人; 必答的每一题, 要么由数据填好, 要么写明由本人自己填; 不要文件。

    The matter a yes opens is there, for whom the policy is, and what its form requires is known or asked.
    """
    for policy in seen.pack.policies:
        matter = seen.matters.get(str(policy.matter))
        if matter is None:
            if policy.matter:
                yield _none(policy, policy.matter, ("事项", "matter"), seen.matters)
            continue
        yield from _for_whom(policy, matter)
        if matter.form is not None:
            yield from _filled(policy, matter.form.node)


def _for_whom(policy: Policy, matter: Matter) -> Iterator[Finding]:
    zh, en = _about(policy)
    whom = AUDIENCE.get(str(policy.audience))
    if str(matter.kind) != "service":
        yield found(
            policy.matter.where,
            (
                f"{zh} 开的 {policy.matter} 不是公共服务事项, 居民不能申请。",
                f"{en} opens {policy.matter}, which is no service that people apply for.",
            ),
            ("换一个 kind: service 的事项。", "Name a matter of kind: service."),
        )
    elif whom is not None and whom not in {str(one) for one in matter.audience}:
        yield found(
            policy.matter.where,
            (
                f"{zh} 给 {policy.audience}, 事项 {policy.matter} 不面向 {whom}。",
                f"{en} is for a {policy.audience}, but {policy.matter} is not for {whom}.",
            ),
            (f"在事项的 audience 里写上 {whom}, 或换事项。", f"Add {whom} to its audience, or change it."),
        )


def _filled(policy: Policy, form: Mapping) -> Iterator[Finding]:
    properties, required = form.entries.get("properties"), form.entries.get("required")
    fields = properties.entries if isinstance(properties, Mapping) else {}
    named = [field for field, _ in policy.answers] + list(policy.asks)
    for word in named:
        if str(word) not in fields:
            yield _none(policy, word, ("表单字段", "field of the form"), list(map(str, fields)))
    known = {str(one) for one in named}
    for node in required.items if isinstance(required, Listing) else ():
        if isinstance(node, Scalar) and isinstance(node.value, str):
            yield from _required(policy, node.value, fields.get(node.value), known)


def _required(policy: Policy, name: str, node: Any, known: set[str]) -> Iterator[Finding]:
    zh, en = _about(policy)
    entries = node.entries if isinstance(node, Mapping) else {}
    if _is(entries.get("x-yw-kind"), "file"):
        yield found(
            policy.matter.where,
            (
                f"{zh} 开的 {policy.matter} 必须交文件 {name}, 免申即享交不了。",
                f"{en} opens {policy.matter}, which requires the file {name}; an offer cannot hand in files.",
            ),
            ("让这份材料由共享取得, 或换事项。", "Let it come by sharing, or name another matter."),
        )
    elif name not in known and not _from_account(entries):
        yield found(
            policy.where,
            (
                f"{zh}: 事项 {policy.matter} 必答的 {name} 不知道从哪里来。",
                f"{en}: nothing says where {name}, which {policy.matter} requires, comes from.",
            ),
            (
                "写进 answers (由数据填) 或 asks (本人填)。",
                "Add it to answers (from data) or to asks (by the person).",
            ),
        )


def _from_account(entries: Any) -> bool:
    source = entries.get("x-yw-source")
    inner = source.entries if isinstance(source, Mapping) else {}
    looked_up = _is(inner.get("key"), "account") and _is(entries.get("x-yw-concept"), "resident-name")
    return looked_up or (_is(inner.get("from"), "account") and _is(inner.get("field"), "name"))


def _is(node: Any, value: str) -> bool:
    return isinstance(node, Scalar) and node.value == value
