"""归档包: what an ended case leaves, as one ZIP that proves itself offline; for page and command."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from yiwang.kernel import ledger
from yiwang.kernel.access import system
from yiwang.kernel.case import ENDED, PHASE_IN_WORDS, Case, Sealed
from yiwang.kernel.matter import City, Text
from yiwang.kernel.receipt import Receipt, read_document
from yiwang.kernel.refusal import Refusal
from yiwang.store.cases import CASE
from yiwang.store.execute import Door
from yiwang.store.packages import write_package
from yiwang.store.receipts import receipt
from yiwang.store.vault import Erased
from yiwang.store.wall import city_transaction
from yiwang.web.pdf.sheet import Sheet, block, facts
from yiwang.web.pdf.typeset import CannotPrint, typeset

BY = system("archive")
ENTRIES = "SELECT body FROM event WHERE city = %s AND stream = %s ORDER BY seq"


@dataclass(frozen=True)
class Package:
    """A package of a case.

    Attributes:
        content: the ZIP. names: of the sealed values in it, each once.
        unprinted: why it holds no cover sheet, None where it does.
    """

    content: bytes
    names: tuple[str, ...]
    unprinted: Text | None = None


@dataclass(frozen=True)
class Paper:
    """A file that goes into a package, by its name there."""

    name: str
    content: bytes


def package_of(door: Door, key: str, stream: UUID, case: Case) -> Package | Refusal:
    """Return the package of an ended case; refused while it goes on, or an entry is under no signed root."""
    if case.phase not in ENDED:
        return Refusal(
            code="archive.not-ended",
            zh=f"{case.number} 还没有办结。",
            en=f"{case.number} has not ended.",
            params={"phase": case.phase},
        )
    keyring = door.safe.keyring
    files: dict[str, bytes] = {}
    with door.pool.connection() as connection:
        for seq in range(1, case.events + 1):
            document = receipt(connection, keyring, key, BY, stream, seq, number=case.number)
            if document is None or not isinstance(read_document(document), Receipt):
                return Refusal(
                    code="archive.not-signed",
                    zh=f"第 {seq} 条留痕还没有进入签署的存证根，请等一分钟再试。",
                    en=f"Entry {seq} is not under a signed root yet; try again in a minute.",
                    params={"entry": seq},
                )
            files[f"receipts/{seq:04}.json"] = document
    opened, papers = _opened(door, key, stream)
    files["values.json"] = msgspec.json.format(msgspec.json.encode(opened, order="deterministic"), indent=1)
    files["case.json"] = CASE.encode(case)
    for paper in papers:
        files[f"papers/{paper.name}"] = paper.content
    unprinted = None
    try:
        files["papers/case.pdf"] = typeset(_sheet(door.cities(key, case.pack), case))
    except CannotPrint as fault:
        unprinted = {**fault.says, "code": fault.code}
    names = tuple(sorted({one.partition("/")[2] for one in opened}))
    return Package(write_package(keyring, key, case.number, files), names, unprinted)


def _opened(door: Door, key: str, stream: UUID) -> tuple[dict[str, Any], list[Paper]]:
    """Return the sealed values of a case by entry and name, and the files that were issued in it."""
    references: dict[str, Sealed] = {}
    issued: dict[str, str] = {}
    with door.pool.connection() as connection:
        with city_transaction(connection, key, BY) as cursor:
            bodies = [bytes(row[0]) for row in cursor.execute(ENTRIES, (key, stream)).fetchall()]
        for seq, body in enumerate(bodies, 1):
            entry = ledger.read_entry(body)
            event = CASE.read_event(entry.type, entry.v, entry.data)
            for name, sealed in event.data.sealed.items():
                references[f"{seq:04}/{name}"] = sealed
            if event.type == "case.document-issued":
                issued[f"{seq:04}/document"] = event.data.about["document"]
        found = door.safe.open(connection, key, BY, references)
    papers = [
        Paper(f"{name[:4]}-{issued[name]}.pdf", base64.b64decode(value))
        for name, value in found.items()
        if name in issued and isinstance(value, str)
    ]
    told = {
        name: {"erased": str(value.at)}
        if isinstance(value, Erased)
        else value
        if isinstance(value, str)
        else None
        for name, value in found.items()
        if name not in issued
    }
    return told, papers


def _sheet(city: City, case: Case) -> Sheet:
    """Return the cover sheet of a package: what the case was, without a personal value."""
    matter = city.matters[case.matter]
    lead = city.bodies[case.lead].title if case.lead in city.bodies else case.lead
    zone = ZoneInfo(city.zone)
    assert case.ended_at is not None
    rows = [
        ({"zh": "事项", "en": "Matter"}, matter.title),
        ({"zh": "主责单位", "en": "Lead body"}, lead),
        ({"zh": "状态", "en": "Phase"}, PHASE_IN_WORDS[case.phase]),
        ({"zh": "提交", "en": "Filed"}, case.opened_at.astimezone(zone).date().isoformat()),
        ({"zh": "结束", "en": "Ended"}, case.ended_at.astimezone(zone).date().isoformat()),
        ({"zh": "留痕", "en": "Entries"}, str(case.events)),
        ({"zh": "文书", "en": "Papers"}, "、".join(one.number for one in case.papers) or "—"),
        ({"zh": "配置包", "en": "Pack"}, case.pack),
    ]
    title = city.title
    return Sheet(
        title=("归档封面", "Archive cover"),
        issuer=(title["zh"], title.get("en", "")),
        number=case.number,
        at=case.ended_at,
        blocks=(facts(rows), block("note", _VERIFY)),
        sign=(title["zh"], case.ended_at.astimezone(zone).date().isoformat()),
        address="",
        code="",
        qr="",
        verify=("", ""),
        foot=(("本页由留痕生成，不含个人信息。", "Made from the ledger; it holds no personal value."),),
    )


_VERIFY = {
    "zh": "核验整包: yiwang verify 归档包.zip --key 城市公钥.pub",
    "en": "To verify the package: yiwang verify FILE.zip --key CITY.pub",
}
