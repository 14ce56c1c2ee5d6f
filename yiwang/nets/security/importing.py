"""Taking a scan: decoded, held against what its source named before, written in one transaction."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import psycopg

from yiwang.kernel.access import Actor, system
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import CHANCE_BYTES, case_number, stream_id
from yiwang.kernel.refusal import Refusal
from yiwang.nets.security import saying, scan_rules, sealing
from yiwang.nets.security.boxes import IN_ONE, box_of, sealed
from yiwang.nets.security.decoding import MOST_BYTES, Decoded, Line, Unsound, decode
from yiwang.nets.security.fingerprints import fingerprints
from yiwang.nets.security.kinds import (
    CHANGED,
    EXPLOITED,
    NEW,
    SOURCE,
    FindingRows,
    kev_stream,
    source_stream,
)
from yiwang.nets.security.priority import Priorities, Question, facts_of
from yiwang.nets.security.records import NOTED, PRIORITIES, Counts, Opens, Source
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Done, Door, execute
from yiwang.store.wall import city_transaction

TRIES = 5
LONGEST_SCOPE = 80
_READER = system("security-kev")


@dataclass(frozen=True)
class Sent:
    """A file that was sent, and what was said of it.

    Attributes:
        asset: the one chosen, None for none: then each line must name its own. scope: "" for the file's own.
    """

    body: str
    data: bytes
    name: str
    asset: UUID | None = None
    scope: str = ""


@dataclass(frozen=True)
class Result:
    """What an import came to. `repeated`: the same file had been taken last, nothing was written."""

    stream: UUID
    source: Source
    counts: Counts
    repeated: bool = False


@dataclass(slots=True)
class Known:
    """An asset as an import needs it."""

    id: UUID
    level: int
    critical: bool


@dataclass(slots=True)
class Before:
    """A source as it stood before a scan.

    Attributes:
        rows: fingerprint → open, asset, severity, priority, score, exploited, case.
    """

    source: Source | None
    rows: dict[bytes, tuple[Any, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class Now:
    """The lines of a scan, each with its asset, by fingerprint."""

    decoded: Decoded
    lines: list[Line]
    assets: list[Known]
    prints: dict[bytes, int]
    left: Counter[str]
    covered: frozenset[UUID] | None
    repeated: int = 0


def take(door: Door, city: str, actor: Actor, sent: Sent, now: datetime) -> Result | Refusal:
    """Take a scan. Returns exact counts, or why nothing was changed."""
    if len(sent.data) > MOST_BYTES:
        return saying.too_large(len(sent.data), MOST_BYTES)
    if not sent.data:
        return saying.no_file()
    try:
        decoded = decode(sent.name, sent.data)
    except Unsound as why:
        return saying.not_whole(why.zh, why.en)
    scope = _scope(sent, decoded)
    if isinstance(scope, Refusal):
        return scope
    this = _Import(door, city, actor, sent, now, decoded, scope)
    for _ in range(TRIES):
        answer = this.once()
        if not (isinstance(answer, Refusal) and answer.code == saying.overtaken().code):
            return answer
    return saying.overtaken()


def _scope(sent: Sent, decoded: Decoded) -> str | Refusal:
    """Return the scope of a scan: as it was chosen, or the file's own, or the asset."""
    chosen, own = sent.scope.strip(), decoded.scope.strip()
    if chosen and own and chosen != own:
        return saying.other_scope(own[:LONGEST_SCOPE], chosen[:LONGEST_SCOPE])
    scope = chosen or own or (str(sent.asset) if sent.asset is not None else "")
    return scope if scope and len(scope) <= LONGEST_SCOPE and scope.isprintable() else saying.no_scope()


