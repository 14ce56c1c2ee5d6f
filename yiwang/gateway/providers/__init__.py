"""Where a product's rows come from: a file, a table of PostgreSQL, a REST service; all asked the same way.

A provider is asked for some fields of the rows whose one field has one of some values, and for nothing else.
What it answers is not trusted: `contract.broken` looks at it before anything of it is used.
"""

from __future__ import annotations

from typing import Any, Protocol


class Failed(Exception):
    """A provider did not answer. `why`: `down`, `slow` or `busy`; never what it said."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Other(Exception):
    """A provider has not what its product promises. `problem`: as `contract.broken` says it."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class Provider(Protocol):
    """One provider of one product."""

    def ask(self, wanted: tuple[str, ...], by: str, values: tuple[str, ...], most: int) -> Any:
        """Return rows, each a mapping of the fields `wanted`; at most one more than `most`. Blocks.

        Raises:
            Failed: it did not answer in its time. Other: it has not what it is asked for.
        """

    def close(self) -> None:
        """Let go of what it holds."""
