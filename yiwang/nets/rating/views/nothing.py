"""办不成事: say that nothing gets done, with an account or without, and read the answer."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from yiwang.kernel.case import Case
from yiwang.kernel.numbers import read_number
from yiwang.kernel.refusal import Refusal
from yiwang.nets.rating import frame, inputs, naming, queries, saying
from yiwang.nets.rating.kinds import STUCK, stuck_stream
from yiwang.nets.rating.stuck_rules import GROUNDS, AskHelp
from yiwang.nets.rating.views import case as case_page
from yiwang.store.execute import Done
from yiwang.store.wall import bearer, showing
from yiwang.web import acting, codes, here, store_door
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
    earlier = earlier_case(request, typed)
    looking = posted and "find" in sent
    if posted and not looking:
        answer = take(request, request.POST, earlier)
        if not isinstance(answer, Refusal):
            return _done(request, answer)
        refusal = answer
    ground = sent.get("ground", "")
    if not posted and earlier is not None and here.actor_of(request).kind == "resident":
        ground = case_page.why_stuck(earlier, 0) or ""
    context = {
        "number": typed,
        "grounds": [(id, words, id == ground) for id, words in GROUNDS.items()],
        "words": sent.get("words", "") if posted else "",
        "contact": sent.get("contact", "") if posted else "",
        "account": here.actor_of(request).kind == "resident",
        "refusal": refusal,
        **naming.shown(here.city_now(request), sent, looking or refusal is not None),
        "case": (_uuid(sent.get("case", "")) if posted else "") or frame.new_id(),
    }
    return render(request, "rating/nothing.html", context, status=409 if refusal else 200)


def earlier_case(request: HttpRequest, typed: str) -> Case | None:
    """Return the earlier case: the actor's own, else the one whose number is at hand."""
    known = read_number(typed)
    if not known:
        return None
    return queries.case_of(request, known) or queries.case_of(request, known, bearer(known))


@dataclass(frozen=True)
class Taken:
    """A word that was taken, and the code by which its answer is read, "" where an account does that."""

    done: Done
    code: str


def take(request: HttpRequest, sent: Mapping[str, str], earlier: Case | None) -> Taken | Refusal:
    """Take a word: what the page sends, or what stands for it. Its `case` makes sending twice once.

    The desk is outside the bodies of the earlier case, and outside the body that is named.
    """
    city, actor = here.city_now(request), here.actor_of(request)
    typed = sent.get("number", "").strip()[:40]
    if typed and earlier is None:
        return saying.unknown_number(typed)
    written = inputs.words(sent, "words", "contact")
    if isinstance(written, Refusal):
        return written
    named = naming.named(city, sent)
    if isinstance(named, Refusal):
        return named
    account = actor.kind == "resident"
    if not account and queries.too_many_unsigned(request):
        return saying.too_many()
    against = frame.bodies_of(earlier) if earlier is not None else ()
    against = tuple(dict.fromkeys((*against, *((named,) if named else ()))))
    found = frame.opening(city, "nothing", against, _uuid(sent.get("case", "")) or frame.new_id())
    if found is None:
        return saying.no_desk()
    desk, opens = found
    if account and earlier is not None:
        acting.act_for(request, earlier.applicant)
        actor = here.actor_of(request)
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
    return done if isinstance(done, Refusal) else Taken(done, code)


def told(request: HttpRequest, taken: Taken) -> dict[str, Any]:
    """Return number, desk and limit, and the code; to whoever sends it again much later, not the code."""
    city, done = here.city_now(request), taken.done
    opens = done.state.opens
    late = store_door.now() - done.state.at > SHOWN_AGAIN
    clock = next(iter(city.matters[opens.matter].clocks.values()), None)
    limit = (clock.promised or clock.legal) if clock is not None else None
    return {
        "number": opens.number,
        "code": codes.grouped(taken.code) if taken.code and not late else "",
        "account": not done.state.digest,
        "desk": here.body_in_words(city, done.state.desk),
        "limit": {"zh": limit.zh, "en": limit.en} if limit is not None else None,
    }


def _done(request: HttpRequest, taken: Taken) -> HttpResponse:
    return render(request, "rating/nothing_done.html", told(request, taken))


def _chance(request: HttpRequest, case: str) -> bytes:
    """Return what a code is drawn from: the same when a page is sent twice, and known to nobody outside."""
    master = store_door.door().safe.keyring.master().secret
    return hmac.new(master, f"stuck-code/{here.city_key(request)}/{case}".encode(), sha256).digest()


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
        answer = read(request, typed, request.POST.get("code", ""))
        shown, refusal = (None, answer) if isinstance(answer, Refusal) else (answer, None)
    context = {"number": typed, "one": shown, "refusal": refusal}
    return render(request, "rating/follow.html", context, status=409 if refusal else 200)


def read(request: HttpRequest, typed: str, code: str) -> case_page.ShownStuck | Refusal:
    """Return the word of this number for whoever has its code."""
    number = read_number(typed)
    reader = bearer(codes.digest(code[:40], CODES))
    known = queries.stuck_of(request, number, reader) if number else None
    if known is None:
        return saying.wrong_code()
    return case_page.shown_stuck(request, here.city_now(request), known, reader)
