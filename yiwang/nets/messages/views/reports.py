"""What an SMS gateway says later of a message it took: whether the handset has it."""

from __future__ import annotations

import hmac
import json
import os
from hashlib import sha256
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from yiwang.kernel.access import system
from yiwang.kernel.refusal import Refusal
from yiwang.nets.messages.kinds import MESSAGE
from yiwang.nets.messages.rules import Hear
from yiwang.web import store_door
from yiwang.web.machine import problem
from yiwang.web.permission import permission

WHO = system("sms-reports")
SETTING = "YIWANG_SMS_REPORT_SECRET"
LONGEST = 4096
UNSIGNED = {"zh": "签名不对。什么也没有记。", "en": "The signature is wrong. Nothing was recorded."}
UNREADABLE = {
    "zh": '报告应当是 JSON: {"id": "消息的编号", "outcome": "received 或 failed"}。',
    "en": 'A report is JSON: {"id": "of the message", "outcome": "received or failed"}.',
}


@csrf_exempt
@permission("public")
@require_POST
def sms(request: HttpRequest) -> HttpResponse:
    """Take a signed report (`X-Signature`: HMAC-SHA256 of the body, hex), once or often.

    200: recorded, now or before. 400: not a report. 401: not signed. 404: this city takes none. 409: with the
    code of why not; `messages.not-taken` may be sent again later.
    """
    secret = os.environ.get(SETTING, "").strip()
    if not secret:
        raise Http404
    body = request.body[: LONGEST + 1]
    signature = hmac.new(secret.encode(), body, sha256).hexdigest()
    given = request.headers.get("X-Signature", "")
    if not hmac.compare_digest(signature.encode(), given.encode("utf-8", "replace")):
        return problem(401, "messages.unsigned", UNSIGNED)
    try:
        said = json.loads(body)
        stream, outcome = UUID(said["id"]), str(said["outcome"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return problem(400, "messages.unreadable", UNREADABLE)
    done = store_door.ask(request, stream, Hear(outcome=outcome), key=None, kind=MESSAGE, actor=WHO)
    if isinstance(done, Refusal):
        return problem(409, done.code, {"zh": done.zh, "en": done.en})
    return JsonResponse({"id": str(stream), "phase": done.state.phase})
