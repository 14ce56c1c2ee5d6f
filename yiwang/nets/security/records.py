"""What the records of this net hold: an asset, a source of scans, a body's seal, the known-exploited list.

Addresses, versions and components of an asset, what a finding says and where, and the file it came in are
sealed per body. Events hold kinds, grades, days and counts. No person but the position in charge.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from yiwang.kernel.case import Sealed

KINDS = ("system", "network", "dataset", "supplier", "domain", "certificate")
CLASSES = ("core", "important", "general", "personal", "sensitive-personal")
"""Data classes. Source: 数据安全法 (2021) §21 (core, important); 个人信息保护法 (2021) §28 (sensitive)."""
LEVELS = (0, 1, 2, 3, 4, 5)
"""等保 levels; 0: not graded. Source: 网络安全法 (2016) §21; the levels' own text is not at hand."""
IN_USE, RETIRED = "in-use", "retired"
SEVERITIES = ("info", "low", "medium", "high", "critical")
"""By their number, 0 to 4."""
AT_ONCE, SOON, PLANNED, NOTED = "at-once", "soon", "planned", "noted"
PRIORITIES = (AT_ONCE, SOON, PLANNED, NOTED)
OPEN, CLOSED = "open", "closed"
PURPOSES = ("rectify", "check", "incident", "inspection")
"""What sealed details may be opened for."""
KEPT_OPENINGS = 50


class Opens(msgspec.Struct, frozen=True, kw_only=True):
    """A case that a record opens: its id and number are drawn where it is asked for."""

    body: str
    case: str
    count: int = 0
    facts: dict[str, str] = {}
    matter: str
    number: str
    place: str
    priority: str = ""


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an asset.

    Attributes:
        assessed_on: day of the last 等保 assessment. filed_on: day of its filing.
        classes: data classes, of `CLASSES`. critical: 关键信息基础设施; then `sector` is one of the pack's.
        expires_on: of a certificate, domain or contract. exposed: reached from the internet.
        kind: one of `KINDS`. level: 等保, 0 to 5. needs: ids of the assets it depends on.
        position: id of the position responsible. ref: what the body calls it, the same at each import.
    """

    assessed_on: date | None = None
    classes: tuple[str, ...] = ()
    critical: bool = False
    expires_on: date | None = None
    exposed: bool = False
    filed_on: date | None = None
    kind: str
    level: int = 0
    name: str
    needs: tuple[str, ...] = ()
    position: str = ""
    ref: str
    sector: str = ""


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """One opening of sealed details: when, by whom (person id), for which purpose, how many.

    Attributes:
        case: number of the case it was opened for, "" for none. what: `asset`, `findings`, `file`, `export`.
    """

    at: datetime
    by: str
    case: str = ""
    count: int = 0
    purpose: str
    what: str


class Asset(msgspec.Struct, frozen=True, kw_only=True):
    """One asset. `body` "": nobody owns it, and `opens` is the case about that; `keeper`: who put it down."""

    about: About
    body: str
    keeper: str
    at: datetime
    not_opened: str = ""
    opened: tuple[Opening, ...] = ()
    opens: Opens | None = None
    sealed: dict[str, Sealed] = {}
    state: str = IN_USE


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What an import came to. `same` counts what was open before and is still named.

    Attributes:
        closed: named before in this scope, and not any more. repeated: named more than once in the file.
        refused: reason code → how many.
    """

    closed: int = 0
    new: int = 0
    refused: dict[str, int] = {}
    reopened: int = 0
    repeated: int = 0
    same: int = 0


class Ruling(msgspec.Struct, frozen=True, kw_only=True):
    """The trace of a priority: what was asked, what the table answered, by which rows, for how many."""

    answer: str
    asked: dict[str, str]
    count: int
    rows: tuple[int, ...] = ()


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A source of scans: one tool in one scope of one body. Only its own scans close what it named.

    Attributes:
        asset: id of the asset that what names no asset of its own is about. boxes: sealed boxes so far.
        digest: SHA-256 over what is open after the last scan (`scan_rules.digest_of`). kev: of the
            known-exploited list that the priorities were made with.
        scans: how many were taken. sha256, size, format: of the last file.
    """

    asset: str
    body: str
    boxes: int = 0
    counts: Counts = Counts()
    digest: str = ""
    format: str = ""
    kev: str = ""
    last_at: datetime
    not_opened: str = ""
    open: int = 0
    scans: int = 0
    scope: str
    sha256: str = ""
    size: int = 0
    tool: str


class BodySeal(msgspec.Struct, frozen=True, kw_only=True):
    """The key under which a body's findings are sealed, and the last openings."""

    body: str
    opened: tuple[Opening, ...] = ()
    openings: int = 0
    sealed: dict[str, Sealed] = {}


class Exploited(msgspec.Struct, frozen=True, kw_only=True):
    """The list of weaknesses known to be exploited: CVE ids, sorted, and the file they came in."""

    at: datetime
    cves: tuple[str, ...]
    sha256: str
    version: str
