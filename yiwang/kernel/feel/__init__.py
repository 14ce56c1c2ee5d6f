"""FEEL 1.5, parsed once and compiled to closures: names with spaces, three-valued logic, decimals of 34
digits, dates and durations, contexts, lists, functions and all built-ins of the standard.

`compile_expression(text, names)` gives an `Expression` to evaluate under facts, and
`compile_unary_tests(text, names)` the `Tests` of a cell, or a `FeelError` that says the column and what
was expected. Source: OMG DMN 1.5, chapter 10.3.
"""

from yiwang.kernel.feel.compile import Expression, Facts, Tests, compile_expression, compile_unary_tests
from yiwang.kernel.feel.error import FeelError
from yiwang.kernel.feel.values import Function, Interval

__all__ = [
    "Expression",
    "Facts",
    "FeelError",
    "Function",
    "Interval",
    "Tests",
    "compile_expression",
    "compile_unary_tests",
]
