"""Texts of deliveries, dead letters and webhooks."""

from __future__ import annotations

from yiwang.web.words import Text, add

REASONS: dict[str, Text] = {
    "": {"zh": "—", "en": "—"},
    "away": {"zh": "对方服务器连不上", "en": "the other server cannot be reached"},
    "busy": {"zh": "对方服务器暂时不收", "en": "the other server does not take it for now"},
    "fake": {"zh": "假通道", "en": "fake channel"},
    "fault": {"zh": "通道程序出错", "en": "the channel's program failed"},
    "gave-up": {"zh": "试了多次仍没有送到", "en": "tried many times without success"},
    "gone": {"zh": "对方说这个地址不再用了", "en": "the receiver says that this address is gone"},
    "no-secret": {"zh": "没有签名的密钥", "en": "there is no secret to sign with"},
    "not-configured": {"zh": "这个渠道没有接通", "en": "this channel is not set up"},
    "not-reached": {"zh": "短信网关说手机没有收到", "en": "the gateway says that the handset did not get it"},
    "not-wanted": {"zh": "收的人不要了，或地址已删", "en": "not wanted any more, or the address is removed"},
    "other": {"zh": "其他原因", "en": "another fault"},
    "redirect": {"zh": "对方要转到别处，不跟随", "en": "the receiver redirects, which is not followed"},
    "refused": {"zh": "对方服务器拒收", "en": "the other server refused it"},
    "refused-address": {"zh": "对方服务器说没有这个地址", "en": "the other server knows no such address"},
    "rejected": {"zh": "对方系统拒收", "en": "the receiving system rejected it"},
    "sender-refused": {"zh": "邮件服务器不许这个发件人", "en": "the mail server does not allow this sender"},
    "server-cannot": {"zh": "邮件服务器没有所要的功能", "en": "the mail server lacks what is needed"},
    "sign-in": {"zh": "登录不了邮件服务器", "en": "signing in to the mail server failed"},
    "timeout": {"zh": "对方没有按时答复", "en": "no answer in time"},
    "tls": {"zh": "加密连接没有建成", "en": "no encrypted connection"},
    "too-large": {"zh": "内容太大", "en": "too large"},
    "too-late": {"zh": "过了有用的时间", "en": "it was of no use any more"},
    "unsafe-address": {"zh": "地址在内网，或不是 https", "en": "a private address, or not https"},
    "words": {"zh": "内容的写法不能发", "en": "its words cannot be sent"},
}
"""Why a message failed, by code."""

PHASES: dict[str, Text] = {
    "created": {"zh": "待发", "en": "created"},
    "sending": {"zh": "正在发", "en": "sending"},
    "temporary-failure": {"zh": "暂时没送到，还会再试", "en": "temporary failure, tried again"},
    "delivered": {"zh": "已送到", "en": "delivered"},
    "permanent-failure": {"zh": "送不到（对方不收）", "en": "permanent failure"},
    "technical-failure": {"zh": "送不到（技术原因）", "en": "technical failure"},
}
"""How a message stands, by phase; the English words are those of GOV.UK Notify."""

