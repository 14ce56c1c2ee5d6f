"""For whom a draft or a case is, and what is said when a mandate is over in the middle of it.

A draft stays for whom it was begun, whatever is chosen in the session meanwhile. Where no mandate in
force covers it any more, the next step says so: what was typed is kept, nothing is shown or filed.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from yiwang.kernel.access import Actor, Target, may
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services.drafts import Draft
from yiwang.web import acting
from yiwang.web.errors import Conflict
from yiwang.web.words import T, Text

LEFT_OVER = {
    "zh": "您填的内容已经保存，没有提交，没有给任何人看。请委托人重新给您委托，再从“办件”里打开这份草稿继续；"
    "不再办理的，可以在那里放弃草稿。",
    "en": "What you typed is kept; nothing was filed and nobody was shown it. Ask the principal for a new "
    "mandate and go on with this draft from Cases; or throw it away there.",
}
CORRECTION_LEFT = {
    "zh": "您填的补正内容已经保存，没有提交，没有给任何人看。请委托人重新给您委托，或由委托人自己补正；"
    "不再办理的，可以在“办件”里放弃这份草稿。",
    "en": "What you typed is kept; nothing was handed in and nobody was shown it. Ask the principal "
    "for a new "
    "mandate, or let the principal correct it; or throw the draft away under Cases.",
}
NOTHING_BEGUN = {
    "zh": "什么也没有开始。请委托人重新给您委托；或者先选择为自己办理。",
    "en": "Nothing was begun. Ask the principal for a new mandate, or first choose to act for yourself.",
}


def enter(request: HttpRequest, draft: Draft) -> None:
    """Let the rest of the request act for whom the draft was begun.

    Raises:
        Conflict: no mandate in force covers it any more.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.kind != "resident":
        return
    acting.act_for(request, draft.principal)
    if draft.principal and not may(
        actor, "case.file", Target(applicant=draft.principal, matter=draft.matter)
    ):
        raise Conflict(_over(LEFT_OVER), _mine())


def correction_over() -> Conflict:
    """Return what is raised where a mandate is over in the middle of a correction."""
    return Conflict(_over(CORRECTION_LEFT), _mine())


def begin(request: HttpRequest, matter: str) -> str:
    """Return for whom a new draft is begun: the principal chosen, "" for oneself.

    Raises:
        Conflict: the mandate chosen in this session is over, or does not cover the matter.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if getattr(request, "mandate_over", ""):
        raise Conflict(_over(NOTHING_BEGUN), _mine())
    if actor.acting_for and not may(actor, "case.file", Target(applicant=actor.acting_for, matter=matter)):
        raise Conflict(
            Refusal(
                code="mandate.not-this-matter",
                zh="委托给您的事项里没有这一项。",
                en="Your mandate is not for this matter.",
                next_step=NOTHING_BEGUN,
            ),
            _mine(),
        )
    return actor.acting_for


def _over(next_step: dict[str, str]) -> Refusal:
    return Refusal(
        code="mandate.over",
        zh="委托已经撤回或到期，您不能再替委托人办理这一件。",
        en="The mandate was withdrawn or is past its last day: you can no longer act for the principal here.",
        next_step=next_step,
    )


def _mine() -> tuple[str, Text] | None:
    try:
        return reverse("mine:home"), T("services.for-whom.mine")
    except NoReverseMatch:
        return None
