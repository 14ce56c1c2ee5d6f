"""What does not start says why: a broken pack by file and line, a folder in use by who uses it."""

from __future__ import annotations

import io
import os
import shutil
from datetime import date
from pathlib import Path

from yiwang.serve.progress import Progress
from yiwang.serve.supervisor import Plan, serve
from yiwang.serve.tests.running import TUTORIAL, free_port
from yiwang.store.postgres import start

DAY = date(2026, 3, 2)


def started(pack: Path, data: Path) -> tuple[int, str]:
    """Serve a pack that cannot be served; return the exit code and what was said."""
    said = io.StringIO()
    plan = Plan(packs=[pack], data=data, listen=f"127.0.0.1:{free_port()}", demo=False, day=DAY)
    return serve(plan, Progress(said)), said.getvalue()


def test_a_broken_pack_never_starts_and_each_error_is_named_by_file_and_line(tmp_path):
    pack = tmp_path / "tutorial"
    shutil.copytree(TUTORIAL, pack)
    matter = pack / "matters" / "tree-adoption" / "matter.yaml"
    text = matter.read_text("utf-8")
    broken = text.replace("promised: 5 工作日", "promised: 15 日").replace(
        "body: sample-parks", "body: nobody"
    )
    matter.write_text(broken, "utf-8")
    lines = broken.splitlines()

    code, said = started(pack, tmp_path / "data")

    assert code == 1
    for sign, error in (("promised: 15 日", "YW104"), ("body: nobody", "YW101")):
        number = next(place for place, line in enumerate(lines, 1) if sign in line)
        assert f"{matter.as_posix()}:{number}:" in said
        assert error in said
    assert "怎么改: " in said
    assert "To mend: " in said
    assert "Where(" not in said
    assert not (tmp_path / "data").exists()


def test_a_second_city_on_one_data_folder_is_refused_by_name(server, tmp_path, monkeypatch):
    """A second supervisor would run a second worker, and lose its database when the first ends."""
    monkeypatch.delenv("YIWANG_DATABASE", raising=False)
    with start(tmp_path / "data", fsync=False):
        code, said = started(TUTORIAL, tmp_path / "data")

    assert code == 3
    assert f"{tmp_path / 'data'} 正由另一个 yiwang 使用" in said
    assert f"进程 {os.getpid()}" in said
    assert "Traceback" not in said