EVENTS: dict[str, Text] = {
    "case.filed": {"zh": "提交", "en": "filed"},
    "case.received": {"zh": "收件", "en": "received"},
    "case.correction-asked": {"zh": "告知补正", "en": "correction asked"},
    "case.corrected": {"zh": "已补正", "en": "corrected"},
    "case.accepted": {"zh": "受理", "en": "accepted"},
    "case.refused": {"zh": "不予受理", "en": "not accepted"},
    "case.handed-over": {"zh": "移交", "en": "handed over"},
    "case.suspended": {"zh": "中止", "en": "suspended"},
    "case.resumed": {"zh": "恢复", "en": "resumed"},
    "case.extended": {"zh": "延长期限", "en": "limit extended"},
    "case.limit-passed": {"zh": "期限届满", "en": "limit passed"},
    "case.decided": {"zh": "决定", "en": "decided"},
    "case.delivered": {"zh": "送达", "en": "delivered"},
    "case.closed": {"zh": "办结", "en": "closed"},
    "case.withdrawn": {"zh": "撤回", "en": "withdrawn"},
    "case.dispatched": {"zh": "派遣", "en": "dispatched"},
    "case.put-on-hold": {"zh": "挂账", "en": "kept open"},
    "case.taken-off-hold": {"zh": "销账", "en": "off hold"},
    "case.reopened": {"zh": "重新办理", "en": "reopened"},
    "told.answered": {"zh": "答复", "en": "answered"},
    "told.written": {"zh": "单位留言", "en": "a body wrote"},
    "told.not-opened": {"zh": "没能立件", "en": "no case could be opened"},
    "report.not-fixed": {"zh": "反映没有解决", "en": "said not to be fixed"},
    "report.went-on": {"zh": "另立一件续办", "en": "goes on in another case"},
    "report.who-asked": {"zh": "请求知道反映人", "en": "asked who told"},
    "report.who-settled": {"zh": "是否告知反映人", "en": "whether it is said who told"},
    "ping": {"zh": "试发", "en": "ping"},
}
"""What a webhook may be told of, and the trial."""

