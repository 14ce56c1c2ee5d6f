"""What a page of one case shows, to whoever looks at it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.core import signing
from django.http import Http404, HttpRequest
from django.urls import reverse

from yiwang.kernel.access import Actor, may
from yiwang.kernel.case import ENDED, Case
from yiwang.kernel.matter import City, Matter, Text
from yiwang.kernel.numbers import read_number
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services import (
    acts,
    between,
    colleagues,
    granted_words,
    handling_words,
    material_words,
    matter_forms,
    once,
    queries,
    results,
    timeline,
)
from yiwang.nets.services import parts as bundle
from yiwang.nets.services import signing as joint_signing
from yiwang.nets.services.clock_words import clocks
from yiwang.nets.services.decision_words import decisions
from yiwang.nets.services.inputs import Typed, again, node_title
from yiwang.nets.services.papers import entry_of, title_of
from yiwang.nets.services.queries import CaseFile
from yiwang.web import acting, forms, names, store_door
from yiwang.web.errors import NotHere
from yiwang.web.permission import Denied
from yiwang.web.words import T

HANDLING, OWN = "handling", "own"


@dataclass(frozen=True)
class Shown:
    """A case with the city and matter it is pinned to, and who looks at it.

    Attributes:
        internal: the reader handles or audits the case; False for its applicant.
        purpose: for which the reader may open sealed values, "" when they may not.
    """

    file: CaseFile
    city: City
    matter: Matter
    internal: bool
    purpose: str


@dataclass(frozen=True)
class Refused:
    """An act that was refused, with what was typed."""

    refusal: Refusal
    act: str
    task: str
    typed: Typed


def shown_or_404(request: HttpRequest, number: str, verb: str = "case.read") -> Shown:
    """Return the case for whoever may `verb` it.

    Raises:
        Http404: no case of the actor's has this number. Denied: the actor may not.
    """
    known = read_number(number)
    file = queries.case_file(request, known) if known else None
    if file is None:
        raise _not_here(_actor(request), known or "")
    acting.act_for(request, file.case.applicant)
    actor = _actor(request)
    if not may(actor, verb, file.case.target):
        raise Denied(verb)
    city = store_door.city_under(request.city.key, file.case.pack)  # type: ignore[attr-defined]
    own = actor.kind == "resident"
    purpose = OWN if own else HANDLING
    if not may(actor, "case.read-sealed", file.case.target, purpose):
        purpose = ""
    return Shown(file, city, city.matters[file.case.matter], not own, purpose)


def _not_here(actor: Actor, number: str) -> Http404:
    """Say that there is no such case, or none of theirs: nobody is told which."""
    if not number or not may(actor, "glass.break"):
        return Http404()
    refusal = Refusal(
        code="case.not-here",
        zh="没有这个编号的办件，或者它不由您的单位办理。",
        en="No case has this number, or it is not your body's.",
        next_step=dict(T("services.glass.only-if")),
    )
    return NotHere(refusal, (f"{reverse('services:glass')}?number={number}", T("services.glass.title")))


def context(
    request: HttpRequest,
    shown: Shown,
    *,
    revealed: frozenset[str] = frozenset(),
    unmask: str = "",
    refused: Refused | None = None,
    done: Text | None = None,
) -> dict[str, Any]:
    """Return everything the case page shows. Sealed values are opened in one query.

    Args:
        revealed: names of the answers shown whole to who handles the case; the others are masked.
        unmask: what is wrong with what was asked to be unmasked, a key of a text.
    """
    file, city, matter, case = shown.file, shown.city, shown.matter, shown.file.case
    now = store_door.now()
    show_sealed = bool(shown.purpose)
    wanted = timeline.references(file, internal=shown.internal) if shown.purpose else {}
    if show_sealed:
        wanted = {**wanted, **{name: one for name, one in case.sealed.items() if "#" not in name}}
    opened = store_door.opened(request, wanted)
    form = matter_forms.form_of(city, matter)
    return {
        "shown": shown,
        "case": case,
        "matter": matter,
        **_whose(request, case, city),
        "clocks": clocks(case, city, matter, now),
        "waiting": waiting(shown),
        "limits": own_limits(shown, now) if shown.internal else [],
        "timeline": timeline.moments(file, city, matter, opened, internal=shown.internal),
        "decisions": decisions(file, city, matter),
        "awaited": between.awaited(case, city, matter),
        "related": between.related(request, file, city),
        **_leftover(request, shown),
        "papers": [(one, title_of(one, about(file, one))) for one in case.papers],
        "blocks": answer_blocks(shown, form, opened, hidden=hidden_names(shown, form) - revealed),
        "sealed_count": sum(1 for name in case.sealed if name in form.fields),
        "sealed_shown": show_sealed,
        "unmask": T(unmask) if unmask else None,
        **_masks(request, shown, revealed),
        "times_read": 0 if shown.internal else queries.times_read(request, file),
        "by_glass": queries.by_glass(_actor(request), case),
        "can_correct": shown.internal and may(_actor(request), "case.correct", case.target),
        "offers": offers(request, shown, refused),
        "key": secrets.token_urlsafe(16),
        "key_file": request.city.key.replace("~", "-"),  # type: ignore[attr-defined]
        "refused": refused,
        "refusal": refusal_words(city, refused.refusal) if refused else None,
        "done": done,
        **_handling(request, shown, opened),
        "together": signatures(request, form, case),
        "has_result": results.has_result(case) and case.outcome == "grant",
        **_standing(case, city, now),
        "coming": material_words.coming(case, matter, now),
        "exempt": granted_words.exempt(case, city, matter, partial(_of_result, case.number)),
        "ended_badly": case.outcome == "deny" or case.phase in ("rejected", "lapsed", "void"),
    }


def _leftover(request: HttpRequest, shown: Shown) -> dict[str, Any]:
    """Return the parts of a bundle, and which packages an ended case leaves to this reader."""
    case = shown.file.case
    may_take = may(_actor(request), "case.take-package", case.target)
    return {
        "parts": bundle.parts(request, shown.file, shown.city, shown.matter),
        "parts_over": bundle.is_over(case),
        "can_package": case.phase in ENDED and bool(shown.purpose) and may_take,
    }


def _masks(request: HttpRequest, shown: Shown, revealed: frozenset[str]) -> dict[str, Any]:
    """Return whether answers are masked for this reader, for what they can be opened, what is open."""
    salt = opened_salt(request, shown.file.case)
    return {
        "masking": shown.internal and bool(shown.purpose),
        "purposes": [(one, T(f"services.purpose.{one}")) for one in PURPOSES],
        "open_before": signing.dumps(sorted(revealed), salt=salt) if revealed else "",
    }


def _whose(request: HttpRequest, case: Case, city: City) -> dict[str, Any]:
    """Return where the case lies, who handles it, and for whom the reader acts."""
    acting = _actor(request).acting_for
    return {
        "place": matter_forms.place_in_words(city, case.place),
        "channel": T(f"services.channel.{case.channel}"),
        "lead": matter_forms.body_in_words(city, case.lead),
        "taken_over": _taken_over(request, case),
        "for_whom": names.names_of(request, [case.applicant])[case.applicant] if acting else None,
        "assisting": [matter_forms.assisting_in_words(city, one, case.place) for one in case.assisting],
    }


def _of_result(number: str, material: str) -> str:
    """Return the address of what whoever handles a case is shown of the result that covers a material."""
    return reverse("services:covered-result", args=[number, material])


def _taken_over(request: HttpRequest, case: Case) -> Text | None:
    """Return which body goes on with the case where its lead is no more."""
    now = store_door.city_under(request.city.key, None)  # type: ignore[attr-defined]
    return matter_forms.taken_over(now, case.lead)


def _standing(case: Case, city: City, now: datetime) -> dict[str, Any]:
    """Return how the case's result stands, and the last day to ask for renewal once its holder was told."""
    if case.result is None or case.outcome != "grant":
        return {}
    stands = results.stands(case.result, now.astimezone(ZoneInfo(city.zone)).date())
    told = case.result.remind_at is None and stands.now in ("valid", "suspended") and not stands.successor
    return {"stands": stands, "apply_by": case.result.apply_by if told else None, "soon": told}


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]


