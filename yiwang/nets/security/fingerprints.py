"""By what a finding is known again (method `yw1`).

What is hashed: the tool, the rule, the asset, the place without its line, and what tells it from others
there: the scanner's own fingerprint where it gives one, else its message. So code may move within a file,
and a finding keeps its fingerprint. Several that are equal so far are numbered in the order of their lines:
the second of three stays the second. Equal ones in one line are one, named repeatedly.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from uuid import UUID

from yiwang.nets.security.decoding.found import Line

METHOD = b"yw1"
BYTES = 16


def fingerprints(tool: str, lines: Sequence[Line], assets: Sequence[UUID]) -> tuple[dict[bytes, int], int]:
    """Return fingerprint → index of its line, and how many lines repeat another.

    Args:
        assets: of each line. The same lines give the same fingerprints in whatever order they come.
    """
    start = blake2b(METHOD + b"\0" + tool.encode(), digest_size=BYTES)
    found: dict[bytes, int] = {}
    several: dict[bytes, list[int]] = {}
    for index, one in enumerate(lines):
        hashed = start.copy()
        tells = one.own or one.message
        hashed.update(f"\0{one.rule}\0{one.where}\0{tells}\0".encode("utf-8", "surrogatepass"))
        hashed.update(assets[index].bytes)
        print_ = hashed.digest()
        first = found.setdefault(print_, index)
        if first != index:
            several.setdefault(print_, [first]).append(index)
    repeated = 0
    for print_, indexes in several.items():
        by_line: dict[int, int] = {}
        for index in indexes:
            by_line.setdefault(lines[index].line, index)
        repeated += len(indexes) - len(by_line)
        for number, line in enumerate(sorted(by_line)):
            name = print_ if number == 0 else _numbered(print_, number)
            found[name] = by_line[line]
    return found, repeated


def _numbered(print_: bytes, number: int) -> bytes:
    return blake2b(print_ + number.to_bytes(4, "big"), digest_size=BYTES).digest()
