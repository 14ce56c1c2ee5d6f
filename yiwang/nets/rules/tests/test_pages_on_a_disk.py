"""`yiwang page`: the pages as files, from a pack, a DMN file, a BPMN file, and from what is neither."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from yiwang.nets.rules.tests.care import CARE

PACKS = Path(__file__).parents[4] / "packs"


def page(*words: object, home: Path) -> subprocess.CompletedProcess[str]:
    """Run `yiwang page`."""
    return subprocess.run(
        [sys.executable, "-c", "from yiwang.cli import main; main()", "page", *map(str, words)],
        capture_output=True,
        text=True,
        cwd=home,
        env={**os.environ, "HOME": str(home), "YIWANG_DATA": str(home / "none")},
        check=False,
    )


def test_a_pack_becomes_pages_whose_links_lead_somewhere(faulty, tmp_path):
    done = page(faulty, "--out", tmp_path / "out", "--on", "2026-03-02", home=tmp_path)
    assert done.returncode == 0, done.stderr
    written = sorted(one.name for one in (tmp_path / "out").glob("*.html"))
    names = ("index", "matter-tree-adoption", "matter-tree-adoption--care")
    assert {f"{name}{end}" for name in names for end in (".en.html", ".html")} <= set(written)
    for name in written:
        text = (tmp_path / "out" / name).read_text("utf-8")
        for link in re.findall(r'(?:href|src|data-script)="([^"#]+)', text):
            assert (tmp_path / "out" / link).exists(), (name, link)
        assert "http://" not in text.replace("http://www.w3.org", "")
    assert not (tmp_path / "none").exists()


def test_a_file_alone_becomes_a_page(tmp_path):
    file = tmp_path / "care.dmn"
    file.write_text(CARE, "utf-8")
    assert page(file, "--out", tmp_path / "dmn", home=tmp_path).returncode == 0
    assert "重叠：与第 2 条同时命中" in (tmp_path / "dmn" / "index.html").read_text("utf-8")
    process = PACKS / "yueyang" / "matters" / "open-restaurant" / "process.bpmn"
    assert page(process, "--out", tmp_path / "bpmn", home=tmp_path).returncode == 0
    assert 'aria-label="开办餐饮店一件事的流程' in (tmp_path / "bpmn" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["bad.dmn", "bad.bpmn"])
def test_a_file_that_cannot_be_read_becomes_a_page_that_says_so(tmp_path, name):
    (tmp_path / name).write_bytes(b"<definitions")
    done = page(tmp_path / name, "--out", tmp_path / "out", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert 'class="remark remark-error"' in (tmp_path / "out" / "index.html").read_text("utf-8")


def test_what_is_not_there_is_said(tmp_path):
    done = page(tmp_path / "nothing", "--out", tmp_path / "out", home=tmp_path)
    assert done.returncode == 2
    assert "nothing" in done.stderr


@pytest.mark.browser
def test_the_pages_work_from_a_disk(browser, faulty, tmp_path):
    assert page(faulty, "--out", tmp_path / "out", home=tmp_path).returncode == 0
    opened = browser.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.goto(f"file://{tmp_path}/out/matter-tree-adoption.html")
    opened.wait_for_selector("#viewer[data-ready]")
    assert opened.locator(".viewer-canvas details.finding").count() >= 1
    assert opened.locator(".viewer-canvas .bjs-powered-by").is_visible()
    opened.close()
    assert wrong == []
