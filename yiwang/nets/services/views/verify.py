"""What anybody may check: a result by its code, and the city's public key."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yiwang.kernel.numbers import read_number
from yiwang.nets.services import matter_forms, queries, results
from yiwang.store.keys import export_publics
from yiwang.store.wall import bearer
from yiwang.web import store_door
from yiwang.web.permission import permission


def _key_file(request: HttpRequest) -> str:
    return request.city.key.replace("~", "-")  # type: ignore[attr-defined,no-any-return]


@permission("receipt.verify")
@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; `?number=&code=` leads to the answer."""
    number, code = request.GET.get("number", "").strip(), request.GET.get("code", "").strip()
    if number and code and len(number) <= 40 and len(code) <= 60:
        bare = "".join(code.split())
        return HttpResponseRedirect(reverse("services-verify", args=[read_number(number) or number, bare]))
    return render(
        request, "services/verify_form.html", {"number": number, "code": code, "key_file": _key_file(request)}
    )


@permission("receipt.verify")
@require_safe
def verify(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Say whether a result is genuine. No names, no answers of the form: only what its holder shows."""
    key = request.city.key  # type: ignore[attr-defined]
    known = read_number(number)
    good = known is not None and results.is_code(store_door.door().safe.keyring, key, known, code)
    file = queries.case_file(request, known, bearer(known)) if good and known else None
    if file is None or not results.has_result(file.case):
        return render(request, "services/verify_no.html", {"number": number}, status=404)
    city = store_door.city_under(key, file.case.pack)
    matter = city.matters[file.case.matter]
    decided = file.last("case.decided")
    assert decided is not None, "a result without its decision"
    day = decided.at.astimezone(ZoneInfo(city.zone)).date()
    valid = results.valid(city, matter, day)
    today = store_door.now().astimezone(ZoneInfo(city.zone)).date()
    return render(
        request,
        "services/verify.html",
        {
            "case": file.case,
            "title": results.result_title(city, matter),
            "matter": matter,
            "body": matter_forms.body_in_words(city, file.case.lead),
            "decided_on": day,
            "valid": valid,
            "over": valid.until is not None and today > valid.until,
            "hash": decided.hash.hex(),
            "position": decided.position,
        },
    )


@permission("receipt.verify")
@require_safe
def city_key(request: HttpRequest) -> HttpResponse:
    """Give the city's public keys as a file, the earlier ones too: what receipts are checked with."""
    key = request.city.key  # type: ignore[attr-defined]
    text = export_publics(store_door.door().safe.keyring, key)
    return HttpResponse(
        text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{_key_file(request)}.pub"'},
    )
