"""关联重复件: what must hold of the other case before one ends in its favour. Two cases: no rule of one."""

from __future__ import annotations

from django.http import HttpRequest

from yiwang.kernel.case import ENDED, PHASE_IN_WORDS, Case
from yiwang.kernel.commands import LinkDuplicate
from yiwang.kernel.numbers import read_number
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services import queries
from yiwang.nets.services.act_kinds import Act
from yiwang.nets.services.inputs import Typed


def wrong(request: HttpRequest, act: Act, case: Case, typed: Typed) -> Refusal | None:
    """Return why this case is no duplicate of the one named: it must be there, open, and the same matter's.

    It must be the same applicant's too, or none's: nobody's application ends in another's.
    """
    if act.command is not LinkDuplicate:
        return None
    number = read_number(typed.one("of")) or ""
    found = queries.case_of_number(request, number) if number else None
    if found is None:
        return Refusal(
            code="services.no-such-case",
            zh=f"没有编号为“{typed.one('of')}”的办件，或者它不由您的单位办理。",
            en=f"No case has the number {typed.one('of')}, or it is not your body's.",
        )
    other = found[1]
    if other.phase in ENDED:
        words = PHASE_IN_WORDS[other.phase]
        return Refusal(
            code="services.duplicate-of-ended",
            zh=f"办件 {number} {words['zh']}，不会继续办理。",
            en=f"Case {number} is {words['en']}; it does not go on.",
            params={"phase": other.phase},
        )
    if (other.matter, other.applicant) != (case.matter, case.applicant):
        return Refusal(
            code="services.no-duplicate",
            zh=f"办件 {number} 是另一个事项或者另一个申请人的，不是重复件。",
            en=f"Case {number} is another matter's or another applicant's, and so no duplicate.",
        )
    return None
