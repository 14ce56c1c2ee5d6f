"""Reports as REST: told with pictures, followed by number and code, answered by who handles them."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest

from yiwang.kernel.refusal import Refusal
from yiwang.nets.reports import frame, inputs, located, pictures, queries, saying
from yiwang.nets.reports.api_texts import SAYS
from yiwang.nets.reports.api_words import (
    ActSent,
    Done,
    FollowAsked,
    Followed,
    Near,
    NearAsked,
    OnCase,
    OwnReport,
    PictureSent,
    ReportSent,
    ReportTaken,
    ToldOf,
)
from yiwang.nets.reports.shown import Shown, shown
from yiwang.nets.reports.views import follow, handle, release, tell
from yiwang.web import here
from yiwang.web.rest import Served
from yiwang.web.rest.problems import refused
from yiwang.web.rest.sent import idempotency_key, own_id, own_key, read, with_files

TellerAct = Literal["write", "agree", "decline", "not-fixed"]
BodyAct = Literal["write", "answer", "ask-who"]
WRONG_CODE = "report.wrong-code"
_ID = "01a20606-35c0-78fd-887b-825248bd329c"
router = Served(
    "reports",
    {
        "against": "",
        "answer": "示例",
        "boxes": "10, 20, 30, 15",
        "picture": 1,
        "asked": None,
        "contact": "",
        "joins": "new",
        "kind": "1101",
        "latitude": "29.3611",
        "longitude": "113.1120",
        "phone": "",
        "pictures": 1,
        "place": "430602",
        "report": _ID,
        "told": _ID,
        "where": "示例路口",
        "clause": "",
        "code": "ACDE-FGHJ-KLMN",
    },
    says=SAYS,
)
TOLD = with_files(
    ReportSent,
    "report",
    "`report` as JSON; each picture as a part `pictures`, four at most: JPEG, PNG or WebP.",
)


@router.serve("POST", "/reports", "report.tell", response=ReportTaken, openapi_extra=TOLD)
def told(request: HttpRequest) -> Any:
    """Tell the city of something, with an account or without; it is with the body in charge at once."""
    key, sent = idempotency_key(request), read(request, ReportSent, "report")
    city, texts = here.city_now(request), {name: str(one) for name, one in sent.dict().items()}
    typed = inputs.read(city, texts, located.places_of(city))
    if isinstance(typed, Refusal):
        return refused(typed)
    taken, unfit = pictures.pictures_of(request.FILES.getlist("pictures"))
    if unfit is not None:
        return refused(saying.no_picture(unfit.why, pictures.MOST_PICTURES))
    report = own_id(request, key, "report")
    done = tell.take(request, report, typed, [one.content for one in taken], sent.joins)
    return refused(done) if isinstance(done, Refusal) else tell.told_back(request, done)


@router.serve("POST", "/reports/near", "report.tell", response=list[Near], keyed=False)
def near(request: HttpRequest, sent: NearAsked) -> Any:
    """List open reports that may be the same matter, the likeliest first. Changes nothing."""
    city, texts = here.city_now(request), {name: str(one) for name, one in sent.dict().items()}
    typed = inputs.read(city, texts, located.places_of(city))
    return refused(typed) if isinstance(typed, Refusal) else tell.shown_nearby(request, typed)


@router.serve(
    "POST", "/reports/follow", "report.tell", response=Followed, keyed=False, codes={404: (WRONG_CODE,)}
)
def followed(request: HttpRequest, sent: FollowAsked) -> Any:
    """Give a report to whoever has its number and code. Changes nothing."""
    found = follow.by_code(request, sent.number, sent.code)
    if isinstance(found, Refusal):
        return refused(found, 404)
    one = shown(request, *found)
    return _followed(one) if one is not None else refused(saying.wrong_code(), 404)


@router.serve("POST", "/reports/follow/acts/{act}", "report.tell", response=Done, codes={404: (WRONG_CODE,)})
def acted(request: HttpRequest, act: TellerAct, sent: ActSent) -> Any:
    """Write to whoever handles it, agree that they learn who told or not, or say that it is not fixed."""
    key = own_key(request, idempotency_key(request), f"report/{act}")
    found = follow.by_code(request, sent.number, sent.code)
    if isinstance(found, Refusal):
        return refused(found, 404)
    known, reader = found
    done = follow.act(request, known, act, {"words": sent.words, "body": sent.body}, reader, key)
    return refused(done) if isinstance(done, Refusal) else {"seq": done.seq, "repeated": done.repeated}


@router.serve("GET", "/reports", "report.follow", response=list[OwnReport])
def own(request: HttpRequest) -> list[dict[str, Any]]:
    """List one's own reports, the newest first."""
    city, found = here.city_now(request), []
    for known in queries.own_reports(request):
        one = queries.told_by_id(request, UUID(known.state.told))
        kind = one.kind if one is not None else ""
        found.append(
            {
                "report": str(known.id),
                "number": known.state.number,
                "at": known.state.at,
                "kind": frame.kind_in_words(city, kind),
            }
        )
    return found


