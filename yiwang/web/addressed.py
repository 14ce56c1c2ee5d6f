"""What stands in an address: control characters, which no database and no person reads, go no further."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

from yiwang.web import errors
from yiwang.web.rest.problems import GONE, problem, unreadable

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""C0, DEL and C1 of ISO/IEC 6429. No name or number of ours holds one; PostgreSQL refuses NUL in any text."""
REST = "/api/v1/"

Handler = Callable[[HttpRequest], HttpResponse]


class SoundAddresses:
    """Answers 404 for a control character in a path; in a query, a page reads a space in its place.

    Somebody may paste a tab or a line's end into a search. The API answers 422 and says which parameter: a
    system that sends one has a fault that it should hear of.
    """

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if CONTROLS.search(request.path_info):
            if request.path_info.startswith(REST):
                return problem(404, "api.not-here", GONE)
            return errors.not_found(request)
        if "%" in request.META.get("QUERY_STRING", ""):
            unsound = [
                name for name, values in request.GET.lists() if CONTROLS.search("".join((name, *values)))
            ]
            if unsound and request.path_info.startswith(REST):
                places = [("query", CONTROLS.sub("?", name)) for name in unsound]
                return unreadable({"loc": one, "type": "control_character"} for one in places)
            if unsound:
                request.GET = _spaced(request.GET)
        return self.handler(request)


def _spaced(query: QueryDict) -> QueryDict:
    sound = QueryDict(mutable=True)
    for name, values in query.lists():
        sound.setlist(CONTROLS.sub(" ", name), [CONTROLS.sub(" ", value) for value in values])
    sound._mutable = False
    return sound
