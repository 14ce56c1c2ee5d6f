"""Texts of answers that products of the city fill in."""

from __future__ import annotations

from yiwang.web.words import add

_TEXTS = {
    "once.source": (
        "{product}（{body}提供，{day}的数据）；用途: {purpose}；按“{grant}”取用（{clauses}）",
        "{product} (provided by {body}, as of {day}); for: {purpose}; read under “{grant}” ({clauses})",
    ),
    "once.source-undated": (
        "{product}（{body}提供）；用途: {purpose}；按“{grant}”取用（{clauses}）",
        "{product} (provided by {body}); for: {purpose}; read under “{grant}” ({clauses})",
    ),
    "once.missing.title": ("没有带出来的", "What could not be filled in"),
    "once.missing.says": (
        "{question}: {product}（{body}）里{why}，请自己填写。",
        "{question}: {product} ({body}) {why}; please fill it in yourself.",
    ),
    "once.missing.none": ("没有查到", "does not have it"),
    "once.missing.old": ("只有过旧的数据，不能再用", "has only data too old to rely on"),
    "once.missing.away": ("现在查不到", "cannot be asked now"),
    "once.differs.title": ("与共享数据不同的答案", "Answers that differ from shared data"),
    "once.differs.says": (
        "您填的“{question}”与{product}（{body}提供）里的不同。以您填的为准。",
        "What you answered to “{question}” differs from {product} (provided by {body}). Your answer stands.",
    ),
    "once.differs.corrected": (
        "这处不同随办件记下，由{body}校核。",
        "The difference is recorded with the case, for {body} to check.",
    ),
    "once.kept": ("{product}，共享记录 {exchange}", "{product}, exchange {exchange}"),
    "once.differs": (
        "本人填写；与{product}里的不同，共享记录 {exchange}",
        "answered by the person; differs from {product}, exchange {exchange}",
    ),
    "event.answers-filled": ("共享数据带出了部分答案", "Shared data filled in some answers"),
    "event.answer-differs": (
        "一个答案与共享数据不同，由提供单位校核",
        "An answer differs from shared data, for its provider to check",
    ),
}  # fmt: skip

add({f"services.{id}": {"zh": zh, "en": en} for id, (zh, en) in _TEXTS.items()})
