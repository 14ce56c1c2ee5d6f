"""`yiwang compare`, as somebody types it."""

import io
import json
import shutil
from pathlib import Path

from yiwang.pack.comparing import compare

TUTORIAL = Path(__file__).parents[3] / "packs" / "tutorial"


def changed(tmp_path):
    pack = tmp_path / "tutorial"
    shutil.copytree(TUTORIAL, pack)
    path = pack / "matters" / "tree-adoption" / "matter.yaml"
    written = path.read_text(encoding="utf-8")
    path.write_text(written.replace("promised: 5 工作日", "promised: 3 工作日"), encoding="utf-8")
    return pack


def said(*packs, **more):
    out = io.StringIO()
    return compare(*packs, out=out, **more), out.getvalue()


def test_a_pack_compared_with_itself_has_no_figure_that_differs():
    code, words = said(TUTORIAL, TUTORIAL)
    assert (code, words) == (0, "3 个事项，0 个有变化。\n")


def test_a_shorter_promise_is_told_beside_what_stayed(tmp_path):
    code, words = said(TUTORIAL, changed(tmp_path))
    assert code == 1
    assert "承诺时限\t5 工作日 → 3 工作日  *" in words
    assert "步骤最多\t2 → 2\n" in words
    assert "1 个有变化" in words


def test_the_same_figures_come_as_json(tmp_path):
    _, words = said(TUTORIAL, changed(tmp_path), json=True)
    (service,) = json.loads(words)["services"]
    assert service["matter"] == "tree-adoption"
    assert service["before"]["promised"] == {"amount": "5", "unit": "working_day"}
    assert service["after"]["promised"] == {"amount": "3", "unit": "working_day"}


def test_a_folder_that_is_no_pack_is_said_to_be_none(tmp_path):
    code, words = said(TUTORIAL, tmp_path / "nothing")
    assert code == 2 and words
