"""The acts on a person as forms: what each asks for, and the command it becomes. No rule lives here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from yiwang.kernel.access import Actor, Target, may
from yiwang.kernel.matter import City
from yiwang.kernel.people import person as p
from yiwang.kernel.people.held import Person
from yiwang.kernel.people.record import Command, place_path
from yiwang.kernel.roles import ADMINISTRATORS
from yiwang.nets.people.inputs import Input, Option, Typed, of_day
from yiwang.nets.people.names import Named
from yiwang.nets.people.queries import Holder
from yiwang.nets.people.words import how_in_words, position_in_words
from yiwang.web.words import T, Text, say

SEPARATOR = "|"


@dataclass(frozen=True)
class Setting:
    """What the table below looks at: one person as one administrator sees them.

    Attributes:
        body: the one whose positions are offered. holders: who holds its positions today or later.
        names: of the person and of those holders.
    """

    person: Person
    city: City
    actor: Actor
    on: date
    body: str = ""
    holders: Sequence[Holder] = ()
    names: Mapping[str, Named] = field(default_factory=dict)


@dataclass(frozen=True)
class Act:
    """One act on a person: `make` may raise `Unreadable`; `secrets` names the fields for the vault."""

    id: str
    command: type[Command]
    make: Callable[[Typed, Setting], Command]
    asks: Callable[[Setting], Sequence[Input]] = lambda setting: ()
    phases: frozenset[str] = frozenset({"active"})
    secrets: tuple[str, ...] = ()
    main: bool = False

    @property
    def done(self) -> str:
        """Key of what is said once it is done."""
        T(f"desk.done.{self.id}")
        return f"desk.done.{self.id}"


def _positions(setting: Setting, verb: str) -> tuple[Option, ...]:
    """Return the positions of the chosen body, as far as the actor may give them."""
    target = Target(bodies=(setting.body,), seats=place_path(setting.city, (setting.body,)))
    if not may(setting.actor, verb, target):
        return ()
    return tuple(
        Option(one.id, one.title) for one in setting.city.positions.values() if one.body == setting.body
    )


def _titled(position: str, name: Text, setting: Setting) -> Text:
    where = position_in_words(setting.city, position)
    return {language: f"{say(where, language)} — {say(name, language)}" for language in ("zh", "en")}


def _stood_in_for(setting: Setting) -> tuple[Option, ...]:
    """Return the positions of the body with those who hold them in their own right."""
    return tuple(
        Option(
            f"{one.position}{SEPARATOR}{one.person}",
            _titled(one.position, setting.names[one.person].title, setting),
        )
        for one in setting.holders
        if one.how == "own" and one.person != setting.person.id and one.person in setting.names
    )


def _held(setting: Setting) -> tuple[Option, ...]:
    return tuple(
        Option(
            f"{one.position}{SEPARATOR}{one.acting_for}",
            _titled(one.position, how_in_words(one.how), setting),
        )
        for one in setting.person.held
        if one.until is None or one.until >= setting.on
    )


def _appointment(setting: Setting) -> Sequence[Input]:
    return (
        Input("position", "select", options=_positions(setting, "person.appoint"), required=True),
        of_day("since", setting.on, required=True),
        of_day("until", help=T("desk.help.until")),
    )


def _substitution(setting: Setting) -> Sequence[Input]:
    return (
        Input("whose", "select", T("desk.help.whose"), _stood_in_for(setting), required=True),
        of_day("since", setting.on, required=True),
        of_day("until", help=T("desk.help.until")),
    )


def _delegation(setting: Setting) -> Sequence[Input]:
    positions = tuple(
        one
        for one in _positions(setting, "person.delegate")
        if setting.city.positions[one.value].role not in ADMINISTRATORS
    )
    return (
        Input("position", "select", options=positions, required=True),
        of_day("since", setting.on, required=True),
        of_day("until", required=True),
    )


def _substitute(typed: Typed, setting: Setting) -> Command:
    position, _, whose = typed.required("whose").partition(SEPARATOR)
    return p.Appoint(
        position=position,
        since=typed.required_day("since"),
        until=typed.day("until"),
        how="substitute",
        acting_for=whose,
    )


def _dismiss(typed: Typed, setting: Setting) -> Command:
    position, _, whose = typed.required("held").partition(SEPARATOR)
    last = typed.required_day("last")
    # A last day that is today or past means: from this moment on no more.
    at_once = setting.on - timedelta(days=1)
    return p.Dismiss(position=position, acting_for=whose, last=last if last > setting.on else at_once)


def _suspend(typed: Typed, setting: Setting) -> Command:
    typed.required("reason")
    return p.Suspend()


def _leave(typed: Typed, setting: Setting) -> Command:
    typed.required("sure")
    return p.Leave()


def _rejoin(typed: Typed, setting: Setting) -> Command:
    typed.required("sure")
    return p.Rejoin()


def _rename(typed: Typed, setting: Setting) -> Command:
    typed.required("name_zh")
    return p.Rename()


def _new_names(setting: Setting) -> Sequence[Input]:
    known = setting.names.get(setting.person.id)
    title = known.title if known else {"zh": "", "en": ""}
    return (
        Input("name_zh", "line", required=True, typed=title["zh"]),
        Input("name_en", "line", typed=title["en"]),
        Input("code", "line", T("desk.help.code"), typed=known.code if known else ""),
    )


OPEN = frozenset({"active", "suspended"})
_TABLE = (
    Act(
        "appoint",
        p.Appoint,
        lambda typed, setting: p.Appoint(
            position=typed.required("position"),
            since=typed.required_day("since"),
            until=typed.day("until"),
        ),
        _appointment,
        main=True,
    ),
    Act("substitute", p.Appoint, _substitute, _substitution),
    Act(
        "delegate",
        p.Delegate,
        lambda typed, setting: p.Delegate(
            position=typed.required("position"),
            since=typed.required_day("since"),
            until=typed.required_day("until"),
        ),
        _delegation,
    ),
    Act(
        "dismiss",
        p.Dismiss,
        _dismiss,
        lambda setting: (
            Input("held", "select", options=_held(setting), required=True),
            of_day("last", setting.on, required=True, help=T("desk.help.last")),
        ),
        OPEN,
    ),
    Act("rename", p.Rename, _rename, _new_names, OPEN, ("name_zh", "name_en", "code")),
    Act(
        "suspend",
        p.Suspend,
        _suspend,
        lambda setting: (Input("reason", "words", required=True),),
        secrets=("reason",),
    ),
    Act("restore", p.Restore, lambda typed, setting: p.Restore(), phases=frozenset({"suspended"}), main=True),
    Act(
        "rejoin",
        p.Rejoin,
        _rejoin,
        lambda setting: (
            Input("sure", "tick", T("desk.rejoin.help"), (Option("yes", T("desk.rejoin.sure")),)),
        ),
        frozenset({"left"}),
        main=True,
    ),
    Act(
        "end-sessions",
        p.EndSessions,
        lambda typed, setting: p.EndSessions(),
        phases=frozenset({"active", "suspended", "left"}),
    ),
    Act(
        "leave",
        p.Leave,
        _leave,
        lambda setting: (Input("sure", "tick", options=(Option("yes", T("desk.leave.sure")),)),),
        OPEN,
    ),
)
ACTS: Mapping[str, Act] = {act.id: act for act in _TABLE}


def open_to(setting: Setting) -> list[Act]:
    """Return the acts that are open now to this actor, the main ones first."""
    target = p.target(setting.person, setting.city)
    found = [
        act
        for act in ACTS.values()
        if setting.person.phase in act.phases
        and may(setting.actor, act.command.verb, target)
        and (act.id != "dismiss" or _held(setting))
    ]
    return sorted(found, key=lambda act: not act.main)
