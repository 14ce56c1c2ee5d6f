"""网络安全 as REST: assets, scans imported with exact counts, findings, and what is sealed of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from yiwang.kernel.refusal import Refusal
from yiwang.nets.security import asset_rules, frame, importing, inputs, opening, queries, saying
from yiwang.nets.security.api_texts import SAYS
from yiwang.nets.security.api_words import (
    AssetDone,
    AssetListed,
    AssetNew,
    AssetSent,
    AssetShown,
    FindingListed,
    FindingOpened,
    FindingsAsked,
    OwnerSent,
    PurposeSent,
    ScanSent,
    ScanTaken,
    Unsealed,
)
from yiwang.nets.security.kinds import ASSET
from yiwang.nets.security.records import CLASSES, KINDS, SEVERITIES, Counts
from yiwang.nets.security.views import acts, assets, scans
from yiwang.web import here, store_door
from yiwang.web.asked import page_number
from yiwang.web.rest import Served
from yiwang.web.rest.problems import refused
from yiwang.web.rest.sent import idempotency_key, own_key, read, with_files

_ID = "01a20606-35c0-78fd-887b-825248bd329c"
router = Served(
    "security",
    {
        "asset": _ID,
        "source": _ID,
        "finding": f"{_ID}.{'0' * 32}",
        "finding_ids": f"{_ID}.{'0' * 32}",
        "kind": "system",
        "classes": "general",
        "needs": _ID,
        "level": 3,
        "ref": "web-1",
        "sector": "public-services",
        "purpose": "check",
        "severity": "high",
        "priority": "soon",
        "standing": "in-use",
        "state": "open",
        "scope": "nightly",
        "refused": {"asset-unknown": 1},
        "values": {"addresses": "192.0.2.1"},
        "reached": {"city-health": 1},
        "sealed": "addresses",
        "addresses": "192.0.2.1",
        "components": "pkg:pypi/example@1.0",
        "heading": "示例",
        "cve": "CVE-2026-0001",
        "tool": "example-scanner",
        "version": "1.0",
        "opened": None,
        "note": "",
        "position": "",
        "exposed": False,
    },
    says=SAYS,
)
SCAN = with_files(ScanSent, "scan", "`scan` as JSON; the file as the part `file`.")


@router.serve("GET", "/security/assets", "asset.read", response=list[AssetListed])
def listed(request: HttpRequest, kind: str = "", q: str = "", page: int = 1) -> list[dict[str, Any]]:
    """List the assets of one's bodies; what nobody owns stands first."""
    bodies = frame.bodies_for(request, "asset.read")
    with store_door.reading(request) as cursor:
        rows = queries.listed(
            cursor,
            here.city_key(request),
            bodies,
            kind=kind if kind in KINDS else "",
            words=q[:60],
            page=page_number(request),
        )
    return [_row(one) for one in rows[: queries.PAGE]]


def _row(one: queries.Row) -> dict[str, Any]:
    names = ("ref", "name", "kind", "body", "level", "critical", "sector", "position", "standing")
    return {"asset": str(one.id), **{name: getattr(one, name) for name in names}}


@router.serve("POST", "/security/assets", "asset.keep", response=AssetDone)
def register(request: HttpRequest, sent: AssetNew) -> Any:
    """Put an asset down: of one of one's bodies, or of nobody yet."""
    key = own_key(request, idempotency_key(request), "asset")
    return _done(acts.registered(request, _typed(sent), _classes(sent), key))


@router.serve("GET", "/security/assets/{uuid:asset}", "asset.read", response=AssetShown)
def shown(request: HttpRequest, asset: UUID) -> dict[str, Any]:
    """Give one asset and how far its failure reaches."""
    one = _found(request, asset)
    radius = queries.radius(request, asset, frame.bodies_for(request, "asset.read"))
    about = one.about
    names = ("ref", "name", "kind", "level", "critical", "sector", "position", "exposed")
    days = ("filed_on", "assessed_on", "expires_on")
    return {
        "asset": str(asset),
        "body": one.body,
        "standing": one.state,
        "classes": list(about.classes),
        "needs": list(about.needs),
        "sealed": [name for name in inputs.SEALED if name in one.sealed],
        "opened": one.opens.number if one.opens is not None else None,
        "radius": {
            "count": radius.count,
            "deep": radius.deep,
            "critical": radius.critical,
            "level3": radius.level3,
            "reached": dict(radius.bodies),
        },
        **{name: getattr(about, name) for name in (*names, *days)},
    }


@router.serve("POST", "/security/assets/{uuid:asset}/change", "asset.keep", response=AssetDone)
def change(request: HttpRequest, asset: UUID, sent: AssetSent) -> Any:
    """Change what is known of an asset, whole; its number stays."""
    key, one = own_key(request, idempotency_key(request), "asset"), _found(request, asset)
    return _done(acts.changed(request, asset, {**_typed(sent), "ref": one.about.ref}, _classes(sent), key))


@router.serve("POST", "/security/assets/{uuid:asset}/own", "asset.own", response=AssetDone)
def own(request: HttpRequest, asset: UUID, sent: OwnerSent) -> Any:
    """Say whose an asset is, and at which position; the case about its owner ends."""
    return _asked(request, asset, asset_rules.Own(body=sent.body, position=sent.position))


