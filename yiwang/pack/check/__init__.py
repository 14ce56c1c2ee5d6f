"""Checks of a pack: one function, one code, its docstring is the rule."""

from yiwang.pack.check.examine import examine

__all__ = ["examine"]