@router.serve("GET", "/cases/{number}/reports", "report.handle", response=list[ToldOf])
def of_case(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    """List what was told of a case, masked, for the bodies that handle it."""
    case = handle.case_or_404(request, number)
    lines = [handle.shown_told(request, one) for one in queries.told_of_case(request, UUID(case.id))]
    return [
        {
            "told": str(one.id),
            "at": one.told.at,
            "words": one.words,
            "where": one.where,
            "longitude": one.told.longitude,
            "latitude": one.told.latitude,
            "pictures": len(one.told.pictures),
            "messages": _messages(one.messages),
            "contact": one.contact,
        }
        for one in lines
    ]


@router.serve("POST", "/cases/{number}/reports/acts/{act}", "report.handle", response=Done)
def on_case(request: HttpRequest, number: str, act: BodyAct, sent: OnCase) -> Any:
    """Write to whoever told, answer for everybody to read, or ask who told."""
    key = own_key(request, idempotency_key(request), f"told/{act}")
    case = handle.case_or_404(request, number)
    typed = {"told": sent.told, "words": sent.words, "clause": sent.clause}
    done = handle.act(request, case, act, typed, key)
    if isinstance(done, Refusal):
        return refused(done, 403 if done.code == "access.denied" else 409)
    return {"seq": done.seq, "repeated": done.repeated}


@router.serve(
    "POST", "/cases/{number}/reports/{uuid:told}/pictures/{int:picture}", "report.handle", response=Done
)
def release_picture(request: HttpRequest, number: str, told: UUID, picture: int, sent: PictureSent) -> Any:
    """Let everybody see a picture with parts covered, once somebody looked at it so; or take it back."""
    key = own_key(request, idempotency_key(request), f"picture/{told}/{picture}")
    case = handle.case_or_404(request, number)
    known = release.told_or_404(request, case, told, picture)
    done = release.act(request, case, known, picture, sent.boxes, sent.reviewed, sent.withdraw, key)
    if isinstance(done, Refusal):
        return refused(done, 403 if done.code == "access.denied" else 409)
    return {"seq": done.seq, "repeated": done.repeated}


def _messages(lines: Any) -> list[dict[str, Any]]:
    return [{"at": at, "by": by, "words": words} for at, by, words in lines]


def _followed(one: Shown) -> dict[str, Any]:
    return {
        "number": one.report.number,
        "state": one.state,
        "kind": one.title,
        "place": one.place,
        "lead": one.lead,
        "due": one.due,
        "answer": one.answer,
        "messages": _messages(one.messages),
        "asked": [
            {
                "at": asked["at"],
                "body": asked["id"],
                "clause": asked["clause"],
                "reason": asked["reason"],
                "state": asked["state"],
            }
            for asked in one.asked
        ],
    }
