"""Who does a step, in the words of the pack: the title of the position, and of which body."""

from __future__ import annotations

from collections import Counter

from yiwang.kernel.bpmn.net import Position
from yiwang.pack.model import Pack
from yiwang.web.words import Text


def role_words(pack: Pack | None, role: str) -> Text:
    """Return what the positions with a role are mostly called."""
    titles = [one.title.plain() for one in pack.positions if one.role == role] if pack else []
    if not titles:
        return {"zh": role, "en": role}
    zh = Counter(title["zh"] for title in titles).most_common(1)[0][0]
    return next(title for title in titles if title["zh"] == zh)


def body_words(pack: Pack | None, name: str) -> Text:
    """Return a body's name; for a function, that of one body and how many have it."""
    bodies = pack.bodies if pack else ()
    named = next((one for one in bodies if one.id == name), None)
    if named is not None:
        return named.title.plain()
    able = [one.title.plain() for one in bodies if one.function == name]
    if not able:
        return {"zh": name, "en": name}
    if len(able) == 1:
        return able[0]
    return {
        "zh": f"{able[0]['zh']}等 {len(able)} 个单位，按所在地",
        "en": f"{able[0]['en']} and others, {len(able)} in all, by place",
    }


def who(pack: Pack | None, position: Position) -> Text:
    """Return the position and, where it is not the lead body's, the body."""
    role = role_words(pack, position.role)
    if not position.body:
        return role
    body = body_words(pack, position.body)
    return {"zh": f"{role['zh']}（{body['zh']}）", "en": f"{role['en']} ({body['en']})"}
