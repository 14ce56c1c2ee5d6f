"""Requests for shared data (数据共享申请): who sees to them, the law's days, both heads and the reason."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.kernel.acts.draft import OF_FACT
from yiwang.kernel.limits import Limit, parse
from yiwang.kernel.requests import ANSWER_IN, DELIVERED_IN, EXTENDED_BY
from yiwang.kernel.role_parts import DATA_REQUEST
from yiwang.pack.check.examination import Examination
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding, Level
from yiwang.pack.matters import Clock, Matter, Step
from yiwang.pack.where import Word

OFFICERS = {"cdo": ("首席数据官", "chief data officer"), "steward": ("数据管理员", "data steward")}
LAWS = {
    "limit-unconditional": (ANSWER_IN["unconditional"], "第二十一条", "21"),
    "limit-conditional": (ANSWER_IN["conditional"], "第二十一条", "21"),
    "consent-yes": (DELIVERED_IN, "第二十二条", "22"),
}
"""What a clock of a request starts with → how long it is, and the article that says so."""


def _requests(seen: Examination) -> Matter | None:
    return next((one for one in seen.pack.matters if str(one.id) == DATA_REQUEST), None)


@rule("YW251")
def who_provides_data_has_data_officers(seen: Examination) -> Iterator[Finding]:
    """可以申请数据的城市里, 提供可共享资源的单位设首席数据官和数据管理员。

    Where data can be asked for, a body that provides shareable products has a chief data officer and a data
    steward.
    """
    if _requests(seen) is None or seen.unread("positions.csv"):
        return
    told: set[tuple[str, str]] = set()
    for product in seen.pack.governed.products:
        owner = str(product.owner)
        if not product.shareable or owner not in seen.bodies:
            continue
        for role, (zh, en) in OFFICERS.items():
            if role in seen.roles.get(owner, set()) or (owner, role) in told:
                continue
            told.add((owner, role))
            body = seen.bodies[owner]
            yield found(
                product.owner.where,
                (
                    f"{body.title} ({owner}) 提供{product.title}, 却没有{zh}岗位: 申请无人答复。",
                    f"{body.title.en} ({owner}) provides “{product.title.en}” and has no {en}: nobody "
                    "answers a request.",
                ),
                (
                    f"在 positions.csv 加上 {owner} 的 role 为 {role} 的岗位, 在 persons.csv 写上由谁担任。",
                    f"Add a position with the role {role} in {owner} to positions.csv, and who holds it to "
                    "persons.csv.",
                ),
                Level.WARNING,
            )


@rule("YW252")
def a_request_is_answered_in_the_days_of_the_law(seen: Examination) -> Iterator[Finding]:
    """数据共享申请的时限就是条例的: 无条件 1、有条件 10 (经主管部门同意可延长 10)、提供 20 工作日。

    The clocks of a request for data are the regulation's: 1 and 10 working days to answer, 10 more with the
    sharing authority's consent, 20 to deliver.
    """
    matter = _requests(seen)
    if matter is None:
        return
    by_start = {str(clock.starts): clock for clock in matter.clocks}
    for starts, (limit, article, number) in LAWS.items():
        clock = by_start.get(starts)
        if clock is None:
            yield _wrong(
                matter,
                matter.id,
                (f"没有从 {starts} 起算的时限", f"no clock starts with {starts}"),
                (
                    f"加上 legal: {limit.zh}, starts: {starts}",
                    f"Add one: legal: {limit.zh}, starts: {starts}",
                ),
                (article, number),
            )
            continue
        yield from _length(matter, clock, limit, (article, number))


def _length(matter: Matter, clock: Clock, limit: Limit, law: tuple[str, str]) -> Iterator[Finding]:
    legal = parse(str(clock.legal)) if clock.legal else None
    if legal != limit:
        said = str(clock.legal or "")
        yield _wrong(
            matter,
            clock.legal or clock.id,
            (
                f"时限 {clock.id} 的 legal 是 {said or '空'}, 法定 {limit.zh}",
                f"the clock {clock.id} says legal: {said or 'nothing'}, the law {limit.en}",
            ),
            (
                f"改为 legal: {limit.zh}; 更短的写 promised",
                f"Write legal: {limit.zh}; a shorter one is promised",
            ),
            law,
        )
    more = parse(str(clock.extend.at_most)) if clock.extend and clock.extend.at_most else None
    conditional = str(clock.starts) == "limit-conditional"
    if more is not None and not (conditional and isinstance(more, Limit) and _within(more)):
        assert clock.extend is not None
        yield _wrong(
            matter,
            clock.extend.at_most or clock.id,
            (
                f"时限 {clock.id} 可延长 {clock.extend.at_most}, "
                f"条例只让有条件的答复至多延长 {EXTENDED_BY.zh}",
                f"the clock {clock.id} may be extended by {clock.extend.at_most}; only the answer on "
                f"conditions may, by {EXTENDED_BY.en} at most",
            ),
            (
                f"改为 at_most: {EXTENDED_BY.zh}, 或去掉 extend",
                f"Write at_most: {EXTENDED_BY.zh}, or no extend",
            ),
            law,
        )
    if clock.extend is not None and "@" not in str(clock.extend.by):
        yield _wrong(
            matter,
            clock.extend.by,
            (
                f"延长由 {clock.extend.by} 批准, 条例要共享主管部门同意",
                f"{clock.extend.by} approves the extension; the regulation asks for the sharing authority",
            ),
            ("写 by: cdo@职能, 如 cdo@data", "Write by: cdo@FUNCTION, such as cdo@data"),
            law,
        )


def _within(more: Limit) -> bool:
    return more.unit == EXTENDED_BY.unit and more.amount <= EXTENDED_BY.amount


@rule("YW253")
def both_heads_agree_and_a_refusal_has_its_reason(seen: Examination) -> Iterator[Finding]:
    """数据共享申请由需求单位负责人同意后发出, 由资源的提供单位负责人答复, 不同意必须写明理由。

    A request is sent when the head of the asking body agrees, answered by the head of the body that owns the
    product, and not refused without a reason.
    """
    matter = _requests(seen)
    if matter is None:
        return
    law = ("第二十条", "20")
    if matter.lead is None or not (matter.lead.product and matter.lead.asker):
        yield _wrong(
            matter,
            matter.id,
            ("lead 没有写 product 和 asker", "lead names no product and no asker"),
            (
                "写 lead: {by: place, function: …, product: 字段, asker: 字段}",
                "Write lead: {by: place, function: …, product: FIELD, asker: FIELD}",
            ),
            law,
        )
        return
    steps = {str(step.id): step for step in matter.steps}
    asker = f"{OF_FACT}{matter.lead.asker}"
    for name, body in (("own-consent", asker), ("answer", "")):
        step = steps.get(name)
        if step is None or not _by_head(step, body):
            who = f"{{role: cdo, body: {body}}}" if body else "cdo"
            yield _wrong(
                matter,
                step.id if step is not None else matter.id,
                (f"环节 {name} 应由 {who} 办", f"the step {name} is for {who}"),
                (f"写 id: {name}, position: {who}", f"Write id: {name}, position: {who}"),
                law,
            )
    answer = steps.get("answer")
    if answer is not None and "refuse" not in {str(one) for one in answer.reasons}:
        yield _wrong(
            matter,
            answer.id,
            ("环节 answer 可以不写理由就不同意", "the step answer can be refused without a reason"),
            (
                "写 outcomes 里的 refuse, 和 reasons: [refuse]",
                "Give it the outcome refuse, and reasons: [refuse]",
            ),
            ("第二十一条", "21"),
        )


def _by_head(step: Step, body: str) -> bool:
    """Say whether the chief data officer of `body` does a step; of the lead body for ""."""
    position = step.position
    if position is None or str(position.role) != "cdo":
        return False
    return str(position.body or "lead") == (body or "lead")


def _wrong(
    matter: Matter, where: Word, what: tuple[str, str], mend: tuple[str, str], law: tuple[str, str]
) -> Finding:
    return found(
        where.where,
        (
            f"{matter.title}: {what[0]} (政务数据共享条例{law[0]})。",
            f"{matter.title.en}: {what[1]} (Regulation on Sharing Government Data, article {law[1]}).",
        ),
        (f"{mend[0]}。", f"{mend[1]}."),
    )
