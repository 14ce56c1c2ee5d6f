"""Brings reviewed boundaries into a pack: read, matched to places, fitted, written with their source."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from yiwang.geo import crs
from yiwang.geo.features import NotGeoJson, Reading, collection, shapes_of
from yiwang.geo.fitting import misfits
from yiwang.geo.kept import shapes_in
from yiwang.kernel.matter import Place
from yiwang.pack.boundaries import read_boundaries
from yiwang.pack.finding import Sentence

TABLE = "places.csv"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be brought in.

    Attributes:
        file: GeoJSON, one feature a place.
        source: who made it and as of when, in words; stands in the pack.
        review_no: the number under which the map was reviewed (审图号), as the publisher states it.
        crs: its coordinate system, when the file does not say it.
        how: how its features are understood.
        on: the day it is brought in.
    """

    file: Path
    source: str
    review_no: str
    crs: str | None
    how: Reading
    on: date


@dataclass(slots=True)
class Import:
    """What an import would write, and what is to be said about it; nothing is to be written when `wrong`
    holds.

    Attributes:
        files: new content by path in the pack.
        matched: codes of the places that get a boundary.
        without: codes of the places of that level that have none afterwards.
    """

    wrong: list[Sentence] = field(default_factory=list)
    said: list[Sentence] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    matched: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)


def prepare(wish: Wish, places: Mapping[str, Place], files: Mapping[str, bytes]) -> Import:
    """Return what an import would write. Reads the wished file and nothing else; writes nothing.

    Args:
        places: those of the pack, by code.
        files: the pack's files as they are, by path.
    """
    made = Import()
    for name, value in (("--source", wish.source), ("--review-no", wish.review_no)):
        if not value.strip():
            made.wrong.append(
                Sentence(
                    f"{name} 是空的：边界要写明来源和审图号。",
                    f"{name} is empty: a boundary states its source and the number of its review.",
                )
            )
    try:
        data = wish.file.read_bytes()
        root = collection(data)
    except OSError as error:
        made.wrong.append(
            Sentence(
                f"读不出 {wish.file}：{error.strerror}。", f"{wish.file} cannot be read: {error.strerror}."
            )
        )
        return made
    except NotGeoJson as error:
        made.wrong.append(error.sentence)
        return made
    told = crs.plain(wish.crs) if wish.crs else None
    refused = crs.refused(crs.written(root), told)
    if refused:
        made.wrong.append(refused)
        return made
    read = shapes_of(root, places, wish.how)
    made.wrong += read.wrong
    made.said += read.said
    for code in read.by_code:
        if places[code].level != wish.how.level:
            made.wrong.append(_other_level(places[code], wish.how.level))
    if not read.by_code and not made.wrong:
        made.wrong.append(Sentence("文件里没有要素。", "The file has no feature."))
    if made.wrong:
        return made
    system = told or crs.written(root) or ""
    _write(made, wish, system, hashlib.sha256(data).hexdigest(), read.by_code, places, files)
    return made


def _write(
    made: Import,
    wish: Wish,
    system: str,
    digest: str,
    shapes: Mapping[str, BaseGeometry],
    places: Mapping[str, Place],
    files: Mapping[str, bytes],
) -> None:
    level = wish.how.level
    path = f"boundaries/{level}.geojson"
    above = {code: shape for code, shape in shapes_in(places, files).items() if places[code].level != level}
    made.said += misfits(shapes, above, places)
    about = {
        "source": wish.source.strip(),
        "review_no": wish.review_no.strip(),
        "system": system,
        "imported": wish.on.isoformat(),
        "sha256": digest,
    }
    text = _geojson(shapes, places, about)
    faults = [fault for fault in read_boundaries(path, text).faults if not fault.mild]
    made.wrong += [Sentence(f"{path}：{fault.zh}。", f"{path}: {fault.en}.") for fault in faults]
    made.matched = sorted(shapes)
    made.without = sorted(code for code, one in places.items() if one.level == level and code not in shapes)
    made.files[path] = text
    made.files[TABLE] = _table(
        files[TABLE], path, {one for one in places if places[one].level == level}, shapes
    )


def _geojson(shapes: Mapping[str, BaseGeometry], places: Mapping[str, Place], about: dict[str, str]) -> bytes:
    """Return the file, a feature a line, so that what changes at the next import can be compared."""
    lines = []
    for code in sorted(shapes):
        feature = {
            "type": "Feature",
            "id": code,
            "properties": {"name": places[code].title["zh"]},
            "geometry": json.loads(shapely.to_geojson(shapes[code])),
        }
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    head = json.dumps(about, ensure_ascii=False)
    inner = ",\n".join(lines)
    return f'{{"type": "FeatureCollection", "x-yw": {head}, "features": [\n{inner}\n]}}\n'.encode()


def _table(data: bytes, path: str, of_level: set[str], shapes: Mapping[str, Any]) -> bytes:
    """Return places.csv with the column `boundary` of one level set anew; other lines stay byte for byte."""
    mark, text = (
        (b"\xef\xbb\xbf", data[3:].decode()) if data.startswith(b"\xef\xbb\xbf") else (b"", data.decode())
    )
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines()
    header = next(csv.reader([lines[0]]))
    if "boundary" not in header:
        header.append("boundary")
        lines[0] += ",boundary"
    at, code_at = header.index("boundary"), header.index("code")
    for number, line in enumerate(lines[1:], 1):
        cells = next(csv.reader([line]), [])
        code = cells[code_at].strip() if len(cells) > code_at else ""
        if code not in of_level:
            continue
        cells += [""] * (len(header) - len(cells))
        wanted = path if code in shapes else ""
        if cells[at] != wanted:
            cells[at] = wanted
            out = io.StringIO()
            csv.writer(out, lineterminator="").writerow(cells)
            lines[number] = out.getvalue()
    return mark + (ending.join(lines) + ending).encode()


def _other_level(place: Place, level: str) -> Sentence:
    return Sentence(
        f"{place.title['zh']}（{place.code}）是 {place.level} 级，命令给的是 {level}；每级一个文件。",
        f"{place.title['en']} ({place.code}) is of level {place.level}, the command says {level};"
        " each level has a file of its own.",
    )
