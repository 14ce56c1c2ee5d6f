"""A picture of a report for everybody: a desk covers parts, looks, releases it, takes it back."""

from __future__ import annotations

import base64
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yiwang.kernel.case import Case
from yiwang.kernel.refusal import Refusal
from yiwang.nets.reports import frame, masking, queries, saying, told_rules
from yiwang.nets.reports.kinds import TOLD
from yiwang.nets.reports.queries import PUBLIC, Known
from yiwang.nets.reports.views.handle import case_or_404, my_body
from yiwang.store.execute import Done
from yiwang.web import notices, store_door
from yiwang.web.asked import key_of
from yiwang.web.permission import permission

LONGEST = 400


def told_or_404(request: HttpRequest, case: Case, told: UUID, picture: int) -> Known:
    """Return what was told of a case, which has such a picture. Raises Http404."""
    known = next((one for one in queries.told_of_case(request, UUID(case.id)) if one.id == told), None)
    if known is None or f"picture#{picture}" not in known.state.sealed:
        raise Http404
    return known


@permission("report.handle")
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, number: str, told: UUID, picture: int) -> HttpResponse:
    """Show a picture as it would be seen; release it once somebody says that they looked; or take it back."""
    case = case_or_404(request, number)
    known = told_or_404(request, case, told, picture)
    refusal, typed = None, request.GET.get("boxes", "")[:LONGEST]
    if request.method == "POST":
        typed = request.POST.get("boxes", "")[:LONGEST]
        looked = request.POST.get("reviewed") == "1"
        back = request.POST.get("act") == "withdraw"
        done = act(request, case, known, picture, typed, looked, back, key_of(request))
        if not isinstance(done, Refusal):
            notices.leave(request, "report.done")
            return HttpResponseRedirect(reverse("reports:case", args=[case.number]))
        refusal = done
    elif masking.boxes_of(typed) is None:
        refusal, typed = saying.no_boxes(), ""
    context = {
        "case": case,
        "told": known,
        "picture": picture,
        "boxes": typed,
        "released": picture in known.state.released,
        "refusal": refusal,
        "key": str(frame.new_report()),
    }
    return render(request, "reports/release.html", context, status=409 if refusal else 200)


def act(
    request: HttpRequest,
    case: Case,
    known: Known,
    picture: int,
    typed: str,
    looked: bool,
    back: bool,
    key: str | None,
) -> Done | Refusal:
    """Release a picture with parts covered, or take it back."""
    body, secrets = my_body(request, case), dict[str, str]()
    command: told_rules.ReleasePicture | told_rules.WithdrawPicture
    if back:
        command = told_rules.WithdrawPicture(body=body, picture=picture)
    else:
        boxes = masking.boxes_of(typed)
        if boxes is None:
            return saying.no_boxes()
        name = f"picture#{picture}"
        content = store_door.opened(request, {name: known.state.sealed[name]})[name]
        if not isinstance(content, str):
            raise Http404
        masked = masking.covered(base64.b64decode(content), boxes)
        secrets = {"public": base64.b64encode(masked).decode()}
        command = told_rules.ReleasePicture(body=body, picture=picture, reviewed=looked)
    what = "withdraw" if back else "release"
    return store_door.ask(
        request,
        known.id,
        command,
        key=f"told:{what}:{known.id}:{picture}:{key}" if key else None,
        secrets=secrets,
        kind=TOLD,
    )


@permission("report.tell")
@require_safe
def public_picture(request: HttpRequest, told: UUID, picture: int) -> HttpResponse:
    """Give a picture that was released, as it was covered; to everybody."""
    found = queries.told_by_id(request, told, PUBLIC)
    name = f"public#{picture}"
    if found is None or found.against or picture not in found.released or name not in found.sealed:
        raise Http404
    content = store_door.opened(request, {name: found.sealed[name]}, PUBLIC)[name]
    if not isinstance(content, str):
        raise Http404
    raw = base64.b64decode(content)
    return HttpResponse(raw, content_type="image/jpeg", headers={"Cache-Control": "no-store"})
