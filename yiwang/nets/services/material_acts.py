"""What staff do about promises as buttons: the check, and what follows a broken one. No rule lives here."""

from __future__ import annotations

from yiwang.kernel import commands as c
from yiwang.kernel.acts.materials import BROKEN, CHECK, material_of, promise_of
from yiwang.kernel.case import Task
from yiwang.nets.services import inputs as ask
from yiwang.nets.services.act_kinds import Act, Setting
from yiwang.nets.services.inputs import Input, Option
from yiwang.web.words import LANGUAGES, T, Text


def checks(setting: Setting) -> list[Task]:
    """Return the promises that the actor's position is to check."""
    return [task for task in setting.own if task.node == CHECK]


def broken(setting: Setting) -> list[Task]:
    """Return the broken promises that wait for a person, whoever may end results here."""
    return [task for task in setting.case.tasks if task.node == BROKEN]


def finding(setting: Setting, task: Task | None) -> tuple[Input, ...]:
    """Return what the check of a promise asks for, beside the words that were promised."""
    assert task is not None
    promise = promise_of(setting.matter, material_of(task))
    said = _filled("services.material.promised-words", promise.text) if promise else None
    options = tuple(Option(one, T(f"services.promise.{one}")) for one in ("kept", "broken"))
    return (
        Input("outcome", "choose", T("services.input.outcome"), said, options, required=True),
        ask.words("findings", required=True),
    )


def consequence(setting: Setting, task: Task | None) -> Text | None:
    """Return what the pack says follows, with its clause."""
    promise = promise_of(setting.matter, material_of(task)) if task is not None else None
    if promise is None:
        return None
    end = {one: f"{promise.if_broken.says[one]} ({promise.if_broken.clause})" for one in LANGUAGES}
    return _filled("services.promise.law-says", end)


def _filled(key: str, words: Text) -> Text:
    return {one: T(key)[one].replace("{words}", words[one]) for one in LANGUAGES}


def _rectification(setting: Setting, task: Task | None) -> tuple[Input, ...]:
    limit = ask.line("limit")
    return (Input("limit", limit.kind, limit.title, limit.help, required=True), _reason(setting, task))


def _reason(setting: Setting, task: Task | None) -> Input:
    reason = ask.words("reason", required=True)
    return Input(
        "reason", reason.kind, reason.title, consequence(setting, task) or reason.help, required=True
    )


TABLE = (
    Act(
        "check-promise",
        c.CheckPromise,
        lambda typed, task: c.CheckPromise(task=task, outcome=typed.one("outcome")),
        asks=finding,
        tasks=checks,
        main=True,
    ),
    Act(
        "order-rectification",
        c.OrderRectification,
        lambda typed, task: c.OrderRectification(task=task, limit=typed.one("limit")),
        asks=_rectification,
        tasks=broken,
        main=True,
    ),
    Act(
        "let-stand",
        c.LetStand,
        lambda typed, task: c.LetStand(task=task),
        asks=lambda s, task: (_reason(s, task),),
        tasks=broken,
    ),
)
