"""A pack's folder, read to bytes: ordinary files only, nothing outside, nothing too large."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from yiwang.pack import limits
from yiwang.pack.finding import Finding, Sentence, Unreadable
from yiwang.pack.kinds import kind_of
from yiwang.pack.where import Where


@dataclass(slots=True)
class Folder:
    """What lies in a pack's folder.

    Attributes:
        files: bytes by path (with `/`), sorted, of all files that are part of a pack.
        strangers: paths of files that are not, sorted.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    strangers: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)


def read_folder(root: Path) -> Folder:
    """Read the pack in `root`. A file that cannot be read is a finding, and the rest is read.

    Raises:
        Unreadable: there is no such folder, or it cannot be listed.
    """
    if not root.is_dir():
        raise Unreadable(f"没有文件夹 {root}。", f"There is no folder {root}.")
    try:
        os.listdir(root)
    except OSError as error:
        raise Unreadable(
            f"文件夹 {root} 读不出: {error.strerror}。",
            f"The folder {root} cannot be read: {error.strerror}.",
        ) from error
    folder = Folder()
    strangers: list[str] = []
    in_all = 0
    for count, (path, entry) in enumerate(_entries(root, "", folder.findings)):
        if count >= limits.FILES:
            _found(
                folder,
                "YW005",
                path,
                (f"文件超过 {limits.FILES} 个。", "There are too many files."),
                _SMALLER,
            )
            break
        kind = kind_of(path)
        if kind is None:
            strangers.append(path)
            continue
        data = _read(folder, path, Path(entry.path), kind.bytes_at_most)
        in_all += len(data or b"")
        if in_all > limits.BYTES_IN_ALL:
            _found(folder, "YW005", path, ("配置包过大。", "The pack is too large."), _SMALLER)
            break
        if data is not None:
            folder.files[path] = data
    folder.files = dict(sorted(folder.files.items()))
    folder.strangers = tuple(sorted(strangers))
    return folder


_SMALLER = ("移走不属于配置包的文件。", "Move away what is not part of the pack.")
_PLAIN = ("换成普通文件。", "Put an ordinary file there.")


def _found(folder: Folder, code: str, path: str, message: tuple[str, str], remedy: tuple[str, str]) -> None:
    folder.findings.append(
        Finding(where=Where(path), message=Sentence(*message), remedy=Sentence(*remedy), code=code)
    )


def _entries(root: Path, below: str, findings: list[Finding]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        entries = sorted(os.scandir(root), key=lambda entry: entry.name)
    except OSError as error:
        findings.append(_unlisted(below or ".", error))
        return
    for entry in entries:
        path = below + entry.name
        try:
            path.encode()
        except UnicodeEncodeError:
            path = path.encode("utf-8", "backslashreplace").decode()
        if entry.is_symlink():
            findings.append(_not_plain(path, "符号链接", "a symbolic link"))
        elif entry.is_dir(follow_symlinks=False):
            deep = path.count("/") + 1
            if deep > limits.FOLDERS_DEEP:
                findings.append(_not_plain(path, "过深的文件夹", "too deep a folder", "YW005"))
            elif not entry.name.startswith("."):
                yield from _entries(Path(entry.path), path + "/", findings)
            else:
                yield path, entry
        elif entry.is_file(follow_symlinks=False):
            yield path, entry
        else:
            findings.append(_not_plain(path, "特殊文件", "a special file"))


def _not_plain(path: str, zh: str, en: str, code: str = "YW006") -> Finding:
    return Finding(
        code=code,
        where=Where(path),
        message=Sentence(f"这是{zh}, 没有读。", f"This is {en}; it was not read."),
        remedy=Sentence(*_PLAIN),
    )


def _unlisted(path: str, error: OSError) -> Finding:
    return Finding(
        code="YW001",
        where=Where(path),
        message=Sentence(
            f"文件夹读不出: {error.strerror}。", f"The folder cannot be read: {error.strerror}."
        ),
        remedy=Sentence("给予读的权限。", "Give the permission to read it."),
    )


def _read(folder: Folder, path: str, real: Path, at_most: int) -> bytes | None:
    try:
        descriptor = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                folder.findings.append(_not_plain(path, "特殊文件", "a special file"))
                return None
            data = file.read(at_most + 1)
    except OSError as error:
        reason = error.strerror
        _found(
            folder,
            "YW001",
            path,
            (f"文件读不出: {reason}。", f"The file cannot be read: {reason}."),
            ("给予读的权限。", "Give the permission to read it."),
        )
        return None
    if len(data) > at_most:
        size = at_most // (1024 * 1024)
        _found(folder, "YW005", path, (f"文件超过 {size} MB。", f"The file is over {size} MB."), _SMALLER)
        return None
    return data
