"""What was taken from others lies here unchanged, with its licence, and nothing is fetched from elsewhere."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

WEB = Path(__file__).resolve().parents[1]
VENDOR = WEB / "static" / "vendor"
PACKAGES = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))["packages"]


def test_every_vendored_file_is_in_the_manifest_and_is_what_it_says():
    listed = {name: digest for one in PACKAGES for name, digest in one["files"].items()}
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }

    assert found == listed


def test_every_vendored_package_keeps_its_licence_and_its_version():
    for one in PACKAGES:
        words = "".join((VENDOR / name).read_text(encoding="utf-8") for name in one["licence_files"])
        assert set(one["licence_files"]) <= set(one["files"]), one["name"]
        assert "Redistribution and use" in words or "Apache License" in words, one["name"]
        assert re.fullmatch(r"\d+\.\d+\.\d+", one["version"]) and one["integrity"].startswith("sha512-")


def test_no_page_asks_another_server_for_a_script_or_a_style():
    for page in WEB.parent.rglob("templates/**/*.html"):
        asked = re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"(https?:)?//", page.read_text())
        assert not asked, page
