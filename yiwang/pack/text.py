"""Texts in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from yiwang.pack.where import Where, Word


@dataclass(frozen=True, slots=True)
class Text:
    """A text in the pack's languages; a language that is not written is absent."""

    words: dict[str, Word]
    where: Where

    def __str__(self) -> str:
        return self.in_language("zh")

    def in_language(self, language: str) -> str:
        """Return the text in `language`, or in the other one when it is not written."""
        return self.words.get(language) or next(
            (word for word in self.words.values() if word), Word("", self.where)
        )

    @property
    def en(self) -> str:
        """The English text, the Chinese where there is none."""
        return self.in_language("en")

    def plain(self) -> dict[str, str]:
        """Return `{"zh", "en"}`, each filled from the other where it is not written."""
        return {language: str(self.in_language(language)) for language in ("zh", "en")}
