"""A form of the desk, ready to be drawn: what it asks, where it goes, and what was refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from yiwang.kernel.refusal import Refusal
from yiwang.nets.people.inputs import Input, Typed, again
from yiwang.web.words import T, Text


@dataclass(frozen=True)
class Offer:
    """One act as a form.

    Attributes:
        address: where it is posted. open: shown unfolded. main: a button of the first rank.
    """

    id: str
    address: str
    inputs: tuple[Input, ...] = ()
    main: bool = False
    open: bool = False
    refusal: Refusal | None = None
    files: bool = False

    @property
    def title(self) -> Text:
        """What its button says."""
        return T(f"desk.act.{self.id}")

    @property
    def sentence(self) -> Text:
        """Why it was refused."""
        assert self.refusal is not None
        return {"zh": self.refusal.zh, "en": self.refusal.en}


@dataclass(frozen=True)
class Refused:
    """A form that was refused, with what was typed."""

    refusal: Refusal
    id: str
    typed: Typed


def with_refused(offers: Sequence[Offer], refused: Refused | None) -> tuple[Offer, ...]:
    """Return the forms, the refused one open with its sentence and everything typed."""
    if refused is None:
        return tuple(offers)
    return tuple(
        replace(one, inputs=again(one.inputs, refused.typed), open=True, refusal=refused.refusal)
        if one.id == refused.id
        else one
        for one in offers
    )
