"""A pack has one SHA-256, and one archive from which it is served without its folder."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from yiwang.pack.check.examine import examine
from yiwang.pack.compile import compile_pack
from yiwang.pack.digest import archive, digest, files_of_archive
from yiwang.pack.finding import Unreadable
from yiwang.pack.load import load, load_archive
from yiwang.pack.tests.city import MONDAY, added, append, edit, tutorial


def test_the_same_files_have_the_same_digest_and_archive_whenever_they_are_read(tmp_path: Path) -> None:
    first, second = tutorial(tmp_path / "a"), tutorial(tmp_path / "b")
    os.utime(second / "pack.yaml", (1, 1))

    assert digest(first) == digest(second) == load(first).digest
    assert archive(first) == archive(second)


def test_a_changed_byte_a_moved_file_and_an_added_file_change_the_digest(tmp_path: Path) -> None:
    whole = tutorial(tmp_path / "a")
    changed = tutorial(tmp_path / "b", edit("pack.yaml", "Sample City", "Simple City"))
    more = tutorial(tmp_path / "c", added("glossary.yaml", "{}"))
    moved = tutorial(tmp_path / "d")
    (moved / "clauses/sample-trees.yaml").rename(moved / "clauses/trees.yaml")

    assert len({digest(one) for one in (whole, changed, more, moved)}) == 4


def test_what_is_no_part_of_the_pack_does_not_count(tmp_path: Path) -> None:
    with_stranger = tutorial(tmp_path / "a", added(".DS_Store", "x"), added("notes.docx", "x"))

    assert digest(with_stranger) == digest(tutorial(tmp_path / "b"))


def test_a_city_served_from_its_archive_is_the_city_of_the_folder(tmp_path: Path) -> None:
    folder = tutorial(tmp_path)
    served, read = load_archive(archive(folder)), load(folder)

    assert served.digest == read.digest
    assert examine(served, MONDAY) == examine(read, MONDAY)
    assert compile_pack(served).places == compile_pack(read).places
    assert (
        compile_pack(served).matters["tree-adoption"].form == compile_pack(read).matters["tree-adoption"].form
    )


def _zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a zip",
        _zip("../pack.yaml"),
        _zip("/pack.yaml"),
        _zip("pack.yaml", "virus.exe"),
        _zip("matters/../pack.yaml"),
    ],
)
def test_an_archive_with_anything_else_is_refused(data: bytes) -> None:
    if not data.startswith(b"PK"):
        with pytest.raises(Unreadable):
            files_of_archive(data)
        return
    with pytest.raises(Unreadable) as refused:
        files_of_archive(data)
    assert "不属于配置包" in refused.value.sentence.zh


def test_an_altered_archive_is_refused(tmp_path: Path) -> None:
    data = bytearray(archive(tutorial(tmp_path)))
    at = data.index("认养一棵街边的树".encode())
    data[at] ^= 1

    with pytest.raises(Unreadable):
        load_archive(bytes(data))


def test_lines_added_to_a_table_change_the_city(tmp_path: Path) -> None:
    line = "900103,sample,示例南区（虚构）,Sample South (made up),900100,county,\n"
    city = compile_pack(load(tutorial(tmp_path, append("places.csv", line))))

    assert city.places["900103"].parent == "900100"
    assert city.above("900103") == ["900103", "900100"]
