"""The general acts on a case: one function decides each, one table says in which phase it is open.

`decide` changes nothing. It answers with events, or with a refusal that says what to do instead.
"""

from yiwang.kernel.acts.decide import decide

__all__ = ["decide"]
