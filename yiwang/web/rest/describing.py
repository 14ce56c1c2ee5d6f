"""The description of the API made whole: what each operation may answer, with which codes, and examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

from yiwang.kernel.roles import ANYONE, MACHINE, ROLES
from yiwang.web.permission import PUBLIC_VERB
from yiwang.web.rest import examples
from yiwang.web.rest.served import SAFE, Served

JSON = "application/json"
TEXT = {"type": "object", "additionalProperties": {"type": "string"}}
PROBLEM = {
    "title": "Problem",
    "description": "What was not done, in both languages, with a stable code.",
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "zh", "en"],
            "properties": {
                "code": {"type": "string"},
                "zh": {"type": "string"},
                "en": {"type": "string"},
                "params": {"type": "object"},
                "next_step": TEXT,
                "next_body": {"type": ["string", "object", "null"]},
                "where": {"type": "array", "items": TEXT},
                "problems": {"type": "array", "items": TEXT},
            },
        }
    },
}
CODES: dict[int, tuple[str, ...]] = {
    401: ("api.no-key", "api.wrong-key"),
    403: ("api.no-scope", "api.no-csrf", "api.not-fresh"),
    404: ("api.not-here",),
    409: (),
    412: ("api.moved-on",),
    422: ("api.unreadable",),
    428: ("api.no-idempotency-key",),
    503: ("database-lost",),
}
"""Status → codes that any operation may answer with; a refusal (409) has the code of its rule."""
SAYS = {
    401: "Nobody is signed in, or the key opens nothing.",
    403: "Who asks may not do this.",
    404: "There is no such thing, or it is not theirs to see.",
    409: "The rules refuse: the code names the rule, `next_step` what to do.",
    412: "It has moved on since it was read.",
    422: "What was sent is not sound: `where` or `problems` says where.",
    428: "A header that has to be sent is missing.",
    429: "Too many tries; `Retry-After` says in how many seconds.",
    503: "The storage or a module is away; nothing was written.",
}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "16 to 120 printable characters. Sent again with the same key it is done once.",
    "schema": {"type": "string", "minLength": 16, "maxLength": 120},
    "example": "d6f1c0a2-3b7e-4f6a-9a51-2f5a7f9d1c33",
}
MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The `ETag` that was read: refused with 412 where it has moved on since.",
    "schema": {"type": "string"},
    "example": '"3"',
}
NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The `ETag` that is at hand: 304 without a body while nothing changed.",
    "schema": {"type": "string"},
    "example": '"3"',
}


def complete(told: dict[str, Any], routers: Iterable[Served]) -> dict[str, Any]:
    """Add to a description what each operation declares: headers, problems with codes, scopes, examples."""
    parts = told.setdefault("components", {}).setdefault("schemas", {})
    parts["Problem"] = PROBLEM
    words = dict(examples.WORDS)
    for router in routers:
        words |= router.words
    for path, method, one in operations(told):
        declared = one.pop("x-yw-declared", {})
        _headers(one, declared)
        _problems(one, path, method, declared)
        _machine(one)
        _examples(one, parts, words)
    return told


def operations(told: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (path, METHOD, operation) of a description, in order."""
    for path, ways in told["paths"].items():
        for method, one in ways.items():
            yield path, method.upper(), one


def _headers(one: dict[str, Any], declared: Mapping[str, Any]) -> None:
    asked = one.setdefault("parameters", [])
    if declared.get("keyed"):
        asked.append(KEY)
    if declared.get("match"):
        asked.append({**MATCH, "required": declared["match"] == "must"})
    if declared.get("tagged"):
        asked.append(NONE_MATCH)


def _problems(one: dict[str, Any], path: str, method: str, declared: Mapping[str, Any]) -> None:
    verb, own = one["x-yw-permission"], {int(status): codes for status, codes in declared["codes"].items()}
    may = {422, 503, *own}
    if verb not in {PUBLIC_VERB, *ANYONE}:
        may |= {401, 403}
    if method not in SAFE:
        may |= {401, 403, 409}
    if "{" in path:
        may.add(404)
    if declared.get("match"):
        may.add(412)
    if declared.get("keyed") or declared.get("match") == "must":
        may.add(428)
    answers = one["responses"]
    if declared.get("tagged"):
        answers["304"] = {"description": "Nothing changed since the `ETag` that was sent."}
        answers.pop(304, None)
    for status in sorted(may):
        codes = [*CODES.get(status, ()), *own.get(status, ())]
        if status == 428 and declared.get("match") == "must":
            codes.append("api.no-if-match")
        answers[str(status)] = {
            "description": SAYS[status],
            "content": {
                JSON: {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    "example": {"error": {"code": (codes or ["case.wrong-phase"])[0], **examples.TEXT}},
                }
            },
            "x-yw-codes": codes,
        }


def _machine(one: dict[str, Any]) -> None:
    """Say whether a machine client's key can do it, and with which scope."""
    verb = one["x-yw-permission"]
    one["x-yw-scope"] = verb if verb in ROLES[MACHINE] else ""
    one["x-yw-for-machines"] = verb in ROLES[MACHINE] or verb in {PUBLIC_VERB, *ANYONE} or verb == "signed-in"


def _examples(one: dict[str, Any], parts: Mapping[str, Any], words: Mapping[str, Any]) -> None:
    for media, body in one.get("requestBody", {}).get("content", {}).items():
        if media == JSON and "example" not in body:
            body["example"] = examples.compose(body["schema"], parts, words)
    for status, answer in one["responses"].items():
        answer.setdefault("description", HTTPStatus(int(status)).phrase)
        for media, body in answer.get("content", {}).items():
            if media == JSON and "example" not in body:
                body["example"] = examples.compose(body.get("schema", {}), parts, words)
    for asked in one["parameters"]:
        if "example" not in asked and asked["in"] == "path":
            asked["example"] = words.get(asked["name"], examples.ID)
