"""Texts that a comma cuts: in `{zh: 好, en: Yes, it is}` YAML ends the text at the comma.

What follows would be a key without a value, which counts as not written: the text would be shown cut, and
nobody would know.
"""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.pack.finding import Finding, Sentence
from yiwang.pack.nodes import Mapping, Node, Scalar, every_mapping
from yiwang.pack.where import Word

_LANGUAGES = ("zh", "en")


def cut_texts(node: Node) -> Iterator[Finding]:
    """Yield a finding for every rest of a cut text in a file, null values still in it."""
    for mapping in every_mapping(node):
        if any(language in mapping.entries for language in _LANGUAGES):
            yield from (_cut(rest) for rest in rests(mapping))


def rests(mapping: Mapping) -> list[Word]:
    """Return the keys of a text in both languages that are no language and say nothing."""
    return [
        mapping.keys[key]
        for key, value in mapping.entries.items()
        if key not in _LANGUAGES and isinstance(value, Scalar) and value.value is None and not value.raw
    ]


def _cut(rest: Word) -> Finding:
    short = rest if len(rest) <= 40 else rest[:39] + "…"
    return Finding(
        code="YW011",
        where=rest.where,
        message=Sentence(
            f"文字在逗号处断了, “{short}”成了没有值的键。",
            f"The text is cut at a comma: “{short}” became a key without a value.",
        ),
        remedy=Sentence(
            '把整句加上双引号: {zh: "…, …"}。', 'Put the whole sentence in double quotes: {en: "…, …"}.'
        ),
    )
