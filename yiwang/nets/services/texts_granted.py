"""Texts of results that are read under a grant: sources of answers, materials that need not be handed in."""

from __future__ import annotations

from yiwang.web.words import add

_TEXTS = {
    "granted.source": (
        "{title}（编号 {number}，起效日 {day}）；按“{grant}”取用（{clauses}）",
        "{title} ({number}, valid from {day}), read under “{grant}” ({clauses})",
    ),
    "granted.covered": ("免于提交的材料", "Material you need not hand in"),
    "granted.covered-says": (
        "您有本市有效的办理结果，下面这些不用再交；经办人可以直接打开核对。想自己交的，照样可以交。",
        "You have results of this city in force, so you need not hand these in again; the officer can open "
        "them. You may still hand them in yourself.",
    ),
    "granted.recorded": (
        "每次取用都记入共享记录，您可以查看。",
        "Each reading is recorded, and you can see the record.",
    ),
    "granted.exempt": ("免于提交", "Need not be handed in"),
    "granted.only": (
        "这里只有授权写明的数据项；个人信息遮盖。整份证照由本人出示。",
        "Only the fields that the grant names stand here, personal ones masked. The whole result is its "
        "holder's to show.",
    ),
    "granted.under": ("按哪项授权", "Under which grant"),
    "granted.open": ("打开核对", "Open it"),
    "granted.exempt-if": (
        "本市有有效的“{title}”的，按“{grant}”取用，免于提交。",
        "Who holds a “{title}” of this city in force need not hand it in; it is read under “{grant}”.",
    ),
    "material.state.covered": ("免于提交", "need not be handed in"),
    "event.material-covered": ("免于提交，由办理结果代替", "Not handed in: a result stands in for it"),
}  # fmt: skip

add({f"services.{id}": {"zh": zh, "en": en} for id, (zh, en) in _TEXTS.items()})
