"""How somebody is told: channels, language, addresses with their codes."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.refusal import Refusal
from yiwang.kernel.told import EMAIL, SMS
from yiwang.nets.messages import addressee_rules as rules
from yiwang.nets.messages import ports, queries
from yiwang.nets.messages.kinds import ADDRESSEE, addressee_stream
from yiwang.nets.messages.reading import reason_in_words
from yiwang.nets.messages.records import Addressee
from yiwang.store.vault import erase
from yiwang.web import code_tries, codes, here, notices, store_door
from yiwang.web.permission import permission
from yiwang.web.words import T, Text

MOBILE = re.compile(r"1[3-9]\d{9}|\+[1-9]\d{6,14}")
"""A mobile number of mainland China, or an international one (E.164)."""
LONGEST = 254


@dataclass(frozen=True)
class Shown:
    """A channel as its owner sees it. `address`, `waiting`: confirmed, and waiting for its code; or ""."""

    id: str
    title: Text
    fake: bool
    address: str
    waiting: str
    chosen: bool
    failed: Text | None


@permission("message.choose")
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """Show channels, language and addresses."""
    return _page(request)


def _page(request: HttpRequest, refusal: Refusal | None = None, act: str = "") -> HttpResponse:
    known, shown = queries.addressee(request), channels_of(request)
    context = {
        "channels": shown,
        "usable": [one for one in shown if one.address],
        "language_chosen": known.language if known is not None else "zh",
        "refusal": refusal,
        "act": act,
        "typed": request.POST if refusal is not None else {},
        "key": secrets.token_urlsafe(16),
    }
    page = render(request, "messages/settings.html", context, status=409 if refusal else 200)
    page["Cache-Control"] = "no-store"
    return page


def channels_of(request: HttpRequest) -> list[Shown]:
    """Return the city's channels as the actor has them, addresses opened: they are theirs."""
    known = queries.addressee(request)
    offered = ports.offered(os.environ)
    wanted = [name for name in _addresses(known) if known is not None and name in known.sealed]
    opened = store_door.opened(request, {name: known.sealed[name] for name in wanted} if known else {})
    failed = queries.last_failures(request)
    return [_shown(channel, known, opened, failed.get(channel)) for channel in offered]


def _addresses(known: Addressee | None) -> list[str]:
    return [name for channel in rules.OUTSIDE for name in rules.names_of(channel)[:2]] if known else []


def _shown(channel: str, known: Addressee | None, opened: dict[str, Any], failed: str | None) -> Shown:
    def text(name: str) -> str:
        value = opened.get(name, "")
        return value if isinstance(value, str) else ""

    waits = known is not None and channel in known.pending
    waits = waits and store_door.now() < known.pending[channel].until  # type: ignore[union-attr]
    return Shown(
        id=channel,
        title=T(f"messages.channel.{channel}"),
        fake=ports.faked(os.environ, channel),
        address=text(channel),
        waiting=text(f"{channel}-new") if waits else "",
        chosen=known is not None and channel in known.channels,
        failed=reason_in_words(failed) if failed is not None else None,
    )


