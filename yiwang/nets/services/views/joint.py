"""共签: begin it, join by a code, see the whole form, sign or refuse, take back, withdraw."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiwang.kernel.joint import (
    COMPLETE,
    OPEN,
    PHASE_IN_WORDS,
    Begin,
    Join,
    Joint,
    Refuse,
    Sign,
    TakeBack,
    Withdraw,
    wrong_code,
)
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import stream_id
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services import covered, drafts, granted_words, matter_forms, queries, signing
from yiwang.nets.services.joint_kind import JOINT
from yiwang.nets.services.papers import basis
from yiwang.nets.services.views import apply, case_page
from yiwang.store.wall import showing
from yiwang.web import code_tries, codes, forms, names, notices, store_door
from yiwang.web.here import city_day
from yiwang.web.permission import permission


def _resident(request: HttpRequest) -> Any:
    """Return the actor. Raises Http404: nobody signs from a desk."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.kind != "resident":
        raise Http404
    return actor


@permission("case.file", typed="services:check")
@require_POST
def begin(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Freeze the form, sign it, and show a code for each co-applicant, once."""
    kept, city, matter, form = apply.opened(request, draft)
    if (elsewhere := signing.held(request, kept)) is not None:
        return elsewhere
    rule = signing.rule_of(form, kept.values)
    places = matter_forms.places_of(city)
    missing = forms.complete(form, kept.values, today=city_day(city), places=places)
    if rule is None or missing or kept.channel == "window":
        return HttpResponseRedirect(reverse("services:check", args=[draft]))
    typed_number = request.POST.get("how_many", "")
    how_many = int(typed_number) if typed_number.isdecimal() and len(typed_number) < 3 else 0
    if not 1 <= how_many <= rule.most:
        return HttpResponseRedirect(reverse("services:check", args=[draft]) + "#sign-together")
    made = [codes.make(secrets.token_bytes(16)) for _ in range(how_many)]
    joint = stream_id(store_door.now(), secrets.token_bytes(10))
    facts, sealed = matter_forms.split(matter, form, kept.values, drafts.contents(request, kept))
    command = Begin(
        joint=str(joint),
        case=str(draft),
        matter=matter.id,
        place=kept.place,
        channel=kept.channel,
        applicant=_resident(request).applicant,
        digests=tuple(codes.digest(one) for one in made),
        facts=facts,
        covered=covered.as_filed(form, kept.values, covered.of_draft(request, city, matter, kept)),
    )
    # One draft, one round of signatures: pressed twice, the second finds the first. A withdrawn round
    # leaves its id in the draft, and so the next one has a key of its own.
    key = f"joint:{draft}:{kept.joint}"
    answer = store_door.ask(request, joint, command, key=key, secrets=sealed, kind=JOINT)
    if isinstance(answer, Refusal):
        if answer.code == "store.key-reused":
            return HttpResponseRedirect(reverse("services:joints"))
        return apply.check_page(request, kept, city, matter, form, answer)
    drafts.save(request, replace(kept, joint=str(joint)))
    return render(
        request,
        "services/joint_codes.html",
        {"codes": [codes.grouped(one) for one in made], "joint": joint, "matter": matter},
    )


@permission("case.file")
@require_http_methods(["GET", "HEAD", "POST"])
def joints(request: HttpRequest) -> HttpResponse:
    """List what one signs with others; join one more by its code."""
    actor, refusal, minutes = _resident(request), None, 0
    if request.method == "POST":
        wait = code_tries.begin_try(request)
        if wait:
            minutes = int(-(-wait.total_seconds() // 60))
        else:
            digest = codes.digest(request.POST.get("code", "")[:100])
            found = signing.waiting_under(request, digest)
            answer: Any = wrong_code()
            if found is not None:
                answer = store_door.ask(
                    request,
                    found,
                    Join(digest=digest),
                    key=f"join:{found}:{actor.applicant}",
                    kind=JOINT,
                    actor=showing(actor, digest),
                )
            if not isinstance(answer, Refusal):
                code_tries.forget_tries(request)
                return HttpResponseRedirect(reverse("services:joint", args=[found]))
            refusal = case_page.refusal_words(apply.city_now(request), answer)
    city = apply.city_now(request)
    return render(
        request,
        "services/joints.html",
        {
            "refusal": refusal,
            "minutes": minutes,
            "lines": [(one, _title(city, one), PHASE_IN_WORDS[one.phase]) for one in signing.listed(request)],
        },
        status=429 if minutes else 409 if refusal else 200,
    )


def _title(city: City, joint: Joint) -> Any:
    known = city.matters.get(joint.matter)
    return known.title if known else {"zh": joint.matter, "en": joint.matter}


def _of(request: HttpRequest, joint: UUID) -> tuple[Joint, City]:
    """Return the joint application with the pack it is pinned to. Raises Http404: not theirs."""
    actor, found = _resident(request), signing.find(request, joint)
    mine = {actor.person, *(one.id for one in actor.principals)}
    if found is None or not mine & set(found.persons):
        raise Http404
    return found, store_door.city_under(request.city.key, found.pack)  # type: ignore[attr-defined]


@permission("case.read")
@require_safe
def show(request: HttpRequest, joint: UUID) -> HttpResponse:
    """Show who has signed, the whole form, and what one may do."""
    return _page(request, *_of(request, joint))


def _page(request: HttpRequest, joint: Joint, city: City, refusal: Refusal | None = None) -> HttpResponse:
    matter = city.matters[joint.matter]
    form = matter_forms.form_of(city, matter)
    values = signing.values_of(request, form, joint)
    rule = signing.rule_of(form, values)
    called = names.names_of(request, joint.persons)
    person = _resident(request).applicant
    mine = next((one for one in joint.signers if one.person == person), None)
    case = signing.phase_of_case(request, joint)
    return render(
        request,
        "services/joint.html",
        {
            "joint": joint,
            "matter": matter,
            "who": rule.who if rule else None,
            "basis": basis(city, rule.basis) if rule and rule.basis else None,
            "phase": PHASE_IN_WORDS[joint.phase],
            "signers": [
                (called.get(one.person), one.signed_at, one.person == person) for one in joint.signers
            ],
            "first": joint.first == person,
            "may_sign": joint.phase == OPEN and mine is not None and mine.signed_at is None,
            "may_take_back": joint.phase == OPEN
            and mine is not None
            and mine.signed_at is not None
            and joint.first != person,
            "may_withdraw": joint.phase in (OPEN, COMPLETE) and joint.first == person,
            "may_file": joint.phase == COMPLETE,
            "exempt": granted_words.standing_in(joint.covered, city, matter, lambda _: ""),
            "blocks": forms.answers(form, values, places=matter_forms.places_of(city)),
            "place": matter_forms.place_in_words(city, joint.place),
            "case": case.case if case else None,
            "refusal": case_page.refusal_words(city, refusal) if refusal else None,
        },
        status=409 if refusal else 200,
    )


@permission("case.sign", typed="services:joint")
@require_POST
def sign(request: HttpRequest, joint: UUID) -> HttpResponse:
    """Sign what the page showed; the last signature files the case."""
    found, city = _of(request, joint)
    command = Sign(content=request.POST.get("content", "")[:64])
    return _act(request, joint, found, city, command)


@permission("case.sign", typed="services:joint")
@require_POST
def refuse(request: HttpRequest, joint: UUID) -> HttpResponse:
    """Do not agree: it ends."""
    return _act(request, joint, *_of(request, joint), Refuse())


@permission("case.sign", typed="services:joint")
@require_POST
def take_back(request: HttpRequest, joint: UUID) -> HttpResponse:
    """Take one's signature back before it is filed."""
    return _act(request, joint, *_of(request, joint), TakeBack())


@permission("case.file", typed="services:joint")
@require_POST
def withdraw(request: HttpRequest, joint: UUID) -> HttpResponse:
    """End it before it is filed; the draft can be changed again."""
    found, city = _of(request, joint)
    if found.phase == COMPLETE and queries.number_of(request, UUID(found.case)) is not None:
        return _after(request, found, city)  # the case is there: only saying so had failed
    return _act(request, joint, found, city, Withdraw())


@permission("case.file", typed="services:joint")
@require_POST
def file(request: HttpRequest, joint: UUID) -> HttpResponse:
    """Try again to file what all have signed, where it failed behind the last signature."""
    return _after(request, *_of(request, joint))


def _act(request: HttpRequest, id: UUID, joint: Joint, city: City, command: Any) -> HttpResponse:
    secrets_of = {}
    if isinstance(command, Refuse) and (words := request.POST.get("reason", "").strip()[:1000]):
        secrets_of = {"reason": words}
    answer = store_door.ask(request, id, command, key=None, kind=JOINT, secrets=secrets_of)
    if isinstance(answer, Refusal):
        now = signing.find(request, id) or joint
        if isinstance(command, Sign) and _has_signed(request, now):
            return _after(request, now, city)  # pressed twice
        return _page(request, now, city, answer)
    if isinstance(command, Withdraw):
        notices.leave(request, "services.joint.withdrawn")
        return HttpResponseRedirect(reverse("services:check", args=[joint.case]))
    return _after(request, answer.state, city)


def _has_signed(request: HttpRequest, joint: Joint) -> bool:
    person = _resident(request).applicant
    return any(one.person == person and one.signed_at is not None for one in joint.signers)


def _after(request: HttpRequest, joint: Joint, city: City) -> HttpResponse:
    """File it when all have signed, and show how it stands."""
    if joint.phase == COMPLETE:
        filed = signing.file_case(request, city, joint)
        if isinstance(filed, Refusal):
            return _page(request, joint, city, filed)
        notices.leave(request, "services.joint.filed", number=filed.number)
    return HttpResponseRedirect(reverse("services:joint", args=[joint.id]))
