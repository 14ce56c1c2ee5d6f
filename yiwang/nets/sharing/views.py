"""The catalogue for everybody: found, read, and taken along as DCAT-AP or as a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yiwang.kernel.matter import City, Text
from yiwang.kernel.products import Grant, Product
from yiwang.nets.sharing import dcat
from yiwang.nets.sharing.finding import Asked, Book, lines, search
from yiwang.nets.sharing.lineage import Use, uses
from yiwang.nets.sharing.sheet import workbook
from yiwang.nets.sharing.texts import CLASSES, HOW_USED, OPENING, PERSONAL, SHARING, TYPES, UPDATES, WAYS
from yiwang.web import opened
from yiwang.web.asked import page_number
from yiwang.web.here import body_in_words, city_day
from yiwang.web.permission import permission
from yiwang.web.words import T

ON_A_PAGE = 50


@permission("product.read")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List the products that answer what was asked."""
    city = _city(request)
    asked = Asked(*(request.GET.get(name, "") for name in ("q", "owner", "sharing")))
    found = search(_book(city).found, asked)
    page = min(page_number(request), max(1, -(-len(found) // ON_A_PAGE)))
    shown = found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    owners = sorted({one.owner for one in city.products.values()})
    context = {
        "asked": asked,
        "count": len(found),
        "any": bool(city.products),
        "rows": [
            (one, body_in_words(city, one.owner), SHARING[one.sharing], list(one.titles.values()))
            for one in shown
        ],
        "owners": [(one, body_in_words(city, one)) for one in owners],
        "classes": list(SHARING.items()),
        "earlier": _turned(asked, page - 1) if page > 1 else "",
        "later": _turned(asked, page + 1) if page * ON_A_PAGE < len(found) else "",
    }
    return render(request, "sharing/home.html", context)


@permission("product.read")
@require_safe
def product(request: HttpRequest, product: str) -> HttpResponse:
    """Say all that the catalogue says of one product, who may use it, and where it is used."""
    city = _city(request)
    one = city.products.get(product)
    if one is None:
        raise Http404
    fed = city.matters.get(one.fed.matter) if one.fed is not None else None
    context = {
        "product": one,
        "owner": body_in_words(city, one.owner),
        "sharing": SHARING[one.sharing],
        "opening": OPENING[one.opening],
        "way": WAYS[one.way],
        "updates": UPDATES.get(one.updates),
        "fed": fed.title if fed is not None else None,
        "fields": [_field(one, name) for name in one.titles],
        "grants": [_granted(city, grant) for grant in city.grants.values() if grant.product == one.id],
        "uses": [_used(city, use) for use in _book(city).uses[one.id]],
    }
    return render(request, "sharing/product.html", context)


@permission("product.read")
@require_safe
def turtle(request: HttpRequest) -> HttpResponse:
    """Give the catalogue as DCAT-AP, in Turtle."""
    return HttpResponse(_graph(request, "turtle"), content_type="text/turtle; charset=utf-8")


@permission("product.read")
@require_safe
def jsonld(request: HttpRequest) -> HttpResponse:
    """Give the catalogue as DCAT-AP, in JSON-LD."""
    return HttpResponse(_graph(request, "json-ld"), content_type="application/ld+json")


@permission("product.read")
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """Give the catalogue as a workbook, in the reader's language."""
    city = _city(request)
    answer = HttpResponse(
        workbook(city, request.language),  # type: ignore[attr-defined]
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    answer["Content-Disposition"] = f'attachment; filename="{city.id}-catalogue.xlsx"'
    return answer


@dataclass(frozen=True)
class _Book:
    """What is worked out once for a pack: the lines to find by, and the uses."""

    found: Book
    uses: dict[str, tuple[Use, ...]]


_books: dict[str, _Book] = {}
_MOST_BOOKS = 8  # packs in use at once, old versions among them


def _book(city: City) -> _Book:
    known = _books.get(city.pack)
    if known is None:
        if len(_books) >= _MOST_BOOKS:
            _books.clear()
        known = _books[city.pack] = _Book(Book(lines(city)), uses(city))
    return known


_graphs: dict[tuple[str, str, str, int], bytes] = {}
_MOST_GRAPHS = 32  # packs, addresses and forms in use at once


def _graph(request: HttpRequest, form: str) -> bytes:
    """Return the catalogue in one form: made once for a pack and what is open in it."""
    city, base = _city(request), request.build_absolute_uri(reverse("sharing:home"))
    files = opened.distributions(request)
    named = (city.pack, base, form, hash(tuple((one.address, one.sha256, one.at) for one in files)))
    known = _graphs.get(named)
    if known is None:
        known = dcat.catalogue(city, base, files).serialize(format=form, encoding="utf-8")
        if len(_graphs) >= _MOST_GRAPHS:
            _graphs.clear()
        _graphs[named] = known
    return known


def _field(product: Product, name: str) -> tuple[str, Text, Text | str, Text, Text]:
    kept = product.classes[name]
    type_ = TYPES.get(product.types[name], product.types[name])
    data_class = CLASSES.get(kept.data_class, {"zh": kept.data_class, "en": kept.data_class})
    return name, product.titles[name], type_, data_class, PERSONAL[kept.personal]


def _granted(city: City, grant: Grant) -> dict[str, Any]:
    product = city.products[grant.product]
    return {
        "grant": grant,
        "to": _receiver(city, grant.to),
        "fields": [product.titles[name] for name in grant.fields if name in product.titles],
        "over": grant.until < city_day(city),
    }


def _receiver(city: City, to: str) -> Text:
    if to in city.bodies:
        return city.bodies[to].title
    like = next((one.title for one in city.bodies.values() if one.function == to), {"zh": to, "en": to})
    return {one: said.format(name=like.get(one) or like["zh"]) for one, said in T("sharing.function").items()}


def _used(city: City, use: Use) -> tuple[Text, Text, Text]:
    return city.matters[use.matter].title, use.what, HOW_USED[use.way]


def _turned(asked: Asked, page: int) -> str:
    words = {"q": asked.words, "owner": asked.owner, "sharing": asked.sharing, "page": str(page)}
    return "?" + urlencode({name: value for name, value in words.items() if value})


def _city(request: HttpRequest) -> City:
    city: City = request.city.city  # type: ignore[attr-defined]
    return city
