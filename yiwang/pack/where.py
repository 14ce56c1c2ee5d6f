"""Where a value stands in a pack, and words that remember it."""

from __future__ import annotations

from typing import NamedTuple


class Where(NamedTuple):
    """A place in a file of the pack.

    Attributes:
        file: path below the pack's folder, with `/`.
        line, column: counted from 1, in characters.
    """

    file: str
    line: int = 1
    column: int = 1

    def seen_from(self, other: Where) -> tuple[str, str]:
        """Say this place in words (zh, en) to somebody who looks at `other`."""
        if self.file == other.file:
            return f"同一文件第 {self.line} 行", f"line {self.line} of the same file"
        return f"{self.file} 第 {self.line} 行", f"{self.file} line {self.line}"


class Word(str):
    """A text of the pack. It is a `str` in all respects and knows where it was written."""

    __slots__ = ("where",)
    where: Where

    def __new__(cls, value: str, where: Where) -> Word:
        word = super().__new__(cls, value)
        word.where = where
        return word

    def __reduce__(self) -> tuple[type[Word], tuple[str, Where]]:
        return Word, (str(self), self.where)


Words = tuple[Word, ...]
