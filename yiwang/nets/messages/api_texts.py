"""What each operation does, in Chinese; English stands in the code."""

from __future__ import annotations

SAYS = {
    "GET /messages": "自己的消息，新的在前，每页二十条。",
    "POST /messages/{uuid:message}/read": "把一条消息记为已读。",
    "POST /messages/read": "把现有消息都记为已读。",
    "GET /messages/settings": "怎样通知自己：渠道、语言、地址。",
    "POST /messages/settings": "选择渠道和语言。",
    "POST /messages/settings/{slug:channel}": "填写地址，验证码会发到那里。",
    "POST /messages/settings/{slug:channel}/confirm": "用收到的验证码确认地址。",
    "POST /messages/settings/{slug:channel}/remove": "删除地址，连同密钥，谁也读不出来。",
    "GET /deliveries": "本单位办件的消息送到没有。",
    "POST /deliveries/resend": "重发没有送到的消息。",
    "GET /deliveries/figures": "近三十天的消息，按渠道、状态和原因统计。",
    "POST /deliveries/figures/resend": "重发某个渠道因某个原因没有送到的全部消息。",
    "GET /hooks": "可管理的单位的回调地址。",
    "POST /hooks": "登记一个系统接入的回调地址；密钥由另一名管理员给。",
    "GET /hooks/{uuid:hook}": "一个回调地址：发到哪里，通知什么。",
    "GET /hooks/{uuid:hook}/deliveries": "最近发给一个回调地址的消息。",
    "POST /hooks/{uuid:hook}/secret": "生成新的签名密钥，只显示一次。",
    "POST /hooks/{uuid:hook}/ping": "发一次不含内容的测试。",
    "POST /hooks/{uuid:hook}/stop": "停用回调地址，清除密钥。",
}
