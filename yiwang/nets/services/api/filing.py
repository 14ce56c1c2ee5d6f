"""Filing a case: answers in the shapes of the form, judged by the same rules as what is typed on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from ninja import Status

from yiwang.kernel.acts.assisting import PRESENT_NAME, PRESENT_NUMBER
from yiwang.kernel.commands import File
from yiwang.kernel.granted import Wanted
from yiwang.kernel.matter import City, Matter
from yiwang.kernel.parts import Assisted
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services import covered, matter_forms, signing
from yiwang.nets.services.api import answers
from yiwang.nets.services.api.cases import clocks_of
from yiwang.nets.services.api.handling import acted
from yiwang.nets.services.api.router import router
from yiwang.nets.services.api.words import Filed, Filing
from yiwang.web import store_door
from yiwang.web.forms import Form
from yiwang.web.here import city_day, city_now, new_number
from yiwang.web.rest.problems import Unsound, refused
from yiwang.web.rest.sent import idempotency_key, read, with_files

_STREAMS = UUID("5f1d2c0e-8a4b-5c1d-9e3f-000000000a91")
PART = "case"
BODY = with_files(Filing, PART, "`case` as JSON; each file as a part named by its field (`plan`).")


@router.serve(
    "POST",
    "/cases",
    "case.file",
    response={201: Filed, 200: Filed},
    codes={422: ("api.answers", "api.no-service", "api.nobody-present"), 409: ("api.signed-together",)},
    openapi_extra=BODY,
)
def file(request: HttpRequest, response: HttpResponse) -> Any:
    """File a case: a resident their own, by `online`; a window and its system for who is there, by `window`.

    Sent again with the same `Idempotency-Key` it answers 200 with the case that is there.
    """
    key, sent, city = idempotency_key(request), read(request, Filing, PART), city_now(request)
    matter = city.matters.get(sent.matter)
    if matter is None or matter.kind != "service":
        raise Unsound(
            "api.no-service", f"没有这个事项: {sent.matter[:80]}", f"There is no service {sent.matter[:80]}."
        )
    actor = request.actor  # type: ignore[attr-defined]
    own = actor.kind == "resident"
    stream = uuid5(_STREAMS, f"{request.city.key}/{actor.signature}/{key}")  # type: ignore[attr-defined]
    covering = _covering(request, city, matter, sent, str(stream)) if own else {}
    form = covered.form_without(city, matter, covering)
    facts, sealed = _answers(request, city, matter, form, sent.answers)
    assisted = None if own else _present(sent)
    if sent.present and assisted:
        sealed |= {PRESENT_NAME: sent.present.name, PRESENT_NUMBER: sent.present.number}
    command = File(
        case=str(stream),
        number=new_number(city),
        matter=matter.id,
        place=sent.place,
        channel="online" if own else "window",
        applicant=actor.applicant if own else "",
        facts=facts,
        assisted=assisted,
        covered=covered.as_filed(form, {**facts, **sealed}, covering),
    )
    done = store_door.ask(request, stream, command, key=f"file:{stream}", secrets=sealed)
    if isinstance(done, Refusal):
        return refused(done)
    response["Location"] = request.path.rstrip("/") + f"/{done.state.number}"
    told = {**acted(done, response), "clocks": clocks_of(done.state, city, matter)}
    return Status(200 if done.repeated else 201, told)


def _covering(
    request: HttpRequest, city: City, matter: Matter, sent: Filing, case: str
) -> dict[str, covered.StandsIn]:
    """Return which materials a result of whoever files covers."""
    subject = request.actor.applicant  # type: ignore[attr-defined]
    wanted = Wanted(grant="", subject=subject, matter=matter.id, why="case", about=case, place=sent.place)
    return covered.standing_in(request, city, matter, wanted, sent.answers)


def _present(sent: Filing) -> Assisted:
    """Return what the case records of whom the window saw. Raises Unsound where nobody was named."""
    if sent.present is None:
        raise answers.nobody_present()
    return Assisted(consent=sent.present.consent, document=sent.present.document)


def _answers(
    request: HttpRequest, city: City, matter: Matter, form: Form, sent: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return (facts, secrets) of the answers. Raises Unsound with every problem, by field."""
    day = city_day(city)
    found = answers.sound(form, sent, request.FILES, today=day, places=matter_forms.places_of(city))
    if request.actor.kind == "resident" and signing.rule_of(form, found.values) is not None:  # type: ignore[attr-defined]
        raise answers.signed_together()
    return matter_forms.split(matter, form, found.values, found.contents)
