"""What this net shows in the menu, and to whom."""

from __future__ import annotations

from yiwang.web.doors import Door

DOORS = (
    Door(
        view="security:board",
        title={"zh": "安全问题", "en": "Weaknesses"},
        says={
            "zh": "扫描发现了什么、多久了、先改哪个；导入扫描结果。",
            "en": "What scans found, how old it is, what comes first; import a scan.",
        },
        verb="finding.read",
        order=60,
    ),
    Door(
        view="security:assets",
        title={"zh": "网络资产", "en": "Assets"},
        says={
            "zh": "系统、网络、数据、供应商、域名、证书：谁负责，出事牵连到哪里。",
            "en": "Systems, networks, data, suppliers, domains, certificates: whose, and what hangs on them.",
        },
        verb="asset.read",
        order=61,
    ),
)