@permission("message.choose")
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Choose channels and language."""
    sent = request.POST
    answer = chosen(request, sent.getlist("channels"), sent.get("language", "zh"), _key(request))
    return _done(request, answer, "choose", "messages.saved")


def chosen(request: HttpRequest, channels: Sequence[str], language: str, key: str) -> Any:
    """Choose channels and language. Returns Done or a refusal."""
    command = rules.Choose(
        channels=tuple(one[:20] for one in channels),
        language=language[:5],
        person=here.actor_of(request).person,
    )
    return _ask(request, command, key)


@permission("message.choose")
@require_POST
def give(request: HttpRequest, channel: str) -> HttpResponse:
    """Take an address and let a code be sent there."""
    answer = given(request, channel, request.POST.get("address", ""), _key(request))
    return _done(request, answer, f"give-{channel}", "messages.code-sent")


def given(request: HttpRequest, channel: str, typed: str, key: str) -> Any:
    """Take an address and let a code be sent there. Returns Done or a refusal.

    Raises:
        Http404: the city has no such channel.
    """
    if channel not in ports.offered(os.environ):
        raise Http404
    address = _sound(channel, typed)
    if isinstance(address, Refusal):
        return address
    code = codes.make(secrets.token_bytes(16))
    command = rules.Give(
        channel=channel, digest=codes.digest(code, f"{channel}/"), person=here.actor_of(request).person
    )
    before = queries.addressee(request)
    kept = {f"{channel}-new": address, f"{channel}-code": codes.grouped(code)}
    answer = _ask(request, command, key, kept)
    if not isinstance(answer, Refusal):
        _erase(request, before, f"{channel}-new", f"{channel}-code")
    return answer


def _sound(channel: str, typed: str) -> str | Refusal:
    """Return an address in its one form, or why it is none. What was typed is not repeated in the refusal."""
    bare = typed.strip()
    if channel == EMAIL:
        try:
            validate_email(bare)
        except ValidationError:
            bare = ""
        if bare and bare.isascii() and len(bare) <= LONGEST:
            return bare
        return Refusal(
            code="messages.no-email",
            zh="这不是邮箱地址，应当像 name@example.cn。请核对。",
            en="This is no e-mail address; it reads like name@example.cn. Please check it.",
        )
    number = re.sub(r"[\s()-]", "", bare)
    if channel == SMS and MOBILE.fullmatch(number):
        return number
    return Refusal(
        code="messages.no-number",
        zh="这不是手机号码：国内写 11 位数字，境外以 + 和国家代码开头。请核对。",
        en="This is no mobile number: eleven digits for mainland China, others begin with "
        "+ and the country code.",
    )


@permission("message.choose")
@require_POST
def confirm(request: HttpRequest, channel: str) -> HttpResponse:
    """Take the code that was sent to an address."""
    answer = confirmed(request, channel, request.POST.get("code", ""), _key(request))
    return _done(request, answer, f"confirm-{channel}", "messages.confirmed")


def confirmed(request: HttpRequest, channel: str, code: str, key: str) -> Any:
    """Take the code that was sent to an address. Returns Done or a refusal; who guesses has to wait."""
    before = queries.addressee(request)
    waits = before is not None and channel in before.pending  # else there is nothing to guess
    if waits and (wait := code_tries.begin_try(request)):
        minutes = -(-int(wait.total_seconds()) // 60)
        words = {language: T("messages.wait")[language].format(minutes=minutes) for language in ("zh", "en")}
        return Refusal(code="messages.wait", **words)
    command = rules.Confirm(channel=channel, digest=codes.digest(code[:40], f"{channel}/"))
    answer = _ask(request, command, key)
    if not isinstance(answer, Refusal):
        code_tries.forget_tries(request)
        _erase(request, before, channel, f"{channel}-code")
    return answer


@permission("message.choose")
@require_POST
def remove(request: HttpRequest, channel: str) -> HttpResponse:
    """Remove an address, and its key: nobody can read it any more."""
    return _done(request, removed(request, channel, _key(request)), f"remove-{channel}", "messages.removed")


def removed(request: HttpRequest, channel: str, key: str) -> Any:
    """Remove an address, and its key. Returns Done or a refusal."""
    before = queries.addressee(request)
    answer = _ask(request, rules.Remove(channel=channel), key)
    if not isinstance(answer, Refusal) and channel in rules.OUTSIDE:
        _erase(request, before, *rules.names_of(channel))
    return answer


def _key(request: HttpRequest) -> str:
    return request.POST.get("key", "")[:60] or secrets.token_urlsafe(16)


def _ask(request: HttpRequest, command: Any, pressed: str, kept: dict[str, str] | None = None) -> Any:
    person = here.actor_of(request).person
    key = f"addressee:{person}:{pressed}"
    stream = addressee_stream(here.city_key(request), person)
    return store_door.ask(request, stream, command, key=key, secrets=kept, kind=ADDRESSEE)


def _erase(request: HttpRequest, before: Addressee | None, *names: str) -> None:
    """Erase what the record no longer holds: value and key."""
    after = queries.addressee(request)
    left = {one.vault for one in after.sealed.values()} if after is not None else set()
    gone = [UUID(before.sealed[name].vault) for name in names if before is not None and name in before.sealed]
    gone = [one for one in gone if str(one) not in left]
    if gone:
        with store_door.door().pool.connection() as connection:
            erase(connection, here.city_key(request), gone, store_door.now())


def _done(request: HttpRequest, answer: Any, act: str, notice: str) -> HttpResponse:
    if isinstance(answer, Refusal):
        return _page(request, answer, act)
    notices.leave(request, notice)
    return HttpResponseRedirect(reverse("messages:settings"))
