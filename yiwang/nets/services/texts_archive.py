"""Texts of the archive: what may be done with ended cases, and the page that lists them."""

from __future__ import annotations

from yiwang.web.words import add

_ACTS = {
    "propose-destruction": (
        "提请销毁", "Propose destruction", "已提请销毁，等另一人批准。", "Proposed; another person confirms.",
    ),
    "destroy": (
        "批准销毁", "Confirm destruction", "已批准销毁，封存的内容随即抹去。",
        "Confirmed; what is sealed is erased at once.",
    ),
    "hold-archive": ("封存，暂不销毁", "Put on hold", "已封存。", "On hold."),
    "release-archive": ("解除封存", "Release the hold", "已解除封存。", "The hold is released."),
}  # fmt: skip

add({f"services.act.{id}": {"zh": zh, "en": en} for id, (zh, en, _, _) in _ACTS.items()})
add({f"services.done.{id}": {"zh": zh, "en": en} for id, (_, _, zh, en) in _ACTS.items()})
add(
    {
        "services.archive.title": {"zh": "归档", "en": "Archive"},
        "services.archive.lead": {
            "zh": "本单位主责、已经结束的办件，各按事项的规定保管。到期也不会自己销毁：一人提请，另一人批准，"
            "销毁的记录一直留着。",
            "en": "Ended cases that your body leads, each kept as its service says. Nothing is destroyed by "
            "itself: one person proposes, another confirms, and the record of it stays.",
        },
        "services.archive.take": {"zh": "下载归档包（ZIP）", "en": "Download the archive package (ZIP)"},
        "services.archive.take-says": {
            "zh": "含打开了的个人信息、文书、每条留痕的凭证和城市的签名，可以离线核验；"
            "下载会记下并给申请人看到。",
            "en": "With personal values opened, papers, a receipt for each entry and the city’s signature; "
            "verified offline. Downloading is noted, and the applicant sees that it was.",
        },
        "services.archive.all": {"zh": "全部", "en": "All"},
        "services.archive.due": {"zh": "保管期满", "en": "Due"},
        "services.archive.proposed": {"zh": "已提请销毁", "en": "Proposed"},
        "services.archive.held": {"zh": "已封存", "en": "On hold"},
        "services.archive.kept": {"zh": "在保管", "en": "Kept"},
        "services.archive.ended": {"zh": "结束", "en": "Ended"},
        "services.archive.until": {"zh": "可以销毁", "en": "May be destroyed"},
        "services.archive.from": {"zh": "{day}起", "en": "from {day}"},
        "services.archive.rule": {"zh": "依据", "en": "Ground"},
        "services.archive.unread": {"zh": "未核实", "en": "not verified"},
        "services.archive.none": {"zh": "没有这样的办件。", "en": "There are no such cases."},
        "services.archive.more": {
            "zh": "只列出最早结束的 {most} 件。",
            "en": "Only the {most} that ended first are listed.",
        },
    }
)
