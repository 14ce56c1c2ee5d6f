"""Texts of signals and silences."""

from __future__ import annotations

from yiwang.web.words import Text, add

STATES: dict[str, Text] = {
    "open": {"zh": "还在", "en": "Standing"},
    "silenced": {"zh": "静默中", "en": "Silenced"},
    "past": {"zh": "已解除", "en": "Ended"},
    "all": {"zh": "全部", "en": "All"},
}
SEVERITIES: dict[str, Text] = {
    "critical": {"zh": "紧急", "en": "Critical"},
    "major": {"zh": "重要", "en": "Major"},
    "minor": {"zh": "一般", "en": "Minor"},
}
EVENTS: dict[str, Text] = {
    "signal.raised": {"zh": "告警", "en": "Raised"},
    "signal.again": {"zh": "又告", "en": "Came again"},
    "signal.cleared": {"zh": "解除", "en": "Ended"},
    "signal.acknowledged": {"zh": "有人知悉", "en": "Acknowledged"},
    "signal.silenced": {"zh": "静默", "en": "Silenced"},
    "signal.heard": {"zh": "静默结束", "en": "No longer silenced"},
    "signal.not-opened": {"zh": "没能立件", "en": "No case was opened"},
}

add(
    {
        "signals.title": {"zh": "告警", "en": "Signals"},
        "signals.lead": {
            "zh": "感知数据触发的告警。解除只说明读数回来了，不等于事情处置好了。",
            "en": "What rules make of observations. Ended means that the values are back, not that anything "
            "was dealt with.",
        },
        "signals.states": {"zh": "状态", "en": "State"},
        "signals.rule": {"zh": "规则", "en": "Rule"},
        "signals.where": {"zh": "哪里", "en": "Where"},
        "signals.place": {"zh": "区域", "en": "Place"},
        "signals.body": {"zh": "单位", "en": "Body"},
        "signals.severity": {"zh": "轻重", "en": "Severity"},
        "signals.since": {"zh": "从", "en": "Since"},
        "signals.until": {"zh": "到", "en": "Until"},
        "signals.stands": {"zh": "还在", "en": "still stands"},
        "signals.times": {"zh": "次数", "en": "Times"},
        "signals.worst": {"zh": "最甚的值", "en": "Furthest value"},
        "signals.case": {"zh": "事件", "en": "Event"},
        "signals.no-case": {"zh": "没有立件", "en": "none"},
        "signals.in-group": {"zh": "归入同组的事件", "en": "that of its group"},
        "signals.not-opened": {"zh": "没能立件，原因代码 {code}", "en": "could not be opened: {code}"},
        "signals.any": {"zh": "不限", "en": "Any"},
        "signals.filter": {"zh": "筛选", "en": "Show"},
        "signals.none": {"zh": "没有这样的告警。", "en": "There are no such signals."},
        "signals.newer": {"zh": "较新的", "en": "Newer"},
        "signals.older": {"zh": "较早的", "en": "Older"},
        "signals.pages": {"zh": "翻页", "en": "Pages"},
        "signals.try": {"zh": "在存着的读数上试规则", "en": "Try a rule on what is stored"},
        "signals.acknowledge": {"zh": "我知道了", "en": "I have seen it"},
        "signals.acknowledged": {"zh": "已记下：您看到了。", "en": "It is recorded that you have seen it."},
        "signals.seen": {"zh": "已知悉", "en": "Seen by"},
        "signals.unseen": {"zh": "还没有人", "en": "nobody yet"},
        "signals.values": {"zh": "前后的读数", "en": "Values around it"},
        "signals.no-values": {
            "zh": "没有可画的读数（过了保存期，或不是一个数据流的告警）。",
            "en": "There are no values to draw: no longer kept, or the signal is not of one stream.",
        },
        "signals.chart": {
            "zh": "读数随时间的变化，{low} 到 {high}；阴影是告警的时段，虚线是告警值。",
            "en": "Values over time, {low} to {high}; shaded: while it stood; dashed: the threshold.",
        },
        "signals.table": {"zh": "用表格看", "en": "As a table"},
        "signals.at": {"zh": "时间", "en": "Time"},
        "signals.value": {"zh": "值", "en": "Value"},
        "signals.group": {"zh": "同组的告警", "en": "Others of its group"},
        "signals.lead-of": {"zh": "看同组的第一个", "en": "The first of its group"},
        "signals.history": {"zh": "经过", "en": "What happened"},
        "signals.silence-it": {"zh": "静默", "en": "Silence it"},
        "signals.rule-changed": {
            "zh": "规则改了或删了，所以结束。",
            "en": "It ended because its rule was changed or removed.",
        },
        "signals.try.lead": {
            "zh": "用近 {days} 天存着的、您看得到的读数，看一条规则会告什么。不产生告警。",
            "en": "What a rule makes of {days} days of the values that you may see. Nothing is raised.",
        },
        "signals.try.go": {"zh": "试", "en": "Try"},
        "signals.try.found": {
            "zh": "{signals} 次告警，看了 {values} 个值。",
            "en": "{signals} signals, {values} values.",
        },
        "signals.try.unanswered": {
            "zh": "其中 {n} 次条件既不是真也不是假（例如除以零），没有算。",
            "en": "{n} times its condition was neither true nor false (a division by zero, say).",
        },
        "silences.title": {"zh": "静默", "en": "Silences"},
        "silences.lead": {
            "zh": "静默时告警照记，但不立件；静默结束而告警还在，就立件。谁、到何时、为什么，都记在账本里。",
            "en": "While a silence lasts, signals are kept but open nothing; what still stands at its end is "
            "heard. Who, until when and why is in the ledger.",
        },
        "silences.none": {"zh": "近 30 天没有静默。", "en": "There were no silences in the last 30 days."},
        "silences.every-rule": {"zh": "所有规则", "en": "Every rule"},
        "silences.by": {"zh": "谁", "en": "By"},
        "silences.why": {"zh": "为什么", "en": "Why"},
        "silences.at": {"zh": "设备或区域", "en": "Thing or place"},
        "silences.things": {"zh": "设备", "en": "Things"},
        "silences.places": {"zh": "区域（本单位的设备）", "en": "Places (things of your body)"},
        "silences.until": {"zh": "静默到（最多 30 天）", "en": "Quiet until (30 days at most)"},
        "silences.new": {"zh": "新的静默", "en": "A new silence"},
        "silences.begin": {"zh": "开始静默", "en": "Begin"},
        "silences.end": {"zh": "结束", "en": "End"},
        "silences.stands": {"zh": "静默中", "en": "lasts"},
        "silences.over": {"zh": "已过", "en": "over"},
        "silences.ended-early": {"zh": "提前结束", "en": "ended early"},
        "silences.begun": {"zh": "静默开始了。", "en": "It is quiet now."},
        "silences.ended": {"zh": "静默结束了。", "en": "The silence is over."},
    }
)
