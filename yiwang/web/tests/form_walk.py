"""A form on the fake city, for the browser: sections, then the answers. Drafts live in this process."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from yiwang.web.city_urls import handler400, handler403, handler404, handler500
from yiwang.web.city_urls import urlpatterns as city
from yiwang.web.forms import answers, bind, complete, parse, read
from yiwang.web.permission import permission
from yiwang.web.tests.shop_form import SCHEMA, FakePlaces

__all__ = ["handler400", "handler403", "handler404", "handler500"]
FORM = read(SCHEMA)
DRAFT: dict[str, Any] = {}


@permission("public")
def section(request: HttpRequest, id: str) -> HttpResponse:
    answer = None
    if request.method == "POST":
        answer = parse(FORM, id, request.POST, request.FILES, known=DRAFT, places=FakePlaces())
        DRAFT.update(answer.values)
        if answer.ok:
            ids = [one.id for one in FORM.sections]
            following = ids[ids.index(id) + 1 :]
            return HttpResponseRedirect(
                reverse("section", args=following[:1]) if following else reverse("check")
            )
    page = bind(FORM, id, DRAFT, answer, places=FakePlaces())
    return render(request, "web/forms/section.html", {"page": page, "heading": SCHEMA["x-yw-title"]})


@permission("public")
def check(request: HttpRequest) -> HttpResponse:
    blocks = answers(FORM, DRAFT, places=FakePlaces())
    lacking = complete(FORM, DRAFT, places=FakePlaces())
    return render(
        request, "web/check_walk.html", {"blocks": blocks, "lacking": lacking, "to": "/qinghe/shop/SECTION"}
    )


urlpatterns = [
    path("shop/check", check, name="check"),
    path("shop/<slug:id>", section, name="section"),
    *city,
]
