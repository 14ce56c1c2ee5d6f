"""Alerts of the city's own: drafted, issued, updated, cancelled; and those of others, taken in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from yiwang.kernel.access import Target
from yiwang.kernel.alerts import cap
from yiwang.kernel.alerts.cap_check import Fault, faults, polygon_faults
from yiwang.kernel.alerts.plans import Sender
from yiwang.kernel.refusal import Refusal
from yiwang.nets.alerts import alert_rules, cap_sign, cap_xml, frame, outgoing, saying
from yiwang.nets.alerts.kinds import ALERT, stream_of
from yiwang.nets.alerts.records import IN_FORCE, Alert, Content
from yiwang.nets.alerts.texts import CATEGORIES, CERTAINTIES, RESPONSES, SEVERITIES, URGENCIES
from yiwang.nets.alerts.views.alerts import page
from yiwang.web import here, notices, store_door
from yiwang.web.permission import permission, require
from yiwang.web.words import T

NOBODY = "-"
"""Stands for the body of whoever has none that issues alerts: nobody's."""
LONGEST_ALERT = timedelta(days=30)
BY_NAME = "SELECT id FROM alert_row WHERE city = %s AND names && %s LIMIT 1"


def _body(request: HttpRequest) -> str:
    """Return the body as which the actor drafts: the first of their own that may."""
    issuers = here.city_now(request).issuers
    held = [one.body for one in here.actor_of(request).holdings if one.body in issuers]
    return next((one for one in held if frame.may_of_body(request, "alert.draft", one)), "")


@permission("alert.draft")
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    """Draft an alert, or change a draft or what is in force (`alert`)."""
    require(request, "alert.draft", Target(lead=_body(request) or NOBODY))
    sent = request.POST if request.method == "POST" else request.GET
    id = _uuid(sent.get("alert", ""))
    found: Alert | None = frame.state(request, ALERT, id) if id is not None else None
    if id is not None and found is None and request.method != "POST":
        raise Http404
    refusal: Refusal | None = None
    if request.method == "POST":
        content = _typed(request, request.POST)
        answer = content if isinstance(content, Refusal) else _put(request, id, found, content)
        if not isinstance(answer, Refusal):
            notices.leave(request, "alerts.drafted")
            return HttpResponseRedirect(reverse("alerts:one", args=(answer,)))
        refusal = answer
    context = {
        "refusal": refusal,
        "alert": id or "",
        "new": str(frame.new_id()),
        "update": found is not None and found.phase == IN_FORCE,
        "typed": sent if request.method == "POST" else _fields(request, found.content if found else None),
    }
    context |= {"fields": _text_fields(context["typed"]), "choices": _choices(context["typed"])}
    return render(request, "alerts/draft.html", context, status=409 if refusal else 200)


