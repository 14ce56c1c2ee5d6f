"""The words of this net."""

from __future__ import annotations

from yiwang.nets.security.records import CLASSES, KINDS, PRIORITIES, PURPOSES, SEVERITIES
from yiwang.web.words import Text, add


def _words(*given: tuple[str, str, str]) -> dict[str, Text]:
    return {id: {"zh": zh, "en": en} for id, zh, en in given}


KIND_WORDS = _words(
    ("system", "系统", "System"),
    ("network", "网络", "Network"),
    ("dataset", "数据", "Data set"),
    ("supplier", "供应商", "Supplier"),
    ("domain", "域名", "Domain"),
    ("certificate", "证书", "Certificate"),
)
CLASS_WORDS = _words(
    ("core", "核心数据", "Core data"),
    ("important", "重要数据", "Important data"),
    ("general", "一般数据", "General data"),
    ("personal", "个人信息", "Personal information"),
    ("sensitive-personal", "敏感个人信息", "Sensitive personal information"),
)
STANDING_WORDS = _words(("in-use", "在用", "In use"), ("retired", "已停用", "Out of use"))
SEVERITY_WORDS = _words(
    ("info", "提示", "Information"),
    ("low", "低危", "Low"),
    ("medium", "中危", "Medium"),
    ("high", "高危", "High"),
    ("critical", "严重", "Critical"),
)
PRIORITY_WORDS = _words(
    ("at-once", "立即改", "At once"),
    ("soon", "尽快改", "Soon"),
    ("planned", "按计划改", "Planned"),
    ("noted", "记着", "Noted"),
)
PURPOSE_WORDS = _words(
    ("rectify", "整改", "To mend it"),
    ("check", "核对", "To check it"),
    ("incident", "处置事件", "To handle an incident"),
    ("inspection", "接受检查", "For an inspection"),
)
SEALED_WORDS = _words(
    ("addresses", "地址（IP、网址）", "Addresses (IP, URL)"),
    ("version", "软件和版本", "Software and versions"),
    ("components", "组件清单（每行一个 purl）", "Components (one purl a line)"),
    ("note", "备注", "Note"),
)
AGE_WORDS: tuple[Text, ...] = (
    {"zh": "7 天内", "en": "Up to 7 days"},
    {"zh": "7 到 30 天", "en": "7 to 30 days"},
    {"zh": "30 到 90 天", "en": "30 to 90 days"},
    {"zh": "90 天以上", "en": "Over 90 days"},
)
LEFT_WORDS = _words(
    ("asset-unknown", "资产没有登记，或者不是本单位的", "The asset is not on record, or not this body's"),
    ("asset-not-said", "没有选资产，文件里也没写", "No asset was chosen, and the file names none"),
    ("no-rule", "没有规则编号", "It names no rule"),
    ("not-a-finding", "不是问题（通过、不适用、已消失）", "No finding (passed, not applicable, gone)"),
    ("suppressed", "工具里已标为接受", "Accepted in the scanner"),
    ("not-affected", "VEX 标明不受影响或已解决", "VEX says not affected, or resolved"),
    ("unreadable", "这一行读不懂", "The row cannot be read"),
)
assert set(KIND_WORDS) == set(KINDS) and set(CLASS_WORDS) == set(CLASSES)
assert tuple(SEVERITY_WORDS) == SEVERITIES and tuple(PRIORITY_WORDS) == PRIORITIES
assert tuple(PURPOSE_WORDS) == PURPOSES

