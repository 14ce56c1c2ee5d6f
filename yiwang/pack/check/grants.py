"""Every use of a product has a grant that covers it (共享授权)."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.pack.check.examination import Examination
from yiwang.pack.check.products import Use, in_period, uses_of
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding
from yiwang.pack.governed import Grant

Reason = tuple[str, str]


@rule("YW404")
def every_use_has_a_grant(seen: Examination) -> Iterator[Finding]:
    """每次使用资源都有授权: 给主责单位的, 事项、数据项、期间都包括这次使用。

    Every use of a product has a grant to the lead body that covers its matter, its fields and the day.
    """
    leading: dict[str, list[str]] = {}
    if seen.unread("grants/"):
        return
    for use in uses_of(seen):
        if not use.product.shareable:
            continue  # YW405 says so
        leads = leading.setdefault(str(use.matter.id), []) or seen.lead_bodies(use.matter)
        leading[str(use.matter.id)] = leads
        lacking = [
            (lead, reason)
            for lead in leads
            if lead != str(use.product.owner) and (reason := why_not(seen, use, lead)) is not None
        ]
        if not lacking:
            continue
        lead, reason = lacking[0]
        body, more = seen.bodies[lead], len(lacking) - 1
        assert use.terms.product is not None
        yield found(
            use.terms.product.where,
            (
                f"{use.matter.title}的 {use.name} 从 {use.product.id}.{use.field.name} 预填, "
                f"{body.title} ({lead}){f' 等 {more + 1} 个主责单位' if more else ''}没有授权: {reason[0]}。",
                f"{use.name} of {use.matter.title.en} is filled in from {use.product.id}.{use.field.name},"
                " but "
                f"{body.title.en} ({lead}){f' and {more} more lead bodies have' if more else ' has'} "
                f"no grant for it: {reason[1]}.",
            ),
            (
                f"取得授权, 写进 grants/: product {use.product.id}, to {body.function}, "
                f"matters 含 {use.matter.id}, fields 含 {use.field.name}, 期间含当天。",
                f"Obtain it and write it to grants/: product {use.product.id}, to {body.function}, with the "
                f"matter {use.matter.id}, the field {use.field.name} and a period that holds the day.",
            ),
        )


def why_not(seen: Examination, use: Use, lead: str) -> Reason | None:
    """Return why no grant covers the use by this body, the reason of the nearest one; None if one does."""
    nearest: tuple[int, Reason] = (0, (f"没有 {use.product.id} 的授权", f"no grant of {use.product.id}"))
    for grant in seen.pack.governed.grants:
        if str(grant.product) != str(use.product.id):
            continue
        fits, reason = _measured(seen, grant, use, lead)
        if reason is None:
            return None
        nearest = max(nearest, (fits, reason), key=lambda one: one[0])
    return nearest[1]


def _measured(seen: Examination, grant: Grant, use: Use, lead: str) -> tuple[int, Reason | None]:
    body = seen.bodies[lead]
    if grant.to not in (lead, str(body.function)):
        return 1, (f"{grant.id} 是给 {grant.to} 的", f"{grant.id} is for {grant.to}")
    if str(use.matter.id) not in grant.matters:
        named = ", ".join(grant.matters)
        return 2, (f"{grant.id} 只为事项 {named}", f"{grant.id} is for the matter {named} only")
    if str(use.field.name) not in grant.fields:
        named = ", ".join(grant.fields)
        return 3, (f"{grant.id} 只给数据项 {named}", f"{grant.id} gives the fields {named} only")
    if not in_period(seen, grant.since, grant.until):
        period = f"{grant.since} – {grant.until}"
        return 4, (
            f"{grant.id} 的期间是 {period}, 当天是 {seen.on}",
            f"{grant.id} is for {period}; the day is {seen.on}",
        )
    return 5, None


@rule("YW407")
def every_grant_was_agreed_by_both_sides(seen: Examination) -> Iterator[Finding]:
    """授权由双方单位在生效之前同意, 期间不倒置。

    A grant was agreed by two bodies before it began, and does not end before it begins.
    """
    bodies = {str(position.id): str(position.body) for position in seen.pack.positions}
    for grant in seen.pack.governed.grants:
        if grant.until and grant.since > grant.until:
            yield found(
                grant.until.where,
                (
                    f"{grant.title}: 从 {grant.since} 起, 却到 {grant.until} 止。",
                    f"{grant.title.en}: it begins on {grant.since} and ends on {grant.until}.",
                ),
                ("改正 from 或 until。", "Correct from or until."),
            )
        agreed = {bodies[str(word)] for word in grant.approvers if str(word) in bodies}
        if len(agreed) == 1 and all(str(word) in bodies for word in grant.approvers):
            yield found(
                grant.approvers[0].where,
                (
                    f"{grant.title}: 只有 {next(iter(agreed))} 一方同意。",
                    f"{grant.title.en}: only {next(iter(agreed))} agreed.",
                ),
                (
                    "写上另一方的批准 (approved_by: 需求单位、提供单位或者数据主管各一)。",
                    "Add the approval of the other side (who asks, and who gives or answers for the data).",
                ),
            )
        for day in grant.agreed_on:
            if day > grant.since:
                yield found(
                    day.where,
                    (
                        f"{grant.title}: {day} 才批准, 却从 {grant.since} 起用。",
                        f"{grant.title.en}: approved on {day}, but used from {grant.since}.",
                    ),
                    ("改正日期。", "Correct the dates."),
                )
