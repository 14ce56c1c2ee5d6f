"""What begins with a word or a brace: if, for, some, every, function, contexts, types, arguments."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from yiwang.kernel.feel.builtins import BUILTINS
from yiwang.kernel.feel.error import syntax, too_deep
from yiwang.kernel.feel.names import Layers, Names
from yiwang.kernel.feel.properties import PROPERTIES
from yiwang.kernel.feel.tokens import END, NAME, NUMBER, SIGN, STRING, WORD, Token
from yiwang.kernel.feel.tree import (
    Choice,
    Definition,
    Entries,
    Filter,
    For,
    Loop,
    Quantified,
    Tree,
)
from yiwang.kernel.feel.types import (
    SIMPLE_NAMES,
    Anything,
    ContextOf,
    FunctionOf,
    ListOf,
    RangeOf,
    Type,
    named,
)

DEPTH = 100

_BUILT_IN = Names(BUILTINS)
_PARTS = Names(PROPERTIES)
_TYPES = Names(SIMPLE_NAMES)
_IN_A_NAME = frozenset("+-*/.'") | {"**", ".."}


class Forms:
    """The tokens, where the parser stands, and the forms that need no precedence.

    Attributes:
        declared: the names the text itself declares: variables, parameters, keys of contexts.
    """

    def __init__(self, found: list[Token], text: str, given: Names, types: Mapping[str, Type]) -> None:
        self.at = 0
        self.depth = 0
        self.bound = False
        self.declared: set[str] = set()
        self._tokens = found
        self._text = text
        self._own = Names()
        self._values = Layers(self._own, given, _BUILT_IN)
        self._parts = Layers(self._own, given, _PARTS)
        self._types = types
        self._type_names = Layers(Names(types), _TYPES)

    def expression(self, binding: int) -> Tree:
        """Parse an expression: the parser's own work."""
        raise NotImplementedError

    @property
    def next(self) -> Token:
        """The token to be read next."""
        return self._tokens[self.at]

    @property
    def after_next(self) -> Token:
        """The token after that."""
        return self._tokens[min(self.at + 1, len(self._tokens) - 1)]

    def take(self) -> Token:
        """Go on by one token; the end stays the end."""
        token = self._tokens[self.at]
        self.at += token.kind != END
        return token

    def skip(self, count: int) -> None:
        """Go on by several tokens."""
        self.at += count

    def stands(self, text: str) -> bool:
        """Return whether a sign or word stands next."""
        return self.next.text == text and self.next.kind in (SIGN, WORD)

    def expect(self, kind: str, text: str, name: str = "") -> Token:
        """Take a token of this kind and text, or raise what was expected."""
        token = self.next
        if token.kind != kind or (text and token.text != text):
            raise syntax(token.column, token.text, name or text)
        return self.take()

    def closes(self, bracket: str) -> None:
        """Take the bracket that ends a list."""
        if not self.stands(bracket):
            raise syntax(self.next.column, self.next.text, ",", bracket)
        self.take()

    def deeper(self) -> None:
        """Count one level; raise when it is too deep."""
        self.depth += 1
        if self.depth > DEPTH:
            raise too_deep(self.next.column, DEPTH)

    def chained(self, links: int, token: Token) -> None:
        """Raise when a chain of operators would nest too deep."""
        if self.depth + links > DEPTH:
            raise too_deep(token.column, DEPTH)

    def inside(self, binding: int) -> Tree:
        """Parse between brackets: no end of a range is near."""
        before, self.bound = self.bound, False
        tree = self.expression(binding)
        self.bound = before
        return tree

    def known_name(self) -> tuple[str, int] | None:
        """Return the longest known name that stands next."""
        return self._values.longest(self._tokens, self.at)

    def known_part(self) -> tuple[str, int] | None:
        """Return the longest known name after a dot."""
        return self._parts.longest(self._tokens, self.at)

    def _declare(self, name: str) -> str:
        self._own.add(name)
        self.declared.add(name)
        return name

    def _new_name(self, ends: tuple[str, ...]) -> str:
        """Take the tokens of a name that is declared here, up to one of `ends`."""
        first = self.next
        if first.kind not in (NAME, WORD):
            raise syntax(first.column, first.text, "name")
        parts = [self.take()]
        while self.next.text not in ends or self.next.kind == STRING:
            token = self.next
            if token.kind not in (NAME, WORD, NUMBER) and token.text not in _IN_A_NAME:
                raise syntax(token.column, token.text, *ends)
            parts.append(self.take())
        name = parts[0].text
        for before, part in itertools.pairwise(parts):
            name += (" " if part.column > before.end else "") + part.text
        return name

    def choice(self, token: Token) -> Choice:
        """Parse what follows `if`."""
        condition = self.inside(0)
        self.expect(WORD, "then")
        yes = self.inside(0)
        self.expect(WORD, "else")
        return Choice(condition, yes, self.expression(0), column=token.column)

    def _loops(self) -> tuple[Loop, ...]:
        loops = []
        while True:
            name = self._new_name(("in",))
            self.expect(WORD, "in")
            source = self.inside(0)
            until = None
            if self.stands(".."):
                self.take()
                until = self.inside(0)
            self._declare(name)
            loops.append(Loop(name, source, until))
            if not self.stands(","):
                return tuple(loops)
            self.take()

    def for_loop(self, token: Token) -> For:
        """Parse what follows `for`."""
        loops = self._loops()
        self._declare("partial")
        self.expect(WORD, "return")
        return For(loops, self.expression(0), column=token.column)

    def quantified(self, token: Token) -> Quantified:
        """Parse what follows `some` or `every`."""
        loops = self._loops()
        self.expect(WORD, "satisfies")
        return Quantified(token.text == "every", loops, self.expression(0), column=token.column)

    def filtered(self, left: Tree, token: Token) -> Filter:
        """Parse what stands between the brackets after a value."""
        self._own.add("item")
        condition = self.inside(0)
        if not self.stands("]"):
            raise syntax(self.next.column, self.next.text, "]")
        self.take()
        return Filter(left, condition, column=left.column)

    def arguments(self) -> tuple[tuple[Tree, ...], tuple[str, ...]]:
        """Parse arguments up to the closing bracket, by position or by name."""
        values: list[Tree] = []
        names: list[str] = []
        if self.stands(")"):
            self.take()
            return (), ()
        while True:
            if self._name_before_colon():
                names.append(self._new_name((":",)))
                self.expect(SIGN, ":")
            elif names:
                raise syntax(self.next.column, self.next.text, "name")
            values.append(self.inside(0))
            if not self.stands(","):
                break
            self.take()
        if names and len(names) != len(values):
            raise syntax(self.next.column, self.next.text, "name")
        self.closes(")")
        return tuple(values), tuple(names)

    def _name_before_colon(self) -> bool:
        at = self.at
        if self._tokens[at].kind not in (NAME, WORD):
            return False
        while True:
            token = self._tokens[at]
            if token.kind == SIGN and token.text == ":":
                return True
            if token.kind not in (NAME, WORD, NUMBER) and token.text not in _IN_A_NAME:
                return False
            at += 1

    def entries(self, token: Token) -> Entries:
        """Parse a context after its opening brace."""
        made: list[tuple[str, Tree]] = []
        if self.stands("}"):
            self.take()
            return Entries((), column=token.column)
        while True:
            key = self.take().text if self.next.kind == STRING else self._new_name((":",))
            self.expect(SIGN, ":")
            value = self.inside(0)
            self._declare(key)
            made.append((key, value))
            if not self.stands(","):
                break
            self.take()
        self.closes("}")
        return Entries(tuple(made), column=token.column)

    def definition(self, token: Token) -> Definition:
        """Parse what follows `function`."""
        self.expect(SIGN, "(")
        parameters: list[tuple[str, Type]] = []
        while not self.stands(")"):
            name = self._new_name((":", ",", ")"))
            kind: Type | None = Anything()
            if self.stands(":"):
                self.take()
                kind = self.type()
            parameters.append((self._declare(name), kind or Anything()))
            if not self.stands(","):
                break
            self.take()
        self.closes(")")
        if self.stands("external"):
            self.take()
            self.expression(0)
            return Definition(tuple(parameters), None, column=token.column)
        return Definition(tuple(parameters), self.expression(0), column=token.column)

    def type(self) -> Type | None:
        """Parse a type; None for a name nobody knows."""
        self.deeper()
        found = self._type()
        self.depth -= 1
        return found

    def _type(self) -> Type | None:
        known = self._type_names.longest(self._tokens, self.at)
        if known is None:
            token = self.take()
            if token.kind not in (NAME, WORD):
                raise syntax(token.column, token.text, "type")
            while self.next.kind == NAME or self.stands("."):
                self.take()
            return None
        self.skip(known[1])
        name = known[0]
        if name in self._types or not self.stands("<"):
            return self._types.get(name) or named(name)
        self.take()
        return self._generic(name)

    def _generic(self, name: str) -> Type | None:
        if name == "function":
            return self._function_type()
        if name == "context":
            return self._context_type()
        item = self.type()
        self.expect(SIGN, ">")
        if item is None or name not in ("list", "range"):
            return None
        return ListOf(item) if name == "list" else RangeOf(item)

    def _function_type(self) -> Type | None:
        parameters = []
        while not self.stands(">"):
            parameters.append(self.type())
            if self.stands(","):
                self.take()
        self.expect(SIGN, ">")
        self.expect(SIGN, "->")
        result = self.type()
        known = [kind for kind in parameters if kind is not None]
        if result is None or len(known) != len(parameters):
            return None
        return FunctionOf(tuple(known), result)

    def _context_type(self) -> Type | None:
        fields: dict[str, Type] = {}
        unknown = False
        while not self.stands(">"):
            name = self._new_name((":",))
            self.expect(SIGN, ":")
            kind = self.type()
            if kind is None:
                unknown = True
            else:
                fields[name] = kind
            if self.stands(","):
                self.take()
        self.expect(SIGN, ">")
        return None if unknown else ContextOf(fields)
