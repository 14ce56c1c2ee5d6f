"""A result of the city, read under a grant, as its source is shown: number, day, grant and clauses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from yiwang.granted.reading import Given, GivenResult
from yiwang.kernel.case import Case
from yiwang.kernel.material_ways import RESULT
from yiwang.kernel.matter import City, Matter
from yiwang.kernel.parts import Covered
from yiwang.nets.services import results
from yiwang.web.dates import day_in_words
from yiwang.web.forms import Form
from yiwang.web.words import LANGUAGES, T, Text, say


def title_of(city: City, result: GivenResult) -> Text:
    """Return what a result is called: `营业执照（个体工商户）`."""
    matter = city.matters.get(result.matter)
    return results.result_title(city, matter) if matter else {"zh": result.matter, "en": result.matter}


def source_in_words(city: City, given: Given, result: GivenResult) -> Text:
    """Return where something comes from: the result, its number and day, the grant and its clauses."""
    title = title_of(city, result)
    return {
        language: say(
            T("services.granted.source"),
            language,
            title=say(title, language),
            number=result.number,
            day=day_in_words(result.since, language),
            grant=say(given.grant.title, language),
            clauses={"zh": "、", "en": ", "}[language].join(given.grant.basis),
        )
        for language in LANGUAGES
    }


def taken_from(form: Form, grant: str) -> dict[str, str]:
    """Return field of a form → field of the product, of those filled in under a grant."""
    found = {}
    for field in form.fields.values():
        source = field.schema.get("x-yw-source") or {}
        if source.get("from") == "grant" and source.get("grant") == grant:
            found[field.name] = str(source.get("field", ""))
    return found


def agreeing(given: Given, form: Form, values: Mapping[str, Any]) -> GivenResult | None:
    """Return the newest result that what was answered does not contradict, None where all are another's.

    Somebody with two shops, or files for a firm of another name, is not held to the licence.
    """
    answered = {name: field for name, field in taken_from(form, given.grant.id).items() if name in values}
    for result in given.results:
        said = {name: result.fields.get(field) for name, field in answered.items()}
        if all(value is None or str(value) == str(values[name]) for name, value in said.items()):
            return result
    return None


@dataclass(frozen=True)
class Exempt:
    """A material of a case that was not handed in, since a result covers it.

    Attributes:
        number: of the result. grant: under which it was read; clauses: on which. link: to what is shown of
            it, and how it stands today.
    """

    title: Text
    number: str
    grant: Text
    clauses: tuple[str, ...]
    link: str


def exempt(case: Case, city: City, matter: Matter, link: Callable[[str], str]) -> list[Exempt]:
    """Return the materials of a case that results cover, in the guide's order.

    Args:
        city: the pack that the case is pinned to. link: material → address of what is shown of its result.
    """
    by_result = {
        id: Covered(grant=way.grant, result=way.result) for id, way in case.ways.items() if way.way == RESULT
    }
    return standing_in(by_result, city, matter, link)


def standing_in(
    covered: Mapping[str, Covered], city: City, matter: Matter, link: Callable[[str], str]
) -> list[Exempt]:
    """Return in words which materials (by id) results cover, in the guide's order."""
    found = []
    for material in matter.guide.materials:
        one = covered.get(material.id)
        if one is None:
            continue
        grant = city.grants.get(one.grant)
        title = grant.title if grant else {"zh": one.grant, "en": one.grant}
        basis = grant.basis if grant else ()
        found.append(Exempt(material.title, one.result, title, basis, link(material.id)))
    return found


def may_cover(city: City, grant: str) -> Text | None:
    """Return what a guide says of a material that results cover; None where no grant gives them."""
    known = city.grants.get(grant)
    product = city.products.get(known.product) if known else None
    matter = city.matters.get(product.fed.matter) if product and product.fed else None
    if known is None or matter is None:
        return None
    title = results.result_title(city, matter)
    return {
        language: say(
            T("services.granted.exempt-if"),
            language,
            title=say(title, language),
            grant=say(known.title, language),
        )
        for language in LANGUAGES
    }