class _Import:
    """One import, tried again where another of its source was faster."""

    def __init__(
        self, door: Door, city: str, actor: Actor, sent: Sent, now: datetime, decoded: Decoded, scope: str
    ) -> None:
        self.door, self.key, self.actor, self.sent, self.at = door, city, actor, sent, now
        self.decoded, self.scope = decoded, scope
        self.city: City = door.cities(city, None)
        self.stream = source_stream(city, sent.body, decoded.tool, scope)
        self.digest = sha256(sent.data).hexdigest()
        self.now: Now | None = None

    def once(self) -> Result | Refusal:
        with lend(self.door.pool) as connection:
            if self.now is None:
                found = _placed(connection, self.key, self.actor, self.sent, self.decoded)
                if isinstance(found, Refusal):
                    return found
                self.now = found
            cves, kev = known_exploited(connection, self.key)
            before = _before(connection, self.key, self.actor, self.stream)
        last = before.source
        if last is not None and (last.sha256, last.kev) == (self.digest, kev):
            same = Counts(same=last.open, refused=last.counts.refused, repeated=last.counts.repeated)
            return Result(self.stream, last, same, repeated=True)
        key = sealing.key_to_seal(self.door, self.key, self.sent.body, self.at)
        if isinstance(key, Refusal):
            return key
        command = self._command(self.now, before, cves, kev, key)
        answer = execute(self.door, Ask(self.key, SOURCE, self.stream, command, self.actor, self.at))
        if isinstance(answer, Refusal):
            return answer
        assert isinstance(answer, Done)
        return Result(self.stream, answer.state, command.counts)

    def _command(
        self, now: Now, before: Before, cves: frozenset[str], kev: str, key: bytes
    ) -> scan_rules.Take:
        worked = _Working(self, now, before, cves)
        worked.compare()
        opens = worked.cases()
        rows = worked.rows(key, {one.priority: UUID(one.case) for one in opens})
        rows.file = (
            self.digest,
            len(self.sent.data),
            sealed(key, self.key, self.stream, self.digest, self.sent.data),
        )
        stays = worked.open_afterwards()
        return scan_rules.Take(
            after=before.source.scans if before.source is not None else 0,
            asset=str(self.sent.asset or ""),
            body=self.sent.body,
            boxes=len(rows.boxes),
            counts=worked.counts(),
            digest=scan_rules.digest_of(stays),
            done=worked.done(stays),
            format=self.decoded.format,
            kev=kev,
            open=len(stays),
            opens=opens,
            rows=rows,
            rulings=worked.priorities.trace(),
            scope=self.scope,
            sha256=self.digest,
            size=len(self.sent.data),
            tool=self.decoded.tool,
        )


