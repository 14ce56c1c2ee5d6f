"""Trivy, CycloneDX (SBOM with vulnerabilities, VEX), ZAP and OSCAL assessment results, in JSON.

Decoded by types; what is not used is not made into objects. No secret that a scanner found is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from yiwang.nets.security.decoding.found import (
    LONGEST,
    Decoded,
    Line,
    Unsound,
    severity_of,
    severity_of_score,
    tenths,
)
from yiwang.nets.security.decoding.ranges import affected
from yiwang.nets.security.decoding.scoring import score_of


class _Cvss(msgspec.Struct, gc=False):
    V3Vector: str = ""
    V40Vector: str = ""
    V3Score: float = -1


class _Vulnerability(msgspec.Struct, gc=False):
    VulnerabilityID: str
    PkgName: str = ""
    InstalledVersion: str = ""
    FixedVersion: str = ""
    Severity: str = ""
    Title: str = ""
    CVSS: dict[str, _Cvss] = {}


class _Misconfiguration(msgspec.Struct, gc=False):
    ID: str
    Title: str = ""
    Message: str = ""
    Severity: str = ""
    Status: str = "FAIL"


class _Secret(msgspec.Struct, gc=False):
    RuleID: str
    Title: str = ""
    Severity: str = ""
    StartLine: int = 0


class _TrivyResult(msgspec.Struct, gc=False):
    Target: str = ""
    Vulnerabilities: list[_Vulnerability] | None = None
    Misconfigurations: list[_Misconfiguration] | None = None
    Secrets: list[_Secret] | None = None


class _Trivy(msgspec.Struct, gc=False):
    SchemaVersion: int
    Results: list[_TrivyResult] | None = None


def trivy(data: bytes) -> Decoded:
    """Return what a Trivy report names; raises Unsound."""
    report = _read(data, _Trivy, "Trivy")
    if report.SchemaVersion != 2:
        raise Unsound(
            f"SchemaVersion 是 {report.SchemaVersion}，要 2",
            f"its SchemaVersion is {report.SchemaVersion}, not 2",
        )
    left: Counter[str] = Counter()
    lines = [line for one in report.Results or () for line in _of_trivy(one, left)]
    return Decoded(format="Trivy", tool="trivy", lines=lines, left=left)


def _of_trivy(result: _TrivyResult, left: Counter[str]) -> Iterator[Line]:
    for one in result.Vulnerabilities or ():
        score, vector = _best(one.CVSS)
        yield Line(
            rule=one.VulnerabilityID,
            title=one.Title[:200],
            where=f"{result.Target} {one.PkgName}",
            own=one.InstalledVersion,
            severity=severity_of(one.Severity, severity_of_score(score) if score >= 0 else 2),
            score=score,
            cve=one.VulnerabilityID if one.VulnerabilityID.startswith("CVE-") else "",
            vector=vector,
            fixed=one.FixedVersion,
            message=f"{one.PkgName} {one.InstalledVersion}",
        )
    for fault in result.Misconfigurations or ():
        if fault.Status != "FAIL":
            left["not-a-finding"] += 1
            continue
        yield Line(
            rule=fault.ID,
            title=fault.Title[:200],
            where=result.Target,
            severity=severity_of(fault.Severity),
            message=fault.Message[:LONGEST],
        )
    for secret in result.Secrets or ():
        yield Line(
            rule=secret.RuleID,
            title=secret.Title[:200],
            where=result.Target,
            line=secret.StartLine,
            severity=severity_of(secret.Severity, 3),
        )


def _best(given: dict[str, _Cvss]) -> tuple[int, str]:
    """Return score and vector: of NVD where it has one, else of whoever does; reckoned from the vector."""
    for name in ("nvd", *sorted(given)):
        one = given.get(name)
        if one is not None:
            vector = one.V40Vector or one.V3Vector
            score = score_of(vector) if vector else tenths(one.V3Score)
            if score >= 0:
                return score, vector
    return -1, ""


class _Rating(msgspec.Struct, gc=False):
    severity: str = ""
    vector: str = ""
    score: float = -1


class _Versions(msgspec.Struct, gc=False):
    version: str = ""
    range: str = ""
    status: str = "affected"


class _Affects(msgspec.Struct, gc=False):
    ref: str
    versions: list[_Versions] = []


class _Analysis(msgspec.Struct, gc=False):
    state: str = ""


class _Advised(msgspec.Struct, gc=False):
    id: str = ""
    description: str = ""
    recommendation: str = ""
    ratings: list[_Rating] = []
    affects: list[_Affects] = []
    analysis: _Analysis | None = None


class _Component(msgspec.Struct, gc=False):
    name: str = ""
    version: str = ""
    purl: str = ""
    ref: str = msgspec.field(default="", name="bom-ref")


class _Bom(msgspec.Struct, gc=False):
    bomFormat: str
    components: list[_Component] = []
    vulnerabilities: list[_Advised] | None = None


_GONE = frozenset({"not_affected", "resolved", "resolved_with_pedigree", "false_positive"})


def cyclonedx(data: bytes) -> Decoded:
    """Return what a CycloneDX document names as vulnerable; raises Unsound.

    What its analysis says is resolved, not affected or falsely told is left out, and so is a component whose
    version is outside the ranges that the document gives.
    """
    bom = _read(data, _Bom, "CycloneDX")
    if bom.vulnerabilities is None:
        raise Unsound(
            "只有组件清单，没有漏洞（vulnerabilities）；请在资产页导入",
            "it lists components and no vulnerabilities; import it as an asset",
        )
    components = {one.ref or one.purl: one for one in bom.components}
    left: Counter[str] = Counter()
    lines = [line for one in bom.vulnerabilities for line in _of_bom(one, components, left)]
    return Decoded(format="CycloneDX", tool="cyclonedx", lines=lines, left=left)


def _of_bom(one: _Advised, components: dict[str, _Component], left: Counter[str]) -> Iterator[Line]:
    if one.analysis is not None and one.analysis.state in _GONE:
        left["not-affected"] += 1
        return
    if not one.id:
        left["no-rule"] += 1
        return
    rated = max(
        ((score_of(each.vector) if each.vector else tenths(each.score), each) for each in one.ratings),
        default=(-1, _Rating()),
        key=lambda pair: pair[0],
    )
    score, rating = rated
    for each in one.affects or [_Affects(ref="")]:
        component = components.get(each.ref, _Component(purl=each.ref))
        ranges = [(said.range, said.version, said.status) for said in each.versions]
        if ranges and component.version and not affected(component.version, ranges):
            left["not-affected"] += 1
            continue
        yield Line(
            rule=one.id,
            title=one.description[:200],
            where=component.purl or component.name or each.ref,
            severity=severity_of_score(score) if score >= 0 else severity_of(rating.severity),
            score=score,
            cve=one.id if one.id.startswith("CVE-") else "",
            vector=rating.vector,
            fixed=one.recommendation[:200],
            message=one.description[:LONGEST],
        )


class _Instance(msgspec.Struct, gc=False):
    uri: str = ""
    method: str = ""
    param: str = ""


class _Alert(msgspec.Struct, gc=False):
    pluginid: str = ""
    alertRef: str = ""
    alert: str = ""
    riskcode: str = ""
    solution: str = ""
    instances: list[_Instance] = []


class _Site(msgspec.Struct, gc=False):
    host: str = msgspec.field(default="", name="@host")
    alerts: list[_Alert] = []


class _Zap(msgspec.Struct, gc=False):
    site: list[_Site]


ZAP_RISK = {"0": 0, "1": 1, "2": 2, "3": 3}


def zap(data: bytes) -> Decoded:
    """Return what a ZAP report in JSON names; raises Unsound."""
    report = _read(data, _Zap, "ZAP")
    lines = [
        Line(
            rule=one.alertRef or one.pluginid or one.alert,
            title=one.alert[:200],
            where=each.uri.partition("?")[0],
            own=f"{each.method} {each.param}",
            severity=ZAP_RISK.get(one.riskcode, 2),
            fixed=one.solution[:200],
            message=one.alert[:LONGEST],
            host=site.host,
        )
        for site in report.site
        for one in site.alerts
        for each in one.instances or [_Instance()]
    ]
    return Decoded(
        format="ZAP", tool="zap", lines=lines, hosts=frozenset(site.host for site in report.site if site.host)
    )


class _Status(msgspec.Struct, gc=False):
    state: str = ""


class _Target(msgspec.Struct, gc=False):
    id: str = msgspec.field(default="", name="target-id")
    status: _Status | None = None


class _OscalFinding(msgspec.Struct, gc=False):
    title: str = ""
    description: str = ""
    target: _Target | None = None


class _OscalResult(msgspec.Struct, gc=False):
    findings: list[_OscalFinding] = []


class _Results(msgspec.Struct, gc=False):
    results: list[_OscalResult]


class _Oscal(msgspec.Struct, gc=False):
    results: _Results = msgspec.field(name="assessment-results")


def oscal(data: bytes) -> Decoded:
    """Return the objectives that OSCAL assessment results call not satisfied; raises Unsound.

    OSCAL names no severity: each is of medium severity.
    """
    found = _read(data, _Oscal, "OSCAL")
    left: Counter[str] = Counter()
    lines = []
    for result in found.results.results:
        for one in result.findings:
            if one.target is None or one.target.status is None or one.target.status.state != "not-satisfied":
                left["not-a-finding"] += 1
                continue
            lines.append(
                Line(
                    rule=one.target.id,
                    title=one.title[:200],
                    own=one.target.id,
                    message=one.description[:LONGEST],
                )
            )
    return Decoded(format="OSCAL", tool="oscal", lines=lines, left=left)


def _read(data: bytes, type: type, format: str) -> msgspec.Struct:  # the struct asked for
    try:
        return msgspec.json.decode(data, type=type)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unsound(f"不是完整的 {format}", f"it cannot be read as {format}") from error
