"""What is wrong with an expression, and where."""

from __future__ import annotations

import msgspec


class FeelError(msgspec.Struct, frozen=True):
    """An expression that cannot be read. A value, not an exception.

    Attributes:
        code: `feel.syntax`, `feel.unknown-name`, `feel.too-deep`.
        column: 1 for the first character.
        found: the text that stands there, "" at the end.
        expected: what could stand there, as written (`)`, `then`, `name`).
        zh, en: the sentence, column included.
    """

    code: str
    column: int
    found: str
    expected: tuple[str, ...]
    zh: str
    en: str


class Unreadable(Exception):
    """Carries a `FeelError` out of the depth of the parser; never leaves this package."""

    def __init__(self, error: FeelError) -> None:
        super().__init__(error.en)
        self.error = error


_WORDS = {
    "name": ("名称", "a name"),
    "number": ("数字", "a number"),
    "value": ("一个值", "a value"),
    "end": ("结尾", "the end"),
    "string": ("字符串", "a string"),
    "type": ("类型", "a type"),
    "string end": ("字符串结尾的双引号", "the closing double quote"),
}


def syntax(column: int, found: str, *expected: str) -> Unreadable:
    """Make the error for something else than `expected` standing at `column`."""
    zh_expected = " 或 ".join(_WORDS.get(word, (f"“{word}”", ""))[0] for word in expected)
    en_expected = " or ".join(_WORDS.get(word, ("", f'"{word}"'))[1] for word in expected)
    zh_found = f"这里是“{found}”" if found else "表达式到此结束了"
    en_found = f'found "{found}"' if found else "the expression ends here"
    return Unreadable(
        FeelError(
            code="feel.syntax",
            column=column,
            found=found,
            expected=expected,
            zh=f"第 {column} 列: 应为{zh_expected}, {zh_found}。",
            en=f"Column {column}: expected {en_expected}, {en_found}.",
        )
    )


def too_deep(column: int, limit: int) -> Unreadable:
    """Make the error for an expression nested deeper than `limit`."""
    return Unreadable(
        FeelError(
            code="feel.too-deep",
            column=column,
            found="",
            expected=(),
            zh=f"第 {column} 列: 表达式嵌套超过 {limit} 层, 请拆开写。",
            en=f"Column {column}: the expression is nested deeper than {limit}; split it.",
        )
    )


def unknown_name(column: int, name: str, known: tuple[str, ...]) -> Unreadable:
    """Make the error for a name that is none of the `known` ones."""
    zh_known = f"; 可用: {'、'.join(known)}" if known else ""
    en_known = f"; known: {', '.join(known)}" if known else ""
    return Unreadable(
        FeelError(
            code="feel.unknown-name",
            column=column,
            found=name,
            expected=known,
            zh=f"第 {column} 列: 没有名为“{name}”的事实{zh_known}。",
            en=f'Column {column}: there is no fact named "{name}"{en_known}.',
        )
    )