add(
    {
        "messages.deliveries": {"zh": "消息送达", "en": "Deliveries"},
        "messages.deliveries.lead": {
            "zh": "本单位办件的消息走邮件、短信和回调的送达情况。"
            "不显示收的人和地址；站内消息总能送到，不列在这里。",
            "en": "What became of messages about this body’s cases by e-mail, SMS and webhook. Receivers and "
            "addresses are not shown; messages on the pages always arrive and are not listed.",
        },
        "messages.deliveries.none": {"zh": "没有这样的消息。", "en": "There are none."},
        "messages.all": {"zh": "全部", "en": "All"},
        "messages.dead": {"zh": "没送到的", "en": "Dead letters"},
        "messages.when": {"zh": "时间", "en": "When"},
        "messages.case": {"zh": "办件", "en": "Case"},
        "messages.what": {"zh": "内容", "en": "What"},
        "messages.channel": {"zh": "渠道", "en": "Channel"},
        "messages.phase": {"zh": "送达情况", "en": "State"},
        "messages.reason": {"zh": "原因", "en": "Reason"},
        "messages.attempts": {"zh": "试了几次", "en": "Attempts"},
        "messages.unsure": {
            "zh": "有一次发出后没有回音，可能送到了两次",
            "en": "one attempt ended without a word; it may have arrived twice",
        },
        "messages.next-try": {"zh": "下次再试", "en": "next attempt"},
        "messages.resend": {"zh": "再发所选的", "en": "Send the chosen ones again"},
        "messages.resend-group": {"zh": "这一类全部再发", "en": "Send all of these again"},
        "messages.resent": {
            "zh": "{count} 条重新排队，{left} 条没有。",
            "en": "{count} queued again, {left} not.",
        },
        "messages.none-chosen": {"zh": "请先选消息。", "en": "Choose messages first."},
        "messages.figures": {"zh": "消息送达总数", "en": "Figures of deliveries"},
        "messages.figures.lead": {
            "zh": "全市最近 {days} 天，按渠道、情况、原因的条数。"
            "看不到哪个办件、谁收。通道修好后，可以一类一类再发。",
            "en": "The whole city in the last {days} days, by channel, state and reason. No case and no "
            "receiver is shown. Once a channel works again, all of a kind can be sent again.",
        },
        "messages.how-many": {"zh": "条数", "en": "How many"},
        "messages.hooks": {"zh": "回调", "en": "Webhooks"},
        "messages.hooks.lead": {
            "zh": "单位的系统接入可以登记一个地址，本单位的办件有进展时，签名后通知它。"
            "系统管理员登记地址，安全管理员给密钥；没有密钥什么都不发。",
            "en": "A machine client of a body may have an address that is told, signed, when a case of "
            "that body moves. The system administrator registers the address, the security administrator "
            "gives the secret; without one nothing is sent.",
        },
        "messages.hooks.none": {"zh": "还没有登记。", "en": "None so far."},
        "messages.hook.register": {"zh": "登记回调", "en": "Register a webhook"},
        "messages.hook.client": {"zh": "系统接入", "en": "Machine client"},
        "messages.hook.no-client": {
            "zh": "您的范围里没有在用的系统接入，先登记一个。",
            "en": "There is no active machine client within your reach. Register one first.",
        },
        "messages.hook.body": {"zh": "单位", "en": "Body"},
        "messages.hook.phase": {"zh": "状态", "en": "Phase"},
        "messages.hook.url": {"zh": "地址", "en": "Address"},
        "messages.hook.url-help": {
            "zh": "像 https://system.example.cn/notify；不带用户名、密码、问号和 # 后的部分。",
            "en": "Like https://system.example.cn/notify, without user, password, query or fragment.",
        },
        "messages.hook.events": {
            "zh": "通知哪些进展（不选则全部）",
            "en": "Which events (all if none is chosen)",
        },
        "messages.hook.all-events": {"zh": "全部", "en": "all"},
        "messages.hook.asleep": {
            "zh": "这个系统接入已停用，或没有看办件的权限，现在什么都不发。",
            "en": "The machine client is stopped, or may not read cases. Nothing is sent now.",
        },
        "messages.hook.registered": {
            "zh": "已登记。请安全管理员给密钥。",
            "en": "Registered. The security administrator gives the secret.",
        },
        "messages.hook.give": {"zh": "给新密钥", "en": "Give a new secret"},
        "messages.hook.give-help": {
            "zh": "旧密钥再同时签名 7 天，对方有时间换；泄露了就勾选立即停用。",
            "en": "The old one signs beside it for 7 more days, so that the other side can change; tick "
            "the box when "
            "it leaked.",
        },
        "messages.hook.at-once": {"zh": "旧密钥立即停用", "en": "End the old one now"},
        "messages.hook.secret": {"zh": "签名的密钥", "en": "Secret that signs"},
        "messages.hook.once": {
            "zh": "只显示这一次。请现在交给对方系统，用保密的方式。",
            "en": "Shown this once. Hand it to the other system now, over a private way.",
        },
        "messages.hook.verify": {
            "zh": "对方这样核对：取 webhook-id、webhook-timestamp 和原样的正文，用点连起来，"
            "以 whsec_ 后面的 base64 解码为密钥算 HMAC-SHA256，与 webhook-signature 里任一 v1 相同即真；"
            "时间戳差五分钟以上的不收；同一 webhook-id 只办一次。",
            "en": "To verify: join webhook-id, webhook-timestamp and the body as it came by dots; "
            "HMAC-SHA256 with the "
            "base64 behind whsec_ as key must equal any v1 in webhook-signature; refuse timestamps more "
            "than five "
            "minutes off; act on each webhook-id once.",
        },
        "messages.hook.kept": {"zh": "已交好", "en": "It is kept"},
        "messages.hook.shown-before": {
            "zh": "这次按键给过密钥，不能再显示；没有收好就再给一个。",
            "en": "This press gave a secret before; it cannot be shown again. Give another if it was lost.",
        },
        "messages.hook.ping": {"zh": "试发一次", "en": "Send a ping"},
        "messages.hook.pinged": {
            "zh": "试发已排队，结果在下面。",
            "en": "A ping is queued; what became of it stands below.",
        },
        "messages.hook.stop": {"zh": "停用", "en": "Stop"},
        "messages.hook.stopped": {"zh": "已停用，密钥已删除。", "en": "Stopped; its secrets are erased."},
        "messages.hook.last": {"zh": "最近的发送", "en": "Last deliveries"},
        "messages.hook.what": {"zh": "进展", "en": "Event"},
    }
)
