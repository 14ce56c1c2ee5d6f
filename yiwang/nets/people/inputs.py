"""The inputs of the desk's forms, as data: a few kinds, each drawn by one template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from yiwang.kernel.refusal import Refusal
from yiwang.web.words import T, Text

PARTS = ("y", "m", "d")


@dataclass(frozen=True)
class Option:
    """One answer to choose."""

    value: str
    title: Text
    chosen: bool = False


@dataclass(frozen=True)
class Input:
    """One thing a form asks for.

    Attributes:
        kind: `line`, `words` (several lines), `select`, `tick` (boxes), `date` (three texts), `hidden`.
        typed: what was typed when it was refused; of a date its three parts.
    """

    name: str
    kind: str
    help: Text | None = None
    options: tuple[Option, ...] = ()
    required: bool = False
    typed: str = ""
    parts: tuple[str, str, str] = ("", "", "")
    text: str = ""

    @property
    def title(self) -> Text:
        """What is asked."""
        return T(f"desk.input.{self.text or self.name}")


@dataclass(frozen=True)
class Typed:
    """What was sent with a form."""

    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """Return one answer, without outer blanks, "" when there is none."""
        return (self.lists.get(name) or [""])[0].strip()[:4000]

    def many(self, name: str) -> list[str]:
        """Return every answer."""
        return [one.strip()[:200] for one in self.lists.get(name, ()) if one.strip()]

    def parts(self, name: str) -> tuple[str, str, str]:
        """Return the three parts of a date as they were typed."""
        year, month, of_month = (self.one(f"{name}.{part}") for part in PARTS)
        return year, month, of_month

    def day(self, name: str) -> date | None:
        """Return a date, None when nothing was typed.

        Raises:
            Unreadable: what was typed is no date.
        """
        parts = self.parts(name)
        if not any(parts):
            return None
        try:
            year, month, of_month = (int(part) for part in parts if part.isascii() and part.isdecimal())
            return date(year, month, of_month)
        except ValueError:
            raise Unreadable(_no_date(name, "-".join(parts)[:30])) from None

    def required_day(self, name: str) -> date:
        """Return a date that must be there.

        Raises:
            Unreadable: nothing was typed, or what was typed is no date.
        """
        given = self.day(name)
        if given is None:
            raise Unreadable(lacking(name))
        return given

    def required(self, name: str) -> str:
        """Return one answer that must be there.

        Raises:
            Unreadable: there is none.
        """
        given = self.one(name)
        if not given:
            raise Unreadable(lacking(name))
        return given


class Unreadable(Exception):
    """What was typed cannot become a command; carries the sentence for the form."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def lacking(name: str) -> Refusal:
    """Say which answer is lacking."""
    title = T(f"desk.input.{name}")
    return Refusal(
        code="desk.lacking",
        zh=f"请填写“{title['zh']}”。",
        en=f"Fill in “{title['en']}”.",
        params={"field": name},
    )


def _no_date(name: str, typed: str) -> Refusal:
    title = T(f"desk.input.{name}")
    return Refusal(
        code="desk.no-date",
        zh=f"“{title['zh']}”写的是 {typed}，不是一个日期。请分别填年、月、日，例如 2026、11、30。",
        en=f"“{title['en']}” says {typed}, which is no date. Give year, month and day, such as 2026, 11, 30.",
        params={"field": name},
    )


def of_day(name: str, day: date | None = None, *, required: bool = False, help: Text | None = None) -> Input:
    """Return a date of three texts, filled with a day where there is one to begin with."""
    parts = (str(day.year), str(day.month), str(day.day)) if day else ("", "", "")
    return Input(name, "date", help, required=required, parts=parts)


def again(inputs: Sequence[Input], typed: Typed) -> tuple[Input, ...]:
    """Return the inputs with what was typed, so that nothing is lost on a refusal."""
    return tuple(
        replace(
            one,
            typed=typed.one(one.name),
            parts=typed.parts(one.name),
            options=tuple(
                replace(option, chosen=option.value in typed.many(one.name)) for option in one.options
            ),
        )
        if one.kind != "hidden"
        else one
        for one in inputs
    )
