"""Texts of things that observe."""

from __future__ import annotations

from yiwang.web.words import Text, add

TROUBLES: dict[str, Text] = {
    "ingest.no-stream": {"zh": "没有这个数据流", "en": "No such stream"},
    "ingest.stopped": {"zh": "已停用还在发", "en": "Stopped, and still sends"},
    "ingest.not-yours": {"zh": "不是自己单位的", "en": "Not of its body"},
    "ingest.unknown-unit": {"zh": "单位不对", "en": "Unknown unit"},
    "ingest.no-number": {"zh": "值不是合理的数", "en": "No sound number"},
    "ingest.too-few-people": {"zh": "人数太少，不收", "en": "Too few people"},
    "ingest.count-too-short": {"zh": "计数时段太短", "en": "Counted over too short a time"},
    "ingest.ends-before-begins": {"zh": "结束早于开始", "en": "Ends before it begins"},
    "ingest.clock-ahead": {"zh": "设备时钟快了", "en": "Device's clock is ahead"},
    "ingest.too-old": {"zh": "早于保存期", "en": "Older than what is kept"},
    "ingest.days-behind": {
        "zh": "晚到一天以上（已收，时钟可能慢了）",
        "en": "Over a day late (kept; its clock may be behind)",
    },
    "ingest.behind-rules": {
        "zh": "晚于规则等待的时间（已收，不再产生告警）",
        "en": "Later than the rules wait (kept; raises nothing any more)",
    },
    "signals.no-answer": {
        "zh": "规则的条件没有答案（例如除以零）",
        "en": "A rule's condition has no answer (a division by zero, say)",
    },
    "ingest.limited": {"zh": "发得太快", "en": "Posts too fast"},
    "ingest.unreadable": {"zh": "读不懂", "en": "Cannot be read"},
}

add(
    {
        "things.title": {"zh": "感知设备", "en": "Sensors of this city"},
        "things.lead": {
            "zh": "城市里装着的感知设备都在这里。只测物质、能量、水、空气和结构；没有视频、声音"
            "和无线信号探测，人只以不少于 10 人、15 分钟的计数出现。",
            "en": "Everything that observes this city is listed here. It measures matter, energy, water, air "
            "and structures only: no video, no sound, no radio probes; people appear only as counts of 10 or "
            "more over 15 minutes.",
        },
        "things.none": {"zh": "这座城市没有登记感知设备。", "en": "This city has no sensors on record."},
        "things.name": {"zh": "设备", "en": "Thing"},
        "things.place": {"zh": "地点", "en": "Place"},
        "things.latest": {"zh": "最新值", "en": "Latest value"},
        "things.no-value": {"zh": "还没有值", "en": "No value yet"},
        "things.closed": {"zh": "值不公开", "en": "Values are not open"},
        "things.what": {"zh": "测什么", "en": "What it measures"},
        "things.why": {"zh": "为什么", "en": "Why"},
        "things.whose": {"zh": "谁的", "en": "Whose"},
        "things.until": {"zh": "装到", "en": "Until"},
        "things.complain": {"zh": "有意见找谁", "en": "Whom to tell"},
        "things.where": {"zh": "在哪里", "en": "Where"},
        "things.removed": {"zh": "这个设备已经拆除。", "en": "This thing has been taken away."},
        "things.over": {
            "zh": "已经过了约定的日期，应当拆除或重新审核。",
            "en": "Its last day is over: it is to be removed, or reviewed anew.",
        },
        "things.never": {
            "zh": "没有摄像头，没有麦克风，不探测手机。",
            "en": "No camera, no microphone, no probing of telephones.",
        },
        "things.counts": {
            "zh": "只数人数，在设备里数；每次不少于 10 人、15 分钟，认不出任何人。",
            "en": "It counts people inside the device, 10 or more in 15 minutes, and tells nobody apart.",
        },
        "things.sign": {"zh": "打印标牌", "en": "Print the sign"},
        "things.scan": {"zh": "扫码看读数和说明", "en": "Scan for readings and reasons"},
        "things.values": {"zh": "读数", "en": "Values"},
        "things.days": {"zh": "最近几天", "en": "The last days"},
        "things.day": {"zh": "日期", "en": "Day"},
        "things.mean": {"zh": "平均", "en": "Mean"},
        "things.lowest": {"zh": "最低", "en": "Lowest"},
        "things.highest": {"zh": "最高", "en": "Highest"},
        "things.count": {"zh": "个数", "en": "Values"},
        "things.data": {"zh": "机器可读（SensorThings）", "en": "For machines (SensorThings)"},
        "things.health": {"zh": "设备状况", "en": "How the devices are"},
        "things.health.of": {"zh": "共 {total} 个数据流。", "en": "{total} streams in all."},
        "things.silent": {
            "zh": "没有声音了（超过预期间隔三倍、至少半小时没有读数）",
            "en": "Silent (nothing for three times the expected interval, and half an hour at least)",
        },
        "things.low": {"zh": "电池不多于 20%", "en": "Battery at 20% or less"},
        "things.drift": {
            "zh": "可能漂移（近 7 天的平均与之前 28 天相差太多）",
            "en": "May drift (the mean of 7 days is too far from the 28 days before)",
        },
        "things.trouble": {"zh": "近 7 天没有收下或存疑的", "en": "Refused or doubted in the last 7 days"},
        "things.nothing": {"zh": "没有。", "en": "None."},
        "things.about": {"zh": "谁", "en": "Of"},
        "things.reason": {"zh": "原因", "en": "Reason"},
        "things.times": {"zh": "次数", "en": "Times"},
        "things.last": {"zh": "最近一次", "en": "Last"},
    }
)
