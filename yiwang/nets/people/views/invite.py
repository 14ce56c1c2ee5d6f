"""Inviting a person to sign in: a link that is shown once and handed over by hand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from yiwang.kernel.people import person as rules
from yiwang.kernel.refusal import Refusal
from yiwang.nets.people import logins, names
from yiwang.nets.people.asking import ask
from yiwang.nets.people.frame import frame
from yiwang.nets.people.inputs import Typed
from yiwang.nets.people.offers import Refused
from yiwang.nets.people.views.people import page_of, shown_or_404
from yiwang.people.ids import person_stream
from yiwang.people.kinds import PERSON
from yiwang.web.asked import key_of
from yiwang.web.errors import bad_request
from yiwang.web.here import city_key, city_now
from yiwang.web.permission import permission, require
from yiwang.web.words import T


@permission("person.invite")
@require_POST
def invite(request: HttpRequest, person: str) -> HttpResponse:
    """Show a one-time link once; each press makes another and voids the one before."""
    city = city_now(request)
    shown = shown_or_404(request, person, city)
    require(request, "person.invite", rules.target(shown, city))
    key = key_of(request)
    if key is None:
        return bad_request(request)
    named = names.opened(request, [shown], "invite")[shown.id]
    answer = _token(request, shown.id, named.code, key)
    if isinstance(answer, Refusal):
        refused = Refused(answer, "invite", Typed())
        return render(request, "desk/person.html", page_of(request, shown, city, "", refused), status=409)
    address = request.build_absolute_uri(reverse("account:enrol", args=[answer]))
    back = (named.title, reverse("desk:person", args=[shown.id]))
    context = {
        **frame(request, "desk:people", back, (T("desk.act.invite"), "")),
        "address": address,
        "person": shown,
    }
    return render(request, "desk/invited.html", context)


def _token(request: HttpRequest, person: str, code: str, key: str) -> str | Refusal:
    """Record that the person is invited, then make the link; the rules refuse who is suspended or gone."""
    if not code:
        return Refusal(
            code="desk.no-code-yet",
            zh="这个人员还没有工号。请先在“更正姓名或工号”里补上，它就是登录账号。",
            en="This person has no staff code yet. Add it under “Correct name or code”; it is the account.",
        )
    stream = person_stream(city_key(request), person)
    done = ask(request, PERSON, stream, rules.Invite(), key=key)
    return done if isinstance(done, Refusal) else logins.invite(request, person, code)
