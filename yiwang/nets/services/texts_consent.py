"""Texts of the consent by which a clerk may take granted data for somebody at the counter."""

from __future__ import annotations

from yiwang.web.words import add

add(
    {
        "services.consent.title": {"zh": "同意窗口取用我的数据", "en": "Let a counter take my data"},
        "services.consent.lead": {
            "zh": "您在窗口办事时，工作人员可以替您取用市里已经有的办理结果，您不用再交、再填。"
            "要您自己同意：选事项，得到一个代码，告诉窗口。只管今天、这一个事项、窗口的这一份申请；取用了什么，都记在“共享记录”里。",
            "en": "When you apply at a counter, the clerk can take what the city already granted you, so "
            "that you need not bring or type it again. Only with your consent: choose the matter and tell "
            "the clerk the code. It is for today, this matter and the one application at the counter; what "
            "is taken stands under “What was read of my results”.",
        },
        "services.consent.matter": {"zh": "为哪个事项", "en": "For which matter"},
        "services.consent.give": {"zh": "同意，给我代码", "en": "I consent: give me the code"},
        "services.consent.code": {"zh": "给窗口的代码", "en": "The code for the clerk"},
        "services.consent.code-says": {
            "zh": "只显示这一次，只在今天能用，用一次。不要告诉窗口以外的人。不想给了，在下面的列表里撤回。",
            "en": "It is shown only now, and works once, today. Tell nobody but the clerk. If you change "
            "your mind, withdraw it in your list.",
        },
        "services.consent.mine": {"zh": "我给过的同意", "en": "Consents I gave"},
        "services.consent.withdraw": {"zh": "撤回", "en": "Withdraw"},
        "services.consent.withdrawn": {
            "zh": "已撤回。从现在起不能再取用；已经提交的申请不变。",
            "en": "Withdrawn. Nothing more is taken from now on; what was filed already stays as it is.",
        },
        "services.consent.own": {
            "zh": "同意只能由本人给：请先在“我的”里选择为自己办理。",
            "en": "Only the person can consent: first choose to act for yourself under Mine.",
        },
        "services.consent.take": {"zh": "凭本人的同意取用数据", "en": "Take data with the person's consent"},
        "services.consent.take-says": {
            "zh": "请本人在自己的手机或自助机上登录，在“办件”页打开“同意窗口取用我的数据”，"
            "选这个事项，把代码告诉您。登记以后，这一件归本人。没有账号的，照常填写、交材料。",
            "en": "The person signs in on their own telephone or a kiosk, opens “Let a counter take my data” "
            "under Cases, chooses this matter and tells you the code. The case is then theirs. Without an "
            "account, fill in the form and take the materials in as ever.",
        },
        "services.consent.code-help": {"zh": "12 个字母和数字。", "en": "12 letters and digits."},
        "services.consent.do": {"zh": "登记同意", "en": "Record the consent"},
        "services.consent.taken": {
            "zh": "已登记本人的同意。市里已有的，现在填在表里，请和本人核对。",
            "en": "The consent is recorded. What the city has is filled in now; check it with the person.",
        },
        "services.consent.recorded": {
            "zh": "本人已凭代码同意取用市里已有的数据，这一件归本人。",
            "en": "The person consented by code to what the city has being taken; the case is theirs.",
        },
    }
)
