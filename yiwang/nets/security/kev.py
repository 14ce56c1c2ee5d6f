"""The list of weaknesses known to be exploited (CISA KEV catalogue, JSON), taken whole."""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import sha256

import msgspec

from yiwang.kernel.access import system
from yiwang.kernel.refusal import Refusal
from yiwang.nets.security import kev_rules
from yiwang.nets.security.decoding import Unsound
from yiwang.nets.security.kinds import EXPLOITED, kev_stream
from yiwang.store.execute import Ask, Door, execute

WHO = system("security-kev")
CVE = re.compile(r"CVE-[0-9]{4}-[0-9]{4,19}", re.ASCII)
MOST_BYTES = 64 * 1024 * 1024


class _Entry(msgspec.Struct, gc=False):
    cveID: str


class _Catalogue(msgspec.Struct):
    catalogVersion: str
    count: int
    vulnerabilities: list[_Entry]


def read(data: bytes) -> kev_rules.Take:
    """Return the command that takes a catalogue.

    Raises:
        Unsound: it is no catalogue, an id is none, or it says another count than it has.
    """
    try:
        known = msgspec.json.decode(data, type=_Catalogue)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unsound("不是 KEV 目录（JSON）", "it is no KEV catalogue in JSON") from error
    ids = [one.cveID for one in known.vulnerabilities]
    wrong = next((one for one in ids if not CVE.fullmatch(one)), None)
    if wrong is not None:
        raise Unsound("有一条的 cveID 不是 CVE 编号", "a cveID in it is no CVE id")
    if known.count != len(ids):
        raise Unsound(
            f"写着 {known.count} 条，有 {len(ids)} 条", f"it says {known.count} entries and has {len(ids)}"
        )
    return kev_rules.Take(
        cves=tuple(sorted(set(ids))), sha256=sha256(data).hexdigest(), version=known.catalogVersion[:40]
    )


def take(door: Door, city: str, data: bytes, now: datetime) -> kev_rules.Take | Refusal:
    """Take a catalogue as the city itself; the next scan of each source is ranked by it. Raises Unsound."""
    command = read(data)
    answer = execute(door, Ask(city, EXPLOITED, kev_stream(city), command, WHO, now))
    return answer if isinstance(answer, Refusal) else command
