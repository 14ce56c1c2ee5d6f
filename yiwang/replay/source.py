"""The bytes of a log: packed or not, hashed, read in pieces; a cut file gives all it has, then says so."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from yiwang.replay.log import LogUnreadable

CHUNK = 1 << 16
_GZIP = b"\x1f\x8b"


class Cut(Exception):
    """The packed file ends early or is damaged; everything before it was given."""


def digest_of(path: Path) -> str:
    """Return the SHA-256 (hex) of the file as it lies there.

    Raises:
        LogUnreadable: there is no such file, or it cannot be read.
    """
    hashing = sha256()
    with _opened(path) as file:
        while piece := file.read(1 << 20):
            hashing.update(piece)
    return hashing.hexdigest()


def chunks(path: Path) -> Iterator[bytes]:
    """Yield the unpacked bytes in pieces of at most 64 KB.

    Raises:
        LogUnreadable: it cannot be opened. Cut: after the last good byte of a damaged gzip file.
    """
    with _opened(path) as file:
        first = file.read(CHUNK)
        if not first.startswith(_GZIP):
            while first:
                yield first
                first = file.read(CHUNK)
            return
        unpack = zlib.decompressobj(wbits=31)
        packed = first
        try:
            while packed:
                piece = unpack.decompress(packed, CHUNK)
                if piece:
                    yield piece
                packed = unpack.unconsumed_tail
                if unpack.eof:
                    packed = unpack.unused_data.lstrip(b"\0") or file.read(CHUNK)
                    if packed:
                        unpack = zlib.decompressobj(wbits=31)
                elif not packed and not (packed := file.read(CHUNK)):
                    if rest := unpack.flush():
                        yield rest
                    raise Cut("the file ends early")
        except zlib.error as fault:
            raise Cut(str(fault)) from fault


def looks_like_xml(path: Path) -> bool:
    """Say whether the log is XML. Raises LogUnreadable: it is empty, or holds nothing readable."""
    try:
        first = next(chunks(path), b"")
    except Cut as fault:
        raise LogUnreadable(
            f"{path.name} 不是完好的 gzip 文件。", f"{path.name} is not a sound gzip file."
        ) from fault
    if not first.strip():
        raise LogUnreadable(f"{path.name} 是空的。", f"{path.name} is empty.")
    start = first.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"<") or first.startswith((b"\xff\xfe<", b"\xfe\xff\x00<"))


def _opened(path: Path):  # type: ignore[no-untyped-def]
    try:
        if not path.is_file():
            raise LogUnreadable(f"没有文件 {path}。", f"There is no file {path}.")
        return path.open("rb")
    except OSError as fault:
        raise LogUnreadable(
            f"文件 {path} 读不出: {fault.strerror}。", f"The file {path} cannot be read: {fault.strerror}."
        ) from fault
