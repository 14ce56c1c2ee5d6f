"""The choice that a form offers for a material which may follow or be promised.

Written beside the form's own questions when a matter is read, so that rules, pages and checks see one form.
Each part remembers the line of the material it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from yiwang.kernel.material_ways import FOLLOW, NOW, PROMISE, promise_field, upload_field, way_field
from yiwang.pack.fields import Fields, words_of
from yiwang.pack.nodes import Listing, Mapping, Node, Scalar, plain
from yiwang.pack.where import Where, Word

SECTION = "materials"
_TITLE = {"zh": "材料怎么交", "en": "How the material comes"}
_USED = [{"zh": "办理和以后的核查", "en": "For the decision and the check afterwards"}]
_SIGN = {"zh": "我签署以下承诺：", "en": "I sign this promise: "}


@dataclass(frozen=True, slots=True)
class MaterialWays:
    """A material with what may stand instead of handing it in at once, as the pack says it."""

    id: Word
    title: dict[str, str]
    required: bool
    follow: Mapping | None
    promise: Mapping | None
    ordinary: dict[str, str] | None
    where: Where


def ways_of(guide: Mapping | None) -> tuple[MaterialWays, ...]:
    """Return the materials of a guide that leave a choice, or would without an ordinary way."""
    if guide is None:
        return ()
    return tuple(
        MaterialWays(
            id=one.must("id"),
            title=both(plain(one.node("title"))),
            required=one.flag("required"),
            follow=one.mapping("may_follow"),
            promise=one.mapping("promise"),
            ordinary=both(plain(one.node("ordinary"))) if one.mapping("ordinary") else None,
            where=one.where,
        )
        for one in Fields(guide, guide.where).each("materials")
        if any(one.mapping(key) for key in ("may_follow", "promise", "ordinary"))
    )


def both(said: Any) -> dict[str, str]:
    """Return a text whose missing language is filled from the other."""
    known = said if isinstance(said, dict) else {}
    other = str(known.get("zh") or known.get("en") or "")
    return {"zh": str(known.get("zh") or other), "en": str(known.get("en") or other)}


def with_choices(form: Mapping | None, guide: Mapping | None) -> Mapping | None:
    """Return the form with a page on which the resident chooses how each such material comes."""
    offered = [one for one in ways_of(guide) if one.id and (one.follow or one.promise)]
    if form is None or not offered:
        return form
    own = form.entries.get("properties")
    properties = dict(own.entries) if isinstance(own, Mapping) else {}
    keys = dict(own.keys) if isinstance(own, Mapping) else {}
    branches: list[Node] = []
    demanded = {str(word) for word in words_of(form.entries.get("required"))}
    for one in offered:
        upload = upload_field(str(one.id), properties)
        for name, said in _questions(one, upload, plain(properties.get(upload))):
            properties.pop(name, None)  # the form's own question stands on this page now
            properties[name] = node_of(said, one.where)
            keys[name] = Word(name, one.where)
        branches += [node_of(said, one.where) for said in _branches(one, upload, upload in demanded)]
        demanded.discard(upload)
    required = tuple(
        item
        for item in _items(form.entries.get("required"))
        if not isinstance(item, Scalar) or item.value in demanded
    )
    entries = {
        **form.entries,
        "required": Listing(required, form.where),
        "properties": Mapping(properties, keys, form.where),
        "x-yw-sections": _sections(form),
        "allOf": Listing((*_items(form.entries.get("allOf")), *branches), form.where),
    }
    added = {name: Word(name, form.where) for name in entries if name not in form.keys}
    return Mapping(entries, {**form.keys, **added}, form.where)


def _questions(
    one: MaterialWays, upload: str, known: dict[str, Any] | None
) -> Iterator[tuple[str, dict[str, Any]]]:
    id = str(one.id)
    labels = _labels(one)
    yield (
        way_field(id),
        {
            "type": "string",
            "x-yw-kind": "choice",
            "x-yw-section": SECTION,
            "x-yw-title": one.title,
            "enum": list(labels),
            "x-yw-labels": labels,
            "x-yw-used-for": _USED,
            "default": NOW,
        },
    )
    if one.ordinary is None:
        title = {"zh": f"上传: {one.title['zh']}", "en": f"Upload: {one.title['en']}"}
        whole = {"type": "string", "x-yw-kind": "file", "x-yw-title": title, "x-yw-used-for": _USED}
        yield upload, {**(known or whole), "x-yw-section": SECTION}
    if one.promise is not None:
        yield promise_field(id), _signing(one.promise)


def _signing(promise: Mapping) -> dict[str, Any]:
    said = plain(promise)
    text, broken = both(said.get("text")), said.get("if_broken") or {}
    says = both(broken.get("says"))
    clauses = [one for one in (said.get("clause"), broken.get("clause")) if isinstance(one, str)]
    named = f" ({'; '.join(clauses)})" if clauses else ""
    return {
        "type": "boolean",
        "x-yw-kind": "yesno",
        "x-yw-section": SECTION,
        "x-yw-title": {language: _SIGN[language] + text[language] for language in _SIGN},
        "x-yw-help": {
            "zh": f"违背承诺的后果：{says['zh']}{named}",
            "en": f"If it is not kept: {says['en']}{named}",
        },
        "x-yw-used-for": _USED,
        "const": True,
    }


def _labels(one: MaterialWays) -> dict[str, dict[str, str]]:
    found = {
        NOW: one.ordinary
        or {
            "zh": "现在交：在这里上传，或者带到窗口",
            "en": "Hand it in now: here, or at the window",
        }
    }
    if one.follow is not None:
        follow = plain(one.follow)
        limit, missed = follow.get("limit", ""), both(follow.get("if_missed"))
        found[FOLLOW] = {
            "zh": f"先受理，以后补交：提交之日起 {limit}内。逾期：{missed['zh']}",
            "en": f"Apply now, hand it in later: within {limit} of filing. If not: {missed['en']}",
        }
    if one.promise is not None:
        found[PROMISE] = {"zh": "签署承诺代替", "en": "Sign a promise instead"}
    return found


def _branches(one: MaterialWays, upload: str, demanded: bool) -> Iterator[dict[str, Any]]:
    """Yield what each choice asks for: the file, where the form demands one, or the signed promise."""
    way = way_field(str(one.id))
    if one.ordinary is None:
        chosen = {"properties": {way: {"enum": [FOLLOW, PROMISE]}}, "required": [way]}
        yield {"if": chosen, "else": {"required": [upload]} if demanded else {"properties": {upload: {}}}}
    if one.promise is not None:
        promised = {"properties": {way: {"const": PROMISE}}, "required": [way]}
        yield {"if": promised, "then": {"required": [promise_field(str(one.id))]}}


def _sections(form: Mapping) -> Listing:
    """Return the pages of the form with this one before the last, which is for what one declares."""
    known = _items(form.entries.get("x-yw-sections"))
    page = node_of({"id": SECTION, "title": _TITLE}, form.where)
    before, last = (known[:-1], known[-1:]) if len(known) > 1 else (known, ())
    return Listing((*before, page, *last), form.where)


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Listing) else ()


def node_of(value: Any, where: Where) -> Node:
    """Return plain values as nodes that all stand at one place."""
    if isinstance(value, dict):
        entries = {key: node_of(one, where) for key, one in value.items()}
        return Mapping(entries, {key: Word(key, where) for key in entries}, where)
    if isinstance(value, list):
        return Listing(tuple(node_of(one, where) for one in value), where)
    return Scalar(value, where, str(value))
