"""Who stands at the counter while a clerk files: kept in the sealed draft, then sealed into the case."""

from __future__ import annotations

from collections.abc import Mapping

from yiwang.kernel.acts.assisting import PRESENT_NAME, PRESENT_NUMBER
from yiwang.kernel.parts import CONSENTS, DOCUMENTS, Assisted
from yiwang.nets.services.drafts import Draft
from yiwang.web import forms
from yiwang.web.words import T, Text

FIELDS = ("name", "document", "number", "consent")


def form() -> forms.Form:
    """Return the one page that asks who is there, what proves it, and how they agreed."""
    line = {"type": "string", "minLength": 1, "maxLength": 100, "x-yw-personal": True}
    properties = {
        "name": {**line, "x-yw-title": dict(T("services.present.name"))},
        "document": _choice("document", DOCUMENTS),
        "number": {
            **line,
            "x-yw-title": dict(T("services.present.number")),
            "x-yw-help": dict(T("services.present.number-help")),
        },
        "consent": _choice("consent", CONSENTS),
    }
    return forms.read(
        {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "x-yw-sections": [{"id": "present", "title": dict(T("services.present.title"))}],
        }
    )


def _choice(name: str, options: Mapping[str, Text]) -> dict[str, object]:
    return {
        "type": "string",
        "enum": list(options),
        "x-yw-labels": {id: dict(title) for id, title in options.items()},
        "x-yw-title": dict(T(f"services.present.{name}")),
    }


def assisted(draft: Draft) -> Assisted | None:
    """Return what the case records of it: the document and the consent, no name."""
    if draft.channel != "window" or not draft.present:
        return None
    return Assisted(consent=draft.present["consent"], document=draft.present["document"])


def secrets(draft: Draft) -> dict[str, str]:
    """Return what goes into the vault of the case: name and number."""
    if assisted(draft) is None:
        return {}
    return {PRESENT_NAME: draft.present["name"], PRESENT_NUMBER: draft.present["number"]}


def in_words(draft: Draft) -> dict[str, Text] | None:
    """Return document and consent in words, None where nobody was recorded yet."""
    found = assisted(draft)
    return told(found) if found is not None else None


def told(one: Assisted) -> dict[str, Text]:
    """Return document and consent of a case in words."""
    return {"document": DOCUMENTS[one.document], "consent": CONSENTS[one.consent]}
