"""What the acts on a result ask for: the clause of the act's own law, the reason, the penalty, the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from yiwang.kernel.case import Case
from yiwang.kernel.matter import Matter
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.result import ANNUL, BY_PENALTY, DEREGISTER, ENDED_BY, ENDINGS
from yiwang.nets.services.inputs import Input, Option, Unreadable, line, words
from yiwang.nets.services.texts_results import SAYS
from yiwang.web.words import T


def ending(act: str) -> tuple[Input, ...]:
    """Return what ending a result by this act asks for."""
    options = tuple(Option(one, {"zh": one, "en": one}, SAYS.get(one)) for one in ENDINGS[act])
    if len(options) == 1:
        options = (replace(options[0], chosen=True),)
    note = T("services.help.annul") if act == ANNUL else None
    ground = Input("ground", "choose", T("services.input.ground"), note, options, required=True)
    penalty = (_penalty(),) if act in BY_PENALTY else ()
    return (ground, *penalty, words("reason", required=True))


def withholding() -> tuple[Input, ...]:
    """Return what withholding a result asks for."""
    until = replace(line("withheld_until"), required=False, help=T("services.help.withheld_until"))
    return (_penalty(), until, words("reason", required=True))


def _penalty() -> Input:
    return replace(line("penalty"), help=T("services.help.penalty"))


def day(text: str) -> date | None:
    """Read a day as `2027-03-31`; "" is none.

    Raises:
        Unreadable: it is no day.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unreadable(
            Refusal(
                code="services.no-day",
                zh=f"“{text[:20]}”不是日期，请写成 2027-03-31。",
                en=f"“{text[:20]}” is no day; write it as 2027-03-31.",
            )
        ) from None


def may_end(case: Case, matter: Matter, act: str) -> bool:
    """Say whether to offer ending the result by this act; the kernel decides."""
    done = case.result.act if case.result is not None else ""
    if case.outcome != "grant" or not matter.result:
        return False
    return done not in ENDED_BY or (act == DEREGISTER and done != DEREGISTER)


def may_withhold(case: Case, matter: Matter) -> bool:
    """Say whether to offer withholding the result."""
    held = case.result is not None and case.result.act != ""
    return case.outcome == "grant" and bool(matter.result) and not held


def is_withheld(case: Case) -> bool:
    """Say whether the result is withheld now, until a day or until it is given back."""
    return case.outcome == "grant" and case.result is not None and case.result.act == "suspend"
