"""Open data as REST: the sets, one set, and its rows in pages. For everybody, at a bounded pace."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query

from yiwang.nets.opening import files, frame, queries
from yiwang.nets.opening.api_texts import SAYS
from yiwang.nets.opening.api_words import RowsRead, SetRead, Sets
from yiwang.nets.opening.frame import Found
from yiwang.nets.opening.records import Edition
from yiwang.web.rest import Served
from yiwang.web.rest.problems import Unsound, problem

MOST_ROWS, LAST_ROW = 1000, 2_000_000
WAIT = {
    "zh": "同一地址每分钟最多 60 次，请等一等；要全部数据，请下载文件。",
    "en": "At most 60 times a minute from one address; wait, or fetch the file for all of it.",
}
ASKED = frozenset({"limit", "after"})
router = Served(
    "opening",
    {
        "address": "/example/opening/schools/data.csv",
        "bytes": 1024,
        "edition": None,
        "form": "csv",
        "kept_back": 0,
        "licence": "CC-BY-4.0",
        "rows": [],
        "set": "schools",
        "sets": [],
        "smallest_cell": 10,
        "total": 0,
        "type": "string",
        "updates": "monthly",
    },
    says=SAYS,
)


@router.serve("GET", "/open-sets", "opening.read", response=Sets)
def sets(request: HttpRequest) -> dict[str, Any]:
    """List the open data sets, each with its newest edition."""
    newest = queries.newest(request)
    return {"sets": [_line(request, one, newest.get(one.set.id)) for one in frame.sets(request)]}


@router.serve("GET", "/open-sets/{slug:set}", "opening.read", response=SetRead)
def one_set(request: HttpRequest, set: str) -> dict[str, Any]:
    """Say what one set holds: its columns, its licence, its files."""
    one = frame.found(request, set)
    return {
        **_line(request, one, queries.newest_of(request, set)),
        "smallest_cell": one.set.k,
        "columns": [{"name": each.name, "title": each.title, "type": each.type} for each in one.columns],
    }


@router.serve(
    "GET",
    "/open-sets/{slug:set}/rows",
    "opening.read",
    response=RowsRead,
    codes={429: ("api.wait",), 422: ("opening.no-such-column",)},
)
def rows(
    request: HttpRequest,
    set: str,
    limit: int = Query(100, ge=1, le=MOST_ROWS),
    after: int = Query(0, ge=0, le=LAST_ROW),
) -> Any:
    """Read the newest edition row by row; a column's name with a value narrows it. 60 times a minute."""
    if wait := frame.PACE.wait(request):
        return _waiting(wait)
    one = frame.found(request, set)
    edition = queries.newest_of(request, set)
    if edition is None:
        raise Http404
    known = {each.name for each in one.columns}
    only = {name: value for name, value in request.GET.items() if name not in ASKED}
    for name in only:
        if name not in known:
            raise Unsound(
                "opening.no-such-column",
                f"没有这一栏。有: {'、'.join(sorted(known))}。",
                f"There is no such column. There are: {', '.join(sorted(known))}.",
            )
    where = frame.place(request, edition)
    if not (where / "data.parquet").is_file():
        raise Http404
    read = files.read(where, one.columns, limit=limit, offset=after, only=only)
    last = after + len(read.rows)
    return {
        "set": set,
        "edition": edition.number,
        "total": read.total,
        "rows": read.rows,
        "next": last if last < read.total else None,
    }


def _waiting(seconds: int) -> HttpResponse:
    answer = problem(429, "api.wait", WAIT)
    answer["Retry-After"] = str(seconds)
    return answer


def _line(request: HttpRequest, one: Found, edition: Edition | None) -> dict[str, Any]:
    return {
        "set": one.set.id,
        "title": one.set.title,
        "says": one.set.says,
        "body": one.product.owner,
        "licence": one.set.licence,
        "updates": one.set.updates,
        "synthetic": one.set.synthetic,
        "edition": _edition(request, edition) if edition is not None else None,
    }


def _edition(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    return {
        "number": edition.number,
        "at": edition.published_at,
        "rows": edition.rows,
        "kept_back": edition.kept_back.cells + edition.kept_back.rows,
        "files": [
            {
                "form": file.form,
                "address": request.build_absolute_uri(
                    reverse("opening:newest", args=(edition.set, file.form))
                ),
                "bytes": file.bytes,
                "sha256": file.sha256,
            }
            for file in edition.files
        ],
    }