def signatures(request: HttpRequest, form: Any, case: Case) -> int:
    """Return how many signed the case's form together, 0 where one applicant is enough."""
    joint = joint_signing.of_case(request, case.id) if joint_signing.KEY in form.schema else None
    return len(joint.signers) if joint else 0


def _handling(request: HttpRequest, shown: Shown, opened: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stands beside the steps: orders, appointments, whose it is instead, which case goes on."""
    file, city = shown.file, shown.city
    return {
        "next_owner": handling_words.next_owner(file, city),
        "orders": handling_words.orders(file, city, opened) if shown.internal else [],
        "appointments": handling_words.appointments(request, file.case, file, city, actor=_actor(request)),
        "duplicate": file.case.duplicate_of,
    }


PURPOSES = ("examine", "contact", "identity", "correct", "serve", "review")
"""For what an answer may be unmasked; `paper` and `form` are noted where a page shows answers whole."""

UNMASKED_SECONDS = 15 * 60  # how long an answer unmasked stays so beside the next; our own rule


def hidden_names(shown: Shown, form: Any) -> frozenset[str]:
    """Return the answers that this reader sees masked: every sealed one, unless it is their own case."""
    if not shown.internal or not shown.purpose:
        return frozenset()
    return frozenset(name for name in shown.file.case.sealed if name in form.fields)


def opened_salt(request: HttpRequest, case: Case) -> str:
    """Return what binds a list of answers already unmasked to the reader and the case."""
    return f"unmasked/{request.city.key}/{case.id}/{_actor(request).signature}"  # type: ignore[attr-defined]


def opened_before(request: HttpRequest, case: Case) -> frozenset[str]:
    """Return the answers that this reader unmasked on this case a moment ago, as the page carried them."""
    try:
        kept = signing.loads(
            request.POST.get("open", ""), salt=opened_salt(request, case), max_age=UNMASKED_SECONDS
        )
    except signing.BadSignature:
        return frozenset()
    return frozenset(kept)


def about(file: CaseFile, paper: Any) -> dict[str, Any]:
    """Return what the entry that made a paper says of it; {} where there is none."""
    entry = entry_of(file, paper)
    return dict(entry.event.data.about) if entry else {}


def waiting(shown: Shown) -> list[tuple[Text, Text]]:
    """Return what the case waits for: the step and whose it is. Parts with others stand in their table."""
    case = shown.file.case
    calls = {call.token for call in case.calls}
    return [
        (node_title(shown.matter, task.node), matter_forms.body_in_words(shown.city, task.body))
        for task in case.tasks
        if task.id not in calls
    ]


def own_limits(shown: Shown, now: datetime) -> list[tuple[Text, datetime, bool]]:
    """Return the open steps that have a limit of their own: step, until when, whether it has passed.

    The clocks below are the case's; a step may be late while the case is not, and the inbox says so.
    """
    return [
        (node_title(shown.matter, task.node), task.due_at, task.due_at < now)
        for task in shown.file.case.tasks
        if task.due_at is not None
    ]


def answer_blocks(shown: Shown, form: Any, opened: Mapping[str, Any], *, hidden: frozenset[str]) -> Any:
    """Return the answers of the form by section; personal ones only for readers who may, some masked."""
    case, personal = shown.file.case, bool(shown.purpose)
    values = matter_forms.joined(form, case.facts, opened if personal else {})
    places = matter_forms.places_of(shown.city)
    sources = once.sources_of_case(shown.city, (entry.event for entry in shown.file.entries))
    blocks = forms.answers(form, values, places=places, personal=personal, hidden=hidden, sources=sources)
    kept = [replace(block, rows=tuple(row for row in block.rows if row.answered)) for block in blocks]
    return [block for block in kept if block.rows]


def offers(request: HttpRequest, shown: Shown, refused: Refused | None) -> tuple[acts.Offer, ...]:
    """Return the acts open to the actor now; a refused one with what was typed."""
    found = acts.open_to(setting(request, shown))
    if refused is None:
        return found
    return tuple(
        replace(one, inputs=again(one.inputs, refused.typed))
        if one.act.id == refused.act and (one.task.id if one.task else "") == refused.task
        else one
        for one in found
    )


def setting(request: HttpRequest, shown: Shown) -> acts.Setting:
    """Return what the acts look at: the case as this actor sees it, and who works on it."""
    people = colleagues.People(request, shown.file.case)
    return acts.Setting(shown.file.case, _actor(request), shown.city, shown.matter, people, people.of_bodies)


def refusal_words(city: City, refusal: Refusal) -> dict[str, Any]:
    """Return a refusal for a page: sentence, code, what to do now, and whose the next step is."""
    return {
        "code": refusal.code,
        "sentence": {"zh": refusal.zh, "en": refusal.en},
        "next_step": refusal.next_step,
        "next_body": matter_forms.body_in_words(city, refusal.next_body) if refusal.next_body else None,
    }
