"""Examples of what is sent and answered, composed from one invented word for each name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WORDS: dict[str, Any] = {
    "act": "accept",
    "answers": {"venue_address": "示例路 1 号"},
    "amount": "10.00",
    "at": "2026-11-23T09:30:00+08:00",
    "assisting": "district-urban-management",
    "audience": "business",
    "bodies": "district-health",
    "body": "district-health",
    "bookable": "hall-general",
    "by": "district-health",
    "case": "2611-7F3K2M9QX",
    "channel": "online",
    "channels": "online",
    "city": "example",
    "clause": "行政许可法 第三十二条",
    "client": "0123456789abcdef",
    "code": "api.unreadable",
    "document": "certificate",
    "draft": "01a20606-35c0-78fd-887b-825248bd329c",
    "en": "example",
    "field": "floor_plan",
    "findings": "示例",
    "from_state": "filed",
    "hash": "9f2c" * 16,
    "head": "9f2c" * 16,
    "id": "decision",
    "item": "floor-plan",
    "kind": "text",
    "lead": "district-health",
    "material": "hygiene-rules",
    "matter": "public-place-hygiene",
    "media": "application/pdf",
    "name": "plan.pdf",
    "next": None,
    "next_step": "example",
    "node": "accept",
    "number": "2611-7F3K2M9QX",
    "office": "general",
    "outcome": "grant",
    "pack": "3b1f" * 16,
    "phase": "accepted",
    "place": "990102003",
    "position": "officer",
    "positions": "officer",
    "quarter": "2026Q4",
    "reason": "",
    "role": "officer",
    "scopes": "case.read",
    "services": "public-place-hygiene",
    "sha256": "9f2c" * 16,
    "source": "行政许可法 第四十二条",
    "standing": "valid",
    "starts": "accept",
    "state": "open",
    "successor": "",
    "task": "act:examine:1",
    "value": "yes",
    "words": "示例",
    "zh": "示例",
}
MOMENT, DAY, ID = "2026-11-23T09:30:00+08:00", "2026-11-23", "01a20606-35c0-78fd-887b-825248bd329c"
TEXT = {"zh": "示例", "en": "example"}
DEEPEST = 12
NO_WORD = "…"


def compose(
    schema: Mapping[str, Any], parts: Mapping[str, Any], words: Mapping[str, Any], name: str = ""
) -> Any:
    """Return an example of a JSON Schema.

    Args:
        parts: `components/schemas` of the document. words: name of a field → its example, or of its items.
        A text whose field is not among them is `NO_WORD`, and fails a test.
    """
    return _Composer(parts, words).of(schema, name, 0)


class _Composer:
    def __init__(self, parts: Mapping[str, Any], words: Mapping[str, Any]) -> None:
        self.parts, self.words = parts, words

    def of(self, schema: Mapping[str, Any], name: str, depth: int) -> Any:
        if depth > DEEPEST:
            return None
        if "$ref" in schema:
            return self.of(self.parts[schema["$ref"].rsplit("/", 1)[-1]], name, depth + 1)
        if "examples" in schema:
            return schema["examples"][0]
        for ways in ("anyOf", "oneOf", "allOf"):
            if ways in schema:
                return self._one_way(schema[ways], name, depth)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return schema["enum"][0]
        return self._of_kind(schema, name, depth)

    def _one_way(self, ways: list[Mapping[str, Any]], name: str, depth: int) -> Any:
        if name in self.words and self.words[name] is None:
            return None
        sound = [one for one in ways if one.get("type") != "null"]
        return self.of(sound[0], name, depth + 1)

    def _of_kind(self, schema: Mapping[str, Any], name: str, depth: int) -> Any:
        word = self.words.get(name)
        match schema.get("type"):
            case "array":
                return [self.of(schema.get("items", {}), name, depth + 1)]
            case "object" if schema.get("properties"):
                told = schema["properties"]
                return {key: self.of(value, key, depth + 1) for key, value in told.items()}
            case "object":
                if isinstance(word, dict):
                    return word
                inner = schema.get("additionalProperties")
                return dict(TEXT) if isinstance(inner, dict) and inner.get("type") == "string" else {}
            case "boolean":
                return word if isinstance(word, bool) else False
            case "integer" | "number":
                return word if isinstance(word, int) else max(1, schema.get("minimum", 1))
            case "string":
                return self._text(schema, name)
        return word

    def _text(self, schema: Mapping[str, Any], name: str) -> str:
        fixed = {"date-time": MOMENT, "date": DAY, "uuid": ID, "binary": ""}
        if schema.get("format") in fixed:
            return fixed[schema["format"]]
        if not isinstance(self.words.get(name), str):
            return NO_WORD
        return str(self.words[name])
