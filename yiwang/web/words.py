"""Interface texts in two languages: a plain catalogue, nothing to compile.

Each area keeps a `texts.py` that calls `add({...})`; keys are `area.what`. A text is a
mapping `{"zh": …, "en": …}`, the same shape that packs use for their own texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Text = Mapping[str, str]
LANGUAGES = ("zh", "en")
HTML_LANGUAGE = {"zh": "zh-Hans", "en": "en"}

_TEXTS: dict[str, Text] = {}


class UnknownText(KeyError):
    """A key that no catalogue has: our own mistake, found by a test before a reader sees it."""


def add(texts: Mapping[str, Text]) -> None:
    """Put the texts of an area into the catalogue. The same key may not mean two things."""
    for key, text in texts.items():
        known = _TEXTS.setdefault(key, text)
        if known != text:
            raise ValueError(f"text {key!r} is defined twice")


def T(key: str) -> Text:
    """Return the text named `key`, in both languages."""
    try:
        return _TEXTS[key]
    except KeyError:
        raise UnknownText(key) from None


def say(text: Text | str | None, language: str, **params: Any) -> str:
    """Return `text` in `language`, `{name}` parts filled in from `params`.

    Chinese stands in where the other language is missing, a plain string for itself.
    """
    if text is None:
        return ""
    if isinstance(text, str):
        sentence = text
    else:
        sentence = text.get(language) or text.get("zh") or next(iter(text.values()), "")
    return sentence.format(**params) if params else sentence


def all_keys() -> tuple[str, ...]:
    """Return every key of the catalogue, sorted."""
    return tuple(sorted(_TEXTS))
