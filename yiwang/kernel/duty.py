"""A duty (职责) as a pack says it, compiled: what a clause demands, of whom, shown by which query."""

from __future__ import annotations

import msgspec

Text = dict[str, str]

LATE_ANSWERS = "late-answers"
UNANSWERED_CORRECTIONS = "unanswered-corrections"
REPEATED_COLLECTION = "repeated-collection"
USE_BEYOND_PURPOSE = "use-beyond-purpose"
QUERIES = (LATE_ANSWERS, UNANSWERED_CORRECTIONS, REPEATED_COLLECTION, USE_BEYOND_PURPOSE)
"""The named queries: each looks for where a duty of sharing was not kept, in the log itself."""


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """A duty. `query`: one of `QUERIES`, "" where its evidence is something else; `evidence`: its name.

    Attributes:
        clause: "law article". body: id of who owes it, "" where the place says who. synthetic, note: told
            beside it.
    """

    id: str
    title: Text
    clause: str
    says: Text
    body: str
    evidence: Text
    query: str = ""
    note: Text = {}
