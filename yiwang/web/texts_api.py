"""The texts of the pages that describe the API."""

from __future__ import annotations

from yiwang.web.words import add

add(
    {
        "api.title": {"zh": "接口", "en": "API"},
        "api.lead": {
            "zh": "网页上能做的事，系统也能做：同样的规则、同样的权限、同样的措辞。",
            "en": "What the pages do, systems can do: by the same rules, permissions and words.",
        },
        "api.description": {
            "zh": "机器可读的描述（OpenAPI 3.1）",
            "en": "The description for machines (OpenAPI 3.1)",
        },
        "api.who.says": {
            "zh": "系统凭密钥（Authorization: Bearer yw1.…），人凭登录。"
            "改动内容的请求带 Idempotency-Key，重发只做一次。",
            "en": "Systems by a key (Authorization: Bearer yw1.…), people signed in. What changes something "
            "takes an Idempotency-Key, and is done once however often it is sent.",
        },
        "api.permission": {"zh": "权限", "en": "Permission"},
        "api.scope": {"zh": "密钥的权限范围", "en": "Scope of a key"},
        "api.no-scope": {"zh": "密钥不能做，要人登录。", "en": "No key can do it; a person signs in."},
        "api.asked": {"zh": "地址里的内容", "en": "In the address"},
        "api.headers": {"zh": "请求头", "en": "Headers"},
        "api.required": {"zh": "必填", "en": "required"},
        "api.sent": {"zh": "请求体", "en": "Body"},
        "api.answers": {"zh": "回答", "en": "Answer"},
        "api.problems": {"zh": "可能出的问题", "en": "What may go wrong"},
        "api.by-rule": {"zh": "规则的代码", "en": "the rule's code"},
        "api.example": {"zh": "示例（都是虚构的）", "en": "Example (invented)"},
        "api.back": {"zh": "全部接口", "en": "All operations"},
        "api.status.401": {"zh": "没有登录，或密钥不对", "en": "Not signed in, or the key opens nothing"},
        "api.status.403": {"zh": "不允许", "en": "Not allowed"},
        "api.status.404": {"zh": "没有，或不能看", "en": "Not there, or not yours to see"},
        "api.status.409": {"zh": "规则不允许", "en": "The rules refuse"},
        "api.status.412": {"zh": "读取以后又有变化", "en": "It has moved on since it was read"},
        "api.status.422": {"zh": "发来的内容要改", "en": "What was sent is to be mended"},
        "api.status.428": {"zh": "缺少请求头", "en": "A header is missing"},
        "api.status.429": {"zh": "试得太多，请等一等", "en": "Too many tries; wait"},
        "api.status.503": {"zh": "暂时办不了，什么也没有写入", "en": "Away for now; nothing was written"},
    }
)
