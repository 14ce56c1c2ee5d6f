"""Findings as SARIF 2.1.0, for editors and code hosts.

Source: OASIS SARIF 2.1.0, 3.13 (log), 3.14 (run), 3.49 (rule), 3.27 (result), 3.55 (fix).
Addresses are relative to the pack; columns count characters; a result's fingerprint outlives changes of line.
"""

from __future__ import annotations

import hashlib
from typing import Any

from yiwang.pack.check.demands import demands
from yiwang.pack.finding import Finding, Fix, Level

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "note"}


def sarif(findings: list[Finding], lang: str = "zh", besides: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a log with one run: every rule that fired, every finding, in file order.

    Args:
        besides: what is said besides the findings; it goes to the run's property bag.
    """
    known = demands()
    codes = sorted({finding.code for finding in findings})
    rules = []
    for code in codes:
        said = known.get(code)
        rule: dict[str, Any] = {"id": code}
        if said is not None:
            rule["shortDescription"] = {"text": said.en if lang == "en" else said.zh}
            rule["fullDescription"] = {"text": f"{said.zh} {said.en}"}
        rules.append(rule)
    driver = {"name": "yiwang", "rules": rules}
    results = [_result(finding, codes.index(finding.code), lang) for finding in findings]
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    if besides:
        run["properties"] = besides
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(finding: Finding, rule: int, lang: str) -> dict[str, Any]:
    message, remedy = (
        (finding.message.en, finding.remedy.en) if lang == "en" else (finding.message.zh, finding.remedy.zh)
    )
    same = f"{finding.code}\n{finding.where.file}\n{finding.message.en}"
    made: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.level],
        "message": {"text": f"{message} {remedy}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": finding.where.file, "uriBaseId": "%SRCROOT%"},
                    "region": {
                        "startLine": max(finding.where.line, 1),
                        "startColumn": max(finding.where.column, 1),
                    },
                }
            }
        ],
        "partialFingerprints": {"yiwang/v1": hashlib.sha256(same.encode()).hexdigest()},
    }
    if finding.fix is not None:
        made["fixes"] = [_fix(finding.fix, lang)]
    return made


def _fix(fix: Fix, lang: str) -> dict[str, Any]:
    """Return a fix (SARIF 3.55): what is deleted where, and what is put there instead."""
    changes: dict[str, list[dict[str, Any]]] = {}
    for edit in fix.edits:
        replacement = {
            "deletedRegion": {
                "startLine": edit.begin.line,
                "startColumn": edit.begin.column,
                "endLine": edit.stop.line,
                "endColumn": edit.stop.column,
            },
            "insertedContent": {"text": edit.text},
        }
        changes.setdefault(edit.file, []).append(replacement)
    return {
        "description": {"text": fix.says.en if lang == "en" else fix.says.zh},
        "artifactChanges": [
            {"artifactLocation": {"uri": file, "uriBaseId": "%SRCROOT%"}, "replacements": replacements}
            for file, replacements in changes.items()
        ],
    }
