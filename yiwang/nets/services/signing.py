"""共签: when a form asks for several signatures, what is signed, and filing it when all have signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from yiwang.kernel.access import Actor, system
from yiwang.kernel.commands import File
from yiwang.kernel.joint import COMPLETE, FILED, MOST, OPEN, Joint, MarkFiled
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.result import standing
from yiwang.nets.services import drafts, matter_forms, queries
from yiwang.nets.services.drafts import Draft
from yiwang.nets.services.joint_kind import JOINT
from yiwang.pack.json_schema import validator
from yiwang.store.wall import bearer, showing
from yiwang.web import forms, store_door
from yiwang.web.forms import Form
from yiwang.web.here import new_number
from yiwang.web.words import Text

KEY = "x-yw-sign-together"
FILES_IT = system("joint")
"""The city files what all have signed: whoever signs last may not act for who began it."""


@dataclass(frozen=True)
class Rule:
    """Who must sign a form together. `basis`: the clause that says so; `most`: co-applicants at most."""

    who: Text
    basis: str
    most: int


def rule_of(form: Form, values: Mapping[str, Any]) -> Rule | None:
    """Return the rule when these answers ask for several signatures, None when one applicant is enough."""
    told = form.schema.get(KEY)
    if not isinstance(told, Mapping):
        return None
    asked = forms.applicable(form, values)
    answered = forms.instance(form, {name: value for name, value in values.items() if name in asked})
    if "if" in told and not validator(told["if"]).is_valid(answered):
        return None
    return Rule(told["who"], str(told.get("basis", "")), int(told.get("most", MOST)))


def find(request: HttpRequest, id: UUID) -> Joint | None:
    """Return a joint application that the actor signs or saw filed, None when there is none."""
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT state FROM joint_row WHERE city = %s AND id = %s",
            (request.city.key, id),  # type: ignore[attr-defined]
        ).fetchone()
    return JOINT.decode(bytes(row[0])) if row else None


def of_case(request: HttpRequest, case: str) -> Joint | None:
    """Return the joint application that a case came from, for whoever sees the case."""
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT state FROM joint_row WHERE city = %s AND case_id = %s AND phase = 'filed'",
            (request.city.key, case),  # type: ignore[attr-defined]
        ).fetchone()
    return JOINT.decode(bytes(row[0])) if row else None


def listed(request: HttpRequest) -> list[Joint]:
    """Return the joint applications that wait for the actor or that they began, newest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT state FROM joint_row WHERE city = %s AND persons && %s AND phase IN ('open', 'complete',"
            " 'filed') ORDER BY changed_at DESC LIMIT 50",
            (request.city.key, [actor.person, *(one.id for one in actor.principals)]),  # type: ignore[attr-defined]
        ).fetchall()
    return [JOINT.decode(bytes(row[0])) for row in rows]


def waiting_under(request: HttpRequest, digest: str) -> UUID | None:
    """Return the joint application that waits under a code's digest: whoever has the code may ask."""
    with store_door.reading(request, showing(request.actor, digest)) as cursor:  # type: ignore[attr-defined]
        row = cursor.execute(
            "SELECT id FROM joint_row WHERE city = %s AND digests && %s",
            (request.city.key, [digest]),  # type: ignore[attr-defined]
        ).fetchone()
    return row[0] if row else None


def values_of(request: HttpRequest, form: Form, joint: Joint, actor: Actor | None = None) -> dict[str, Any]:
    """Return what is signed, in the form's own shapes."""
    names = {name: one for name, one in joint.sealed.items() if name in form.fields}
    return matter_forms.joined(form, joint.facts, store_door.opened(request, names, actor))


def held(request: HttpRequest, draft: Draft) -> HttpResponseRedirect | None:
    """Return where to go instead while a draft waits for signatures or was filed; None: go on with it."""
    joint = find(request, UUID(draft.joint)) if draft.joint else None
    if joint is None or joint.phase not in (OPEN, COMPLETE, FILED):
        return None
    if joint.phase == FILED:
        drafts.discard(request, draft.id)
    return HttpResponseRedirect(reverse("services:joint", args=[draft.joint]))


def file_case(request: HttpRequest, city: City, joint: Joint) -> Joint | Refusal:
    """File the case of a joint application that all have signed; asked again it finds the same case."""
    secrets_of = {
        name: text
        for name, text in store_door.opened(request, joint.sealed, FILES_IT).items()
        if isinstance(text, str)
    }
    now = store_door.now()
    if (ended := _no_longer(request, joint, now.astimezone(ZoneInfo(city.zone)).date())) is not None:
        return ended
    command = File(
        case=joint.case,
        number=new_number(city),
        matter=joint.matter,
        place=joint.place,
        channel=joint.channel,
        applicant=joint.first,
        facts=joint.facts,
        covered=joint.covered,
    )
    done = store_door.ask(
        request, UUID(joint.case), command, key=f"file:{joint.case}", secrets=secrets_of, actor=FILES_IT
    )
    if isinstance(done, Refusal):
        return done
    number = done.state.number
    marked = store_door.ask(
        request,
        UUID(joint.id),
        MarkFiled(number=number),
        key=f"joint-filed:{joint.id}",
        kind=JOINT,
        actor=FILES_IT,
    )
    return marked if isinstance(marked, Refusal) else marked.state


def _no_longer(request: HttpRequest, joint: Joint, today: date) -> Refusal | None:
    """Return the refusal where a result that stands in for a material ended while others still signed."""
    for one in joint.covered.values():
        file = queries.case_file(request, one.result, bearer(one.result))
        result = file.case.result if file is not None else None
        if result is None or standing(result, today) != "valid":
            return Refusal(
                code="joint.result-ended",
                zh=f"{one.result} 这份结果现在不再有效，不能代替材料。"
                "请发起人撤回共签，改正草稿，交上材料，再一起签。",
                en=f"The result {one.result} is no longer in force and stands in for nothing. Whoever "
                "began this withdraws it, hands the material in with the draft, and all sign again.",
                params={"result": one.result},
            )
    return None


def phase_of_case(request: HttpRequest, joint: Joint) -> Any:
    """Return the case that a joint application became, for a co-signer who is not its applicant."""
    return queries.case_file(request, joint.number, bearer(joint.number)) if joint.number else None
