"""Which format a file is in: by what it holds, and its name must not say otherwise."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from yiwang.nets.security.decoding import json_formats, sarif, tables, xml_formats
from yiwang.nets.security.decoding.found import MOST_BYTES, Decoded, Unsound

_HEAD = 65_536
DECODERS: dict[str, Callable[[bytes], Decoded]] = {
    "SARIF": sarif.decode,
    "CycloneDX": json_formats.cyclonedx,
    "Trivy": json_formats.trivy,
    "OSCAL": json_formats.oscal,
    "ZAP": json_formats.zap,
    "ZAP-XML": xml_formats.zap,
    "Nessus": xml_formats.nessus,
    "XLSX": partial(tables.findings, format="XLSX"),
    "CSV": partial(tables.findings, format="CSV"),
}
_KEYS = (
    (b'"bomFormat"', "CycloneDX"),
    (b'"assessment-results"', "OSCAL"),
    (b'"SchemaVersion"', "Trivy"),
    (b'"runs"', "SARIF"),
    (b'"site"', "ZAP"),
)
_ENDINGS = {".sarif": "SARIF", ".nessus": "Nessus", ".xlsx": "XLSX", ".csv": "CSV", ".cdx.json": "CycloneDX"}


def decode(name: str, data: bytes) -> Decoded:
    """Return what a file names.

    Raises:
        Unsound: its format is not known, is another than its name says, or it is not whole.
    """
    if len(data) > MOST_BYTES:
        raise Unsound("文件太大", "it is too large")
    ending = next((known for end, known in _ENDINGS.items() if name.lower().endswith(end)), "")
    found = format_of(data)
    if found is None:
        raise Unsound("认不出是哪种扫描结果", "no format of scan results is known in it")
    if ending and ending != found:
        raise Unsound(
            f"文件名像 {ending}，内容像 {found}",
            f"its name is that of {ending}, its content looks like {found}",
        )
    try:
        return DECODERS[found](data)
    except RecursionError as error:
        raise Unsound("嵌套太深", "it is nested too deeply") from error


def format_of(data: bytes) -> str | None:
    """Return which format a file is in, by what it begins and ends with; None where none is known."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        around = data[:_HEAD] + data[-_HEAD:]
        return next((format for key, format in _KEYS if key in around), None)
    if head.startswith(b"<"):
        return "Nessus" if b"NessusClientData" in head else "ZAP-XML" if b"OWASPZAPReport" in head else None
    if head.startswith(b"PK"):
        return "XLSX"
    first = head.partition(b"\n")[0]
    return "CSV" if b"," in first and b"\0" not in first else None
