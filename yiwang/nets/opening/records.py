"""What the records of this net hold: an edition of an open data set. No value of the data is in one."""

from __future__ import annotations

from datetime import datetime

import msgspec

PREPARED, PUBLISHED, RETURNED, WITHDRAWN = "prepared", "published", "returned", "withdrawn"


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file of an edition. `bytes`: its size. `sha256`: of its bytes, hex."""

    bytes: int
    form: str
    sha256: str


class KeptBack(msgspec.Struct, frozen=True, kw_only=True):
    """What an edition leaves out: groups whose numbers stay back, groups not named at all, single rows.

    `primary`, `complementary`: as `kernel.opening.suppress` says. `rows`: those in groups below k.
    """

    complementary: int = 0
    dropped: int = 0
    primary: int = 0
    rows: int = 0

    @property
    def cells(self) -> int:
        """How many groups have no numbers, named or not."""
        return self.primary + self.complementary


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """One edition of a set, from its preparation by one person to its publication by another.

    Attributes:
        set: id of the set. number: 1 for the first. body: that provides the product. phase: as above.
        definition: SHA-256 of the set and the product's contract it was computed under, hex.
        source: of the data file.
        prepared_by, reviewed_by: positions. preparer: person id. reason: of who returned or withdrew it.
    """

    set: str
    number: int
    product: str
    body: str
    phase: str
    definition: str
    source: str
    files: tuple[File, ...]
    rows: int
    k: int
    kept_back: KeptBack
    prepared_at: datetime
    prepared_by: str
    preparer: str
    reviewed_at: datetime | None = None
    reviewed_by: str = ""
    published_at: datetime | None = None
    reason: str = ""

    def file(self, form: str) -> File | None:
        """Return the file in one form."""
        return next((one for one in self.files if one.form == form), None)
