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

add({})
