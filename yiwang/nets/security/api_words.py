"""What is sent and answered about assets and scans. Texts are `{zh, en}`."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

LONGEST = 4000


class AssetSent(Schema):
    """What is known of an asset. What is left out of the sealed fields stays as it is."""

    kind: str = Field(max_length=20)
    name: str = Field(max_length=120)
    position: str = Field("", max_length=80)
    level: int = Field(0, ge=0, le=5)
    filed_on: date | None = None
    assessed_on: date | None = None
    expires_on: date | None = None
    critical: bool = False
    sector: str = Field("", max_length=40)
    classes: list[str] = Field([], max_length=5)
    exposed: bool = False
    needs: list[str] = Field([], max_length=500)
    addresses: str = Field("", max_length=LONGEST)
    version: str = Field("", max_length=LONGEST)
    components: str = Field("", max_length=LONGEST)
    note: str = Field("", max_length=LONGEST)


class AssetNew(AssetSent):
    """An asset to be put down: `body` owns it, `nobody` where that is not known; `ref` is your number."""

    body: str = Field(max_length=80)
    ref: str = Field(max_length=80)


class OwnerSent(Schema):
    """Whose an asset is from now on."""

    body: str = Field(max_length=80)
    position: str = Field("", max_length=80)


class PurposeSent(Schema):
    """For what something sealed is opened: rectify, check, incident or inspection."""

    purpose: str = Field(max_length=20)


class AssetDone(Schema):
    """It was done; `repeated`: it had been before, under the same key."""

    asset: str
    seq: int
    repeated: bool


class AssetListed(Schema):
    """An asset in a list, without what is sealed of it."""

    asset: str
    ref: str
    name: str
    kind: str
    body: str
    level: int
    critical: bool
    sector: str
    position: str
    standing: str


class RadiusTold(Schema):
    """How many assets an asset's failure reaches; of other bodies only how many."""

    count: int
    deep: int
    critical: int
    level3: int
    reached: dict[str, int]


class AssetShown(AssetListed):
    """One asset and its blast radius."""

    filed_on: date | None
    assessed_on: date | None
    expires_on: date | None
    classes: list[str]
    exposed: bool
    needs: list[str]
    sealed: list[str]
    opened: str | None
    radius: RadiusTold


class Unsealed(Schema):
    """What was sealed, by the name of its field."""

    values: dict[str, str]


class ScanSent(Schema):
    """Whose a scan is: `asset` and `scope` may be left to the file."""

    body: str = Field(max_length=80)
    asset: str = Field("", max_length=40)
    scope: str = Field("", max_length=80)


class ScanTaken(Schema):
    """What a scan came to, exactly. `refused`: reason → how many; `repeated`: the file was the last one."""

    source: str
    tool: str
    scope: str
    new: int
    same: int
    reopened: int
    closed: int
    duplicates: int
    refused: dict[str, int]
    open: int
    repeated: bool


class FindingListed(Schema):
    """A finding, without what it says."""

    finding: str
    asset: str
    severity: str
    priority: str
    score: str
    exploited: bool
    state: str
    since: datetime
    reopened: int


class FindingsAsked(PurposeSent):
    """Which findings of a body are opened, and for what."""

    body: str = Field(max_length=80)
    finding_ids: list[str] = Field(max_length=50)


class FindingOpened(Schema):
    """What a finding says."""

    finding: str
    rule: str
    heading: str
    where: str
    line: int
    message: str
    fixed: str
    cve: str
