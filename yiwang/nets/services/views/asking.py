"""An act on its way to the one door: what pages and API ask before the kernel decides."""

from __future__ import annotations

from django.http import HttpRequest

from yiwang.kernel.acts.decide import not_allowed
from yiwang.kernel.commands import ArrangeVisit, Assign, CallHearing, Claim
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services import colleagues, duplicates, engaged
from yiwang.nets.services.acts import Act
from yiwang.nets.services.inputs import Typed, Unreadable, not_ticked
from yiwang.nets.services.views import case_page
from yiwang.nets.services.views.case_page import Shown
from yiwang.store.execute import Done
from yiwang.web import store_door
from yiwang.web.permission import may


def ask(request: HttpRequest, act: Act, shown: Shown, typed: Typed, task: str, key: str) -> Done | Refusal:
    """Ask the one door, unless what the page needs of it is missing already."""
    refusal, allowed = None, may(request, act.command.verb, shown.file.case.target)
    if allowed:  # else the kernel says whose it is
        refusal = _unanswered(request, act, shown, typed, task) or _not_complete(act, shown, typed)
        refusal = refusal or duplicates.wrong(request, act, shown.file.case, typed)
    if refusal is not None:
        return refusal
    try:
        command = act.make(typed, task)
    except Unreadable as fault:
        return fault.refusal if allowed else not_allowed(act.command, shown.file.case)
    if allowed and (busy := engaged.wrong(request, command, shown)) is not None:
        return busy
    return store_door.ask(
        request,
        shown.file.stream,
        command,
        key=key,
        secrets=typed.secrets,
        purpose=case_page.HANDLING,
        holders=_holders(request, act, shown),
    )


def _holders(request: HttpRequest, act: Act, shown: Shown) -> colleagues.Holders | None:
    """Return who holds what, for acts that give something to a person: a task, a hearing, a visit."""
    case = shown.file.case
    if act.command in (Assign, Claim):
        return colleagues.holders(request, colleagues.roles_of(case))
    if act.command in (CallHearing, ArrangeVisit):
        return colleagues.holders(request, colleagues.roles_in(case))
    return None


def _unanswered(request: HttpRequest, act: Act, shown: Shown, typed: Typed, task_id: str) -> Refusal | None:
    """Hold an act whose page asks for something that was left out; the words say what."""
    task = shown.file.case.task(task_id) if task_id else None
    if act.tasks is not None and task is None:
        return None  # the task is over: the kernel says so
    asked = act.asks(case_page.setting(request, shown), task)
    left = [one.title for one in asked if one.required and one.title and not typed.many(one.name)]
    if not left:
        return None
    return Refusal(
        code="services.unanswered",
        zh=f"还没有填: {'、'.join(one['zh'] for one in left)}。",
        en=f"Not filled in yet: {', '.join(one.get('en', one['zh']) for one in left)}.",
        params={"missing": len(left)},
    )


def _not_complete(act: Act, shown: Shown, typed: Typed) -> Refusal | None:
    """Hold a forwarding whose material list is not ticked: the window says that everything is there."""
    missing = not_ticked(shown.matter, shown.file.case, typed) if act.id == "forward" else []
    if not missing:
        return None
    return Refusal(
        code="services.not-complete",
        zh=f"材料还没有核对齐: {'、'.join(one['zh'] for one in missing)}。齐了请勾选，不齐请一次告知补正。",
        en=f"Not ticked as there: {', '.join(one.get('en', one['zh']) for one in missing)}. "
        "Tick what is there; for what is missing, ask for correction once.",
        params={"missing": len(missing)},
        next_body=shown.file.case.window or shown.file.case.lead,
    )
