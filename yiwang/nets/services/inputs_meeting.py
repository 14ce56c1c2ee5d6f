"""The inputs of hearings and visits, and of what is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from yiwang.kernel.access import Actor
from yiwang.kernel.acts.draft import handles
from yiwang.kernel.acts.meeting import CAUSES
from yiwang.kernel.case import Case
from yiwang.nets.services.inputs import Input, Option, line, words
from yiwang.web.words import T, Text

People = Sequence[tuple[str, Text]]


def moment(name: str) -> Input:
    """Return a day and an hour."""
    return Input(name, "moment", T(f"services.input.{name}"), T("services.help.moment"), required=True)


def hearing(staff: People, case: Case, actor: Actor) -> tuple[Input, ...]:
    """Return what the notice of a hearing says; whoever examines the case cannot lead it."""
    others = [(id, name) for id, name in staff if id != actor.person and not handles(case, id)]
    hosts = tuple(Option(id, name) for id, name in others)
    causes = tuple(Option(one, T(f"services.hearing.{one}")) for one in CAUSES)
    return (
        Input("cause", "choose", T("services.input.hearing-cause"), options=causes, required=True),
        moment("at"),
        line("venue"),
        Input("person", "select", T("services.input.host"), options=hosts, required=True),
    )


def visit(staff: People) -> tuple[Input, ...]:
    """Return the appointment of a visit: from when to when, who comes, what to have ready."""
    options = tuple(Option(id, name) for id, name in staff)
    return (
        moment("since"),
        moment("until"),
        Input(
            "visitors",
            "tick",
            T("services.input.visitors"),
            T("services.help.visitors"),
            options,
            required=True,
        ),
        replace(words("note"), title=T("services.input.ready")),
    )


def taken_back(case: Case) -> tuple[Input, ...]:
    """Return which act is taken back: the last one, by its number."""
    of = str(case.undoable.seq) if case.undoable else ""
    return (Input("of", "hidden", {}, typed=of),)
