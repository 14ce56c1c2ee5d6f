"""What comes with a request: its idempotency key, its body and files, the version it was made for."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID, uuid5

import pydantic
from django.http import HttpRequest
from ninja import Schema

from yiwang.web.asked import LONGEST_KEY, SHORTEST_KEY, key_in_header
from yiwang.web.rest.problems import Unsound

Sent = TypeVar("Sent", bound=Schema)

_STREAMS = UUID("5f1d2c0e-8a4b-5c1d-9e3f-000000000a92")


def idempotency_key(request: HttpRequest) -> str:
    """Return what the request is known by when it is sent again.

    Raises:
        Unsound: there is none (428), or none of 16 to 120 printable characters (422).
    """
    key, bounds = key_in_header(request), (SHORTEST_KEY, LONGEST_KEY)
    if key is None:
        raise Unsound(
            "api.no-idempotency-key",
            f"请带上 Idempotency-Key（{bounds[0]} 到 {bounds[1]} 个字符），重发时用同一个，就不会办两次。",
            f"Send an Idempotency-Key of {bounds[0]} to {bounds[1]} characters, and the same one again.",
            status=422 if request.headers.get("Idempotency-Key") else 428,
        )
    return key


def own_id(request: HttpRequest, key: str, what: str) -> UUID:
    """Return the id of what a request makes: the same when the same asker sends the same key again."""
    city, actor = request.city.key, request.actor  # type: ignore[attr-defined]
    return uuid5(_STREAMS, f"{city}/{what}/{actor.signature}/{key}")


def own_key(request: HttpRequest, key: str, what: str) -> str:
    """Return the key of a command: another asker's same key is another key."""
    return str(own_id(request, key, what))


def read(request: HttpRequest, schema: type[Sent], part: str) -> Sent:
    """Read the request's body, or its part `part` where files come with it.

    Raises:
        Unsound: it cannot be read; says where, and does not repeat what stood there.
    """
    multipart = request.content_type == "multipart/form-data"
    text = request.POST.get(part, "") if multipart else request.body
    try:
        return schema.model_validate_json(text)
    except pydantic.ValidationError as fault:
        where = [{"at": ".".join(map(str, one["loc"])), "kind": one["type"]} for one in fault.errors()]
    except ValueError:  # a lone half of a pair of characters, which no text can be
        where = [{"at": "", "kind": "json"}]
    raise Unsound(
        "api.unreadable",
        "发来的内容读不懂，见 where。",
        "What was sent cannot be read; see `where`.",
        where=where,
    ) from None


def with_files(schema: type[Schema], part: str, says: str) -> dict[str, Any]:
    """Describe a body that is JSON, or `multipart/form-data` with the JSON as `part` and files beside it."""
    told = whole(schema)
    return {
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": told},
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "properties": {part: told},
                        "additionalProperties": {"type": "string", "format": "binary"},
                        "description": says,
                    }
                },
            },
        }
    }


def require_current(request: HttpRequest, tag: str, *, must: bool = False) -> None:
    """Go on only if `If-Match` names what is there now.

    Args:
        must: whether it has to be sent.

    Raises:
        Unsound: 412 where it has moved on meanwhile, 428 where it has to be sent and was not.
    """
    said = request.headers.get("If-Match")
    if must and not said:
        raise Unsound(
            "api.no-if-match",
            "请在 If-Match 里带上读到的 ETag，免得盖掉别处刚保存的内容。",
            "Send in If-Match the ETag that was read, so that nothing saved elsewhere is overwritten.",
            status=428,
        )
    if said and said != "*" and tag not in (one.strip() for one in said.split(",")):
        raise Unsound(
            "api.moved-on",
            "内容已有新的进展，请重新读取后再办。",
            "It has moved on; read it again.",
            status=412,
        )


def whole(schema: type[Schema]) -> dict[str, Any]:
    """Return a JSON Schema that stands anywhere in a document: what it refers to stands in its place."""
    told = schema.model_json_schema()
    parts = told.pop("$defs", {})

    def in_place(node: Any) -> Any:
        if isinstance(node, dict):
            if "$ref" in node:
                return in_place(parts[node["$ref"].rsplit("/", 1)[-1]])
            return {name: in_place(value) for name, value in node.items()}
        return [in_place(one) for one in node] if isinstance(node, list) else node

    return in_place(told)  # type: ignore[no-any-return]
