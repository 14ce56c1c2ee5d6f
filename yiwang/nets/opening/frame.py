"""What several pages of this net need: the set, its product, its columns, files as answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control

from yiwang.kernel.access import Target
from yiwang.kernel.opening.sets import Column, OpenSet, columns, faults
from yiwang.kernel.products import Product
from yiwang.nets.opening import files
from yiwang.nets.opening.records import PUBLISHED, Edition
from yiwang.web import here
from yiwang.web.pace import Pace
from yiwang.web.permission import may, require
from yiwang.web.words import T, say

PACE = Pace(60)
"""Pages of rows that one address may ask for in a minute."""
DOWNLOADS = Pace(120)


class Found(NamedTuple):
    """A set of the pack in force, with its product and its columns."""

    set: OpenSet
    product: Product
    columns: tuple[Column, ...]

    @property
    def target(self) -> Target:
        """Whose it is: the body that provides the product."""
        return Target(lead=self.product.owner, bodies=(self.product.owner,))


def sets(request: HttpRequest) -> Iterator[Found]:
    """Yield the sets that the pack in force may open."""
    city = here.city_now(request)
    for one in city.open_sets.values():
        product = city.products.get(one.product)
        if product is not None and not any(faults(one, product)):
            yield Found(one, product, columns(one, product))


def found(request: HttpRequest, set_: str) -> Found:
    """Return one of them. Raises Http404."""
    for one in sets(request):
        if one.set.id == set_:
            return one
    raise Http404


def require_of(request: HttpRequest, verb: str, one: Found) -> None:
    """Go on only if the actor may do this at the body the set is of. Raises Denied."""
    require(request, verb, one.target)


def may_of(request: HttpRequest, verb: str, one: Found) -> bool:
    """Say whether the actor may do this at the body the set is of."""
    return may(request, verb, one.target)


def place(request: HttpRequest, edition: Edition) -> Path:
    """Return the folder of an edition's files."""
    return files.folder(here.city_key(request), edition.set, str(edition.number))


def given(request: HttpRequest, edition: Edition, form: str, *, stays: bool) -> HttpResponseBase:
    """Answer with a file of an edition, or 304 where who asks has it.

    Args:
        stays: the address always means this edition, so that the file may be kept.
    Raises:
        Http404: it is not published, or not in this form, or its file is gone.
    """
    file = edition.file(form)
    path = place(request, edition) / f"data.{form}"
    if edition.phase != PUBLISHED or file is None or not path.is_file():
        raise Http404
    tag = f'"{file.sha256}"'
    asked = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    answer: HttpResponseBase
    if tag in asked or "*" in asked:
        answer = HttpResponse(status=304)
    else:
        answer = FileResponse(path.open("rb"), content_type=files.MEDIA[form])
        answer["Content-Disposition"] = f'attachment; filename="{edition.set}-{edition.number}.{form}"'
        answer["Content-Length"] = str(file.bytes)
    answer["ETag"] = tag
    answer["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(answer, public=True, max_age=86_400 if stays else 300)
    return answer


def cell(value: Any, column: Column, language: str) -> Any:
    """Return a value as a page shows it; a number that is not there as a dash."""
    if value is None:
        return "—" if column.measure else ""
    if isinstance(value, bool):
        return say(T("opening.yes" if value else "opening.no"), language)
    return value.isoformat() if isinstance(value, date) else value
