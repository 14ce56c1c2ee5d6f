"""How a material may come: at once, later until a day (容缺受理), or a promise instead (告知承诺).

And what need not come: a material that a result of the city covers (免于提交). What a pack offers for one
material, and the words that a promise is. The ordinary way, at once, is always
open and is what counts where nothing was chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import msgspec

from yiwang.kernel.limits import Limit

NOW, FOLLOW, PROMISE, RESULT = "now", "follow", "promise", "result"
CLOCK = "material:"
"""The clock of a material that follows is called so, and the material's id. It is its applicant's."""

# How a material stands that was not handed in at once.
DUE, MISSED, HANDED_IN, COVERED = "due", "missed", "handed-in", "covered"
PROMISED, CHECKING, KEPT, BROKEN = "promised", "checking", "kept", "broken"
RECTIFYING, LET_STAND, ENDED = "rectifying", "let-stand", "ended"

LACKING = frozenset({DUE, MISSED})
UNPROVEN = frozenset({PROMISED, CHECKING, BROKEN, RECTIFYING, LET_STAND, ENDED})
"""Of promises: what a grant opens a check of. One that was kept is not checked twice."""


class Follow(msgspec.Struct, frozen=True):
    """容缺受理: the material may follow within a limit from filing, on a clause.

    Attributes:
        missed: what happens when it does not, told before.
    """

    limit: Limit
    clause: str
    missed: dict[str, str]


class Broken(msgspec.Struct, frozen=True, kw_only=True):
    """What the law makes of a promise that was not kept; a named person decides it.

    Attributes:
        rectify: whether the law wants rectification ordered first.
        end, ground: the act on the result, and its clause (`result.ENDINGS`); "" where none is named.
        says: the consequence, told before.
    """

    clause: str
    says: dict[str, str]
    end: str = ""
    ground: str = ""
    rectify: bool = False


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """告知承诺: a signed promise instead of a material.

    Attributes:
        limit: within which it is checked after the grant. role: who checks, in the lead body.
    """

    text: dict[str, str]
    clause: str
    limit: str
    role: str
    if_broken: Broken


def words_of(text: Mapping[str, str]) -> str:
    """Return the SHA-256, hex, of the exact words of a promise: Chinese, a line feed, English; UTF-8."""
    return sha256(f"{text.get('zh', '')}\n{text.get('en', '')}".encode()).hexdigest()


def way_field(material: str) -> str:
    """Return the form field in which a resident chooses: `way_floor_plan`."""
    return f"way_{material.replace('-', '_')}"


def promise_field(material: str) -> str:
    """Return the form field in which a promise is signed."""
    return f"promise_{material.replace('-', '_')}"


def upload_field(material: str, fields: Mapping[str, Any]) -> str:
    """Return the form field that takes a material: of its name, else `floor_plan` for `floor-plan`."""
    return material if material in fields else material.replace("-", "_")
