"""FEEL (DMN 1.5), parsed once and compiled: comparisons, three-valued logic, decimal arithmetic.

`compile_expression(text, names)` gives an `Expression` to evaluate under facts, or a `FeelError`
that says the column and what was expected.
"""

from yiwang.kernel.feel.compile import Expression, Facts, compile_expression
from yiwang.kernel.feel.error import FeelError

__all__ = ["Expression", "Facts", "FeelError", "compile_expression"]
