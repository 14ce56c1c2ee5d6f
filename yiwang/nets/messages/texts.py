"""Texts of messages, preferences and deliveries; and the words of the messages that no pack writes."""

from __future__ import annotations

from yiwang.kernel.told import EMAIL, SMS, Text
from yiwang.web.words import add

CODE: dict[str, dict[str, Text]] = {
    EMAIL: {
        "subject": {"zh": "验证码：确认这是您的邮箱", "en": "Your code: confirm that this mailbox is yours"},
        "body": {
            "zh": "您的验证码是 {code}，30 分钟内有效。在“消息设置”里输入它，以后的消息就发到这里。"
            "如果不是您本人在操作，不用理会。",
            "en": "Your code is {code}. It is good for 30 minutes. Type it under “How you are told”, and "
            "messages come here. If it was not you who asked, do nothing.",
        },
    },
    SMS: {
        "body": {
            "zh": "验证码{code}，30分钟内有效。不是您本人操作请不用理会。",
            "en": "Your code is {code}, good for 30 minutes. If it was not you, do nothing.",
        }
    },
}
"""The words that go with a code; `{code}` is filled when they are sent and stands in no record."""

BLOCKED: dict[str, Text] = {
    "subject": {"zh": "数据源已停用：{product}", "en": "A provider is blocked: {product}"},
    "body": {
        "zh": "数据网关问“{product}”的数据源，{problem}{field}。那次应答没有给出。数据源已停用，"
        "修好后由运行一网的人恢复（yiwang gateway open）。",
        "en": "The data gateway asked the provider of “{product}”; {problem}{field}. Nothing of that answer "
        "was given. The provider is blocked until it is mended and opened again (`yiwang gateway open`).",
    },
}
"""The words to a steward whose provider was blocked."""

BROKEN: dict[str, Text] = {
    "rows": {"zh": "它给的读不懂", "en": "what it answered cannot be read"},
    "many": {"zh": "它给的行数太多", "en": "it gave too many rows"},
    "missing": {"zh": "它缺少目录上写的数据项", "en": "a field of the catalogue is missing"},
    "type": {"zh": "有的值不是目录上写的类型", "en": "a value is not of the type in the catalogue"},
    "unasked": {"zh": "它给了没有问的内容", "en": "it gave what was not asked for"},
}
"""Why, by the word that `gateway.contract` has for it."""

FOOT: Text = {
    "zh": "这封邮件由系统发出，不会向您要密码、验证码或者钱。全文和怎样不再收到，登录后看“我的消息”。",
    "en": "This was sent by a system. It never asks for a password, a code or money. Sign in to “My "
    "messages” for all of it, and for how not to get these any more.",
}