class _Working:
    """What a scan comes to, held against its source as it stood."""

    def __init__(self, given: _Import, now: Now, before: Before, cves: frozenset[str]) -> None:
        self.given, self.now, self.before, self.cves = given, now, before, cves
        self.priorities = Priorities(given.city)
        self.new: list[bytes] = []
        self.reopened: list[bytes] = []
        self.changed: list[bytes] = []
        self.closed: list[bytes] = []
        self.same = 0
        self.told: dict[bytes, tuple[int, str, int | None, bool]] = {}
        self.worst: dict[str, Question] = {}
        self.mended: Counter[str] = Counter()

    def compare(self) -> None:
        """Sort the lines: new, the same, reopened; and what was named before and is not any more."""
        lines, assets, rows = self.now.lines, self.now.assets, self.before.rows
        for name, index in self.now.prints.items():
            one, asset = lines[index], assets[index]
            exploited = bool(one.cve) and one.cve in self.cves
            question = (one.severity, exploited, asset.level, asset.critical)
            priority = self.priorities.of(question)
            told = (one.severity, priority, one.score if one.score >= 0 else None, exploited)
            row = rows.get(name)
            if row is not None and row[0]:
                self.same += 1
                if row[2:6] != told:
                    self.changed.append(name)
                    self.told[name] = told
                continue
            (self.new if row is None else self.reopened).append(name)
            self.told[name] = told
            self.mended[priority] += 1
            if question > self.worst.get(priority, (-1, False, 0, False)):
                self.worst[priority] = question
        if self.now.decoded.complete:
            covered = self.now.covered
            self.closed = [
                name
                for name, row in rows.items()
                if row[0] and name not in self.now.prints and (covered is None or row[1] in covered)
            ]

    def counts(self) -> Counts:
        """Return the counts of the reply."""
        return Counts(
            closed=len(self.closed),
            new=len(self.new),
            refused=dict(sorted(self.now.left.items())),
            reopened=len(self.reopened),
            repeated=self.now.repeated,
            same=self.same,
        )

    def open_afterwards(self) -> set[bytes]:
        """Return the fingerprints of what is open after this scan."""
        stays = {name for name, row in self.before.rows.items() if row[0]}
        return (stays - set(self.closed)) | set(self.new) | set(self.reopened)

    def done(self, stays: set[bytes]) -> tuple[str, ...]:
        """Return the cases of which this scan closed the last."""
        touched = {self.before.rows[name][6] for name in self.closed} - {None}
        left = {row[6] for name, row in self.before.rows.items() if name in stays} if touched else set()
        return tuple(sorted(str(one) for one in touched - left))

    def cases(self) -> tuple[Opens, ...]:
        """Return the cases about what is new or open again: one for each priority that has a clock."""
        matter, city = self.given.city.guarding.rectify, self.given.city
        body = city.bodies.get(self.given.sent.body)
        if matter not in city.matters or body is None:
            return ()
        local = self.given.at.astimezone(city.calendar.zone)
        return tuple(
            Opens(
                body=body.id,
                case=str(stream_id(self.given.at, secrets.token_bytes(10))),
                count=self.mended[priority],
                facts=facts_of(self.worst[priority]),
                matter=matter,
                number=case_number(local, secrets.token_bytes(CHANCE_BYTES)),
                place=body.seat,
                priority=priority,
            )
            for priority in PRIORITIES
            if priority != NOTED and self.mended[priority]
        )

    def rows(self, key: bytes, cases: Mapping[str, UUID]) -> FindingRows:
        """Return what is written beside the entry, sealed boxes included."""
        rows = FindingRows(self.given.at, self.given.sent.body, closed=self.closed)
        lines = [self.now.lines[self.now.prints[name]] for name in (*self.new, *self.reopened)]
        first = self.before.source.boxes if self.before.source is not None else 0
        for number, start in enumerate(range(0, len(lines), IN_ONE), first):
            box = box_of(key, self.given.key, self.given.stream, number, lines[start : start + IN_ONE])
            rows.boxes.append((number, box))
        rows.new = self._columns(self.new, cases, first * IN_ONE)
        rows.reopened = self._columns(self.reopened, cases, first * IN_ONE + len(self.new))
        told = [(name, *self.told[name]) for name in self.changed]
        rows.changed = [list(each) for each in zip(*told, strict=True)] if told else [[] for _ in CHANGED]
        return rows

    def _columns(self, names: Sequence[bytes], cases: Mapping[str, UUID], first: int) -> list[list[Any]]:
        if not names:
            return [[] for _ in NEW]
        prints, assets = self.now.prints, self.now.assets
        severities, priorities, scores, exploited = zip(*(self.told[name] for name in names), strict=True)
        places = range(first, first + len(names))
        return [
            list(names),
            [assets[prints[name]].id for name in names],
            list(severities),
            list(priorities),
            list(scores),
            list(exploited),
            [cases.get(priority) for priority in priorities],
            [place // IN_ONE for place in places],
            [place % IN_ONE for place in places],
        ]


def _placed(
    connection: psycopg.Connection[Any], city: str, actor: Actor, sent: Sent, decoded: Decoded
) -> Now | Refusal:
    """Give each line its asset; refuse, and count, those of assets that nobody registered."""
    hosts = {one.host for one in decoded.lines if one.host} | set(decoded.hosts or ())
    chosen, by_ref = _assets(connection, city, actor, sent, hosts)
    if sent.asset is not None and chosen is None:
        return saying.unknown_asset()
    left: Counter[str] = Counter(decoded.left)
    lines: list[Line] = []
    assets: list[Known] = []
    for one in decoded.lines:
        asset = by_ref.get(one.host) if one.host else chosen
        if asset is None:
            left["asset-unknown" if one.host else "asset-not-said"] += 1
            continue
        lines.append(one)
        assets.append(asset)
    prints, repeated = fingerprints(decoded.tool, lines, [asset.id for asset in assets])
    covered = None
    if decoded.hosts is not None:
        covered = frozenset(by_ref[host].id for host in decoded.hosts if host in by_ref)
    return Now(decoded, lines, assets, prints, left, covered, repeated)


def _assets(
    connection: psycopg.Connection[Any], city: str, actor: Actor, sent: Sent, hosts: set[str]
) -> tuple[Known | None, dict[str, Known]]:
    with city_transaction(connection, city, actor) as cursor:
        rows = cursor.execute(
            "SELECT id, ref, level, critical FROM asset_row WHERE city = %s AND body = %s"
            " AND standing = 'in-use' AND (id = %s OR ref = ANY(%s))",
            (city, sent.body, sent.asset, sorted(hosts)),
        ).fetchall()
    found = {row[1]: Known(row[0], row[2], row[3]) for row in rows}
    chosen = next((one for one in found.values() if one.id == sent.asset), None)
    return chosen, found


def _before(connection: psycopg.Connection[Any], city: str, actor: Actor, stream: UUID) -> Before:
    with city_transaction(connection, city, actor) as cursor:
        row = cursor.execute(
            "SELECT state FROM scan_row WHERE city = %s AND id = %s", (city, stream)
        ).fetchone()
        if row is None:
            return Before(None)
        cursor.execute(
            "SELECT fingerprint, state = 'open', asset, severity, priority, score, exploited, case_id"
            " FROM finding WHERE city = %s AND stream = %s",
            (city, stream),
            binary=True,
        )
        return Before(SOURCE.decode(bytes(row[0])), {one[0]: one[1:] for one in cursor.fetchall()})


def known_exploited(connection: psycopg.Connection[Any], city: str) -> tuple[frozenset[str], str]:
    """Return the CVE ids of the known-exploited list and its SHA-256; nothing where none was imported."""
    with city_transaction(connection, city, _READER) as cursor:
        row = cursor.execute(
            "SELECT state FROM exploited_row WHERE city = %s AND id = %s", (city, kev_stream(city))
        ).fetchone()
    if row is None:
        return frozenset(), ""
    known = EXPLOITED.decode(bytes(row[0]))
    return frozenset(known.cves), known.sha256
