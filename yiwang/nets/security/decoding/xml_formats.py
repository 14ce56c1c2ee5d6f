"""Nessus and ZAP reports in XML, read as a stream. No DTD, no entities, nothing fetched: `defusedxml`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import ParseError, iterparse  # type: ignore[import-untyped]

from yiwang.nets.security.decoding.found import LONGEST, MOST_LINES, Decoded, Line, Unsound, tenths
from yiwang.nets.security.decoding.json_formats import ZAP_RISK
from yiwang.nets.security.decoding.scoring import score_of


def nessus(data: bytes) -> Decoded:
    """Return what a Nessus report (v2) names, host by host; raises Unsound."""
    lines: list[Line] = []
    hosts: set[str] = set()
    for host in _each(data, "NessusClientData_v2", "ReportHost"):
        name = host.get("name", "")
        hosts.add(name)
        lines += [_of_nessus(name, item) for item in host.iter("ReportItem")]
        if len(lines) > MOST_LINES:
            raise Unsound(f"多于 {MOST_LINES} 条", f"it has more than {MOST_LINES} results")
    return Decoded(format="Nessus", tool="nessus", lines=lines, hosts=frozenset(hosts))


def _of_nessus(host: str, item: Any) -> Line:
    vector = (
        item.findtext("cvss4_vector") or item.findtext("cvss3_vector") or item.findtext("cvss_vector") or ""
    )
    vector = vector.removeprefix("CVSS2#")
    score = score_of(vector) if vector else -1
    if score < 0:
        score = tenths(item.findtext("cvss3_base_score") or item.findtext("cvss_base_score") or "")
    severity = item.get("severity", "")
    plugin = item.get("pluginID", "")
    return Line(
        rule=plugin,
        title=item.get("pluginName", "")[:200],
        where=f"{item.get('protocol', '')}/{item.get('port', '')}",
        own=plugin,
        severity=int(severity) if severity in ("0", "1", "2", "3", "4") else 2,
        score=score,
        cve=item.findtext("cve") or "",
        vector=vector,
        fixed=(item.findtext("solution") or "")[:200],
        message=(item.findtext("synopsis") or "")[:LONGEST],
        host=host,
    )


def zap(data: bytes) -> Decoded:
    """Return what a ZAP report in XML names, site by site; raises Unsound."""
    lines: list[Line] = []
    hosts: set[str] = set()
    for site in _each(data, "OWASPZAPReport", "site"):
        host = site.get("host", "")
        hosts.add(host)
        for alert in site.iter("alertitem"):
            lines += list(_of_zap(host, alert))
    return Decoded(format="ZAP", tool="zap", lines=lines, hosts=frozenset(hosts))


def _of_zap(host: str, alert: Any) -> Iterator[Line]:
    title = alert.findtext("alert") or alert.findtext("name") or ""
    rule = alert.findtext("alertRef") or alert.findtext("pluginid") or title
    for one in [*alert.iter("instance")] or [None]:
        yield Line(
            rule=rule,
            title=title[:200],
            where=((one.findtext("uri") or "") if one is not None else "").partition("?")[0],
            own=f"{one.findtext('method') or ''} {one.findtext('param') or ''}" if one is not None else rule,
            severity=ZAP_RISK.get(alert.findtext("riskcode") or "", 2),
            fixed=(alert.findtext("solution") or "")[:200],
            message=title[:LONGEST],
            host=host,
        )


def _each(data: bytes, root: str, name: str) -> Iterator[Any]:
    """Yield each element called `name` once it is whole, and forget it afterwards; raises Unsound."""
    top: Any = None
    try:
        for event, element in iterparse(io.BytesIO(data), ("start", "end"), forbid_dtd=True):
            if top is None:
                top = element
                if element.tag != root:
                    raise Unsound(f"最外层不是 {root}", f"its outermost element is not {root}")
            elif event == "end" and element.tag == name:
                yield element
                element.clear()
                top.clear()
    except DefusedXmlException as error:
        raise Unsound(
            "里面有 DOCTYPE 或实体，不读", "it has a DOCTYPE or entities, which are not read"
        ) from error
    except (ParseError, LookupError, ValueError) as error:
        raise Unsound("不是完整的 XML", "it is no whole XML") from error
