"""归档之后: hold, release, and destruction in two persons' steps. The ledger keeps that it was destroyed.

A case that was destroyed has no sealed value any more: `yiwang.serve.archiving` erases them after this act is
committed, and again if it was cut off in between.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from yiwang.kernel.archive import WHY, Due, due
from yiwang.kernel.archive_commands import DestroyCase, HoldArchive, ProposeDestruction, ReleaseArchive
from yiwang.kernel.case import Case, Delta, Event
from yiwang.kernel.commands import Context
from yiwang.kernel.matter import Matter
from yiwang.kernel.refusal import Refusal

Answer = tuple[Event, ...] | Refusal


def hold(case: Case, command: HoldArchive, context: Context, matter: Matter) -> Answer:
    """封存. It ends a proposal of destruction too."""
    if "reason" not in command.sealed:
        return Refusal(code="case.reason-missing", zh="封存必须写明理由。", en="Give the reason of the hold.")
    if case.kept.destroyed_at is not None:
        return _not_due("destroyed")
    if case.kept.held:
        return ()
    return (Event("case.archive-held", Delta(sealed=command.sealed)),)


def release(case: Case, command: ReleaseArchive, context: Context, matter: Matter) -> Answer:
    """解除封存."""
    if "reason" not in command.sealed:
        return Refusal(code="case.reason-missing", zh="解除封存必须写明理由。", en="Give the reason.")
    if not case.kept.held:
        return ()
    return (Event("case.archive-released", Delta(sealed=command.sealed)),)


def propose(case: Case, command: ProposeDestruction, context: Context, matter: Matter) -> Answer:
    """提请销毁: only once its time has passed, and not while it is held."""
    found = _due(case, context, matter)
    if isinstance(found, Refusal):
        return found
    if case.kept.proposed_by:
        return ()
    about = {
        "by": context.actor.person,
        "clause": found.retention.clause,
        "due": found.on.isoformat(),
        "since": found.since.isoformat(),
    }
    return (Event("case.destruction-proposed", Delta(about=about)),)


def destroy(case: Case, command: DestroyCase, context: Context, matter: Matter) -> Answer:
    """批准销毁, by somebody else than who proposed it."""
    found = _due(case, context, matter)
    if isinstance(found, Refusal):
        return found
    if not case.kept.proposed_by:
        return Refusal(
            code="archive.not-proposed",
            zh="还没有人提请销毁；先由一人提请，再由另一人批准。",
            en="Nobody proposed it: one person proposes, another confirms.",
        )
    if case.kept.proposed_by == context.actor.person:
        return Refusal(
            code="archive.same-person",
            zh="提请销毁的人不能自己批准，请另一人批准。",
            en="Who proposed it cannot confirm it; another person does.",
        )
    about = {"clause": found.retention.clause, "due": found.on.isoformat(), "since": found.since.isoformat()}
    return (Event("case.destroyed", Delta(about=about)),)


def _due(case: Case, context: Context, matter: Matter) -> Due | Refusal:
    zone = ZoneInfo(context.city.zone)
    found = due(case, matter.archive, zone)
    if isinstance(found, str):
        return _not_due(found)
    if case.kept.held:
        return _not_due("held")
    today = context.now.astimezone(zone).date()
    if today < found.on:
        return Refusal(
            code="archive.too-early",
            zh=f"保管到 {found.on} 之前；今天是 {today}。",
            en=f"It is kept until the day before {found.on}; today is {today}.",
            params={"due": found.on.isoformat(), "today": today.isoformat()},
        )
    return found


def _not_due(why: str) -> Refusal:
    words = WHY[why]
    return Refusal(
        code=f"archive.{why}", zh=f"不能销毁：{words['zh']}。", en=f"Not to be destroyed: {words['en']}."
    )
