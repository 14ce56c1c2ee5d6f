"""办不成事: say that nothing gets done, with an account or without, and read the answer."""

from __future__ import annotations

import hmac
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from yiwang.kernel.case import Case
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import read_number
from yiwang.kernel.refusal import Refusal
from yiwang.nets.rating import frame, inputs, queries, saying
from yiwang.nets.rating.kinds import STUCK, stuck_stream
from yiwang.nets.rating.stuck_rules import GROUNDS, AskHelp
from yiwang.nets.rating.views import case as case_page
from yiwang.store.execute import Done
from yiwang.store.wall import bearer, showing
from yiwang.web import acting, codes, store_door
from yiwang.web.permission import permission

SHOWN_AGAIN = timedelta(minutes=10)
"""How long the code is shown again when the page is sent twice; our own rule."""
CODES = "stuck/"
"""What the codes of this page are for: no code of a mandate opens a word, nor the other way."""


@permission("stuck.ask")
@require_http_methods(["GET", "HEAD", "POST"])
def nothing(request: HttpRequest) -> HttpResponse:
    """Take a word that nothing gets done; answer with its number, and a code where there is no account."""
    posted = request.method == "POST"
    sent = request.POST if posted else request.GET
    typed, refusal = sent.get("number", "").strip()[:40], None
    earlier = _earlier(request, typed)
    if posted:
        answer = _taken(request, typed, earlier)
        if not isinstance(answer, Refusal):
            return answer
        refusal = answer
    ground = sent.get("ground", "")
    if not posted and earlier is not None and frame.actor_of(request).kind == "resident":
        ground = case_page.why_stuck(earlier, 0) or ""
    context = {
        "number": typed,
        "grounds": [(id, words, id == ground) for id, words in GROUNDS.items()],
        "words": sent.get("words", "") if posted else "",
        "contact": sent.get("contact", "") if posted else "",
        "account": frame.actor_of(request).kind == "resident",
        "refusal": refusal,
        "case": (_uuid(sent.get("case", "")) if posted else "") or frame.new_id(),
    }
    return render(request, "rating/nothing.html", context, status=409 if refusal else 200)


def _earlier(request: HttpRequest, typed: str) -> Case | None:
    """Return the earlier case: the actor's own, else the one whose number is at hand."""
    known = read_number(typed)
    if not known:
        return None
    return queries.case_of(request, known) or queries.case_of(request, known, bearer(known))


def _taken(request: HttpRequest, typed: str, earlier: Case | None) -> HttpResponse | Refusal:
    city, sent, actor = frame.city_now(request), request.POST, frame.actor_of(request)
    if typed and earlier is None:
        return saying.unknown_number(typed)
    written = inputs.words(sent, "words", "contact")
    if isinstance(written, Refusal):
        return written
    account = actor.kind == "resident"
    if not account and queries.too_many_unsigned(request):
        return saying.too_many()
    against = frame.bodies_of(earlier) if earlier is not None else ()
    found = frame.opening(city, "nothing", against, _uuid(sent.get("case", "")) or frame.new_id())
    if found is None:
        return saying.no_desk()
    desk, opens = found
    if account and earlier is not None:
        acting.act_for(request, earlier.applicant)
        actor = frame.actor_of(request)
    code = "" if account else codes.make(_chance(request, opens.case))
    digest = codes.digest(code, CODES) if code else ""
    command = AskHelp(
        opens=opens,
        desk=desk,
        ground=sent.get("ground", ""),
        applicant=actor.applicant if account else "",
        against=against,
        digest=digest,
        earlier=earlier.number if earlier is not None else "",
        earlier_matter=earlier.matter if earlier is not None else "",
    )
    done = store_door.ask(
        request,
        stuck_stream(opens.case),
        command,
        key=f"stuck:{opens.case}",
        secrets=written,
        kind=STUCK,
        actor=showing(actor, digest) if digest else None,
    )
    if isinstance(done, Refusal):
        return done
    return _done(request, city, done, code)


def _done(request: HttpRequest, city: City, done: Done, code: str) -> HttpResponse:
    """Show number, desk and limit, and the code; to whoever sends it again much later, not the code."""
    opens = done.state.opens
    late = store_door.now() - done.state.at > SHOWN_AGAIN
    clock = next(iter(city.matters[opens.matter].clocks.values()), None)
    limit = (clock.promised or clock.legal) if clock is not None else None
    context = {
        "number": opens.number,
        "code": codes.grouped(code) if code and not late else "",
        "account": not done.state.digest,
        "desk": frame.body_in_words(city, done.state.desk),
        "limit": {"zh": limit.zh, "en": limit.en} if limit is not None else None,
    }
    return render(request, "rating/nothing_done.html", context)


def _chance(request: HttpRequest, case: str) -> bytes:
    """Return what a code is drawn from: the same when a page is sent twice, and known to nobody outside."""
    master = store_door.door().safe.keyring.master().secret
    return hmac.new(master, f"stuck-code/{queries.city_key(request)}/{case}".encode(), sha256).digest()


def _uuid(text: str) -> str:
    """Return an id in its one form, "" where it is none."""
    try:
        return str(UUID(text))
    except ValueError:
        return ""


@permission("public")
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Show the answer to whoever has the number and its code."""
    shown, refusal = None, None
    typed = request.POST.get("number", "").strip()[:40]
    if request.method == "POST":
        number = read_number(typed)
        reader = bearer(codes.digest(request.POST.get("code", "")[:40], CODES))
        known = queries.stuck_of(request, number, reader) if number else None
        if known is None:
            refusal = saying.wrong_code()
        else:
            shown = case_page.shown_stuck(request, frame.city_now(request), known, reader)
    context = {"number": typed, "one": shown, "refusal": refusal}
    return render(request, "rating/follow.html", context, status=409 if refusal else 200)
