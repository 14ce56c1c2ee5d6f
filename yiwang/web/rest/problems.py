"""What an operation answers when it does not do what was asked: a code and sentences, as on the pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse, JsonResponse

from yiwang.kernel.refusal import Refusal
from yiwang.web.machine import DENIED, problem

__all__ = ["DENIED", "FORGED", "GONE", "NOT_FRESH", "Unsound", "no_page", "problem", "refused", "unreadable"]

GONE = {"zh": "没有这一项，或不是您能看的。", "en": "There is no such thing, or it is not yours to see."}
FORGED = {
    "zh": "用登录会话改动内容时，请在 X-CSRFToken 里带上页面给的令牌。",
    "en": "With a session, what changes something needs the page's token in X-CSRFToken.",
}
NOT_FRESH = {
    "zh": "这一步分量重：请先在网页上再次验证身份，十分钟内再发送。",
    "en": "This act weighs much: confirm on a page who you are, and send it again within ten minutes.",
}


class Unsound(Exception):
    """What was sent is not sound; `body` says what, `status` how it is answered."""

    def __init__(self, code: str, zh: str, en: str, *, status: int = 422, **more: Any) -> None:
        super().__init__(code)
        self.status, self.body = status, {"error": {"code": code, "zh": zh, "en": en, **more}}


def no_page() -> Unsound:
    """Say that `after` names nothing behind which a list goes on."""
    return Unsound(
        "api.no-page", "没有这一页: after 不是上一页的 next。", "No such page: `after` is no `next`."
    )


def refused(refusal: Refusal, status: int = 409) -> HttpResponse:
    """Answer with the kernel's refusal: why, in which values, what to do next, whose it is."""
    told: dict[str, Any] = {"code": refusal.code, "zh": refusal.zh, "en": refusal.en}
    for name in ("params", "next_step", "next_body"):
        if value := getattr(refusal, name):
            told[name] = value
    return JsonResponse({"error": told}, status=status)


def unreadable(errors: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """Answer 422 and say where it cannot be read. What stood there may be personal and is not repeated."""
    where = [
        {"at": ".".join(str(part) for part in one.get("loc", ())), "kind": one.get("type", "")}
        for one in errors
    ]
    words = {"zh": "发来的内容读不懂，见 where。", "en": "What was sent cannot be read; see `where`."}
    return JsonResponse({"error": {"code": "api.unreadable", **words, "where": where}}, status=422)
