"""消息 as REST: one's box and where one is told, what became of deliveries, webhooks of systems."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Status

from yiwang.kernel.access import may
from yiwang.kernel.refusal import Refusal
from yiwang.nets.messages import delivery_queries, hook_rules, queries
from yiwang.nets.messages.api_texts import SAYS
from yiwang.nets.messages.api_words import (
    Address,
    Again,
    AgainGroup,
    Box,
    Choice,
    Code,
    Deliveries,
    Delivery,
    GroupOf,
    HookOf,
    NewHook,
    NewSecret,
    Read,
    Resent,
    Secret,
    Settings,
)
from yiwang.nets.messages.queries import InBox
from yiwang.nets.messages.records import Hook, Message
from yiwang.nets.messages.views import deliveries as delivery_pages
from yiwang.nets.messages.views import hooks as hook_pages
from yiwang.nets.messages.views import settings as setting_pages
from yiwang.web import here, store_door
from yiwang.web.rest import Served
from yiwang.web.rest.problems import refused
from yiwang.web.rest.sent import idempotency_key, own_key

_ID = "01a20606-35c0-78fd-887b-825248bd329c"
router = Served(
    "messages",
    {
        "address": "name@example.cn",
        "channels": "email",
        "event": "case.accepted",
        "events": "case.accepted",
        "hook": _ID,
        "language": "zh",
        "message": _ID,
        "messages": _ID,
        "secret": "whsec_example",
        "title": {"zh": "消息", "en": "Message"},
        "url": "https://system.example.cn/yiwang",
        "waiting": "",
    },
    says=SAYS,
)


@router.serve("GET", "/messages", "message.read", response=Box)
def box(request: HttpRequest, after: UUID | None = None) -> dict[str, Any]:
    """List one's own messages, twenty a page."""
    found, more = queries.box(request, after)
    return {
        "messages": [_told(one) for one in found],
        "next": str(found[-1].id) if more else None,
        "unread": queries.unread(request),
    }


def _told(one: InBox) -> dict[str, Any]:
    about = one.message.about
    return {
        "message": str(one.id),
        "at": one.message.created_at,
        "number": about.number,
        "event": about.event,
        "words": {name: dict(text) for name, text in one.message.words.items()},
        "unread": one.unread,
    }


@router.serve("POST", "/messages/{uuid:message}/read", "message.read", response=Read)
def read(request: HttpRequest, message: UUID) -> dict[str, Any]:
    """Remember that one message was read; a message that is not there is none of one's own."""
    idempotency_key(request)
    queries.mark(request, message)
    return {"unread": queries.unread(request)}


@router.serve("POST", "/messages/read", "message.read", response=Read)
def read_all(request: HttpRequest) -> dict[str, Any]:
    """Remember that all messages there are were read."""
    idempotency_key(request)
    queries.mark(request, None)
    return {"unread": queries.unread(request)}


@router.serve("GET", "/messages/settings", "message.choose", response=Settings)
def settings(request: HttpRequest) -> dict[str, Any]:
    """Say how one is told: channels, language, one's own addresses."""
    known = queries.addressee(request)
    return {
        "language": known.language if known is not None else "zh",
        "channels": [
            {
                "channel": one.id,
                "title": one.title,
                "address": one.address,
                "waiting": one.waiting,
                "chosen": one.chosen,
                "failed": one.failed,
            }
            for one in setting_pages.channels_of(request)
        ],
    }


@router.serve("POST", "/messages/settings", "message.choose", response=Settings)
def choose(request: HttpRequest, sent: Choice) -> Any:
    """Choose channels and language."""
    key = own_key(request, idempotency_key(request), "choose")
    return _set(request, setting_pages.chosen(request, sent.channels, sent.language, key))


@router.serve("POST", "/messages/settings/{slug:channel}", "message.choose", response=Settings)
def give(request: HttpRequest, channel: str, sent: Address) -> Any:
    """Take an address, and send a code there; it is used once the code came back."""
    key = own_key(request, idempotency_key(request), f"give/{channel}")
    return _set(request, setting_pages.given(request, channel, sent.address, key))


@router.serve("POST", "/messages/settings/{slug:channel}/confirm", "message.choose", response=Settings)
def confirm(request: HttpRequest, channel: str, sent: Code) -> Any:
    """Take the code that was sent to an address."""
    key = own_key(request, idempotency_key(request), f"confirm/{channel}")
    return _set(request, setting_pages.confirmed(request, channel, sent.code, key))


@router.serve("POST", "/messages/settings/{slug:channel}/remove", "message.choose", response=Settings)
def remove(request: HttpRequest, channel: str) -> Any:
    """Remove an address, and its key: nobody can read it any more."""
    key = own_key(request, idempotency_key(request), f"remove/{channel}")
    return _set(request, setting_pages.removed(request, channel, key))


def _set(request: HttpRequest, done: Any) -> Any:
    return refused(done) if isinstance(done, Refusal) else settings(request)


@router.serve("GET", "/deliveries", "message.follow", response=Deliveries)
def deliveries(request: HttpRequest, phase: str = "", after: UUID | None = None) -> dict[str, Any]:
    """List messages about the cases of one's bodies; `phase` narrows, `dead` names the dead letters."""
    found, more = delivery_queries.deliveries(request, phase, after)
    return {
        "deliveries": [_delivery(one.id, one.state) for one in found],
        "next": str(found[-1].id) if more else None,
    }


