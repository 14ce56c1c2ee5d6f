"""The staff directory: uploaded and proposed by one administrator, previewed, applied by another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.access import may
from yiwang.kernel.matter import City
from yiwang.kernel.people import proposal as rules
from yiwang.kernel.people.directory import Right
from yiwang.kernel.people.held import Person
from yiwang.kernel.people.person import Appoint, Dismiss
from yiwang.kernel.people.proposal import Proposal
from yiwang.kernel.refusal import Refusal
from yiwang.nets.people import names, proposing
from yiwang.nets.people.asking import ask
from yiwang.nets.people.frame import frame, refusal_words
from yiwang.nets.people.inputs import Input
from yiwang.nets.people.kinds import PROPOSAL
from yiwang.nets.people.names import Named
from yiwang.nets.people.offers import Offer
from yiwang.nets.people.queries import PAGE
from yiwang.nets.people.words import day_text, filled, giver, how_in_words, period, position_in_words
from yiwang.people.directory.mapping import Unusable, read_mapping
from yiwang.people.directory.preview import Line, Preview, Step, upload_of
from yiwang.people.directory.reading import BYTES_AT_MOST, read_directory
from yiwang.web import notices, store_door
from yiwang.web.asked import key_of, page_number
from yiwang.web.errors import bad_request
from yiwang.web.here import actor_of, body_in_words, city_day, city_key, city_now
from yiwang.web.permission import Denied, permission
from yiwang.web.words import T, Text

FILES = (
    Input("directory", "file", T("desk.help.directory"), required=True),
    Input("mapping", "file", T("desk.help.mapping"), required=True),
)


def _require_either(request: HttpRequest) -> None:
    """Go on only for those who propose or apply. Raises Denied."""
    if not any(may(actor_of(request), verb) for verb in ("directory.propose", "directory.apply")):
        raise Denied("directory.propose")


@permission("desk.read")
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """List proposed changes; offer the upload to who may propose."""
    _require_either(request)
    return _listed(request)


def _listed(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    city = city_now(request)
    offer = Offer("propose", reverse("desk:directory-propose"), FILES, True, True, refusal, files=True)
    context = {
        **frame(request, "desk:directory"),
        "lines": [_proposal(stream, one, city) for stream, one in proposing.listed(request)],
        "offers": [offer] if may(actor_of(request), "directory.propose") else [],
        "refusal": refusal_words(refusal) if refusal else None,
        "days": rules.DAYS,
    }
    return render(request, "desk/directory.html", context, status=409 if refusal else 200)


def _proposal(stream: UUID, one: Proposal, city: City) -> dict[str, Any]:
    lapsed = one.phase == "proposed" and one.until <= store_door.now()
    return {
        "stream": stream,
        "one": one,
        "by": giver(city, one.signature),
        "phase": rules.PHASE_IN_WORDS["lapsed" if lapsed else one.phase],
        "waits": one.phase == "proposed" and not lapsed,
        "ended_by": giver(city, one.ended_by) if one.ended_by else None,
    }


@permission("directory.propose")
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Read the uploaded directory and propose what it would change. Nothing is changed yet."""
    key = key_of(request)
    if key is None:
        return bad_request(request)
    try:
        upload = _uploaded(request)
    except Unusable as unusable:
        return _listed(request, Refusal(code=unusable.code, zh=unusable.zh, en=unusable.en))
    actor, stream = actor_of(request), proposing.proposal_stream(city_key(request), key)
    shown = proposing.preview_of(request, upload, actor.person)
    refusal = proposing.propose(
        store_door.door(), city_key(request), stream, upload, shown, actor, store_door.now(), key
    )
    if refusal is not None:
        return _listed(request, refusal)
    notices.leave(request, "desk.done.propose")
    return HttpResponseRedirect(reverse("desk:directory-preview", args=[stream]))


def _uploaded(request: HttpRequest) -> Any:
    """Return the upload. Raises Unusable."""
    given = {name: request.FILES.get(name) for name in ("directory", "mapping")}
    for name, file in given.items():
        if file is None:
            title = T(f"desk.input.{name}")
            raise Unusable("desk.lacking", f"请选择“{title['zh']}”。", f"Choose “{title['en']}”.")
        if file.size is None or file.size > BYTES_AT_MOST:
            raise Unusable(
                "directory.too-large",
                f"文件有 {file.size} 字节，最多 {BYTES_AT_MOST} 字节。请分几次导入。",
                f"The file has {file.size} bytes; at most {BYTES_AT_MOST}. Import it in parts.",
            )
    city = city_now(request)
    mapping = read_mapping("mapping", given["mapping"].read())  # type: ignore[union-attr]
    reading = read_directory(given["directory"].read(), mapping, city, city_day(city))  # type: ignore[union-attr]
    return upload_of(reading, proposing.new_ids())


def _found(request: HttpRequest, proposal: UUID) -> Proposal:
    found = proposing.find(request, proposal)
    if found is None:
        raise Http404
    return found


@permission("desk.read")
@require_safe
def preview(request: HttpRequest, proposal: UUID) -> HttpResponse:
    """Show per person what a proposal would change now, what it opens and closes, and what is refused."""
    _require_either(request)
    return _preview(request, proposal, _found(request, proposal))


