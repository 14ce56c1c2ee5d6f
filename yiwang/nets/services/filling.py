"""What becomes of one page of a form that was sent: kept, held against another tab's, shown as typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from yiwang.nets.services import matter_forms
from yiwang.nets.services.drafts import Draft
from yiwang.web import forms, typed
from yiwang.web.forms import Answer, Form, Places
from yiwang.web.words import T, Text

SAVED = "_saved"
"""The hidden input by which a page says how often its section had been saved when it was opened."""


ALL = "all"
"""Instead of a section's id: the whole form on one page, for who would rather fill it in at one go."""


def page_named(form: Form, id: str) -> forms.Section:
    """Return a section, or the whole form as one. Raises KeyError: there is none of this id."""
    if id != ALL or any(one.id == ALL for one in form.sections):
        return form.section(id)
    fields = tuple(field for one in form.sections for field in one.fields)
    return forms.Section(ALL, T("services.form.whole"), fields)


def sections_of(form: Form, here: forms.Section) -> tuple[str, ...]:
    """Return the ids of the sections that a page covers."""
    if here in form.sections:
        return (here.id,)
    return tuple(one.id for one in form.sections)


def with_answers(
    draft: Draft,
    section: forms.Section,
    answer: Answer,
    sources: Mapping[str, Text] | None = None,
    covers: Sequence[str] | None = None,
) -> Draft:
    """Return the draft with a page's sound answers in place of those it had, and the others as typed.

    Args:
        sources: field → where the answer came from, of those that were offered and saved as they were.
        covers: the sections that the page stands for; None: its own.
    """
    own = {one.name for one in section.fields}
    values = {name: value for name, value in draft.values.items() if name not in own}
    covers = [section.id] if covers is None else covers
    seen = tuple(dict.fromkeys((*draft.seen, *covers))) if answer.ok else draft.seen
    waiting = {name: raw for name, raw in draft.typed.items() if name not in {section.id, *covers, ALL}}
    if not answer.ok:
        waiting[section.id] = typed.fields_of(answer.raw)
    saves = {**draft.saves, **{id: draft.saves.get(id, 0) + 1 for id in {section.id, *covers}}}
    kept = {**values, **answer.values}
    still = {name: one for name, one in draft.sources.items() if kept.get(name) == draft.values.get(name)}
    named = {**still, **(sources or {})}
    return replace(draft, values=kept, seen=seen, typed=waiting, saves=saves, sources=named)


def with_files(draft: Draft, section: forms.Section, answer: Answer) -> Draft:
    """Return the draft with the files that came with a page, and nothing else of it."""
    came = {one.name for one in section.fields if one.kind == "file" and one.name in answer.uploads}
    return replace(draft, values={**draft.values, **{name: answer.values[name] for name in came}})


def files_of(answer: Answer) -> dict[str, bytes]:
    """Return the contents taken in with a page, by SHA-256."""
    return {one.sha256: one.content for uploads in answer.uploads.values() for one in uploads}


def saved_elsewhere(
    draft: Draft, form: Form, section: forms.Section, post: Mapping[str, Any], answer: Answer, places: Places
) -> list[tuple[Text, Text]]:
    """Return (question, answer saved) where another tab or device saved other answers meanwhile.

    A page sent twice is no such thing: the second time the answers are those that the first one saved.
    """
    said = str(post.get(SAVED, ""))
    if not said.isdecimal() or len(said) > 9 or int(said) == draft.saves.get(section.id, 0):
        return []
    found = []
    for one in section.fields:
        there = draft.values.get(one.name)
        if there is not None and one.kind != "file" and answer.values.get(one.name) != there:
            found.append((one.title, forms.in_words(one, there, places)))
    return found


def typed_before(
    draft: Draft, form: Form, section: forms.Section, today: date, places: Places
) -> Answer | None:
    """Return what was typed on this page and is not sound yet, judged anew; None where all is sound."""
    raw = draft.typed.get(section.id)
    if raw is None:
        return None
    return forms.parse(form, section, raw, known=draft.values, today=today, places=places)


def form_then(request: Any, draft: Draft) -> Form | None:
    """Return the form as it was when the draft was begun; None where that version cannot be read."""
    from yiwang.web import store_door

    try:
        city = store_door.city_under(request.city.key, draft.pack)
        return matter_forms.form_of(city, city.matters[draft.matter])
    except KeyError:
        return None