def _text_fields(typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the fields of words, in both languages, with what stands in them."""
    return [
        {
            "name": f"{name}_{language}",
            "title": T(f"alerts.{name}"),
            "language": T(f"alerts.in-{language}"),
            "long": name in ("description", "instruction"),
            "value": typed.get(f"{name}_{language}", ""),
        }
        for name in ("headline", "event", "area", "description", "instruction")
        for language in ("zh", "en")
    ]


def _choices(typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the choices of CAP with the one that was chosen."""
    given = (
        ("category", CATEGORIES),
        ("severity", SEVERITIES),
        ("urgency", URGENCIES),
        ("certainty", CERTAINTIES),
        ("response", RESPONSES),
    )
    return [
        {
            "name": name,
            "title": T(f"alerts.{name}"),
            "options": [(id, title, id == typed.get(name)) for id, title in words.items()],
        }
        for name, words in given
    ]


def _put(request: HttpRequest, id: UUID | None, found: Alert | None, content: Content) -> UUID | Refusal:
    """Keep a draft, or send the update of what is in force; return the alert's stream."""
    if found is not None and found.phase == IN_FORCE:
        assert id is not None
        done = _update(request, id, found, content)
    else:
        id = id or _uuid(request.POST.get("new", "")) or frame.new_id()
        command = alert_rules.Draft(body=found.body if found else _body(request), content=content)
        done = store_door.ask(request, id, command, key=None, kind=ALERT)
    return done if isinstance(done, Refusal) else id


def _update(request: HttpRequest, id: UUID, found: Alert, content: Content) -> Any:
    references = tuple(one.name for one in found.messages)
    made = _message(request, id, found, content, "Update", references)
    command = alert_rules.Update(content=content, message=made, references=references)
    return store_door.ask(request, id, command, key=_key(request), kind=ALERT)


def _key(request: HttpRequest) -> str | None:
    key = request.POST.get("key", "")
    return key if 16 <= len(key) <= 120 else None


def _message(
    request: HttpRequest,
    id: UUID,
    found: Alert,
    content: Content,
    type: str,
    references: tuple[str, ...] = (),
) -> Any:
    key = here.city_key(request)
    identifier = f"{key.replace('~', '.')}-{id}-{len(found.messages) + 1}"
    signer = cap_sign.OwnKey(store_door.door().safe.keyring)
    return outgoing.message(
        here.city_now(request),
        key,
        signer,
        content,
        identifier=identifier,
        at=store_door.now(),
        type=type,
        references=references,
    )


@permission("alert.issue")
@require_POST
def issue(request: HttpRequest, alert: UUID) -> HttpResponse:
    """Sign a draft and send it out."""
    found = _found(request, alert)
    made = _message(request, alert, found, found.content, "Alert")
    answer = store_door.ask(request, alert, alert_rules.Issue(message=made), key=_key(request), kind=ALERT)
    return _answered(request, alert, answer, "alerts.issued")


@permission("alert.issue")
@require_POST
def cancel(request: HttpRequest, alert: UUID) -> HttpResponse:
    """Send out a cancel."""
    found = _found(request, alert)
    references = tuple(one.name for one in found.messages)
    made = _message(request, alert, found, found.content, "Cancel", references)
    command = alert_rules.Cancel(message=made, references=references)
    answer = store_door.ask(request, alert, command, key=_key(request), kind=ALERT)
    return _answered(request, alert, answer, "alerts.cancelled")


def _found(request: HttpRequest, id: UUID) -> Alert:
    found: Alert | None = frame.state(request, ALERT, id)
    if found is None:
        raise Http404
    return found


def _answered(request: HttpRequest, id: UUID, answer: Any, done: str) -> HttpResponse:
    if isinstance(answer, Refusal):
        return page(request, id, answer)
    notices.leave(request, done)
    return HttpResponseRedirect(reverse("alerts:one", args=(id,)))


def _typed(request: HttpRequest, sent: Mapping[str, str]) -> Content | Refusal:
    """Return what was typed as content, checked as the CAP it will be."""
    city = here.city_now(request)
    names = ("headline", "event", "area", "description", "instruction")
    written = frame.words(sent, *(f"{name}_{language}" for name in names for language in ("zh", "en")))
    if isinstance(written, Refusal):
        return written
    missing = next((name for name in ("headline", "event", "area") if f"{name}_zh" not in written), None)
    if missing is not None:
        return saying.words_missing()
    ends = frame.moment(request, sent.get("expires", ""))
    if isinstance(ends, Refusal):
        return ends
    polygon = " ".join(sent.get("polygon", "").split())[:4000]
    fault = next(polygon_faults("polygon", polygon), None) if polygon else None
    if fault is not None:
        return refused(fault)

    def text(name: str) -> dict[str, str]:
        zh = written.get(f"{name}_zh", "")
        return {"zh": zh, "en": written.get(f"{name}_en", "") or zh} if zh else {}

    content = Content(
        area=text("area"),
        category=sent.get("category", ""),
        certainty=sent.get("certainty", ""),
        description=text("description"),
        event=text("event"),
        expires=ends,
        headline=text("headline"),
        instruction=text("instruction"),
        polygon=polygon,
        responses=(sent["response"],) if sent.get("response") else (),
        severity=sent.get("severity", ""),
        status=outgoing.status_of(city, here.city_key(request)),
        urgency=sent.get("urgency", ""),
    )
    return _unsound(request, content) or content


def _unsound(request: HttpRequest, content: Content) -> Refusal | None:
    now = store_door.now()
    if content.expires is not None and content.expires > now + LONGEST_ALERT:
        return saying.no(
            "too-long-in-force",
            f"预警最长 {LONGEST_ALERT.days} 天。到时还有效的，请发更新。",
            f"An alert holds for {LONGEST_ALERT.days} days at most; send an update if it still holds.",
        )
    for value, allowed in (
        (content.category, cap.CATEGORIES),
        (content.severity, cap.SEVERITIES),
        (content.urgency, cap.URGENCIES),
        (content.certainty, cap.CERTAINTIES),
        *((one, cap.RESPONSES) for one in content.responses),
    ):
        if value not in allowed:
            return saying.not_here(f"选项“{value[:40]}”", f"choice {value[:40]!r}")
    return None


def refused(fault: Fault) -> Refusal:
    """Return the refusal that says a fault of CAP: where, what, how to mend it."""
    return Refusal(
        code=f"alerts.{fault.code}",
        zh=f"{fault.where}: {fault.zh}。{fault.mend_zh}。",
        en=f"{fault.where}: {fault.en}. {fault.mend_en[:1].upper()}{fault.mend_en[1:]}.",
        params={"where": fault.where},
    )


def _fields(request: HttpRequest, content: Content | None) -> dict[str, str]:
    """Return content as the fields of the form."""
    zone = here.city_now(request).calendar.zone
    if content is None:
        soon = (store_door.now() + timedelta(hours=24)).astimezone(zone)
        return {"expires": f"{soon:%Y-%m-%dT%H:%M}", "category": "Met", "severity": "Moderate"}
    found = {
        f"{name}_{language}": getattr(content, name).get(language, "")
        for name in ("headline", "event", "area", "description", "instruction")
        for language in ("zh", "en")
    }
    ends = content.expires.astimezone(zone) if content.expires is not None else None
    return found | {
        "category": content.category,
        "severity": content.severity,
        "urgency": content.urgency,
        "certainty": content.certainty,
        "response": content.responses[0] if content.responses else "",
        "polygon": content.polygon,
        "expires": f"{ends:%Y-%m-%dT%H:%M}" if ends is not None else "",
    }


@permission("alert.take")
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """Take in the message of a registered sender: read, checked, its signature held against the register."""
    require(request, "alert.take", Target(lead=here.city_now(request).alerting.body or NOBODY))
    found: list[Fault] = []
    refusal: Refusal | None = None
    if request.method == "POST":
        upload = request.FILES.get("file")
        xml = upload.read(cap_xml.MAX_BYTES + 1) if upload else request.POST.get("xml", "").strip().encode()
        answer = taken(request, xml)
        if isinstance(answer, UUID):
            notices.leave(request, "alerts.taken")
            return HttpResponseRedirect(reverse("alerts:one", args=(answer,)))
        found, refusal = (answer, None) if isinstance(answer, list) else ([], answer)
    context = {
        "faults": found,
        "refusal": refusal,
        "senders": list(here.city_now(request).alerting.senders.values()),
        "xml": request.POST.get("xml", "")[: cap_xml.MAX_BYTES],
    }
    return render(request, "alerts/take.html", context, status=409 if found or refusal else 200)


def taken(request: HttpRequest, xml: bytes) -> UUID | Refusal | list[Fault]:
    """Take in one message; return the alert's stream, or why not."""
    city, key = here.city_now(request), here.city_key(request)
    read = cap_xml.read(xml)
    wrong = [*read.faults, *(faults(read.alert) if read.alert is not None else ())]
    if wrong or read.alert is None:
        return wrong
    sender = next((one for one in city.alerting.senders.values() if one.sender == read.alert.sender), None)
    alert, verified = read.alert, False
    if sender is not None and sender.certificate:
        checked = _checked(xml, sender)
        if checked.faults and (sender.signed or read.signed):
            return list(checked.faults)
        verified = not checked.faults
        alert = cap_xml.read(checked.seen).alert or alert if verified else alert
    content = outgoing.content_of_message(alert)
    stream = _known(request, alert.refers_to) or stream_of(key, "incoming", alert.name)
    standing: Alert | None = frame.state(request, ALERT, stream)
    if content is None:
        content = standing.content if standing is not None else None
    if content is None:
        return alert_rules.unknown_reference(alert.refers_to)
    command = alert_rules.Take(
        body=city.alerting.body,
        content=content,
        message=outgoing.message_of(alert, _text(xml)),
        references=alert.refers_to,
        source=sender.id if sender is not None else alert.sender[:100],
        verified=verified,
    )
    name = str(uuid5(stream, alert.name))
    done = store_door.ask(request, stream, command, key=f"take/{name}", kind=ALERT)
    return done if isinstance(done, Refusal) else stream


def _checked(xml: bytes, sender: Sender) -> cap_sign.Verified:
    return cap_sign.verify_by_certificate(xml, sender.certificate)


def _text(xml: bytes) -> bytes:
    """Return a message as UTF-8, whatever it was written in: it is kept as text."""
    try:
        xml.decode("utf-8")
    except UnicodeDecodeError:
        return cap_xml.as_utf8(xml)
    return xml


def _known(request: HttpRequest, references: tuple[str, ...]) -> UUID | None:
    with store_door.reading(request) as cursor:
        row = cursor.execute(BY_NAME, (here.city_key(request), list(references))).fetchone()
    return row[0] if row is not None else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