def _preview(
    request: HttpRequest, stream: UUID, proposal: Proposal, refusal: Refusal | None = None
) -> HttpResponse:
    city = city_now(request)
    context = {
        **frame(request, "desk:directory", (T("desk.directory.change"), "")),
        "proposal": _proposal(stream, proposal, city),
        "refusal": refusal_words(refusal) if refusal else None,
    }
    upload = proposing.upload_of(request, proposal) if context["proposal"]["waits"] else None
    if upload is not None:
        shown = proposing.preview_of(request, upload, proposal.by)
        context |= _shown(request, stream, proposal, shown, city)
        context["bad"] = upload.bad
    return render(request, "desk/preview.html", context, status=409 if refusal else 200)


def _shown(
    request: HttpRequest, stream: UUID, proposal: Proposal, shown: Preview, city: City
) -> dict[str, Any]:
    page = page_number(request)
    lines = shown.lines[PAGE * (page - 1) : PAGE * page]
    known = names.by_id(request, [line.person for line in lines if not line.name])
    named = names.opened(request, known.values(), "directory")
    actor = actor_of(request)
    apply = Offer(
        "apply",
        reverse("desk:directory-apply", args=[stream]),
        (Input("shown", "hidden", typed=shown.digest),),
        main=True,
    )
    withdraw = Offer("withdraw", reverse("desk:directory-withdraw", args=[stream]))
    offers = [apply] if may(actor, "directory.apply") and actor.person != proposal.by else []
    offers += [withdraw] if may(actor, "directory.propose") else []
    return {
        "lines": [_line(line, named, known, city) for line in lines],
        "totals": shown.totals,
        "many_leave": shown.many_leave,
        "kept": shown.kept,
        "offers": offers,
        "page": page,
        "more": len(shown.lines) > PAGE * page,
        "changed": shown.digest != proposal.digest,
    }


def _line(line: Line, named: dict[str, Named], known: dict[str, Person], city: City) -> dict[str, Any]:
    other = named.get(line.person)
    return {
        "person": line.person,
        "is_known": line.person in known or not line.moves & {"join"},
        "code": line.code or (other.code if other else ""),
        "name": line.name or (other.title if other else line.person),
        "steps": [_step(step, city) for step in line.steps],
        "effects": [
            (day_text(day), _rights(found.opens, city), _rights(found.closes, city))
            for day, found in line.effects
        ],
    }


def _step(step: Step, city: City) -> dict[str, Any]:
    refusal = step.refusal
    return {
        "says": step_in_words(step, city),
        "refused": {"zh": refusal.zh, "en": refusal.en} if refusal else None,
    }


def step_in_words(step: Step, city: City) -> Text:
    """Return one change in words."""
    command = step.change.command
    if isinstance(command, Appoint):
        return filled(
            "desk.move.appoint",
            position=position_in_words(city, command.position),
            how=how_in_words(command.how),
            period=period(command.since, command.until),
        )
    if isinstance(command, Dismiss):
        where = position_in_words(city, command.position)
        return filled("desk.move.dismiss", position=where, last=day_text(command.last))
    return T(f"desk.move.{step.change.move}")


def _rights(rights: Iterable[Right], city: City) -> list[tuple[Text, list[Text]]]:
    """Return verbs in words by body."""
    by_body: dict[str, list[Text]] = {}
    for right in rights:
        by_body.setdefault(right.body, []).append(T(f"desk.verb.{right.verb}"))
    return [(body_in_words(city, body), verbs) for body, verbs in by_body.items()]


@permission("directory.apply")
@require_POST
def apply(request: HttpRequest, proposal: UUID) -> HttpResponse:
    """Carry out what was shown; what changed meanwhile is shown again instead."""
    key = key_of(request)
    if key is None:
        return bad_request(request)
    found = _found(request, proposal)
    upload = proposing.upload_of(request, found)
    if upload is None:
        phase = rules.PHASE_IN_WORDS["lapsed" if found.phase == "proposed" else found.phase]
        over = Refusal(
            code="directory.over",
            zh=f"这项名录变更{phase['zh']}，上传的内容已删除。",
            en=f"This directory change is {phase['en']}; what was uploaded is erased.",
        )
        return _preview(request, proposal, found, over)
    computed = proposing.preview_of(request, upload, found.by)
    done = proposing.apply(request, proposal, found, request.POST.get("shown", ""), computed, key)
    if isinstance(done, Refusal):
        return _preview(request, proposal, found, done)
    level = "warning" if done.refused else "success"
    notices.leave(request, "desk.done.apply", level, done=str(done.done), refused=str(len(done.refused)))
    return HttpResponseRedirect(reverse("desk:directory"))


@permission("directory.propose")
@require_POST
def withdraw(request: HttpRequest, proposal: UUID) -> HttpResponse:
    """Withdraw a proposal; what was uploaded is erased."""
    key = key_of(request)
    if key is None:
        return bad_request(request)
    found = _found(request, proposal)
    answer = ask(request, PROPOSAL, proposal, rules.Withdraw(), key=key)
    if isinstance(answer, Refusal):
        return _preview(request, proposal, found, answer)
    proposing.forget(store_door.door(), city_key(request), found, store_door.now())
    notices.leave(request, "desk.done.withdraw")
    return HttpResponseRedirect(reverse("desk:directory"))
