"""A Pratt parser: each token knows how it begins a value and how strongly it binds to its left.

Source: DMN 1.5, 10.3.1.2. Binding, weakest first: or, and, comparison, + -, * /, **, minus, dot.
As the grammar has it, minus binds tighter than `**`, and `**` groups to the left.
"""

from __future__ import annotations

from decimal import Decimal

from yiwang.kernel.feel.error import not_yet, syntax, too_deep
from yiwang.kernel.feel.tokens import END, LATER_WORDS, NAME, NUMBER, SIGN, STRING, WORD, Token, tokens
from yiwang.kernel.feel.tree import (
    Between,
    Choice,
    In,
    Literal,
    Name,
    Negation,
    Not,
    Operation,
    Range,
    Sequence,
    Test,
    Tree,
)

DEPTH = 100

_COMPARISON = 30
_BINDING = {"or": 10, "and": 20, "=": 30, "!=": 30, "<": 30, "<=": 30, ">": 30, ">=": 30, "between": 30}
_BINDING |= {"in": 30, "+": 40, "-": 40, "*": 50, "/": 50, "**": 60}
_MINUS = 70
_TESTS = frozenset({"<", "<=", ">", ">=", "=", "!="})
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


def parse(text: str) -> Tree:
    """Return the tree of `text`. Raises `Unreadable` with the first thing that is wrong."""
    parser = _Parser(tokens(text))
    tree = parser.expression(0)
    parser.expect(END, "", "end")
    return tree


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._at = 0
        self._depth = 0

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _is(self, text: str) -> bool:
        return self._next.text == text and self._next.kind in (SIGN, WORD)

    def expect(self, kind: str, text: str, name: str = "") -> Token:
        token = self._next
        if token.kind != kind or (text and token.text != text):
            raise syntax(token.column, token.text, name or text)
        return self._take() if kind != END else token

    def expression(self, binding: int) -> Tree:
        """Parse as far as operators bind stronger than `binding`."""
        self._depth += 1
        left = self._begin()
        links = 0
        while True:
            token = self._next
            strength = _BINDING.get(token.text, 0) if token.kind in (SIGN, WORD) else 0
            if strength <= binding:
                break
            links += 1
            if self._depth + links > DEPTH:
                raise too_deep(token.column, DEPTH)
            left = self._continue(left, strength)
        self._depth -= 1
        return left

    def _begin(self) -> Tree:
        token = self._take()
        if self._depth > DEPTH:
            raise too_deep(token.column, DEPTH)
        if token.kind == NUMBER:
            return Literal(Decimal(token.text), token.column)
        if token.kind == STRING:
            return Literal(token.text, token.column)
        if token.kind == NAME:
            return self._name(token)
        if token.kind == WORD:
            return self._word(token)
        match token.text if token.kind == SIGN else "":
            case "-":
                return Negation(self.expression(_MINUS), token.column)
            case "(":
                return self._parenthesis(token)
            case "[":
                return self._bracket(token)
            case "]":
                return self._range(self._bound(), low_included=False, column=token.column)
            case "{" | "@" | "?":
                raise not_yet(token.column, token.text)
        raise syntax(token.column, token.text, "value")

    def _word(self, token: Token) -> Tree:
        if token.text in _CONSTANTS:
            return Literal(_CONSTANTS[token.text], token.column)
        if token.text == "not":
            self.expect(SIGN, "(")
            operand = self.expression(0)
            self.expect(SIGN, ")")
            return Not(operand, token.column)
        if token.text == "if":
            condition = self.expression(0)
            self.expect(WORD, "then")
            yes = self.expression(0)
            self.expect(WORD, "else")
            return Choice(condition, yes, self.expression(0), token.column)
        if token.text in LATER_WORDS:
            raise not_yet(token.column, token.text)
        raise syntax(token.column, token.text, "value")

    def _name(self, token: Token) -> Tree:
        path = [token.text]
        while self._is("."):
            self._take()
            part = self._next
            if part.kind not in (NAME, WORD):
                raise syntax(part.column, part.text, "name")
            path.append(self._take().text)
        if self._is("("):
            raise not_yet(token.column, f"{'.'.join(path)}(")
        if self._is("["):
            raise not_yet(self._next.column, "[")
        return Name(tuple(path), token.column)

    def _parenthesis(self, token: Token) -> Tree:
        first = self.expression(0)
        if self._is(".."):
            return self._range(first, low_included=False, column=token.column)
        self.expect(SIGN, ")")
        return first

    def _bracket(self, token: Token) -> Tree:
        if self._is("]"):
            self._take()
            return Sequence((), token.column)
        first = self.expression(0)
        if self._is(".."):
            return self._range(first, low_included=True, column=token.column)
        items = [first]
        while self._is(","):
            self._take()
            items.append(self.expression(0))
        if not self._is("]"):
            raise syntax(self._next.column, self._next.text, ",", "]")
        self._take()
        return Sequence(tuple(items), token.column)

    def _bound(self) -> Tree:
        return self.expression(_COMPARISON)

    def _range(self, low: Tree, *, low_included: bool, column: int) -> Range:
        self.expect(SIGN, "..")
        high = self._bound()
        closing = self._next
        if closing.kind != SIGN or closing.text not in ("]", ")", "["):
            raise syntax(closing.column, closing.text, "]", ")")
        self._take()
        return Range(low, high, low_included, closing.text == "]", column)

    def _continue(self, left: Tree, strength: int) -> Tree:
        token = self._take()
        if token.text == "between":
            low = self._bound()
            self.expect(WORD, "and")
            return Between(left, low, self._bound(), left.column)
        if token.text == "in":
            return In(left, self._tests(), left.column)
        return Operation(token.text, left, self.expression(strength), left.column)

    def _tests(self) -> tuple[Tree | Range | Test, ...]:
        if not self._is("("):
            return (self._test(),)
        opening = self._take()
        first = self._test()
        if self._is(".."):
            if isinstance(first, Test):
                raise syntax(self._next.column, "..", ",", ")")
            return (self._range(first, low_included=False, column=opening.column),)
        tests = [first]
        while self._is(","):
            self._take()
            tests.append(self._test())
        if not self._is(")"):
            raise syntax(self._next.column, self._next.text, ",", ")")
        self._take()
        return tuple(tests)

    def _test(self) -> Tree | Range | Test:
        if self._next.kind == SIGN and self._next.text in _TESTS:
            sign = self._take()
            return Test(sign.text, self._bound(), sign.column)
        return self._bound()
