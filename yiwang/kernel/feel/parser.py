"""A Pratt parser: each token knows how it begins a value and how strongly it binds to its left.

Source: DMN 1.5, 10.3.1.2. Binding, weakest first: or, and, comparison, + -, * /, **, minus, instance of,
then dots, brackets and calls. As the grammar has it, minus binds tighter than `**`, and `**` groups left.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal

from yiwang.kernel.feel.error import syntax
from yiwang.kernel.feel.names import Names
from yiwang.kernel.feel.parser_forms import Forms
from yiwang.kernel.feel.temporal_text import parse_temporal
from yiwang.kernel.feel.tokens import END, NAME, NUMBER, SIGN, STRING, WORD, Token, tokens
from yiwang.kernel.feel.tree import (
    Between,
    Call,
    In,
    InstanceOf,
    Literal,
    Name,
    Negation,
    Not,
    Operation,
    Path,
    Range,
    Sequence,
    Test,
    Tree,
    UnaryTests,
)
from yiwang.kernel.feel.types import Type
from yiwang.kernel.feel.values import UNBOUNDED

_COMPARISON = 30
_BINDING = {"or": 10, "and": 20, "=": 30, "!=": 30, "<": 30, "<=": 30, ">": 30, ">=": 30, "between": 30}
_BINDING |= {"in": 30, "+": 40, "-": 40, "*": 50, "/": 50, "**": 60, "instance": 75}
_MINUS = 70
_TESTS = frozenset({"<", "<=", ">", ">=", "=", "!="})
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_AFTER_A_RANGE = frozenset({"", ",", ")", "]", "}", "and", "or", "then", "else", "return", "satisfies", ".."})


def parse(text: str, names: Collection[str] = (), types: Mapping[str, Type] | None = None) -> Tree:
    """Return the tree of `text`. Raises `Unreadable` with the first thing that is wrong."""
    parser = Parser(tokens(text), text, Names(names), types or {})
    tree = parser.expression(0)
    parser.expect(END, "", "end")
    return tree


def parse_unary_tests(
    text: str, names: Collection[str] = (), types: Mapping[str, Type] | None = None
) -> UnaryTests:
    """Return the tree of a cell of a decision table. Raises `Unreadable`."""
    parser = Parser(tokens(text), text, Names(names), types or {})
    tree = parser.unary_tests()
    parser.expect(END, "", "end")
    return tree


class Parser(Forms):
    """Reads one expression; `Forms` reads what begins with a word or a brace."""

    def expression(self, binding: int) -> Tree:
        """Parse as far as operators bind stronger than `binding`."""
        self.deeper()
        left = self._postfix(self._begin())
        links = 0
        while True:
            token = self.next
            strength = _BINDING.get(token.text, 0) if token.kind in (SIGN, WORD) else 0
            if strength <= binding:
                break
            links += 1
            self.chained(links, token)
            left = self._continue(left, strength)
        self.depth -= 1
        return left

    def _begin(self) -> Tree:
        token = self.next
        name = self.known_name() if token.kind in (NAME, WORD) else None
        if name is not None and (token.kind == NAME or name[1] > 1):
            self.skip(name[1])
            return Name((name[0],), column=token.column)
        self.take()
        if token.kind == NUMBER:
            return Literal(Decimal(token.text), column=token.column)
        if token.kind == STRING:
            return Literal(token.text, column=token.column)
        if token.kind == NAME:
            return Name((token.text,), column=token.column)
        if token.kind == WORD:
            return self._word(token)
        match token.text if token.kind == SIGN else "":
            case "-":
                return Negation(self.expression(_MINUS), column=token.column)
            case "(":
                return self._parenthesis(token)
            case "[":
                return self._bracket(token)
            case "]":
                return self._range(self._bound(), low_included=False, column=token.column)
            case "{":
                return self.entries(token)
            case "@":
                written = self.expect(STRING, "", "string")
                return Literal(parse_temporal(written.text), column=token.column)
            case "?":
                return Name(("?",), column=token.column)
        raise syntax(token.column, token.text, "value")

    def _word(self, token: Token) -> Tree:
        if token.text in _CONSTANTS:
            return Literal(_CONSTANTS[token.text], column=token.column)
        match token.text:
            case "not":
                self.expect(SIGN, "(")
                values, names = self.arguments()
                if len(values) == 1 and not names:
                    return Not(values[0], column=token.column)
                return Call(Name(("not",), column=token.column), values, names, column=token.column)
            case "if":
                return self.choice(token)
            case "for":
                return self.for_loop(token)
            case "some" | "every":
                return self.quantified(token)
            case "function":
                return self.definition(token)
        raise syntax(token.column, token.text, "value")

    def _postfix(self, left: Tree) -> Tree:
        links = 0
        while self.next.kind == SIGN and self.next.text in (".", "[", "("):
            token = self.next
            links += 1
            self.chained(links, token)
            if token.text == "[" and self.bound and self.after_next.text in _AFTER_A_RANGE:
                break
            self.take()
            if token.text == ".":
                left = self._step(left)
            elif token.text == "[":
                left = self.filtered(left, token)
            else:
                values, names = self.arguments()
                left = Call(left, values, names, column=left.column)
        return left

    def _step(self, left: Tree) -> Tree:
        part = self.next
        known = self.known_part()
        if known is not None:
            self.skip(known[1])
            name = known[0]
        elif part.kind in (NAME, WORD):
            name = self.take().text
        else:
            raise syntax(part.column, part.text, "name")
        if isinstance(left, Name):
            return Name((*left.path, name), column=left.column)
        return Path(left, name, column=left.column)

    def _parenthesis(self, token: Token) -> Tree:
        if self.next.kind == SIGN and self.next.text in ("<", "<=", ">", ">="):
            return self._open_range(token)
        first = self.inside(0)
        if self.stands(".."):
            return self._range(first, low_included=False, column=token.column)
        self.expect(SIGN, ")")
        return first

    def _open_range(self, token: Token) -> Range:
        sign = self.take().text
        end = self.inside(_COMPARISON)
        self.expect(SIGN, ")")
        nothing = Literal(UNBOUNDED, column=token.column)
        included = sign in ("<=", ">=")
        if sign in ("<", "<="):
            return Range(nothing, end, False, included, column=token.column)
        return Range(end, nothing, included, False, column=token.column)

    def _bracket(self, token: Token) -> Tree:
        if self.stands("]"):
            self.take()
            return Sequence((), column=token.column)
        first = self._item()
        if self.stands("..") and not isinstance(first, Test):
            return self._range(first, low_included=True, column=token.column)
        items = [first]
        while self.stands(","):
            self.take()
            items.append(self._item())
        self.closes("]")
        return Sequence(tuple(items), column=token.column)

    def _item(self) -> Tree:
        return self.inside(0)

    def _bound(self) -> Tree:
        before, self.bound = self.bound, True
        tree = self.expression(_COMPARISON)
        self.bound = before
        return tree

    def _range(self, low: Tree, *, low_included: bool, column: int) -> Range:
        self.expect(SIGN, "..")
        high = self._bound()
        closing = self.next
        if closing.kind != SIGN or closing.text not in ("]", ")", "["):
            raise syntax(closing.column, closing.text, "]", ")")
        self.take()
        return Range(low, high, low_included, closing.text == "]", column=column)

    def _continue(self, left: Tree, strength: int) -> Tree:
        token = self.take()
        if token.text == "between":
            low = self.expression(_COMPARISON)
            self.expect(WORD, "and")
            return Between(left, low, self.expression(_COMPARISON), column=left.column)
        if token.text == "in":
            return In(left, self._tests(), column=left.column)
        if token.text == "instance":
            self.expect(NAME, "of")
            return InstanceOf(left, self.type(), column=left.column)
        return Operation(token.text, left, self.expression(strength), column=left.column)

    def _tests(self) -> tuple[Tree, ...]:
        if not self.stands("("):
            return (self._test(),)
        opening = self.take()
        first = self._test(0)
        if self.stands(".."):
            if isinstance(first, Test):
                raise syntax(self.next.column, "..", ",", ")")
            return (self._range(first, low_included=False, column=opening.column),)
        tests = [first]
        while self.stands(","):
            self.take()
            tests.append(self._test(0))
        self.closes(")")
        return tuple(tests)

    def _test(self, binding: int = _COMPARISON) -> Tree:
        if self.next.kind == SIGN and self.next.text in _TESTS:
            sign = self.take()
            return Test(sign.text, self.expression(_COMPARISON), column=sign.column)
        return self.expression(binding)

    def unary_tests(self) -> UnaryTests:
        """Parse a cell: `-`, a list of tests, or `not(…)` of one."""
        token = self.next
        if self.stands("-") and self.after_next.kind == END:
            self.take()
            return UnaryTests((), always=True, column=token.column)
        start, depth = self.at, self.depth
        if token.kind == WORD and token.text == "not":
            self.take()
            if self.stands("("):
                tests = self._tests()
                if self.next.kind == END:
                    return UnaryTests(tests, negated=True, column=token.column)
            self.at, self.depth = start, depth
        found = [self._test(0)]
        while self.stands(","):
            self.take()
            found.append(self._test(0))
        return UnaryTests(tuple(found), column=token.column)
