"""Small reports of scanners, made up."""

from __future__ import annotations

import json
from typing import Any

CRITICAL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
HIGH = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


SARIF = _json({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": []}]})
TRIVY = _json(
    {
        "SchemaVersion": 2,
        "Results": [
            {
                "Target": "image",
                "Vulnerabilities": [
                    {
                        "VulnerabilityID": "CVE-2025-0001",
                        "PkgName": "openssl",
                        "InstalledVersion": "3.0.1",
                        "Severity": "CRITICAL",
                        "CVSS": {"nvd": {"V3Vector": CRITICAL, "V3Score": 1.0}},
                    }
                ],
                "Misconfigurations": [
                    {"ID": "DS002", "Severity": "HIGH", "Status": "FAIL"},
                    {"ID": "DS003", "Severity": "HIGH", "Status": "PASS"},
                ],
                "Secrets": [{"RuleID": "aws-access-key", "Severity": "CRITICAL", "Match": "AKIAEXAMPLE"}],
            }
        ],
    }
)
VEX = _json(
    {
        "bomFormat": "CycloneDX",
        "components": [
            {"bom-ref": "left", "name": "left", "version": "1.1.0", "purl": "pkg:npm/left@1.1.0"},
            {"bom-ref": "right", "name": "right", "version": "2.0.0", "purl": "pkg:npm/right@2.0.0"},
        ],
        "vulnerabilities": [
            {
                "id": "CVE-2025-1",
                "ratings": [{"vector": HIGH, "severity": "low"}],
                "affects": [
                    {"ref": "left", "versions": [{"range": "vers:npm/<1.2.0", "status": "affected"}]},
                    {"ref": "right", "versions": [{"range": "vers:npm/<1.2.0", "status": "affected"}]},
                ],
            },
            {"id": "CVE-2025-2", "analysis": {"state": "not_affected"}, "affects": [{"ref": "left"}]},
        ],
    }
)
NESSUS = f"""<?xml version="1.0"?><NessusClientData_v2><Report name="r"><ReportHost name="10.0.0.1">
<ReportItem pluginID="1001" pluginName="Old TLS" port="443" protocol="tcp" severity="3"><cve>CVE-2025-2</cve>
<cvss3_vector>{HIGH}</cvss3_vector><synopsis>Old.</synopsis></ReportItem></ReportHost>
<ReportHost name="10.0.0.2"></ReportHost></Report></NessusClientData_v2>""".encode()
ZAP = _json(
    {
        "site": [
            {
                "@host": "a.example",
                "alerts": [
                    {
                        "alertRef": "40012-1",
                        "alert": "XSS",
                        "riskcode": "3",
                        "instances": [{"uri": "https://a.example/q?x=1", "method": "GET", "param": "x"}],
                    }
                ],
            }
        ]
    }
)
ZAP_XML = b"""<?xml version="1.0"?><OWASPZAPReport><site host="a.example">
<alerts><alertitem><alertRef>40012-1</alertRef>
<alert>XSS</alert><riskcode>3</riskcode><instances><instance><uri>https://a.example/q?x=1</uri><method>GET</method>
<param>x</param></instance></instances></alertitem></alerts></site></OWASPZAPReport>"""