add(
    {
        "messages.title": {"zh": "我的消息", "en": "My messages"},
        "messages.lead": {
            "zh": "您的办件走到哪一步，都写在这里。看过没看过只有您自己知道，不进留痕。",
            "en": "Each step of your cases is told here. What you have read is yours alone and in no record.",
        },
        "messages.none": {"zh": "还没有消息。", "en": "No messages yet."},
        "messages.unread": {"zh": "未读", "en": "unread"},
        "messages.count": {"zh": "{count} 条未读", "en": "{count} unread"},
        "messages.open-case": {"zh": "打开办件 {number}", "en": "Open case {number}"},
        "messages.open-appointment": {"zh": "打开预约 {number}", "en": "Open appointment {number}"},
        "messages.open-report": {"zh": "打开反映 {number}", "en": "Open report {number}"},
        "messages.mark": {"zh": "标为已读", "en": "Mark as read"},
        "messages.mark-all": {"zh": "全部标为已读", "en": "Mark all as read"},
        "messages.marked": {"zh": "已标为已读。", "en": "Marked as read."},
        "messages.pages": {"zh": "翻页", "en": "Pages"},
        "messages.newest": {"zh": "最新的", "en": "Newest"},
        "messages.older": {"zh": "较早的", "en": "Older"},
        "messages.settings": {"zh": "消息设置", "en": "How you are told"},
        "messages.settings.lead": {
            "zh": "站内消息总是有的。邮件和短信由您选，先用验证码确认地址是您的，才会往那里发。",
            "en": "Messages on these pages are always there. E-mail and SMS are your choice; nothing is sent "
            "to an address before a code proved that it is yours.",
        },
        "messages.fake": {
            "zh": "这里的{channel}通道是假的：只写进服务器上的一个文件，没有真的发出。",
            "en": "The channel {channel} is a fake here: it writes to a file of the server, and "
            "nothing is sent.",
        },
        "messages.not-offered": {
            "zh": "本市还没有接通邮件和短信，只有站内消息。",
            "en": "This city has neither e-mail nor SMS yet; there are only messages on these pages.",
        },
        "messages.channel.page": {"zh": "站内", "en": "pages"},
        "messages.channel.email": {"zh": "邮件", "en": "e-mail"},
        "messages.channel.sms": {"zh": "短信", "en": "SMS"},
        "messages.channel.webhook": {"zh": "回调", "en": "webhook"},
        "messages.address.email": {"zh": "邮箱地址", "en": "E-mail address"},
        "messages.address.sms": {"zh": "手机号码", "en": "Mobile number"},
        "messages.address.none": {"zh": "还没有填写。", "en": "None yet."},
        "messages.address.confirmed": {"zh": "已确认：{address}", "en": "Confirmed: {address}"},
        "messages.address.pending": {
            "zh": "验证码已经在发往 {address} 的路上，30 分钟内有效。",
            "en": "A code is on its way to {address}. It is good for 30 minutes.",
        },
        "messages.give.email": {"zh": "发验证码到这个邮箱", "en": "Send a code to this mailbox"},
        "messages.give.sms": {"zh": "发验证码到这个手机", "en": "Send a code to this number"},
        "messages.address.help.sms": {
            "zh": "国内手机写 11 位数字，境外的以 + 和国家代码开头。",
            "en": "Eleven digits for mainland China; others begin with + and the country code.",
        },
        "messages.address.why": {
            "zh": "只用来告诉您办件的进展。封存保管，办件的单位看不到，随时可以删。",
            "en": "Used to tell you about your cases and for nothing else. It is sealed, no body that "
            "handles cases sees it, and you can remove it at any time.",
        },
        "messages.code": {"zh": "验证码", "en": "Code"},
        "messages.confirm": {"zh": "确认", "en": "Confirm"},
        "messages.remove": {"zh": "删掉这个地址", "en": "Remove this address"},
        "messages.code-sent": {"zh": "验证码正在发出。", "en": "The code is being sent."},
        "messages.confirmed": {
            "zh": "已确认，以后的消息也发到那里。",
            "en": "Confirmed. Messages go there, too, from now on.",
        },
        "messages.removed": {"zh": "地址已删除。", "en": "The address is removed."},
        "messages.choose": {"zh": "怎么告诉我", "en": "How I am told"},
        "messages.choose.also": {"zh": "除了站内，也发到", "en": "Beside these pages, send to"},
        "messages.language": {"zh": "用哪种文字", "en": "In which language"},
        "messages.language.zh": {"zh": "中文", "en": "Chinese"},
        "messages.language.en": {"zh": "英文", "en": "English"},
        "messages.save": {"zh": "保存", "en": "Save"},
        "messages.saved": {"zh": "已保存。", "en": "Saved."},
        "messages.wait": {
            "zh": "试错太多次，请过 {minutes} 分钟再试。",
            "en": "Too many wrong codes. Try again in {minutes} minutes.",
        },
        "messages.last-failed": {
            "zh": "最近一次没有送到：{reason}",
            "en": "The last one did not arrive: {reason}",
        },
    }
)
