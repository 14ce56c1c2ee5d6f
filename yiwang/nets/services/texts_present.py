"""Texts of filing for somebody at the counter, and of taking in for another window."""

from __future__ import annotations

from yiwang.web.words import add

add(
    {
        "services.present.title": {"zh": "登记到场的人", "en": "Record who is present"},
        "services.present.lead": {
            "zh": "先看证件，再把填好的申请打印出来请本人看，或者念给本人听。"
            "本人同意了再登记。姓名和号码封存。",
            "en": "Look at the document; let the person read the printed application, or read it aloud. "
            "Record it once they agree. Name and number are sealed.",
        },
        "services.present.name": {"zh": "到场的人的姓名", "en": "Name of whoever is present"},
        "services.present.document": {"zh": "核对了什么证件", "en": "Which document was checked"},
        "services.present.number": {"zh": "证件号码", "en": "Number of the document"},
        "services.present.number-help": {
            "zh": "照证件输入，不留复印件。",
            "en": "As it stands on the document; no copy is kept.",
        },
        "services.present.consent": {"zh": "本人怎么同意的", "en": "How the person agreed"},
        "services.present.do": {"zh": "登记", "en": "Record it"},
        "services.present.done": {"zh": "到场的人已登记，可以提交。", "en": "Recorded. You can file it now."},
        "services.present.needed": {
            "zh": "提交前，登记到场的人、核对的证件和本人的同意。",
            "en": "Before it is filed: who is present, which document was checked, and that they agree.",
        },
        "services.present.recorded": {
            "zh": "已核对{document}，本人{consent}。",
            "en": "Checked: {document}; the person {consent}.",
        },
        "services.present.again": {"zh": "重新登记", "en": "Record it again"},
        "services.present.collected": {
            "zh": "由{body}异地代收",
            "en": "taken in elsewhere by {body}",
        },
        "services.present.slip": {
            "zh": "把这一页打印给本人：有编号，不用账号，凭编号和本人证件到任何窗口查询。",
            "en": "Print this page for them: with the number, and their document, any window can look it up.",
        },
    }
)
