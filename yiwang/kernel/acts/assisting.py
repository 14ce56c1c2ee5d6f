"""A window files for somebody present (帮办代办), or takes in for another window (异地代收).

The clerk sees who is there and what proves it; the person agrees to what was typed; both are recorded with
the filing, name and number sealed. Whoever takes in elsewhere decides nothing: lead body, window of the place
and clocks are those of the place, whatever the window.

Source: no text on 帮办代办 or 异地代收 was at hand; what is recorded is our own rule.
"""

from __future__ import annotations

from msgspec.structs import replace

from yiwang.kernel.commands import Context, File
from yiwang.kernel.parts import CONSENTS, DOCUMENTS, Assisted
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.roles import MACHINE

WINDOW = "window"
PRESENT_NAME, PRESENT_NUMBER = "present#name", "present#number"


def of(command: File, context: Context, window: str) -> Assisted | Refusal | None:
    """Return what is recorded of a filing at a window; None for every other filing.

    Args:
        window: body of the window that serves the place.
    """
    at = [held.body for held in context.actor.holdings if held.role in (WINDOW, MACHINE)]
    given = command.assisted
    if command.channel != WINDOW or not at:
        return None if given is None else _only_at_a_window()
    collected = "" if window in at or not window else at[0]
    if given is None:
        return Assisted(collected=collected) if collected else None
    if given.consent not in CONSENTS or given.document not in DOCUMENTS:
        return _incomplete()
    if not {PRESENT_NAME, PRESENT_NUMBER} <= set(command.sealed):
        return _incomplete()
    return replace(given, collected=collected)


def _only_at_a_window() -> Refusal:
    return Refusal(
        code="case.not-at-a-window",
        zh="只有窗口人员在窗口替到场的人填报时，才登记到场的人。",
        en="Who is present is recorded by a window clerk who files at the window.",
    )


def _incomplete() -> Refusal:
    return Refusal(
        code="case.nobody-identified",
        zh="还没有登记到场的人：姓名、证件、证件号码，以及本人怎么同意的。",
        en="Record who is present: name, document, its number, and how the person agreed.",
    )
