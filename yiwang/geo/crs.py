"""In which coordinate system a file of boundaries is: only those whose degrees can be taken as they are.

RFC 7946 knows WGS 84 alone, but files of surveys are often in CGCS2000 (GB/T 18522; EPSG:4490), whose degrees
agree
with WGS 84 within centimetres, and files of map services in systems shifted by hundreds of metres (GCJ-02,
BD-09) without saying so. A file that does not say is refused: guessed wrong, every position would be off.
"""

from __future__ import annotations

import re
from typing import Any

from yiwang.pack.finding import Sentence

TAKEN = {"EPSG:4326": "WGS 84", "OGC:CRS84": "WGS 84", "EPSG:4490": "CGCS2000"}
SHIFTED = {"GCJ02", "GCJ-02", "BD09", "BD-09", "BD09LL"}
_URN = re.compile(r"urn:ogc:def:crs:(?P<who>[A-Za-z]+):(?P<version>[0-9.]*):(?P<code>[A-Za-z0-9]+)$", re.I)


def written(root: Any) -> str | None:
    """Return the system that a GeoJSON of 2008 names in `crs`, as `EPSG:4490`; None when it names none."""
    crs = root.get("crs") if isinstance(root, dict) else None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return plain(name) if isinstance(name, str) else None


def plain(name: str) -> str:
    """Return the short form of a system's name (`urn:ogc:def:crs:EPSG::4490` is `EPSG:4490`)."""
    urn = _URN.match(name.strip())
    return f"{urn['who']}:{urn['code']}".upper() if urn else name.strip().upper()


def refused(named: str | None, told: str | None) -> Sentence | None:
    """Say why a file cannot be taken, or None.

    Args:
        named: what the file says; None when it says nothing.
        told: what the person who brings it says; None when they say nothing.
    """
    if named and told and TAKEN.get(named) != TAKEN.get(told):
        return Sentence(
            f"文件写的坐标系是 {named[:40]}，命令给的是 {told[:40]}。",
            f"The file says {named[:40]}, the command says {told[:40]}.",
        )
    system = told or named
    if system is None:
        return Sentence(
            "文件没有写坐标系。用 --crs 写明：EPSG:4490（2000 国家大地坐标系）或 EPSG:4326（WGS 84）。",
            "The file does not say its coordinate system. Name it by --crs: EPSG:4490 (CGCS2000) or"
            " EPSG:4326 (WGS 84).",
        )
    if system in SHIFTED:
        return Sentence(
            f"{system} 是加了偏移的坐标，与传感器、卫星定位的位置差几百米，不能用。"
            "请向测绘部门要 EPSG:4490 的边界。",
            f"Positions in {system} are shifted by hundreds of metres from those of sensors and satellites."
            " Ask the surveyors for boundaries in EPSG:4490.",
        )
    if system not in TAKEN:
        return Sentence(
            f"不认识坐标系 {system[:40]}；这里只用 {'、'.join(TAKEN)}。先在制图软件里换成其中之一。",
            f"The coordinate system {system[:40]} is not known here; only {', '.join(TAKEN)} are taken."
            " Convert it in the mapping tool first.",
        )
    return None
