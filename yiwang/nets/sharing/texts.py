"""Texts of the catalogue of data products."""

from __future__ import annotations

from yiwang.web.words import Text, add

SHARING: dict[str, Text] = {
    "unconditional": {"zh": "无条件共享", "en": "shared freely"},
    "conditional": {"zh": "有条件共享", "en": "shared on conditions"},
    "none": {"zh": "不予共享", "en": "not shared"},
}
OPENING: dict[str, Text] = {
    "unconditional": {"zh": "无条件开放", "en": "open to the public"},
    "conditional": {"zh": "有条件开放", "en": "open on conditions"},
    "none": {"zh": "不开放", "en": "not open"},
}
WAYS: dict[str, Text] = {
    "lookup": {"zh": "核验查询", "en": "one lookup at a time"},
    "file": {"zh": "文件", "en": "as a file"},
    "message": {"zh": "消息", "en": "by message"},
}
UPDATES: dict[str, Text] = {
    "real-time": {"zh": "实时", "en": "at once"},
    "daily": {"zh": "每日", "en": "daily"},
    "weekly": {"zh": "每周", "en": "weekly"},
    "monthly": {"zh": "每月", "en": "monthly"},
    "quarterly": {"zh": "每季", "en": "quarterly"},
    "yearly": {"zh": "每年", "en": "yearly"},
    "once": {"zh": "一次", "en": "once"},
}
TYPES: dict[str, Text] = {
    "string": {"zh": "文本", "en": "text"},
    "number": {"zh": "数", "en": "number"},
    "integer": {"zh": "整数", "en": "whole number"},
    "boolean": {"zh": "是否", "en": "yes or no"},
    "date": {"zh": "日期", "en": "date"},
}
CLASSES: dict[str, Text] = {
    "general": {"zh": "一般", "en": "general"},
    "important": {"zh": "重要", "en": "important"},
    "core": {"zh": "核心", "en": "core"},
}
PERSONAL: dict[str, Text] = {
    "none": {"zh": "不是", "en": "no"},
    "ordinary": {"zh": "一般个人信息", "en": "personal"},
    "sensitive": {"zh": "敏感个人信息", "en": "sensitive"},
}
HOW_USED: dict[str, Text] = {
    "fills-in": {"zh": "带出", "en": "filled in"},
    "stands-in": {"zh": "免于提交", "en": "need not be brought"},
}

add(
    {
        "sharing.title": {"zh": "政务数据目录", "en": "Catalogue of data"},
        "sharing.lead": {
            "zh": "各单位有哪些数据、能不能共享、授权给了谁、用在哪些事项上。这里只有目录，没有数据本身。",
            "en": "Which data the bodies hold, whether it may be shared, who may use it and where. "
            "This is the catalogue: the data itself is not here.",
        },
        "sharing.label": {"zh": "找数据", "en": "Find data"},
        "sharing.help": {
            "zh": "名称、数据项、单位，写几个字就行。",
            "en": "A name, a field or a body: a word or two.",
        },
        "sharing.go": {"zh": "查找", "en": "Search"},
        "sharing.owner": {"zh": "提供单位", "en": "Provider"},
        "sharing.class": {"zh": "共享属性", "en": "Sharing class"},
        "sharing.all": {"zh": "不限", "en": "Any"},
        "sharing.found": {"zh": "共 {count} 项资源。", "en": "{count} products."},
        "sharing.none": {
            "zh": "没有这样的资源。少写几个字，或者不限单位再找。",
            "en": "There is no such product. Try fewer words, or any provider.",
        },
        "sharing.empty": {
            "zh": "这座城市还没有编目的数据。",
            "en": "This city has no data in its catalogue yet.",
        },
        "sharing.name": {"zh": "资源", "en": "Product"},
        "sharing.fields": {"zh": "数据项", "en": "Fields"},
        "sharing.field": {"zh": "数据项", "en": "Field"},
        "sharing.type": {"zh": "格式", "en": "Type"},
        "sharing.personal": {"zh": "个人信息", "en": "Personal"},
        "sharing.data-class": {"zh": "分级", "en": "Class"},
        "sharing.basis": {"zh": "依据", "en": "Basis"},
        "sharing.conditions": {"zh": "使用条件", "en": "Conditions"},
        "sharing.way": {"zh": "共享方式", "en": "How it is given"},
        "sharing.updates": {"zh": "更新频率", "en": "Renewed"},
        "sharing.opening": {"zh": "开放属性", "en": "Opening class"},
        "sharing.retention": {"zh": "用后最多保存", "en": "Kept by a receiver at most"},
        "sharing.since": {"zh": "从哪天起提供", "en": "Provided from"},
        "sharing.until": {"zh": "提供到", "en": "Provided until"},
        "sharing.fed": {"zh": "来自办理结果", "en": "Fed by results of"},
        "sharing.grants": {"zh": "授权给了谁", "en": "Who may use it"},
        "sharing.grant": {"zh": "授权", "en": "Grant"},
        "sharing.to": {"zh": "给谁", "en": "To"},
        "sharing.function": {
            "zh": "各地与{name}职能相同的单位",
            "en": "the bodies of each place that do what the {name} does",
        },
        "sharing.purpose": {"zh": "用途", "en": "Purpose"},
        "sharing.days": {"zh": "起止", "en": "From and until"},
        "sharing.over": {"zh": "已到期", "en": "over"},
        "sharing.no-grants": {"zh": "还没有授权给谁。", "en": "Nobody has a grant for it."},
        "sharing.uses": {"zh": "用在哪里", "en": "Where it is used"},
        "sharing.matter": {"zh": "事项", "en": "Matter"},
        "sharing.what": {"zh": "哪一项", "en": "What"},
        "sharing.how": {"zh": "怎样用", "en": "How"},
        "sharing.no-uses": {"zh": "没有事项在用。", "en": "No matter uses it."},
        "sharing.unverified": {
            "zh": "目录原件没有读到，内容是样例，待核。",
            "en": "The catalogue itself was not read: a sample, to be verified.",
        },
        "sharing.machines": {"zh": "机器可读", "en": "For machines"},
        "sharing.sheet": {"zh": "目录表（XLSX）", "en": "The catalogue as a sheet (XLSX)"},
        "sharing.pages": {"zh": "翻页", "en": "Pages"},
        "sharing.earlier": {"zh": "上一页", "en": "Earlier"},
        "sharing.later": {"zh": "下一页", "en": "Later"},
    }
)
