"""提出数据共享申请: who leads a request, who stands beside it, and whether it says what it must.

Where a matter's lead is the owner of a product (`LeadRule.product`), the facts of the case name the product;
without one, for data held above, whom the rule names otherwise leads: the sharing authority, who stands
beside every other request too. See docs/adr/0010.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from msgspec.structs import replace

from yiwang.kernel.commands import Context, File
from yiwang.kernel.matter import Matter, Responsibility
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.requests import asked_of, class_of, unsound
from yiwang.kernel.responsibility import responsible_for
from yiwang.kernel.role_parts import DATA_REQUEST


def led(command: File, context: Context, matter: Matter) -> tuple[File, Responsibility] | Refusal:
    """Say who leads what is filed; a data request is looked through, and its sharing class added."""
    if matter.id == DATA_REQUEST:
        refused = _refused(command, context)
        if refused is not None:
            return refused
        asked = asked_of(command.facts)
        facts = {**command.facts, "sharing": class_of(context.city, asked)}
        command = replace(command, facts=facts)
    answer = responsible_for(context.city, matter, command.place, command.facts)
    return answer if isinstance(answer, Refusal) else (command, answer)


def not_your_body(command: File) -> Refusal:
    """Say for whom one may ask."""
    return Refusal(
        code="request.not-your-body",
        zh="只能以自己任首席数据官或数据管理员的单位提出申请。",
        en="You ask for a body in which you are chief data officer or data steward, and for no other.",
        params={"body": asked_of(command.facts).body},
    )


def _refused(command: File, context: Context) -> Refusal | None:
    asked = asked_of(command.facts)
    today = context.now.astimezone(ZoneInfo(context.city.zone)).date()
    return unsound(context.city, asked, frozenset(command.sealed), today)
