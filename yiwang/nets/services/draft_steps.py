"""The steps of a draft that pages and API share: begun where it is to be done, filed once."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from yiwang.kernel.commands import File
from yiwang.kernel.matter import City, Matter
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.responsibility import responsible
from yiwang.nets.services import covered, drafts, for_whom, matter_forms, once, present
from yiwang.nets.services.drafts import Draft
from yiwang.store.execute import Done
from yiwang.web import store_door
from yiwang.web.forms import Form
from yiwang.web.here import new_number


def begin(
    request: HttpRequest, city: City, matter: Matter, place: str, *, id: UUID | None = None
) -> Draft | Refusal:
    """Begin a draft of a matter in a place and keep it; staff and systems file by the window.

    Args:
        id: of the draft, and later of its case; None for a new one.

    Raises:
        Conflict: the mandate chosen is over, or does not cover the matter.
    """
    lead = responsible(city, matter, place)
    if isinstance(lead, Refusal):
        return lead
    actor = request.actor  # type: ignore[attr-defined]
    draft = drafts.begin(
        actor.person,
        matter.id,
        store_door.now(),
        id=id,
        place=place,
        channel="online" if actor.kind == "resident" else "window",
        principal=for_whom.begin(request, matter.id),
        pack=city.pack,
    )
    return drafts.save(request, draft)


def file(request: HttpRequest, kept: Draft, city: City, matter: Matter, form: Form) -> Done | Refusal:
    """File a draft that is complete, and throw it away; the draft's id is the case's id and its key."""
    actor = request.actor  # type: ignore[attr-defined]  # acting for whom the draft is
    facts, sealed = matter_forms.split(matter, form, kept.values, drafts.contents(request, kept))
    command = File(
        case=str(kept.id),
        number=new_number(city),
        matter=matter.id,
        place=kept.place,
        channel=kept.channel,
        applicant=kept.principal if kept.channel == "window" else actor.applicant,
        facts=facts,
        former=kept.former,
        assisted=present.assisted(kept),
        covered=covered.as_filed(form, kept.values, covered.of_draft(request, city, matter, kept)),
        filled=once.as_filed(matter, kept),
    )
    done = store_door.ask(
        request, kept.id, command, key=f"file:{kept.id}", secrets={**sealed, **present.secrets(kept)}
    )
    if not isinstance(done, Refusal):
        drafts.discard(request, kept.id)
    return done
