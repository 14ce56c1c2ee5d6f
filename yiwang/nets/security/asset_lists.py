"""Lists of assets, CSV, XLSX or CycloneDX: read, held against what is on record, put in place.

A list is looked at first: what is new, what changes from what to what, what is the same, what cannot be
taken and why. Then it is put in place, line by line; each line is a command of its own asset, so a line that
somebody else changed meanwhile is decided on what it then is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec

from yiwang.kernel.commands import Context
from yiwang.kernel.refusal import Refusal
from yiwang.nets.security import asset_rules, inputs, saying
from yiwang.nets.security.decoding import Unsound
from yiwang.nets.security.decoding.tables import csv_rows, named, sheet_rows
from yiwang.nets.security.kinds import asset_stream
from yiwang.nets.security.records import About, Asset, Opens

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"
MOST_LINES = 100_000
COLUMNS: dict[str, tuple[str, ...]] = {
    "ref": ("ref", "编号", "资产编号"),
    "name": ("name", "名称", "资产名称"),
    "kind": ("kind", "种类", "资产种类"),
    "body": ("body", "责任单位", "责任单位代号"),
    "position": ("position", "责任岗位"),
    "level": ("level", "等级保护级别", "等保级别"),
    "filed_on": ("filed_on", "备案日期"),
    "assessed_on": ("assessed_on", "测评日期"),
    "critical": ("critical", "关键信息基础设施"),
    "sector": ("sector", "行业"),
    "classes": ("classes", "数据类别"),
    "exposed": ("exposed", "互联网可访问"),
    "expires_on": ("expires_on", "到期日期"),
    "needs": ("needs", "依赖", "依赖的资产"),
    "addresses": ("addresses", "地址"),
    "version": ("version", "版本"),
    "note": ("note", "备注"),
}
KIND_NAMES = {
    "系统": "system",
    "网络": "network",
    "数据": "dataset",
    "供应商": "supplier",
    "域名": "domain",
    "证书": "certificate",
}
NOBODY = "nobody"


class _Component(msgspec.Struct, gc=False):
    name: str = ""
    version: str = ""
    purl: str = ""


class _Metadata(msgspec.Struct, gc=False):
    component: _Component | None = None


class _Bom(msgspec.Struct, gc=False):
    bomFormat: str
    metadata: _Metadata | None = None
    components: list[_Component] = []


@dataclass(frozen=True, slots=True)
class Line:
    """What one line of a list comes to: its asset, what becomes of it, and what changes from what to what."""

    ref: str
    what: str
    id: UUID
    name: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()
    sealed: tuple[str, ...] = ()
    refusal: Refusal | None = None
    command: Any = None
    secrets: dict[str, str] = field(default_factory=dict)


def rows_of(data: bytes) -> list[dict[str, str]]:
    """Return the lines of a list by the names of its columns; raises Unsound."""
    head = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        return [_of_bom(data)]
    rows = sheet_rows(data) if head.startswith(b"PK") else csv_rows(data)
    found = list(named(rows, COLUMNS, ("ref", "name", "kind")))
    if len(found) > MOST_LINES:
        raise Unsound(f"多于 {MOST_LINES} 行", f"it has more than {MOST_LINES} lines")
    return found


def _of_bom(data: bytes) -> dict[str, str]:
    """Return a CycloneDX document as one system with its components; raises Unsound."""
    try:
        bom = msgspec.json.decode(data, type=_Bom)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unsound("不是完整的 CycloneDX", "it cannot be read as CycloneDX") from error
    about = bom.metadata.component if bom.metadata is not None else None
    if bom.bomFormat != "CycloneDX" or about is None or not about.name:
        raise Unsound(
            "没有写是哪个系统（metadata.component）",
            "it does not say which system it is of (metadata.component)",
        )
    components = "\n".join(sorted({one.purl or f"{one.name}@{one.version}" for one in bom.components}))
    if len(components) > inputs.LONGEST:
        components = components[: inputs.LONGEST].rpartition("\n")[0]
    return {
        "ref": about.name[:80],
        "name": about.name[:120],
        "kind": "system",
        "version": f"{about.name} {about.version}".strip(),
        "components": components,
    }


def looked_at(
    rows: list[dict[str, str]],
    known: Mapping[UUID, Asset],
    key: str,
    body: str,
    context: Context,
    opens: Callable[[], Opens | None],
) -> Iterator[Line]:
    """Yield what each line would come to. Changes nothing.

    Args:
        known: the assets on record, by id. body: whose list it is; a line may say `nobody` for itself.
        opens: makes the case of a line that nobody owns.
    """
    seen: set[str] = set()
    for row in rows:
        ref = row.get("ref", "")
        stream = asset_stream(key, body, ref)
        if ref in seen:
            yield Line(ref, REFUSED, stream, refusal=saying.asset_exists(ref))
            continue
        seen.add(ref)
        yield _line(row, known.get(stream), stream, key, body, context, opens)


def _line(
    row: dict[str, str],
    old: Asset | None,
    stream: UUID,
    key: str,
    body: str,
    context: Context,
    opens: Callable[[], Opens | None],
) -> Line:
    ref, owner = row.get("ref", ""), row.get("body", "") or body
    if owner not in (body, NOBODY):
        return Line(ref, REFUSED, stream, refusal=saying.not_this_body(owner, body))
    said = {**_known(old), **row, "kind": KIND_NAMES.get(row.get("kind", ""), row.get("kind", ""))}
    if "needs" in row:
        said["needs"] = _needs(row["needs"], key, body)
    about = inputs.about(said)
    if isinstance(about, Refusal):
        return Line(ref, REFUSED, stream, refusal=about)
    secrets = inputs.sealed(row)
    owns = body if owner == body else ""
    command: Any = asset_rules.Change(about=about)
    if old is None:
        command = asset_rules.Register(about=about, body=owns, keeper=body, opens=None if owns else opens())
    answer = asset_rules.decide(old, command, context)
    if isinstance(answer, Refusal):
        return Line(ref, REFUSED, stream, about.name, refusal=answer)
    changes = changes_of(old.about, about) if old is not None else ()
    what = NEW if old is None else CHANGED if changes or secrets else SAME
    return Line(ref, what, stream, about.name, changes, tuple(secrets), None, command, secrets)


def _known(old: Asset | None) -> dict[str, Any]:
    """Return an asset as a row types it: what a list has no column for stays as it is."""
    if old is None:
        return {}
    about = old.about
    said = {name: getattr(about, name) for name in about.__struct_fields__}
    days = ("filed_on", "assessed_on", "expires_on")
    return {
        **said,
        **{name: said[name].isoformat() if said[name] else "" for name in days},
        "classes": " ".join(about.classes),
        "needs": " ".join(about.needs),
        "critical": "yes" if about.critical else "",
        "exposed": "yes" if about.exposed else "",
    }


def _needs(typed: str, key: str, body: str) -> str:
    """Return the ids of what a line depends on: ids, or numbers of the same body."""
    found = []
    for one in inputs.parts(typed):
        id = inputs.id_of(one)
        found.append(id or str(asset_stream(key, body, one)))
    return " ".join(found)


def changes_of(old: About, new: About) -> tuple[tuple[str, str, str], ...]:
    """Return what differs: name of the field, what it was, what it is to be."""
    return tuple(
        (name, _said(getattr(old, name)), _said(getattr(new, name)))
        for name in old.__struct_fields__
        if getattr(old, name) != getattr(new, name)
    )


def _said(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