add(
    {
        f"security.{key}": {"zh": zh, "en": en}
        for key, zh, en in (
            ("assets", "网络资产", "Assets"),
            (
                "assets-lead",
                "本单位的系统、网络、数据、供应商、域名和证书。没有责任单位的排在最前，已按时限立件。",
                "Systems, networks, data sets, suppliers, domains and certificates of your body. What "
                "nobody owns stands first; a case with a clock is open about it.",
            ),
            ("register", "登记资产", "Put an asset down"),
            ("all", "全部", "All"),
            ("narrow", "查找", "Find"),
            ("narrow-words", "名称或编号", "Name or number"),
            ("none-found", "没有找到资产。", "No asset was found."),
            ("name", "名称", "Name"),
            ("kind", "种类", "Kind"),
            ("ref", "本单位编号", "Your number of it"),
            (
                "ref-help",
                "扫描结果和表格按它找到资产，以后不变。",
                "Scans and tables find the asset by it; it never changes.",
            ),
            ("body", "责任单位", "Owner"),
            ("position", "责任岗位", "Responsible position"),
            ("standing", "状态", "State"),
            ("level", "等级保护级别", "Protection level (MLPS)"),
            ("no-level", "没有定级", "Not graded"),
            ("filed_on", "备案日期", "Filed on"),
            ("assessed_on", "测评日期", "Assessed on"),
            ("critical", "关键信息基础设施", "Critical infrastructure"),
            ("sector", "行业", "Sector"),
            ("classes", "数据类别", "Data classes"),
            ("exposed", "可以从互联网访问", "Reached from the internet"),
            ("expires_on", "到期日期", "Expires on"),
            ("needs", "依赖的资产", "Depends on"),
            (
                "needs-help",
                "写资产页地址里的编号，每行一个。",
                "The id in the address of an asset's page, one a line.",
            ),
            ("needs-hidden", "其他单位的资产", "An asset of another body"),
            ("unowned", "无主", "Nobody"),
            ("nobody", "还不知道是谁的", "Not known yet"),
            ("none", "没有", "None"),
            ("kept", "保存", "Save"),
            ("change", "修改", "Change"),
            ("own", "写明责任单位", "Say whose it is"),
            ("retire", "停用", "Take out of use"),
            ("radius", "出事牵连到哪里", "Blast radius"),
            ("radius-none", "没有登记依赖它的资产。", "No asset on record depends on it."),
            (
                "radius-says",
                "它停下或被攻破，会牵连 {count} 项资产（其中关键信息基础设施 {critical} 项，"
                "三级以上 {level3} 项），最远隔 {deep} 步。",
                "If it fails or is broken into, {count} assets are reached ({critical} critical, "
                "{level3} of level 3 and above), {deep} steps away at most.",
            ),
            ("steps", "隔几步", "Steps away"),
            ("of-others", "其他单位", "Of other bodies"),
            ("of-others-help", "只给数目，不给名称。", "Only how many; no names."),
            ("unnamed", "本单位还有 {count} 项没有列出。", "{count} more of your body are not listed."),
            ("count", "数目", "How many"),
            ("sealed", "加密内容", "Sealed"),
            (
                "sealed-help",
                "地址、版本、组件和备注按单位加密。打开要写用途，要再确认一次身份，会留痕。",
                "Addresses, versions, components and notes are sealed per body. Opening them takes a "
                "purpose and a fresh confirmation, and is recorded.",
            ),
            (
                "findings-help",
                "写的是什么按单位加密。打开要写用途，要再确认一次身份，会留痕。",
                "What findings say is sealed per body. Opening it takes a purpose and a fresh confirmation, "
                "and is recorded.",
            ),
            ("sealed-keep", "留空表示不变。", "Leave empty what stays as it is."),
            ("purpose", "用途", "Purpose"),
            ("open", "打开", "Open"),
            ("openings", "打开记录", "Who opened it"),
            ("registered", "已登记。", "It is on record."),
            ("done", "已保存。", "Saved."),
            ("not-opened", "没能立件：", "The case could not be opened: "),
            ("case", "认领办件", "Case about its owner"),
            ("board", "安全问题", "Weaknesses"),
            (
                "board-all",
                "各单位没有关闭的问题，只有数目、等级和时间。写的是什么，只有本单位能打开。",
                "What is open at every body: counts, grades and ages alone. What it says, only that "
                "body can open.",
            ),
            (
                "board-mine",
                "本单位没有关闭的问题。改好后再扫描、再导入，没有再发现的自动关闭。",
                "What is open at your body. Mend it, scan again and import: what is not found again is "
                "closed.",
            ),
            ("by-body", "按单位", "By body"),
            ("by-sector", "按行业", "By sector"),
            ("no-sector", "没有标行业", "No sector"),
            ("total", "共", "Total"),
            ("oldest", "最早", "Oldest"),
            ("nothing-open", "没有未关闭的问题。", "Nothing is open."),
            ("asset-counts", "各单位的资产", "Assets of every body"),
            ("all-assets", "资产", "Assets"),
            ("level3", "三级以上", "Level 3 and above"),
            ("gap", "没有责任岗位", "Nobody responsible"),
            ("list", "导入资产清单", "Import a list of assets"),
            (
                "list-lead",
                "CSV、XLSX 或 CycloneDX。先看会改什么，再放入。编号相同的是同一项资产；没有的列不动。",
                "CSV, XLSX or CycloneDX. See what it would change first. The same number is the same asset; "
                "what has no column stays.",
            ),
            (
                "list-help",
                "表头至少有编号、名称、种类；不知道责任单位的写 nobody。最多 {most} MB。",
                "The heading has ref, name and kind at least; write nobody where the owner is not known. "
                "{most} MB at most.",
            ),
            ("look", "看会改什么", "See what it would change"),
            ("preview", "会改什么", "What it would change"),
            ("preview-none", "没有要改的。", "It would change nothing."),
            ("what", "怎样", "What becomes of it"),
            ("list-new", "新登记", "New"),
            ("list-changed", "修改", "Changed"),
            ("list-same", "不变", "The same"),
            ("list-refused", "不收", "Not taken"),
            ("from-to", "{field}：“{old}”改为“{new}”", "{field}: from “{old}” to “{new}”"),
            ("unshown", "还有 {count} 行没有列出。", "{count} more lines are not listed."),
            ("apply", "放入", "Put it in place"),
            (
                "list-done",
                "已放入：新登记 {new}，修改 {changed}，没有收 {refused}。",
                "Put in place: {new} new, {changed} changed, {refused} not taken.",
            ),
            ("export", "导出 CSV", "Export as CSV"),
            (
                "export-help",
                "每行带水印：谁、何时、第几次。导出会留痕。",
                "Each line is watermarked: who, when, which. It is recorded.",
            ),
            ("scan", "导入扫描结果", "Import a scan"),
            (
                "scan-lead",
                "选资产和文件。同一工具、同一范围的上一次里有、这次没有的，会关闭；别的来源不受影响。",
                "Choose an asset and a file. What the last scan of the same tool and scope named and "
                "this one does not is closed; other sources are left alone.",
            ),
            ("file", "文件", "File"),
            (
                "file-help",
                "SARIF、CycloneDX、Trivy、Nessus、ZAP、OSCAL、CSV、XLSX，"
                "最多 {most} MB。文件加密保存，只有本单位能打开。",
                "SARIF, CycloneDX, Trivy, Nessus, ZAP, OSCAL, CSV or XLSX, {most} MB at most. "
                "It is kept sealed; only your body can open it.",
            ),
            ("scope", "扫描范围", "Scope of the scan"),
            (
                "scope-help",
                "例如“每夜外网”。同一范围每次写一样的；留空用文件里写的范围，没有就用资产。",
                "For instance “nightly, outside”. The same each time; left empty, the file's own scope "
                "or the asset.",
            ),
            ("which-asset", "资产", "Asset"),
            ("asset-of-lines", "文件里写了主机或资产编号", "The file names hosts or numbers of assets"),
            ("take", "导入", "Import"),
            ("scan-taken", "已导入。", "It was taken."),
            (
                "scan-repeated",
                "这个文件上次已经导入，没有变化。",
                "This file was taken last time; nothing has changed.",
            ),
            ("sources", "扫描来源", "Sources of scans"),
            ("tool", "工具", "Tool"),
            ("last", "最近一次", "Last scan"),
            ("still-open", "未关闭", "Open"),
            ("scans", "次数", "Scans"),
            ("no-scans", "还没有导入过。", "Nothing was imported yet."),
            ("new", "新发现", "New"),
            ("same", "还在", "The same"),
            ("reopened", "又出现", "Open again"),
            ("closed", "已关闭", "Closed"),
            ("repeated", "文件里重复", "Repeated in the file"),
            ("refused", "没有收的", "Not taken"),
            ("why", "原因", "Why"),
            ("result", "最近一次的结果", "What the last scan came to"),
            ("trace", "整改次序是怎么定的", "How the order was decided"),
            (
                "trace-help",
                "按配置包里的决策表；每行是一种情况，写明用了表里哪一行。",
                "By the decision table of the pack; each row is one situation, with the row of the "
                "table that answered.",
            ),
            ("severity", "严重程度", "Severity"),
            ("known-exploited", "已被利用", "Known to be exploited"),
            ("priority", "整改次序", "Priority"),
            ("rule-row", "表的第几行", "Row of the table"),
            ("cases", "立的整改件", "Cases opened"),
            ("number", "编号", "Number"),
            ("raw", "文件 SHA-256", "SHA-256 of the file"),
            ("findings", "问题清单", "Findings"),
            ("state-open", "未关闭", "Open"),
            ("state-closed", "已关闭", "Closed"),
            ("since", "从", "Since"),
            ("times-reopened", "又出现 {times} 次", "Open again {times} times"),
            ("exploited", "已被利用", "Exploited"),
            ("says", "写的是什么", "What it says"),
            ("shut", "加密", "Sealed"),
            ("fixed-in", "修复版本", "Fixed in"),
            ("line", "第 {line} 行", "line {line}"),
            ("no-findings", "没有这样的问题。", "There is no such finding."),
            ("open-chosen", "打开选中的", "Open those chosen"),
            ("page-before", "上一页", "Page before"),
            ("page-after", "下一页", "Next page"),
            ("pages", "翻页", "Pages"),
        )
    }
)
