"""What can be asked of a cyber incident's case: 定级, 报告, 收到, 免于告知个人, 责令告知."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from yiwang.kernel.command import Command


class GradeIncident(Command, frozen=True, kw_only=True):
    """重新定级: `grade` of the pack's from now, with `sealed["reason"]`."""

    verb: ClassVar[str] = "case.grade-incident"
    grade: str


class SendReport(Command, frozen=True, kw_only=True):
    """报出: report `owed` went out at `at`, by `how`; `sealed["note"]`: what proves it (a number, a name)."""

    verb: ClassVar[str] = "case.report"
    owed: str
    how: str
    at: datetime


class ConfirmReport(Command, frozen=True, kw_only=True):
    """收到: those who were told confirmed report `owed` at `at`; `sealed["note"]`: what proves it."""

    verb: ClassVar[str] = "case.report"
    owed: str
    at: datetime


class SparePeople(Command, frozen=True, kw_only=True):
    """免于告知个人: harm is effectively avoided, as `sealed["reason"]` says.

    Source: 个人信息保护法 第五十七条第二款.
    """

    verb: ClassVar[str] = "case.grade-incident"


class OrderTelling(Command, frozen=True, kw_only=True):
    """责令告知: the authority orders that the people be told; `sealed["reason"]` names its order."""

    verb: ClassVar[str] = "case.grade-incident"
