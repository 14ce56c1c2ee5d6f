"""Acts on several selected tasks: what each would do is tried first, and each is a command of its own.

A preview asks the same rules that decide, over the cases as they stand, and changes nothing. Nothing makes
several cases one: each command passes the one door alone, with a key of its own, and may be refused alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.http import HttpRequest

from yiwang.kernel import commands as c
from yiwang.kernel.access import Actor, may
from yiwang.kernel.acts import decide
from yiwang.kernel.acts.draft import ACCEPT
from yiwang.kernel.case import Case, Sealed, due, evolve
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import read_number
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services import colleagues, queries
from yiwang.nets.services.inputs import Typed
from yiwang.store.wall import showing
from yiwang.web import store_door

MOST = 100  # tasks at once
UNDO_SECONDS = 3600  # how long the page that did it offers to take it back; the rules' own bound is stricter
_TRIED = {"reason": Sealed("0" * 64, "00000000-0000-4000-8000-000000000000")}  # stands for words to come


@dataclass(frozen=True)
class Pick:
    """A task that was selected. As text: `2611-7K3M9QXTC~act:accept`."""

    number: str
    task: str

    @property
    def text(self) -> str:
        """How a form sends it."""
        return f"{self.number}~{self.task}"


@dataclass(frozen=True)
class BulkAct:
    """An act that can be asked of several tasks.

    Attributes:
        make: `(typed, task id) -> command`.
        whole: it is the case's, not one task's: a case selected twice is asked once.
        asks: names of what must be said before it can be tried.
    """

    id: str
    verb: str
    make: Callable[[Typed, str], c.Command]
    whole: bool = False
    asks: tuple[str, ...] = ()


ACTS: Mapping[str, BulkAct] = {
    one.id: one
    for one in (
        BulkAct("claim", "case.claim", lambda typed, task: c.Claim(task=task)),
        BulkAct(
            "assign",
            "case.assign",
            lambda typed, task: c.Assign(task=task, person=typed.one("person")),
            asks=("person",),
        ),
        BulkAct(
            "hand-over",
            "case.hand-over",
            lambda typed, task: c.HandOver(body=typed.one("body")),
            whole=True,
            asks=("body", "reason"),
        ),
        BulkAct("accept", "case.accept", lambda typed, task: c.Accept(), whole=True),
    )
}


@dataclass(frozen=True)
class Tried:
    """One selected task, with what would become of it.

    Attributes:
        case: None where it is not there, or not the actor's to see.
        after: the case as it would be. refusal: why not, None if it would be done.
        nothing: it is so already.
    """

    pick: Pick
    stream: UUID | None
    case: Case | None
    after: Case | None = None
    refusal: Refusal | None = None
    nothing: bool = False


def open_to(actor: Actor) -> list[str]:
    """Return the acts that an actor may do somewhere."""
    return [one.id for one in ACTS.values() if may(actor, one.verb)]


def picked(texts: Sequence[str], act: BulkAct) -> list[Pick]:
    """Return what was selected, each once, at most a hundred; what is no task's name is left out."""
    found: dict[tuple[str, str], Pick] = {}
    for text in texts:
        number, _, task = text.partition("~")
        known = read_number(number)
        if known and task and len(task) <= 200 and len(found) < MOST:
            found.setdefault((known, "" if act.whole else task), Pick(known, task))
    return list(found.values())


def tried(request: HttpRequest, act: BulkAct, picks: Sequence[Pick], typed: Typed) -> list[Tried]:
    """Try an act on every pick over the cases as they stand: one query for the cases, two for colleagues."""
    known = queries.cases_by_number(request, [one.number for one in picks])
    held = holders(request, [case for _, case in known.values()])
    return [_tried(request, act, one, known.get(one.number), typed, held) for one in picks]


def holders(request: HttpRequest, cases: Sequence[Case]) -> colleagues.Holders | None:
    """Return who holds the positions of the open tasks of these cases."""
    roles = {role for case in cases for role in colleagues.roles_of(case)}
    return colleagues.holders(request, roles)


def _tried(
    request: HttpRequest,
    act: BulkAct,
    pick: Pick,
    found: tuple[UUID, Case] | None,
    typed: Typed,
    held: colleagues.Holders | None,
) -> Tried:
    if found is None:
        return Tried(pick, None, None, refusal=_not_there(pick))
    stream, case = found
    if act.id == "accept" and pick.task != ACCEPT:
        return Tried(pick, stream, case, refusal=_asks_more(case))
    city = city_of(request, case)
    now = store_door.now()
    context = c.Context(now, request.actor, city, "", held)  # type: ignore[attr-defined]
    command = act.make(typed, pick.task)
    if "reason" in act.asks:
        command = type(command)(**{**_fields(command), "sealed": _TRIED})
    answer = decide(case, command, context)
    if isinstance(answer, Refusal):
        return Tried(pick, stream, case, refusal=answer)
    after = case
    for event in answer:
        after = evolve(after, event, now)
    return Tried(pick, stream, case, after, nothing=not answer)


