"""The three kinds of records of this net, and the rows they keep."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from yiwang.nets.messages import addressee_rules, hook_rules, rules
from yiwang.nets.messages.records import Addressee, Hook, Message
from yiwang.store.kinds import record_kind

_SPACE = UUID("5f1d2c0e-8a4b-5c1d-9e3f-000000000011")


def message_stream(cause: UUID, seq: int, template: str, to: str, channel: str) -> UUID:
    """Return the id of the message that one entry of a stream causes: the same however often it is asked."""
    return uuid5(cause, f"message/{seq}/{template}/{to}/{channel}")


def addressee_stream(city: str, person: str) -> UUID:
    """Return the stream of where a person is reached."""
    return uuid5(_SPACE, f"{city}/addressee/{person}")


def _message_values(one: Message) -> tuple[Any, ...]:
    about = one.about
    return (
        one.to,
        about.case,
        about.body,
        one.channel,
        one.template,
        one.phase,
        one.reason,
        one.created_at,
        rules.due_at(one),
    )


MESSAGE = record_kind(
    "message",
    rules,
    Message,
    (
        ("receiver", "text"),
        ("case_id", "text"),
        ("body", "text"),
        ("channel", "text"),
        ("template", "text"),
        ("phase", "text"),
        ("reason", "text"),
        ("created_at", "timestamptz"),
        ("due_at", "timestamptz"),
    ),
    _message_values,
)
ADDRESSEE = record_kind(
    "addressee", addressee_rules, Addressee, (("person", "text"),), lambda one: (one.person,)
)
HOOK = record_kind(
    "hook",
    hook_rules,
    Hook,
    (("body", "text"), ("client", "text"), ("phase", "text")),
    lambda one: (one.body, one.client, one.phase),
)
