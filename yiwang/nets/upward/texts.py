"""Texts of the page of what goes up."""

from __future__ import annotations

from yiwang.nets.upward.records import ACCEPTED, ASIDE, DEAD, QUEUED, REFUSED, RETRYING, SENDING
from yiwang.web.words import Text, add

PHASES: dict[str, Text] = {
    QUEUED: {"zh": "等着报", "en": "waiting"},
    SENDING: {"zh": "正在报", "en": "being sent"},
    RETRYING: {"zh": "没报成，等着再报", "en": "failed for now"},
    ACCEPTED: {"zh": "平台已收", "en": "taken"},
    REFUSED: {"zh": "被退回", "en": "refused"},
    DEAD: {"zh": "停下了", "en": "given up"},
    ASIDE: {"zh": "不再报", "en": "set aside"},
}
REASONS: dict[str, Text] = {
    "unfit-missing": {"zh": "缺平台必填的值，没有送出", "en": "a value that the platform demands is missing"},
    "unfit-no-code": {"zh": "代码表里没有这个值，没有送出", "en": "the code table lacks this value"},
    "unfit-no-mapping": {"zh": "映射里没有这类记录了", "en": "no mapping makes it any more"},
    "gave-up": {"zh": "试了多次都没报成", "en": "tried too often in vain"},
    "erased": {"zh": "其中的个人信息已经删除", "en": "personal data in it was erased"},
    "away": {"zh": "连不上平台", "en": "the platform cannot be reached"},
    "timeout": {"zh": "平台没有按时回答", "en": "the platform did not answer in time"},
    "tls": {"zh": "平台的证书不可信", "en": "the platform’s certificate is not trusted"},
    "busy": {"zh": "平台忙", "en": "the platform is busy"},
    "rejected": {"zh": "平台不认这个请求（签名、地址）", "en": "the platform rejects the request"},
    "unreadable": {"zh": "平台的回答读不懂", "en": "the platform’s answer cannot be read"},
    "no-word": {"zh": "平台对这一条没有回答", "en": "the platform said nothing of it"},
    "fault": {"zh": "接口程序出错", "en": "the adapter failed"},
    "found": {"zh": "对账时发现平台已有", "en": "found there by a reconciliation"},
}

add(
    {
        "upward.title": {"zh": "上报", "en": "Sent up"},
        "upward.lead": {
            "zh": "本市的事项、办件、评价和证照，按映射文件报到上级平台；每条有号，退回的立件，夜里对账。",
            "en": "Items, cases, ratings and certificates go up to platforms above by mapping files: each "
            "has a number, a refusal opens a case, and each night both sides are compared.",
        },
        "upward.no-platform": {"zh": "没有上级平台。", "en": "There is no platform above."},
        "upward.platforms": {"zh": "平台", "en": "Platforms"},
        "upward.unverified": {
            "zh": "映射没有和平台公布的接口文本核对过。",
            "en": "The mapping was compared with no published text of the platform.",
        },
        "upward.fake": {
            "zh": "这里接的是本机上的假平台，没有真的报出去。",
            "en": "A fake on this machine stands in here; nothing really leaves.",
        },
        "upward.not-connected": {
            "zh": "这个平台没有接通，记录都等着。",
            "en": "This platform is not connected; records wait.",
        },
        "upward.figures": {"zh": "现在怎么样", "en": "How it stands"},
        "upward.phase": {"zh": "状态", "en": "State"},
        "upward.how-many": {"zh": "条数", "en": "Records"},
        "upward.last": {"zh": "编到 {number} 号。", "en": "Numbered up to {number}."},
        "upward.records": {"zh": "上报的记录", "en": "Records"},
        "upward.all": {"zh": "全部", "en": "All"},
        "upward.stuck": {"zh": "停下的", "en": "Stopped"},
        "upward.record": {"zh": "编号和记录", "en": "Number and record"},
        "upward.case": {"zh": "办件", "en": "Case"},
        "upward.when": {"zh": "发生时间", "en": "When"},
        "upward.reason": {"zh": "原因", "en": "Reason"},
        "upward.field": {"zh": "字段 {field}", "en": "field {field}"},
        "upward.attempts": {
            "zh": "第 {round} 轮，试了 {attempts} 次",
            "en": "round {round}, tried {attempts} times",
        },
        "upward.next-try": {"zh": "下次", "en": "next"},
        "upward.unsure": {"zh": "可能送到了两次，编号相同", "en": "may have arrived twice, under one number"},
        "upward.opened": {"zh": "已立件 {number}", "en": "case {number}"},
        "upward.not-opened": {
            "zh": "没能立件，请直接再报",
            "en": "no case could be opened; send it again here",
        },
        "upward.none": {"zh": "没有记录。", "en": "There are no records."},
        "upward.resend": {
            "zh": "按现行映射重做，再报所选的",
            "en": "Make the chosen anew and send them again",
        },
        "upward.none-chosen": {"zh": "没有选。", "en": "Nothing was chosen."},
        "upward.resent": {
            "zh": "{count} 条重新排队，{left} 条没有。",
            "en": "{count} wait again, {left} do not.",
        },
        "upward.nights": {"zh": "最近的对账", "en": "Last reconciliations"},
        "upward.nights.none": {"zh": "还没有对过账。", "en": "Nothing was compared yet."},
        "upward.day": {"zh": "日期", "en": "Day"},
        "upward.ours": {"zh": "我们报成", "en": "Ours"},
        "upward.theirs": {"zh": "平台说有", "en": "Theirs"},
        "upward.missing": {"zh": "平台没有，已再报", "en": "Missing there, sent again"},
        "upward.unknown": {"zh": "平台多出", "en": "Unknown here"},
        "upward.differs": {"zh": "内容不同", "en": "Differ"},
        "upward.result": {"zh": "结果", "en": "Result"},
        "upward.agrees": {"zh": "对上了", "en": "agrees"},
        "upward.for-a-person": {"zh": "对不上，要人看", "en": "does not agree; somebody must look"},
        "upward.mended": {"zh": "已再报", "en": "sent again"},
        "upward.not-asked": {"zh": "没对成：{reason}", "en": "not compared: {reason}"},
        "upward.pages": {"zh": "翻页", "en": "Pages"},
        "upward.newest": {"zh": "最新的", "en": "Newest"},
        "upward.older": {"zh": "较早的", "en": "Older"},
    }
)
