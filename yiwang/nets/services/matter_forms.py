"""A matter's form as the renderer takes it, and its answers as the command takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from yiwang.kernel.matter import City, LeadRule, Matter
from yiwang.kernel.people.resolve import replaced_by
from yiwang.kernel.responsibility import body_by_rule
from yiwang.web import forms
from yiwang.web.forms import Form, Section
from yiwang.web.forms.of_matter import form_of
from yiwang.web.forms.places import CityPlaces, places_of
from yiwang.web.forms.sealing import is_secret, split
from yiwang.web.words import Text

__all__ = ["CityPlaces", "form_of", "is_secret", "places_of", "split"]
"""Of the renderer; used here by these names, too."""

MATERIAL = "material-"


def shown_first(section: Section, offered: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a page begins with: what the form names, then what is offered; no answer before saving."""
    named = {one.name: one.schema["default"] for one in section.fields if "default" in one.schema}
    return named | {name: one.value for name, one in offered.items()}


def correction_form(city: City, matter: Matter, items: Sequence[str]) -> Form:
    """Return a form of one page that asks only for the items of a correction notice.

    An item is a form field, or the id of a material: then its field, or an upload for it.
    """
    whole = form_of(city, matter)
    properties: dict[str, Any] = {}
    required: list[str] = []
    for item in items:
        name = field_of(whole, item)
        if name in whole.fields:
            properties[name] = dict(matter.form.get("properties", {}).get(name) or whole.fields[name].schema)
        else:
            properties[name] = _upload_for(matter, item)
        properties[name]["x-yw-section"] = "correction"
        required.append(name)
    title = {"zh": "要补正的内容", "en": "What to correct"}
    return forms.read(
        {
            "type": "object",
            "properties": properties,
            "required": required,
            "x-yw-sections": [{"id": "correction", "title": title}],
        }
    )


def field_of(form: Form, item: str) -> str:
    """Return the field that an item of a correction notice is about."""
    for name in (item, item.replace("-", "_")):
        if name in form.fields:
            return name
    return MATERIAL + item


def item_title(form: Form, matter: Matter, item: str) -> Text:
    """Return what an item is called: the material's title, or the question."""
    material = next((one for one in matter.guide.materials if one.id == item), None)
    if material is not None:
        return material.title
    known = form.fields.get(field_of(form, item))
    return known.title if known else {"zh": item, "en": item}


def _upload_for(matter: Matter, item: str) -> dict[str, Any]:
    material = next((one for one in matter.guide.materials if one.id == item), None)
    title = material.title if material else {"zh": item, "en": item}
    return {"type": "string", "x-yw-kind": "file", "x-yw-title": title}


def joined(form: Form, facts: Mapping[str, Any], opened: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers of a case in the form's own shapes; what was erased or damaged is left out."""
    values = {name: value for name, value in facts.items() if name in form.fields}
    for name, text in opened.items():
        field = form.fields.get(name)
        if field is None or not isinstance(text, str):
            continue
        as_text = field.kind not in {"file", "group", "yesno", "number"} and not field.many
        values[name] = text if as_text else msgspec.json.decode(text)
    return values


def place_in_words(city: City, code: str) -> Text:
    """Return a place with what it lies in: `岳阳楼区郭镇乡`, `Guozhen, Yueyanglou District`."""
    tree = places_of(city)
    names = [tree.title(one) for one in tree.path(code)] or [tree.title(code)]
    return {
        "zh": "".join(name["zh"] for name in names),
        "en": ", ".join(name.get("en", name["zh"]) for name in reversed(names)),
    }


def body_in_words(city: City, body: str) -> Text:
    """Return a body's name; of one that was merged, that of its successor; else its id."""
    known = city.bodies.get(body)
    if known is None:
        known = next((one for one in city.bodies.values() if body in replaced_by(city, one.id)), None)
    return known.title if known else {"zh": body, "en": body}


def assisting_in_words(city: City, assisting: str, place: str) -> Text:
    """Return the name of who joins in: a body's id, or a function, which is that of the nearest body."""
    found = None
    if assisting not in city.bodies:
        found = body_by_rule(city, LeadRule(function=assisting), city.above(place))
    return body_in_words(city, found if isinstance(found, str) else assisting)


def taken_over(now: City, body: str) -> Text | None:
    """Return the name of the body that took over from one that the pack in force has no more, else None."""
    if body in now.bodies:
        return None
    return next((one.title for one in now.bodies.values() if body in replaced_by(now, one.id)), None)
