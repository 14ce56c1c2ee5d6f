"""The description of the API to read: every operation on one page, each with its own; no script."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yiwang.web.permission import permission
from yiwang.web.rest import app
from yiwang.web.rest.describing import JSON, operations
from yiwang.web.words import T, Text

TITLES: dict[str, Text] = {
    "system": {"zh": "接入与登录", "en": "Keys and sessions"},
    "services": {"zh": "一网通办", "en": "Services"},
    "ratings": {"zh": "好差评和办不成事", "en": "Ratings, and what does not get done"},
    "messages": {"zh": "消息", "en": "Messages"},
    "mandates": {"zh": "委托", "en": "Mandates"},
    "booking": {"zh": "预约和叫号", "en": "Booking and queues"},
    "fees": {"zh": "缴费和寄送", "en": "Fees and post"},
    "people": {"zh": "人员和岗位", "en": "People and positions"},
}


@dataclass(frozen=True)
class Line:
    """An operation in the list. `slug`: its part of an address; `says`: what it does, in both languages."""

    slug: str
    method: str
    path: str
    says: Text
    permission: str
    scope: str
    for_machines: bool
    one: dict[str, Any]


@permission("public")
@require_safe
def operations_page(request: HttpRequest) -> HttpResponse:
    """List every operation, by what it is about."""
    groups: dict[str, list[Line]] = {}
    for one in _lines():
        groups.setdefault(one.one["tags"][0], []).append(one)
    base = reverse("api-page") + "v1"
    return render(
        request,
        "web/api.html",
        {
            "groups": [
                (tag, TITLES.get(tag, {"zh": tag, "en": tag}), lines) for tag, lines in groups.items()
            ],
            "base": base,
            "description": f"{base}/openapi.json",
        },
    )


@permission("public")
@require_safe
def operation_page(request: HttpRequest, operation: str) -> HttpResponse:
    """Show one operation: who may, what it takes and answers, what may go wrong, with examples."""
    found = next((one for one in _lines() if one.slug == operation), None)
    if found is None:
        raise Http404
    one = found.one
    body = one.get("requestBody", {}).get("content", {})
    good = {status: answer for status, answer in one["responses"].items() if int(status) < 400}
    bad = {status: answer for status, answer in one["responses"].items() if int(status) >= 400}
    return render(
        request,
        "web/api_operation.html",
        {
            "line": found,
            "base": reverse("api-page") + "v1",
            "headers": [asked for asked in one["parameters"] if asked["in"] == "header"],
            "asked": [asked for asked in one["parameters"] if asked["in"] != "header"],
            "media": list(body),
            "sent": _written(body.get(JSON, {}).get("example")),
            "answers": [
                (status, list(answer.get("content", {})), _example(answer)) for status, answer in good.items()
            ],
            "problems": [
                (status, T(f"api.status.{status}"), answer["x-yw-codes"]) for status, answer in bad.items()
            ],
        },
    )


def _lines() -> list[Line]:
    return [_line(path, method, one) for path, method, one in operations(app.description())]


def _line(path: str, method: str, one: dict[str, Any]) -> Line:
    slug = re.sub(r"[^a-z0-9]+", "-", f"{method} {path}".lower()).strip("-")
    says = {"zh": one["summary"], "en": one["description"]}
    return Line(
        slug, method, path, says, one["x-yw-permission"], one["x-yw-scope"], one["x-yw-for-machines"], one
    )


def _example(answer: dict[str, Any]) -> str:
    content = answer.get("content", {})
    return _written(content[JSON].get("example")) if JSON in content else ""


def _written(example: Any) -> str:
    return json.dumps(example, ensure_ascii=False, indent=2) if example is not None else ""
