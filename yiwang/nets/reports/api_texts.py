"""What each operation does, in Chinese; English stands in the code."""

from __future__ import annotations

SAYS = {
    "POST /reports": "反映一个问题，有没有账号都可以；可以带照片（multipart 的 pictures）。",
    "POST /reports/near": "看有没有可能是同一件的反映；什么都不保存。",
    "POST /reports/follow": "凭编号和查询码看反映的进展。",
    "POST /reports/follow/acts/{act}": "反映人留言 write、同意 agree、不同意 decline、没有解决 not-fixed。",
    "GET /reports": "自己的反映，新的在前。",
    "GET /cases/{number}/reports": "一个办件的反映内容，隐去个人信息，没有反映人是谁。",
    "POST /cases/{number}/reports/acts/{act}": "给反映人留言 write、公开答复 answer、问反映人是谁 ask-who。",
    "POST /cases/{number}/reports/{uuid:told}/pictures/{int:picture}": "公开一张遮好、看过的照片，或者收回。",
}