def _delivery(id: UUID, one: Message) -> dict[str, Any]:
    return {
        "message": str(id),
        "at": one.created_at,
        "number": one.about.number,
        "event": one.about.event,
        "channel": one.channel,
        "phase": one.phase,
        "reason": one.reason,
        "attempts": one.attempt,
        "next_at": one.next_at,
        "unsure": one.unsure,
    }


@router.serve("POST", "/deliveries/resend", "message.resend", response=Resent)
def resend(request: HttpRequest, sent: Again) -> dict[str, int]:
    """Send dead letters about the cases of one's bodies again."""
    key = own_key(request, idempotency_key(request), "resend")
    return _resent(delivery_pages.resent(request, sent.messages, key))


@router.serve("GET", "/deliveries/figures", "message.figures", response=list[GroupOf])
def figures(request: HttpRequest) -> list[dict[str, Any]]:
    """Count the messages of the last thirty days by channel, state and reason."""
    return [
        {"channel": one.channel, "phase": one.phase, "reason": one.reason, "count": one.count}
        for one in delivery_queries.groups(request)
    ]


@router.serve("POST", "/deliveries/figures/resend", "message.figures", response=Resent)
def resend_group(request: HttpRequest, sent: AgainGroup) -> dict[str, int]:
    """Send all dead letters of a channel and a reason again, as many as go at once."""
    key = own_key(request, idempotency_key(request), "resend-group")
    return _resent(delivery_pages.resent_group(request, sent.channel, sent.reason, key))


def _resent(answers: list[Any]) -> dict[str, int]:
    left = sum(isinstance(one, Refusal) for one in answers)
    return {"sent": len(answers) - left, "refused": left}


@router.serve("GET", "/hooks", "hook.read", response=list[HookOf])
def hooks(request: HttpRequest) -> list[dict[str, Any]]:
    """List the webhooks of bodies within reach."""
    city = store_door.city_under(here.city_key(request), None)
    return [
        _hook(one.id, one.state)
        for one in delivery_queries.hooks(request)
        if may(here.actor_of(request), "hook.read", hook_rules.target(one.state.body, city))
    ]


def _hook(id: UUID, one: Hook) -> dict[str, Any]:
    return {
        "hook": str(id),
        "client": one.client,
        "body": one.body,
        "url": one.url,
        "events": list(one.events),
        "phase": one.phase,
        "old_until": one.old_until,
    }


@router.serve("POST", "/hooks", "hook.register", response={201: HookOf})
def register(request: HttpRequest, sent: NewHook) -> Any:
    """Register where a machine client is told; another administrator gives it its secret."""
    key = own_key(request, idempotency_key(request), "hook")
    made = hook_pages.registered(request, sent.client, sent.url, sent.events, key)
    if isinstance(made, Refusal):
        return refused(made)
    return Status(201, _hook(made, hook_pages.found_or_404(request, made, "hook.read")))


@router.serve("GET", "/hooks/{uuid:hook}", "hook.read", response=HookOf)
def hook(request: HttpRequest, hook: UUID) -> dict[str, Any]:
    """Say where a webhook leads and of what it tells."""
    return _hook(hook, hook_pages.found_or_404(request, hook, "hook.read"))


@router.serve("GET", "/hooks/{uuid:hook}/deliveries", "hook.read", response=list[Delivery])
def last_of_hook(request: HttpRequest, hook: UUID) -> list[dict[str, Any]]:
    """List the last deliveries to a webhook; not about which case."""
    hook_pages.found_or_404(request, hook, "hook.read")
    last = [_delivery(hook, one) for one in delivery_queries.last_of_hook(request, hook)]
    return [{**one, "message": "", "number": ""} for one in last]


@router.serve("POST", "/hooks/{uuid:hook}/secret", "hook.rotate", response=Secret)
def secret(request: HttpRequest, hook: UUID, sent: NewSecret) -> Any:
    """Make a new secret and show it once; sent again with the same key it shows none."""
    key = own_key(request, idempotency_key(request), "hook-secret")
    found = hook_pages.found_or_404(request, hook, "hook.rotate")
    made = hook_pages.given_secret(request, hook, found, sent.at_once, key)
    return refused(made) if isinstance(made, Refusal) else {"secret": made}


@router.serve("POST", "/hooks/{uuid:hook}/ping", "hook.ping", response=HookOf)
def ping(request: HttpRequest, hook: UUID) -> Any:
    """Send one delivery that tells nothing."""
    key = own_key(request, idempotency_key(request), "hook-ping")
    hook_pages.found_or_404(request, hook, "hook.ping")
    done = hook_pages.ask(request, hook, hook_rules.Ping(key=key[:40]), key)
    return refused(done) if isinstance(done, Refusal) else _hook(hook, done.state)


@router.serve("POST", "/hooks/{uuid:hook}/stop", "hook.stop", response=HookOf)
def stop(request: HttpRequest, hook: UUID) -> Any:
    """Stop a webhook, and erase its secrets."""
    key = own_key(request, idempotency_key(request), "hook-stop")
    found = hook_pages.found_or_404(request, hook, "hook.stop")
    done = hook_pages.stopped(request, hook, found, key)
    return refused(done) if isinstance(done, Refusal) else _hook(hook, done.state)
