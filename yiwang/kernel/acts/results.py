"""What becomes of a result after its grant: 撤销, 撤回, 注销, 吊销, 暂扣 and its end, 换发, expiry, its file.

Each adverse act is a named person's, on a clause of the act's own law, with a reason and a paper.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from yiwang.kernel.acts import materials
from yiwang.kernel.acts.draft import paper
from yiwang.kernel.case import CLOSED, DECIDED, DELIVERED, Case, Delta, Event
from yiwang.kernel.commands import (
    Context,
    EndResult,
    IssueDocument,
    ReplaceResult,
    RestoreResult,
    WithholdResult,
)
from yiwang.kernel.matter import Matter
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.result import (
    BY_PENALTY,
    DEREGISTER,
    ENDED_BY,
    ENDINGS,
    WITHHOLDING,
    Result,
    begun,
    standing,
)

Answer = tuple[Event, ...] | Refusal
_SHA256_DIGITS = 64


def given(case: Case, context: Context, matter: Matter) -> Result | None:
    """Return the result that a grant gives now; None where the matter gives none."""
    if not matter.result:
        return None
    return begun(matter.result, context.now, context.city.calendar, case.former)


def replaces(case: Case) -> dict[str, Any]:
    """Return, for the event of a grant, which earlier result it renews or changes. A relay tells that one."""
    if case.former is None:
        return {}
    return {"replaces": {"by": case.number, "case": case.former.case, "why": case.former.why}}


def result_of(case: Case, context: Context, matter: Matter) -> Result | None:
    """Return a case's result; one granted before results were kept is counted from its decision."""
    if case.outcome != "grant" or case.phase not in (DECIDED, DELIVERED, CLOSED):
        return None
    if case.result is not None:
        return case.result
    decisions = [one for one in case.papers if one.kind == "decision"]
    if not decisions or not matter.result:
        return None
    return begun(matter.result, decisions[-1].issued_at, context.city.calendar, case.former)


_NONE = Refusal(
    code="result.none",
    zh="本件没有准予的结果，无从撤销、撤回、注销、吊销或者暂扣。",
    en="This case granted no result that could be ended or withheld.",
)


def end(case: Case, command: EndResult, context: Context, matter: Matter) -> Answer:
    """撤销, 撤回, 注销, 吊销."""
    result = result_of(case, context, matter)
    if result is None:
        return _NONE
    refused = _unfounded(command, result, context) or materials.rectify_first(case, command, matter)
    if refused is not None:
        return refused
    about = {"act": command.act, "ground": command.ground}
    if command.penalty:
        about["penalty"] = command.penalty
    return (materials.with_result_ended(case, _done(command.act, result, about, case, command, context)),)


def _unfounded(command: EndResult, result: Result, context: Context) -> Refusal | None:
    if command.act not in ENDINGS:
        return Refusal(
            code="result.no-such-act",
            zh=f"没有“{command.act}”这种办法，应为 {'、'.join(ENDINGS)}。",
            en=f"There is no act called {command.act}; use {', '.join(ENDINGS)}.",
            params={"act": command.act},
        )
    grounds = ENDINGS[command.act]
    if command.ground not in grounds:
        return Refusal(
            code="result.wrong-ground",
            zh=f"“{command.ground or '（未选）'}”不是这一办法的依据，应为: {'、'.join(grounds)}。",
            en=f"“{command.ground or 'nothing'}” is no ground of this act; use {', '.join(grounds)}.",
            params={"ground": command.ground},
        )
    return _not_by_hand(command, context, penalty=command.act in BY_PENALTY) or _stands_otherwise(
        command, result, context
    )


def _not_by_hand(command: EndResult | WithholdResult, context: Context, *, penalty: bool) -> Refusal | None:
    if context.actor.kind != "staff":
        return Refusal(
            code="case.adverse-needs-person",
            zh="对持有人不利的决定必须由具名的工作人员作出。",
            en="What goes against the holder must be done by a named person.",
        )
    if "reason" not in command.sealed:
        return Refusal(code="case.reason-missing", zh="必须写明理由。", en="Give the reason.")
    if penalty and not command.penalty:
        return Refusal(
            code="result.penalty-missing",
            zh="吊销、暂扣是行政处罚，须写明处罚决定书文号；处罚须另案依法作出，吊销前告知听证权利。",
            en="This is a penalty: give the number of the penalty decision, made in its own procedure, "
            "in which the right to a hearing was told.",
            next_step={
                "zh": "先依行政处罚法作出处罚决定（第六十三条: 告知听证权利）。",
                "en": "First make the penalty decision (Administrative Penalties Law, article 63: hearing).",
            },
        )
    return None


