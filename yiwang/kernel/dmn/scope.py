"""What every expression of a model is compiled with, and what one asking of the model remembers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from yiwang.kernel.dmn.model import Literal
from yiwang.kernel.dmn.problem import DmnProblem, Trouble
from yiwang.kernel.dmn.types import Types
from yiwang.kernel.feel import FeelError, compile_expression
from yiwang.kernel.feel.builtins import BUILTINS
from yiwang.kernel.feel.forms import Run
from yiwang.kernel.feel.tree import Name
from yiwang.kernel.feel.types import Anything, Type, class_of, coerce, conforms

ASKING = "\0asking"  # no name can be written so: the session travels with the facts


class Hit(msgspec.Struct, frozen=True):
    """A rule that matched: its row (1 for the first), id, what each input was, and the notes by column."""

    row: int
    rule: str
    inputs: tuple[tuple[str, Any, str], ...]
    outputs: tuple[Any, ...]
    notes: tuple[tuple[str, str], ...] = ()


class Traced(msgspec.Struct, frozen=True):
    """What became of one decision: its value, and the rules that fired if it is a table.

    A hit's `inputs` are (what was asked, the value, the cell it passed).
    """

    decision: str
    value: Any
    hits: tuple[Hit, ...] = ()


class Asking:
    """One evaluation: what went wrong, and, if asked for, how the answer came about."""

    __slots__ = ("hits", "steps", "traced", "troubles")

    def __init__(self, traced: bool) -> None:
        self.traced = traced
        self.troubles: list[Trouble] = []
        if traced:
            self.steps: list[Traced] = []
            self.hits: list[Hit] = []

    def trouble(self, code: str, element: str, zh: str, en: str) -> None:
        """Remember why a value is null."""
        self.troubles.append(Trouble(code, element, zh, en))


class Workshop:
    """Compiles the expressions of one element.

    Attributes:
        element: its name, for what went wrong.
        names: all names of the model, so that those of several words are read as one.
        problems: texts that cannot be read.
    """

    def __init__(
        self, element: str, names: Collection[str], types: Types, problems: list[DmnProblem]
    ) -> None:
        self.element = element
        self.names = names
        self.types = types
        self.problems = problems

    def literal(self, literal: Literal) -> Run:
        """Compile FEEL; a text that cannot be read, or of another language, is null when it is asked."""
        if literal.language:
            zh, en = f"不能运行的表达式语言 {literal.language}", f"the language {literal.language} is not run"
            return self.broken("dmn.foreign", literal.line, zh, en)
        if not literal.text:
            return lambda facts: None
        made = compile_expression(literal.text, self.names, self.types.known)
        if isinstance(made, FeelError):
            return self.broken("dmn.unreadable", literal.line, made.zh, made.en)
        return self.typed(made.evaluate, literal.type_ref)

    def is_fixed(self, literal: Literal) -> bool:
        """Return whether a text means the same under all facts."""
        if literal.language or not literal.text:
            return False
        made = compile_expression(literal.text, self.names, self.types.known)
        return not isinstance(made, FeelError) and made.fixed and not literal.type_ref

    def plain_fact(self, literal: Literal) -> tuple[str, type | None]:
        """Return the fact a text is nothing but the name of, and the class its values have, if one only.

        Numbers are left out of the short way where they may be infinite: facts are made values before.
        """
        made = compile_expression(literal.text, self.names, self.types.known) if literal.text else None
        if made is None or isinstance(made, FeelError) or not isinstance(made.tree, Name):
            return "", None
        if len(made.tree.path) != 1 or made.tree.path[0] in BUILTINS:
            return "", None
        return made.tree.path[0], class_of(self.types.of(literal.type_ref))

    def broken(self, code: str, line: int, zh: str, en: str) -> Run:
        """Note a problem of the file; what comes of it is null, with the reason."""
        element = self.element
        self.problems.append(
            DmnProblem(code, f"第 {line} 行, {element}: {zh}", f"Line {line}, {element}: {en}", line, element)
        )

        def run(facts: Mapping[str, Any]) -> None:
            troubled(facts, code, element, zh, en)

        return run

    def typed(self, run: Run, type_ref: str) -> Run:
        """Hold what comes against a type: what does not conform is null, with the reason."""
        wanted = self.types.of(type_ref)
        if isinstance(wanted, Anything):
            return run
        element, plain = self.element, class_of(wanted)
        if plain is None:
            return lambda facts: fitted(run(facts), wanted, facts, element, type_ref)

        def run_plain(facts: Mapping[str, Any]) -> Any:
            value = run(facts)
            return (
                value
                if value is None or type(value) is plain
                else fitted(value, wanted, facts, element, type_ref)
            )

        return run_plain


def fitted(value: Any, wanted: Type, facts: Mapping[str, Any], element: str, type_ref: str) -> Any:
    """Return the value as one of the type, null with a trouble if it is none."""
    if value is None or conforms(value, wanted):
        return value
    made = coerce(value, wanted)
    if made is None:
        troubled(
            facts,
            "dmn.type",
            element,
            f"{element}: 得到的值不是 {type_ref}。",
            f"{element}: the value is no {type_ref}.",
        )
    return made


def troubled(facts: Mapping[str, Any], code: str, element: str, zh: str, en: str) -> None:
    """Remember a trouble in the evaluation these facts belong to."""
    asking = facts.get(ASKING)
    if isinstance(asking, Asking):
        asking.trouble(code, element, zh, en)
