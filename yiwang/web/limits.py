"""The lines that hold, in words for the public page "what this city does not do".

Each line is a test in the kernel's contract somewhere; this page is where a reader, or a fork's
reader, sees that one is missing. The ids are stable.
"""

from __future__ import annotations

from dataclasses import dataclass

from yiwang.web.words import Text


@dataclass(frozen=True)
class Line:
    """One thing this system does not do, and what it does instead."""

    id: str
    says: Text
    instead: Text


LINES = (
    Line(
        "own-act",
        {
            "zh": "没有人替你发言。每条来信、评论只能由本人提交才会进入系统，并当场得到回执。",
            "en": "Nobody speaks in your name. A message enters only when its sender submits it, "
            "and the sender gets a receipt at once.",
        },
        {"zh": "政府要说的话署名发布。", "en": "What the city wants to say, it signs."},
    ),
    Line(
        "topics-are-things",
        {
            "zh": "统计的主题只是服务和事物，不是观点，也不是人。",
            "en": "Topics that are counted are services and things, never opinions and never persons.",
        },
        {
            "zh": "问得多的问题，由责任单位署名回答并列出依据。",
            "en": "Frequent questions are answered by the responsible body, by name and with sources.",
        },
    ),
    Line(
        "no-removal",
        {
            "zh": "任何事项都不能要求、申请或统计删除言论。",
            "en": "No matter may order, request or count the removal of what people say.",
        },
        {"zh": "不实之处，公开更正并附来源。", "en": "What is wrong is corrected in the open, with sources."},
    ),
    Line(
        "sealed-complainant",
        {
            "zh": "投诉人的身份对被投诉单位封存。每次揭示都要有本人同意或法律条款，并让本人看到。",
            "en": "Who complains is sealed from the body complained of. Each reveal needs consent or "
            "a clause of law, and the person sees it.",
        },
        {"zh": "被投诉单位看到的是事情。", "en": "The body sees what is wrong, not who said so."},
    ),
    Line(
        "no-lists-of-persons",
        {
            "zh": "没有给人贴的标签，没有人员名单，没有居民评分，也不能按人搜索。",
            "en": "There are no labels, lists or scores of persons, and no search for them.",
        },
        {
            "zh": "只能查自己的办件，或者凭编号查办件。",
            "en": "Cases are found by their number, or by their owner.",
        },
    ),
    Line(
        "scores-of-bodies",
        {
            "zh": "考核的对象只是单位，规则在考核期开始前锁定，也不会自动关联工资、处分或权限。",
            "en": "Only bodies are scored, by rules frozen before the period, and no score is wired to "
            "pay, discipline or access.",
        },
        {"zh": "每个分数都能点开看到证据。", "en": "Every score opens to its evidence."},
    ),
    Line(
        "a-person-decides",
        {
            "zh": "对你不利的决定不会只由规则作出：须有具名的工作人员经办，"
            "写明范围、理由、救济途径、机关和期限。",
            "en": "No decision against you is made by a rule alone: a named person gives its range, reason, "
            "remedy, body and period.",
        },
        {"zh": "规则可以直接办成的，只是对你有利的事。", "en": "A rule alone may only grant."},
    ),
    Line(
        "sensors-of-things",
        {
            "zh": "传感器只测物质、能量、水、空气和结构，不采视频、声音和无线信号；"
            "人只以不少于 15 分钟、不少于 10 人的计数出现。",
            "en": "Sensors measure matter, energy, water, air and structures. No video, sound or radio "
            "probes; people appear only as counts of at least 10 over at least 15 minutes.",
        },
        {
            "zh": "计数在设备端完成，原始数据不出设备。",
            "en": "Counting happens in the device; raw data stays there.",
        },
    ),
    Line(
        "no-trails",
        {
            "zh": "不记录工作人员的轨迹。每件事最多定位一次，由本人按下才发生。",
            "en": "Staff leave no trails. A location is taken once per case, when the worker presses.",
        },
        {"zh": "证明去过现场的是处置结果。", "en": "The result shows that somebody was there."},
    ),
    Line(
        "no-show",
        {
            "zh": "不以打卡、排名、点赞、学习时长和不必要的照片作为工作证据；同一件事不向一个单位问第二次。",
            "en": "Check-ins, rankings, likes, study time and needless photos are no evidence, and no body "
            "is asked for the same fact twice.",
        },
        {
            "zh": "已有的数据直接取用。依据：国办函〔2026〕12号（原文待核对）。",
            "en": "What is known is reused. Source: 国办函〔2026〕12号 (text not yet checked).",
        },
    ),
    Line(
        "nothing-secret",
        {
            "zh": "国家秘密和工作秘密不在这里处理。带有密级标志的上传件不打开，原样扣留并通知。",
            "en": "State and work secrets have no place here. A marked upload is held unopened and reported.",
        },
        {"zh": "请走保密渠道。", "en": "Use the channel that is cleared for them."},
    ),
)
