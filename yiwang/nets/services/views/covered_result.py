"""The result that stands in for a material of a case, for whoever handles it: what the grant names, no more.

The public page of verification shows all that a result prints, masked; whoever handles a case needs, and the
grant gives, less. How the result stands today is shown to them whole.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yiwang.kernel.granted import BODY, NUMBER, SINCE, UNTIL
from yiwang.kernel.material_ways import RESULT
from yiwang.kernel.matter import City
from yiwang.kernel.products import Grant, Product
from yiwang.nets.services import matter_forms, papers, queries, results
from yiwang.nets.services.queries import CaseFile
from yiwang.nets.services.views import case_page, verify
from yiwang.store.wall import bearer
from yiwang.web import store_door
from yiwang.web.here import city_day
from yiwang.web.permission import permission
from yiwang.web.words import Text


@permission("case.read")
@require_safe
def show(request: HttpRequest, number: str, material: str) -> HttpResponse:
    """Show how the result stands today, and the fields of the grant under which it was read, masked."""
    shown = case_page.shown_or_404(request, number)
    way = shown.file.case.ways.get(material)
    if way is None or way.way != RESULT:
        raise Http404
    file = queries.case_file(request, way.result, bearer(way.result))
    grant = shown.city.grants.get(way.grant)
    product = shown.city.products.get(grant.product) if grant is not None else None
    if file is None or grant is None or product is None:
        raise Http404
    city = store_door.city_under(request.city.key, file.case.pack)  # type: ignore[attr-defined]
    proved = verify.Proved(way.result, file, city, city.matters[file.case.matter], None)
    decided = file.last("case.decided")
    assert decided is not None, "a result without its decision"
    found = results.result_of(file.case, city, proved.matter, decided.at)
    stands = results.stands(found, city_day(city))
    title = next((one.title for one in shown.matter.guide.materials if one.id == material), None)
    return render(
        request,
        "services/covered_result.html",
        {
            "case": shown.file.case,
            "matter": shown.matter,
            "material": title,
            "title": results.result_title(city, proved.matter),
            "stands": stands,
            "clause": papers.basis(city, stands.clause) if stands.clause else None,
            "grant": grant,
            "rows": _rows(request, proved, grant, product),
        },
    )


def _rows(
    request: HttpRequest, proved: verify.Proved, grant: Grant, product: Product
) -> list[tuple[Text, Any, str]]:
    """Return (title, value, `text`, `day` or `code`) of the grant's fields that the result has."""
    feeds = product.fed.fields if product.fed is not None else {}
    own = {NUMBER, SINCE, UNTIL, BODY}
    wanted = [feeds[name] for name in grant.fields if feeds.get(name) not in (None, *own)]
    answers = {name: text for name, _, text in verify.masked(request, proved, wanted)}
    found = []
    for name in grant.fields:
        source = feeds.get(name, "")
        title = product.titles.get(name, {"zh": name, "en": name})
        value = _of_result(proved.file, proved.city, source) if source in own else answers.get(source)
        if value is not None:
            kind = "day" if source in (SINCE, UNTIL) else "code" if source == NUMBER else "text"
            found.append((title, value, kind))
    return found


def _of_result(file: CaseFile, city: City, source: str) -> Any:
    result = file.case.result
    if result is None:
        return None
    if source == UNTIL and result.until is None:
        return None
    return {
        NUMBER: file.case.number,
        BODY: matter_forms.body_in_words(city, file.case.lead),
        SINCE: result.from_on,
        UNTIL: result.until,
    }[source]
