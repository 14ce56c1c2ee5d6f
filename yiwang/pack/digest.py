"""A pack's SHA-256 and its archive: the same bytes for the same files, wherever they are made."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from yiwang.pack import limits
from yiwang.pack.finding import Unreadable
from yiwang.pack.folder import read_folder
from yiwang.pack.kinds import kind_of

_EPOCH = (1980, 1, 1, 0, 0, 0)


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 (hex) over the files in order of path: 8-byte length and path, length and bytes."""
    hashing = hashlib.sha256(b"yiwang pack 1\n")
    for path, data in sorted(files.items()):
        name = path.encode()
        hashing.update(len(name).to_bytes(8, "big") + name + len(data).to_bytes(8, "big"))
        hashing.update(data)
    return hashing.hexdigest()


def digest(root: Path) -> str:
    """Return the SHA-256 (hex) of the pack in `root`; files that are no part of it do not count.

    Raises:
        Unreadable: the folder cannot be read.
    """
    return digest_of(read_folder(root).files)


def archive_of(files: Mapping[str, bytes]) -> bytes:
    """Return the files as one ZIP without compression or times, so that its bytes never differ."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for path, data in sorted(files.items()):
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            packed.writestr(entry, data)
    return out.getvalue()


def archive(root: Path) -> bytes:
    """Return the pack in `root` as one archive (see `archive_of`). Raises Unreadable."""
    return archive_of(read_folder(root).files)


def files_of_archive(data: bytes) -> dict[str, bytes]:
    """Return the files of an archive that `archive` made.

    Raises:
        Unreadable: it is no such archive, holds what is not part of a pack, or is too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
            names = [entry.filename for entry in entries]
            if len(set(names)) != len(names) or len(names) > limits.FILES:
                raise _not_ours("文件重复或过多", "files are repeated or too many")
            if sum(entry.file_size for entry in entries) > limits.BYTES_IN_ALL:
                raise _not_ours("过大", "too large")
            strange = [name for name in names if ".." in name.split("/") or kind_of(name) is None]
            if strange:
                raise _not_ours(f"{strange[0]} 不属于配置包", f"{strange[0]} is not part of a pack")
            return {entry.filename: packed.read(entry) for entry in sorted(entries, key=lambda e: e.filename)}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise _not_ours(str(error), str(error)) from error


def _not_ours(zh: str, en: str) -> Unreadable:
    return Unreadable(f"这不是配置包的存档: {zh}。", f"This is not the archive of a pack: {en}.")