@router.serve("POST", "/security/assets/{uuid:asset}/retire", "asset.keep", response=AssetDone)
def retire(request: HttpRequest, asset: UUID) -> Any:
    """Take an asset out of use."""
    return _asked(request, asset, asset_rules.Retire())


@router.serve("POST", "/security/assets/{uuid:asset}/open", "asset.open", response=Unsealed)
def open_asset(request: HttpRequest, asset: UUID, sent: PurposeSent) -> Any:
    """Open what is sealed of an asset, for a purpose that is recorded."""
    key = own_key(request, idempotency_key(request), "asset")
    found = assets.opened_of(request, asset, sent.purpose, key)
    return _no(found) if isinstance(found, Refusal) else {"values": found}


@router.serve("GET", "/security/findings", "finding.read", response=list[FindingListed])
def findings(
    request: HttpRequest, body: str = "", state: str = "open", severity: str = "", page: int = 1
) -> list[dict[str, Any]]:
    """List the findings of a body, the gravest and oldest first, without what they say."""
    found = queries.findings(
        request,
        frame.body_chosen(request, "finding.read"),
        state="closed" if state == "closed" else "open",
        severity=SEVERITIES.index(severity) if severity in SEVERITIES else None,
        page=page_number(request),
    )
    return [
        {
            "finding": f"{one.stream}.{one.fingerprint.hex()}",
            "asset": str(one.asset),
            "severity": SEVERITIES[one.severity],
            "priority": one.priority,
            "score": f"{one.score / 10:.1f}" if one.score is not None else "",
            "exploited": one.exploited,
            "state": one.state,
            "since": one.since_at,
            "reopened": one.reopened,
        }
        for one in found[: queries.PAGE]
    ]


@router.serve("POST", "/security/findings/open", "finding.open", response=list[FindingOpened])
def open_findings(request: HttpRequest, sent: FindingsAsked) -> Any:
    """Open what findings of a body say, for a purpose that is recorded."""
    key = own_key(request, idempotency_key(request), "findings")
    if sent.body not in frame.bodies_for(request, "finding.open"):
        return _no(saying.no_body(sent.body))
    found = opening.open_findings(request, sent.body, sent.finding_ids, sent.purpose, key)
    if isinstance(found, Refusal):
        return _no(found)
    names = ("rule", "where", "line", "message", "fixed", "cve")
    return [
        {"finding": id, "heading": one.title, **{name: getattr(one, name) for name in names}}
        for id, one in found.items()
    ]


@router.serve("POST", "/security/scans", "scan.import", response=ScanTaken, openapi_extra=SCAN)
def scan(request: HttpRequest) -> Any:
    """Import a scan and give exact counts; a file too large is refused by its size, unread."""
    large = scans.too_large(request)
    if large is not None:
        return refused(large, 413)
    idempotency_key(request)  # the file itself tells whether it was taken before
    sent = read(request, ScanSent, "scan")
    if sent.body not in frame.bodies_for(request, "scan.import"):
        return _no(saying.no_body(sent.body))
    answer = scans.taken(
        request, sent.body, request.FILES.get("file"), {"asset": sent.asset, "scope": sent.scope}
    )
    return _no(answer) if isinstance(answer, Refusal) else _result(answer)


def _result(one: importing.Result) -> dict[str, Any]:
    return _told(str(one.stream), one.source, one.counts, one.repeated)


@router.serve("GET", "/security/scans/{uuid:source}", "finding.read", response=ScanTaken)
def source(request: HttpRequest, source: UUID) -> dict[str, Any]:
    """Give what the last scan of a source came to."""
    one = queries.source_of(request, source)
    if one is None:
        raise Http404
    return _told(str(source), one, one.counts, False)


def _told(id: str, source: Any, counts: Counts, repeated: bool) -> dict[str, Any]:
    return {
        "source": id,
        "tool": source.tool,
        "scope": source.scope,
        "new": counts.new,
        "same": counts.same,
        "reopened": counts.reopened,
        "closed": counts.closed,
        "duplicates": counts.repeated,
        "refused": counts.refused,
        "open": source.open,
        "repeated": repeated,
    }


def _found(request: HttpRequest, asset: UUID) -> Any:
    one = queries.asset_of(request, asset)
    if one is None:
        raise Http404
    return one


def _asked(request: HttpRequest, asset: UUID, command: Any) -> Any:
    key = own_key(request, idempotency_key(request), "asset")
    _found(request, asset)
    return _done(store_door.ask(request, asset, command, key=key, kind=ASSET))


def _typed(sent: AssetSent) -> dict[str, Any]:
    """Return what was sent as a form types it."""
    said = sent.dict()
    texts = {name: "" if value is None else str(value) for name, value in said.items()}
    flags = {name: "yes" if said[name] else "" for name in ("critical", "exposed")}
    return {**texts, **flags, "needs": " ".join(said["needs"])}


def _classes(sent: AssetSent) -> list[str]:
    return [one for one in CLASSES if one in sent.classes]


def _done(answer: Any) -> Any:
    if isinstance(answer, Refusal):
        return _no(answer)
    return {"asset": str(answer.stream), "seq": answer.seq, "repeated": answer.repeated}


def _no(refusal: Refusal) -> Any:
    return refused(refusal, 403 if refusal.code == "access.denied" else 409)
