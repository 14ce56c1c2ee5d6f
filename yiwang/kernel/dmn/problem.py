"""What is wrong with a decision model, and what went wrong while it was asked."""

from __future__ import annotations

import msgspec


class DmnProblem(msgspec.Struct, frozen=True):
    """A fault of a file. Codes begin with `dmn.`; `element` is a name or an id, "" if there is none."""

    code: str
    zh: str
    en: str
    line: int = 0
    element: str = ""


class Trouble(msgspec.Struct, frozen=True):
    """Why a value is null although the model has an expression for it.

    Codes: `dmn.unreadable` (a FEEL text), `dmn.type` (not of the type said), `dmn.hits` (rules that may
    not match together), `dmn.foreign` (Java, PMML), `dmn.endless` (a decision that needs itself).
    """

    code: str
    element: str
    zh: str
    en: str
