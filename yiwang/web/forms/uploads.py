"""Uploaded files: what they are is read from their first bytes, never from their name."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Protocol

MEDIA = {
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "tiff": "image/tiff",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
IN_ZIP = {"ofd": "OFD.xml", "docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
LONGEST_NAME = 100
MOST_TIMES_PACKED = 100
MOST_UNPACKED = 200 * 1024 * 1024
MOST_ENTRIES = 2000
"""An archive that would grow beyond one of these is a trap for whoever opens it, and is not taken."""


class Uploaded(Protocol):
    """What Django gives for a file of a form."""

    name: str
    size: int

    def read(self) -> bytes:
        """Return the content."""
        ...


@dataclass(frozen=True)
class Upload:
    """A file taken in: `value` goes among the answers, `content` to the vault."""

    name: str
    kind: str
    sha256: str
    content: bytes

    @property
    def value(self) -> dict[str, Any]:
        """Return the answer: {name, media, bytes, sha256}. The name may be personal: vault, not event."""
        return {
            "name": self.name,
            "media": MEDIA[self.kind],
            "bytes": len(self.content),
            "sha256": self.sha256,
        }


def sniff(content: bytes) -> str | None:
    """Return the kind of a file by its content, None when it is none that we know."""
    starts = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png"}
    starts |= {b"II*\x00": "tiff", b"MM\x00*": "tiff"}
    for start, kind in starts.items():
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content.startswith(b"PK\x03\x04"):
        return _sniff_zip(content)
    return None


def _sniff_zip(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    return next((kind for kind, inside in IN_ZIP.items() if inside in names), None)


def grows_too_far(content: bytes) -> bool:
    """Say whether a file is an archive that unpacks to too much, by what its own directory says."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False  # no archive at all: `sniff` says so
    whole = sum(entry.file_size for entry in entries)
    nested = any(entry.filename.lower().endswith((".zip", ".rar", ".7z", ".gz")) for entry in entries)
    packed = max(len(content), 1)
    return nested or len(entries) > MOST_ENTRIES or whole > min(MOST_UNPACKED, MOST_TIMES_PACKED * packed)


def take(file: Uploaded, accept: tuple[str, ...], most_bytes: int) -> Upload | tuple[str, dict[str, Any]]:
    """Return the upload, or (code, params) of what is wrong with it."""
    if file.size > most_bytes:
        return "form.file-large", {"most": size_in_words(most_bytes), "now": size_in_words(file.size)}
    content = file.read()
    if not content:
        return "form.file-empty", {}
    if grows_too_far(content):
        return "form.file-archive", {"times": MOST_TIMES_PACKED, "most": size_in_words(MOST_UNPACKED)}
    kind = sniff(content)
    if kind is None or kind not in accept:
        return "form.file-type", {"accept": names_in_words(accept)}
    return Upload(safe_name(file.name), kind, hashlib.sha256(content).hexdigest(), content)


def safe_name(name: str) -> str:
    """Return the file's own name without folders and control characters, at most 100 characters."""
    bare = PurePath(name.replace("\\", "/")).name
    bare = re.sub(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", bare).strip() or "file"
    return bare if len(bare) <= LONGEST_NAME else bare[: LONGEST_NAME - 12] + "…" + bare[-11:]


def size_in_words(size: int) -> str:
    """Return `10 MB`, `350 KB` or `17 B`."""
    if size >= 1024 * 1024:
        return f"{size / (1024 * 1024):.1f}".removesuffix(".0") + " MB"
    return f"{size // 1024} KB" if size >= 1024 else f"{size} B"


def names_in_words(accept: tuple[str, ...]) -> dict[str, str]:
    """Return the accepted kinds: `PDF、OFD、JPEG`."""
    names = [kind.upper() for kind in accept]
    return {"zh": "、".join(names), "en": ", ".join(names)}
