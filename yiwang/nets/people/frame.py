"""What every page of the desk shows around its own content: where one is, and where one may go."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from yiwang.kernel.refusal import Refusal
from yiwang.nets.people.asking import new_key
from yiwang.nets.people.menu import SECTIONS
from yiwang.nets.people.reach import may_somewhere
from yiwang.web.here import actor_of
from yiwang.web.words import T, Text


def frame(request: HttpRequest, section: str, *trail: tuple[Text, str]) -> dict[str, Any]:
    """Return the trail, the desk's own menu, and a new idempotency key for the page's forms.

    Args:
        section: view name of the part one is in. trail: what stands between it and this page.
    """
    mine = may_somewhere(actor_of(request), {verb for _, verb, _ in SECTIONS})
    shown = {view: title for view, verb, title in SECTIONS if verb in mine}
    crumbs = [(T("desk.title"), reverse("desk:home"))] if shown else []
    if section in shown:
        crumbs.append((shown[section], reverse(section)))
    return {
        "trail": [*crumbs, *trail],
        "sections": [(title, reverse(view), view == section) for view, title in shown.items()],
        "key": new_key(),
    }


def refusal_words(refusal: Refusal) -> dict[str, Any]:
    """Return a refusal for a page: sentence, code and what to do now."""
    return {
        "code": refusal.code,
        "sentence": {"zh": refusal.zh, "en": refusal.en},
        "next_step": refusal.next_step,
    }