def _stands_otherwise(command: EndResult, result: Result, context: Context) -> Refusal | None:
    now = standing(result, context.now.astimezone(context.city.calendar.zone).date())
    follows = command.act == DEREGISTER and command.ground.endswith("第四项")
    if now in ENDED_BY.values() and not (follows and now != "deregistered"):
        return Refusal(
            code="result.ended",
            zh="这份结果已经终止，不能再终止一次；被撤销、撤回、吊销的，可以依第七十条第四项注销。",
            en="The result has ended already. After annulment, taking back or revocation it may be "
            "deregistered under article 70 item 4.",
            params={"standing": now},
        )
    if follows and now not in ("annulled", "taken-back", "revoked"):
        return Refusal(
            code="result.not-ended",
            zh="第七十条第四项要求先被撤销、撤回或者吊销；这份结果没有。",
            en="Article 70 item 4 needs an annulment, taking back or revocation first; there was none.",
            params={"standing": now},
        )
    if command.ground.endswith("第七十条第一项") and now != "expired":
        return Refusal(
            code="result.not-expired",
            zh=f"第七十条第一项要求有效期届满未延续；这份结果有效至 {result.until or '长期'}。",
            en=f"Article 70 item 1 needs an expired result; this one holds until {result.until or 'no end'}.",
            params={"until": str(result.until or "")},
        )
    return None


def _done(
    act: str,
    result: Result,
    about: dict[str, Any],
    case: Case,
    command: EndResult | WithholdResult | RestoreResult,
    context: Context,
) -> Event:
    """Return the event of an act on a result, with its paper."""
    made = paper(case, act, context, case.lead, command.sealed.get("reason"))
    changed = replace(
        result,
        act="" if act == "restore" else "suspend" if act == "withhold" else act,
        at=context.now,
        clause=about.get("ground", ""),
        paper=made.number,
        suspended_until=command.until if isinstance(command, WithholdResult) else None,
    )
    delta = Delta(about=about, paper=made, result=changed, sealed=command.sealed)
    return Event(f"case.result-{PAST[act]}", delta)


PAST = {**ENDED_BY, "withhold": "withheld", "restore": "restored"}


def withhold(case: Case, command: WithholdResult, context: Context, matter: Matter) -> Answer:
    """暂扣 a valid licence. Source: 行政处罚法 第九条第三项."""
    result = result_of(case, context, matter)
    if result is None:
        return _NONE
    refused = _not_by_hand(command, context, penalty=True)
    if refused is not None:
        return refused
    today = context.now.astimezone(context.city.calendar.zone).date()
    if standing(result, today) not in ("valid", "not-yet"):
        return Refusal(
            code="result.not-valid",
            zh="只有有效的结果可以暂扣。",
            en="Only a valid result can be withheld.",
            params={"standing": standing(result, today)},
        )
    if command.until is not None and command.until < today:
        return Refusal(
            code="result.past-day",
            zh=f"暂扣至 {command.until}，早于今天 {today}。",
            en=f"Withheld until {command.until}, which is before today, {today}.",
            params={"until": str(command.until)},
        )
    about = {"ground": WITHHOLDING, "penalty": command.penalty}
    if command.until is not None:
        about["until"] = command.until.isoformat()
    return (_done("withhold", result, about, case, command, context),)


def restore(case: Case, command: RestoreResult, context: Context, matter: Matter) -> Answer:
    """解除暂扣."""
    result = result_of(case, context, matter)
    if result is None:
        return _NONE
    if result.act != "suspend":
        return Refusal(
            code="result.not-withheld", zh="这份结果没有被暂扣。", en="This result is not withheld."
        )
    return (_done("restore", result, {}, case, command, context),)


def replaced(case: Case, command: ReplaceResult, context: Context, matter: Matter) -> Answer:
    """换发: what a later case renewed or changed. An ended one stays ended."""
    result = result_of(case, context, matter)
    if result is None:
        return _NONE
    if result.act in ENDED_BY:
        return ()
    changed = replace(result, remind_at=None, replaced_at_once=command.at_once, replaced_by=command.by)
    return (Event("case.result-replaced", Delta(about={"by": command.by}, result=changed)),)


def with_time(case: Case, context: Context) -> tuple[Event, ...]:
    """Tell the holder that the result is about to end, and note when it has."""
    result, made = case.result, []
    if result is None or case.outcome != "grant":
        return ()
    if result.remind_at is not None and result.remind_at <= context.now:
        told = result.expires_at is None or context.now < result.expires_at
        result = replace(result, remind_at=None)
        about = {"apply_by": str(result.apply_by or ""), "until": str(result.until or "")}
        if told and result.act not in ENDED_BY:
            made.append(Event("case.result-expiring", Delta(about=about, result=result)))
    if result.expires_at is not None and result.expires_at <= context.now:
        result = replace(result, expires_at=None)
        delta = Delta(about={"until": str(result.until or "")}, result=result)
        made.append(Event("case.result-expired", delta))
    return tuple(made)


def issue_document(case: Case, command: IssueDocument, context: Context, matter: Matter) -> Answer:
    """出具电子文件: its hash enters the ledger with it, so that no file is kept that is not proven."""
    known = {one.number for one in case.papers}
    if result_of(case, context, matter) is not None:
        known.add("certificate")
    hexadecimal = len(command.sha256) == _SHA256_DIGITS and set(command.sha256) <= set("0123456789abcdef")
    if command.document not in known or not hexadecimal or "document" not in command.sealed:
        return Refusal(
            code="result.no-document",
            zh=f"没有可以出具的文书或者结果“{command.document}”，或者文件不全。",
            en=f"There is no paper or result {command.document} to issue, or its file is lacking.",
            params={"document": command.document},
        )
    about = {"document": command.document, "sha256": command.sha256, "signer": command.signer}
    return (Event("case.document-issued", Delta(about=about, sealed=command.sealed)),)
