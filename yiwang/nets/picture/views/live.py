"""The stream of changes: asked of the live process, which takes over once this view has let somebody in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yiwang.web.permission import permission


@permission("picture.read")
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Say that there is nothing to listen to here (204, which no browser asks again).

    The live process asks this view who wants to listen: `response.listener` is (city key, actor).
    """
    response = HttpResponse(status=204)
    response.listener = (request.city.key, request.actor)  # type: ignore[attr-defined]
    return response
