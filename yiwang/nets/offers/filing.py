"""From an offer to the form of the case that a yes opens: what is known is filled in, and nothing is filed.

The person sees every answer with where it comes from, may change each, and adds what the city does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from yiwang.kernel.matter import City, Matter
from yiwang.kernel.policy import Policy, answers_of
from yiwang.kernel.sources import is_own_name
from yiwang.nets.offers.queries import Offer
from yiwang.nets.offers.reading import Looked
from yiwang.web import forms, names
from yiwang.web.forms import Form, Section
from yiwang.web.words import T, Text

PLACE = "case_place"


def form_of(matter: Matter) -> Form:
    """Return the matter's form, with the question where, if who leads it goes by place."""
    if matter.lead.body:
        return forms.read(matter.form)
    sections = matter.form.get("x-yw-sections", [])
    where: dict[str, Any] = {"type": "string", "x-yw-kind": "place", "x-yw-title": dict(T("offers.place"))}
    if sections:
        where["x-yw-section"] = sections[0]["id"]
    asked = {
        **matter.form,
        "properties": {PLACE: where, **matter.form.get("properties", {})},
        "required": [PLACE, *matter.form.get("required", [])],
    }
    return forms.read(asked)


def whole(form: Form) -> Section:
    """Return the whole form on one page. Files are left out: nothing that a yes opens needs one (YW214)."""
    fields = tuple(one for section in form.sections for one in section.fields if one.kind != "file")
    return Section("all", T("offers.answers"), fields)


def known(
    request: HttpRequest, policy: Policy, offer: Offer, form: Form, looked: Looked
) -> tuple[dict[str, Any], dict[str, Text]]:
    """Return the answers that are known, and where each comes from."""
    found = {name: one for name, one in answers_of(policy, looked.values).items() if name in form.fields}
    title = policy.conditions[0].product_title
    sources: dict[str, Text] = dict.fromkeys(found, title)
    called = names.names_of(request, [offer.person]).get(offer.person)
    for name, field in form.fields.items():
        if is_own_name(field.schema) and name not in found and called and called != T("names.unknown"):
            found[name], sources[name] = called["zh"], T("offers.from-account")
    return found, sources


def place_of(city: City, values: Mapping[str, Any]) -> str:
    """Return where the case is to be: as answered, else the whole city, whose one body leads the matter."""
    return str(values.get(PLACE) or city.root)