def _fields(command: c.Command) -> dict[str, object]:
    return {name: getattr(command, name) for name in command.__struct_fields__}


def city_of(request: HttpRequest, case: Case) -> City:
    """Return the pack version that a case is pinned to."""
    return store_door.city_under(request.city.key, case.pack)  # type: ignore[attr-defined]


def _not_there(pick: Pick) -> Refusal:
    return Refusal(
        code="services.no-such-case",
        zh=f"没有编号为 {pick.number} 的办件，或者它不由您的单位办理。",
        en=f"No case has the number {pick.number}, or it is not your body's.",
    )


def _asks_more(case: Case) -> Refusal:
    return Refusal(
        code="services.not-in-bulk",
        zh="这个待办不是等待受理，要打开办件单独办理。",
        en="This task is not waiting for acceptance; open the case and handle it there.",
        next_body=case.lead,
    )


@dataclass(frozen=True)
class Asked:
    """What became of one pick. `seq`: the number of its event, 0 when it was refused or nothing happened."""

    pick: Pick
    case: Case | None
    refusal: Refusal | None = None
    seq: int = 0


def carried_out(
    request: HttpRequest, act: BulkAct, picks: Sequence[Pick], typed: Typed, key: str
) -> list[Asked]:
    """Ask each command of its case through the one door, in order, each with a key of its own."""
    known = queries.cases_by_number(request, [one.number for one in picks])
    held = holders(request, [case for _, case in known.values()])
    done = []
    for pick in picks:
        found = known.get(pick.number)
        if found is None:
            done.append(Asked(pick, None, _not_there(pick)))
            continue
        stream, case = found
        if act.id == "accept" and pick.task != ACCEPT:
            done.append(Asked(pick, case, _asks_more(case)))
            continue
        answer = store_door.ask(
            request,
            stream,
            act.make(typed, pick.task),
            key=f"{key}:{pick.text}",
            secrets=typed.secrets if "reason" in act.asks else {},
            holders=held,
        )
        if isinstance(answer, Refusal):
            done.append(Asked(pick, case, answer))
        else:
            changed = bool(answer.events) or answer.repeated
            done.append(Asked(pick, answer.state, seq=answer.seq if changed else 0))
    return done


def undo_token(request: HttpRequest, done: Sequence[Asked]) -> str:
    """Return what takes these acts back, signed to whoever did them; "" where nothing can be taken back."""
    numbers = [(one.pick.number, one.seq) for one in done if one.seq and _can_be_undone(one)]
    return signing.dumps(numbers, salt=_salt(request)) if numbers else ""


def _can_be_undone(one: Asked) -> bool:
    kept = one.case.undoable if one.case else None
    return kept is not None and kept.seq == one.seq


def undone(request: HttpRequest, token: str, key: str) -> list[Asked] | None:
    """Take back what the token names, one command for each case; None when the token is none of the actor's.

    Whoever handed a case over sees it no more; the signed token is the proof that lets them undo that.
    """
    try:
        numbers = signing.loads(token, salt=_salt(request), max_age=UNDO_SECONDS)
    except signing.BadSignature:
        return None
    actor = request.actor  # type: ignore[attr-defined]
    proved = showing(actor, *(number for number, _ in numbers))
    known = queries.cases_by_number(request, [number for number, _ in numbers], proved)
    done = []
    for number, seq in numbers:
        pick, found = Pick(number, str(seq)), known.get(number)
        if found is None:
            done.append(Asked(pick, None, _not_there(pick)))
            continue
        shown = showing(actor, number)
        answer = store_door.ask(request, found[0], c.Undo(of=seq), key=f"{key}:{pick.text}", actor=shown)
        refusal = answer if isinstance(answer, Refusal) else None
        done.append(Asked(pick, found[1], refusal, 0 if isinstance(answer, Refusal) else answer.seq))
    return done


def _salt(request: HttpRequest) -> str:
    return f"undo/{request.city.key}/{request.actor.person}"  # type: ignore[attr-defined]


def due_after(one: Tried) -> object:
    """Return (moment, provisional) of the deadline as it would then stand."""
    return due(one.after) if one.after is not None else (None, False)
