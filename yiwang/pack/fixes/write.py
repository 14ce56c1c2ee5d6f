"""Writes mended files: whole or not at all, only inside the folder, only over what was read."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import Path

from yiwang.pack.finding import Sentence


class Refused(Exception):
    """A file that is not written; carries the sentence for the person."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.sentence = Sentence(zh, en)


def write(
    root: Path, before: Mapping[str, bytes], after: Mapping[str, bytes], *, new: bool = False
) -> list[str]:
    """Write what changed or is new, and return the paths; nothing is written when one of the files is
    refused.

    Args:
        new: files that were not there may be made, too.

    Raises:
        Refused: a file lies outside the folder, is a symbolic link or no ordinary file, or is no more what
            was read.
    """
    changed = [file for file in after if after[file] != before.get(file)]
    for file in changed:
        _refuse(root, file, before.get(file), new)
    for file in changed:
        _refuse(root, file, before.get(file), new)
        _replace(root / file, after[file])
    return changed


def _refuse(root: Path, file: str, known: bytes | None, new: bool) -> None:
    path = root
    parts = file.split("/")
    if not parts or any(part in ("", ".", "..") for part in parts) or os.path.isabs(file):
        raise Refused(f"{file} 在配置包之外, 没有写。", f"{file} is outside the pack; nothing was written.")
    for part in parts:
        path /= part
        if path.is_symlink():
            raise Refused(f"{file} 是符号链接, 没有写。", f"{file} is a symbolic link; nothing was written.")
    if new and known is None and not path.exists():
        return
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as held:
            ordinary = stat.S_ISREG(os.fstat(held.fileno()).st_mode)
            now = held.read() if ordinary else None
    except OSError as error:
        raise Refused(
            f"{file} 读不出 ({error.strerror}), 没有写。",
            f"{file} cannot be read ({error.strerror}); nothing was written.",
        ) from error
    if now is None or now != known:
        raise Refused(
            f"{file} 在检查之后变了, 没有写; 请再运行一次。",
            f"{file} changed after it was read; nothing was written. Run it again.",
        )


def _replace(path: Path, data: bytes) -> None:
    """Put a whole new file in the place of the old one, with its permissions."""
    mode = stat.S_IMODE(path.stat(follow_symlinks=False).st_mode) if path.exists() else 0o644
    path.parent.mkdir(exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=".yiwang-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as out:
            os.fchmod(out.fileno(), mode)
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.replace(name, path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise Refused(
            f"{path.name} 写不进去: {error.strerror}。", f"{path.name} cannot be written: {error.strerror}."
        ) from error


def difference(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the lines of a unified diff of what changed, with their breaks."""
    for file in sorted(after):
        if after[file] == before.get(file):
            continue
        old, new = (_lines(one) for one in (before.get(file, b""), after[file]))
        for line in unified_diff(old, new, f"a/{file}", f"b/{file}"):
            yield line
            if not line.endswith("\n"):
                yield "\n\\ No newline at end of file\n"


def _lines(data: bytes) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", data.decode("utf-8", "replace"))
