"""SARIF 2.1.0 (OASIS), decoded by types: only what is used is made into objects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from yiwang.nets.security.decoding.found import (
    LONGEST,
    MOST_LINES,
    Decoded,
    Line,
    Unsound,
    severity_of,
    severity_of_score,
    tenths,
)

FORMAT = "SARIF"


class _Message(msgspec.Struct, gc=False):
    text: str = ""


class _Artifact(msgspec.Struct, gc=False):
    uri: str = ""


class _Region(msgspec.Struct, gc=False):
    startLine: int = 0


class _Physical(msgspec.Struct, gc=False):
    artifactLocation: _Artifact | None = None
    region: _Region | None = None


class _Location(msgspec.Struct, gc=False):
    physicalLocation: _Physical | None = None


class _Suppression(msgspec.Struct, gc=False):
    status: str = "accepted"


class _Result(msgspec.Struct, gc=False):
    ruleId: str = ""
    ruleIndex: int = -1
    level: str = ""
    kind: str = "fail"
    message: _Message | None = None
    locations: list[_Location] = []
    fingerprints: dict[str, str] | None = None
    partialFingerprints: dict[str, str] | None = None
    baselineState: str = ""
    suppressions: list[_Suppression] | None = None


class _Configuration(msgspec.Struct, gc=False):
    level: str = ""


class _Rule(msgspec.Struct, gc=False):
    id: str = ""
    shortDescription: _Message | None = None
    defaultConfiguration: _Configuration | None = None
    properties: dict[str, Any] | None = None


class _Driver(msgspec.Struct, gc=False):
    name: str = ""
    rules: list[_Rule] = []


class _Tool(msgspec.Struct, gc=False):
    driver: _Driver


class _Automation(msgspec.Struct, gc=False):
    id: str = ""


class _Invocation(msgspec.Struct, gc=False):
    executionSuccessful: bool = True


class _Run(msgspec.Struct, gc=False):
    tool: _Tool
    results: list[_Result] | None = None
    automationDetails: _Automation | None = None
    invocations: list[_Invocation] = []


class _Log(msgspec.Struct, gc=False):
    runs: list[_Run]
    version: str = ""


_decoder = msgspec.json.Decoder(_Log)


def decode(data: bytes) -> Decoded:
    """Return what a SARIF log names.

    Raises:
        Unsound: it is no whole SARIF log, its runs are of several tools, or a run has no results at all.
    """
    try:
        log = _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unsound("不是完整的 SARIF 2.1.0", "it cannot be read as SARIF 2.1.0") from error
    if not log.version.startswith("2.1"):
        raise Unsound(
            f"版本写的是 {log.version[:10]}，要 2.1.0", f"its version is {log.version[:10]}, not 2.1.0"
        )
    tools = {run.tool.driver.name for run in log.runs}
    if len(tools) != 1:
        raise Unsound(
            f"里面有 {len(tools)} 种工具的结果，要一种", f"it has results of {len(tools)} tools, not one"
        )
    if any(run.results is None for run in log.runs):
        raise Unsound("有一次运行没有结果 (results)", "a run of it has no results")
    scopes = {run.automationDetails.id for run in log.runs if run.automationDetails is not None}
    left: Counter[str] = Counter()
    lines: list[Line] = []
    for run in log.runs:
        lines.extend(_lines(run, left))
        if len(lines) > MOST_LINES:
            raise Unsound(f"多于 {MOST_LINES} 条", f"it has more than {MOST_LINES} results")
    complete = all(one.executionSuccessful for run in log.runs for one in run.invocations)
    return Decoded(
        format=FORMAT,
        tool=tools.pop() or "sarif",
        lines=lines,
        scope=_scope(scopes),
        complete=complete,
        left=left,
    )


def _scope(scopes: set[str]) -> str:
    """Return the category of the automation id: what stands before the last slash (SARIF 2.1.0, 3.17.2)."""
    if len(scopes) != 1:
        return ""
    id = next(iter(scopes))
    return id.rpartition("/")[0] if "/" in id else id


def _lines(run: _Run, left: Counter[str]) -> Iterator[Line]:
    rules = run.tool.driver.rules
    severities = [_severity_of_rule(rule) for rule in rules]
    by_id = {rule.id: index for index, rule in enumerate(rules)}
    titles = [rule.shortDescription.text if rule.shortDescription else "" for rule in rules]
    for result in run.results or ():
        if result.kind != "fail" or result.baselineState == "absent":
            left["not-a-finding"] += 1
            continue
        if result.suppressions and all(one.status == "accepted" for one in result.suppressions):
            left["suppressed"] += 1
            continue
        index = result.ruleIndex if 0 <= result.ruleIndex < len(rules) else by_id.get(result.ruleId, -1)
        rule = result.ruleId or (rules[index].id if index >= 0 else "")
        if not rule:
            left["no-rule"] += 1
            continue
        severity, score = severities[index] if index >= 0 else (-1, -1)
        if score < 0 and result.level:
            severity = severity_of(result.level)
        where, number = _where(result)
        own = result.fingerprints or result.partialFingerprints
        yield Line(
            rule=rule,
            title=titles[index] if index >= 0 else "",
            where=where,
            line=number,
            own="" if not own else next(iter(own.values())) if len(own) == 1 else _joined(own),
            severity=severity if severity >= 0 else 2,
            score=score,
            cve=rule if rule.startswith("CVE-") else "",
            message=result.message.text[:LONGEST] if result.message is not None else "",
        )


def _joined(own: dict[str, str]) -> str:
    return "\0".join(f"{name}={own[name]}" for name in sorted(own))


def _where(result: _Result) -> tuple[str, int]:
    physical = result.locations[0].physicalLocation if result.locations else None
    if physical is None:
        return "", 0
    uri = physical.artifactLocation.uri if physical.artifactLocation is not None else ""
    return uri, physical.region.startLine if physical.region is not None else 0


def _severity_of_rule(rule: _Rule) -> tuple[int, int]:
    """Return a rule's severity and score; `security-severity` is a CVSS score by custom of scanners."""
    score = tenths(rule.properties.get("security-severity", "")) if rule.properties else -1
    if score >= 0:
        return severity_of_score(score), score
    level = rule.defaultConfiguration.level if rule.defaultConfiguration is not None else ""
    return (severity_of(level), -1) if level else (-1, -1)
