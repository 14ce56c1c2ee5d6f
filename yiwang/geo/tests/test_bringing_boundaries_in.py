"""Boundaries come into a pack only reviewed, in a known coordinate system, each at its place."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from yiwang.geo import command
from yiwang.geo.features import Reading
from yiwang.geo.importing import Wish
from yiwang.pack.tests.city import checked, tutorial

EAST = [[112.0, 29.0], [113.0, 29.0], [113.0, 30.0], [112.0, 30.0], [112.0, 29.0]]
WEST = [[x - 1, y] for x, y in EAST]
BOW_TIE = [[112.0, 29.0], [113.0, 30.0], [113.0, 29.0], [112.0, 30.0], [112.0, 29.0]]
REAL = Path(__file__).parents[4] / "shared" / "data" / "geo" / "yueyang_districts.geojson"
YUEYANG = Path(__file__).parents[3] / "packs" / "yueyang"


def feature(ring: Any, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def brought(
    folder: Path, root: Any, crs: str | None = "EPSG:4490", **other: Any
) -> tuple[int, dict[str, Any]]:
    """Bring a file into the pack in `folder`; return the exit code and what was said."""
    file = folder.parent / "map.geojson"
    file.write_text(root if isinstance(root, str) else json.dumps(root), encoding="utf-8")
    reading = Reading(other.pop("level", "county"), repair=other.pop("repair", False))
    wish = Wish(
        file,
        other.pop("source", "made up"),
        other.pop("review_no", "none, made up"),
        crs,
        reading,
        date(2026, 3, 2),
    )
    out = io.StringIO()
    code = command.bring_in(folder, wish, dry_run=other.pop("dry_run", False), json=True, lang="zh", out=out)
    return code, json.loads(out.getvalue())


def halves(**more: Any) -> dict[str, Any]:
    features = [feature(EAST, code="900101"), feature(WEST, name="示例西区（虚构）")]
    return {"type": "FeatureCollection", "features": features, **more}


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(one): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


def test_places_are_found_by_code_and_by_name_and_the_pack_stays_sound(tmp_path: Path) -> None:
    pack = tutorial(tmp_path)

    code, said = brought(pack, halves())

    assert code == 0, said
    assert said["matched"] == ["900101", "900102"]
    assert said["written"] == ["boundaries/county.geojson", "places.csv"]
    exit_code, out = checked(pack)
    assert exit_code == 0, out
    assert "YW12" not in out
    out = io.StringIO()
    assert command.where(pack, (112.5, 29.5), "", date(2026, 3, 2), json=True, lang="zh", out=out) == 0
    assert json.loads(out.getvalue())["place"] == "900101"


def test_source_and_number_of_review_stand_in_the_file(tmp_path: Path) -> None:
    pack = tutorial(tmp_path)
    brought(pack, halves(), source="某测绘院 2026 年 1 月", review_no="湘S(2026)001号")

    about = json.loads((pack / "boundaries" / "county.geojson").read_bytes())["x-yw"]

    assert about["source"] == "某测绘院 2026 年 1 月"
    assert about["review_no"] == "湘S(2026)001号"
    assert about["system"] == "EPSG:4490"
    assert about["imported"] == "2026-03-02"


def test_a_place_that_a_newer_map_lacks_has_no_boundary_any_more_and_is_named(tmp_path: Path) -> None:
    pack = tutorial(tmp_path)
    brought(pack, halves())

    code, said = brought(pack, {"type": "FeatureCollection", "features": [feature(EAST, code="900101")]})

    assert code == 0
    assert said["without"] == ["900102"]
    lines = (pack / "places.csv").read_text("utf-8").splitlines()
    assert [line.endswith("boundaries/county.geojson") for line in lines[2:]] == [True, False]


SYSTEMS = [
    (None, {}, "没有写坐标系"),
    ("GCJ-02", {}, "偏移"),
    ("bd09", {}, "偏移"),
    ("EPSG:2383", {}, "不认识坐标系"),
    ("EPSG:4490", {"crs": {"properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}}, "文件写的坐标系"),
]


@pytest.mark.parametrize(("told", "named", "words"), SYSTEMS)
def test_a_file_in_an_unknown_coordinate_system_is_refused(
    tmp_path: Path, told: str | None, named: dict[str, Any], words: str
) -> None:
    pack = tutorial(tmp_path)
    before = bytes_of(pack)

    code, said = brought(pack, halves(**named), crs=told)

    assert code == 1
    assert words in said["wrong"][0]["zh"]
    assert bytes_of(pack) == before


def test_a_file_that_names_its_own_system_needs_nothing_told(tmp_path: Path) -> None:
    named = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}}

    assert brought(tutorial(tmp_path), halves(**named), crs=None)[0] == 0


BAD = [
    ("{", "不是合法的 JSON"),
    ("[]", "FeatureCollection"),
    ({"type": "FeatureCollection"}, "没有 features"),
    ({"type": "FeatureCollection", "features": []}, "没有要素"),
    ({"type": "FeatureCollection", "features": [7]}, "不是 Feature"),
    ({"type": "FeatureCollection", "features": [feature(EAST, code="1", name="别处")]}, "认不出是哪个区域"),
    ({"type": "FeatureCollection", "features": [feature(EAST, code="900100")]}, "是 city 级"),
    ({"type": "FeatureCollection", "features": [feature(EAST, code="900101")] * 2}, "已有一个要素"),
    ({"type": "FeatureCollection", "features": [feature(BOW_TIE, code="900101")]}, "自相交"),
    ({"type": "FeatureCollection", "features": [feature([[500000, 3e6]] * 4, code="900101")]}, "不是经纬度"),
    ({"type": "FeatureCollection", "features": [feature([[112, 29]] * 4, code="900101")]}, "第 1 个要素"),
    ({"type": "FeatureCollection", "features": [feature("ring", code="900101")]}, "第 1 个要素"),
    ({"type": "FeatureCollection", "features": [feature([["a", "b"]] * 4, code="900101")]}, "第 1 个要素"),
]


@pytest.mark.parametrize(("root", "words"), BAD)
def test_what_cannot_be_a_boundary_is_named_by_its_feature_and_nothing_is_written(
    tmp_path: Path, root: Any, words: str
) -> None:
    pack = tutorial(tmp_path)
    before = bytes_of(pack)

    code, said = brought(pack, root)

    assert code == 1
    assert words in said["wrong"][0]["zh"]
    assert said["written"] == []
    assert bytes_of(pack) == before


@pytest.mark.parametrize("missing", ["source", "review_no"])
def test_without_a_source_or_a_review_nothing_comes_in(tmp_path: Path, missing: str) -> None:
    code, said = brought(tutorial(tmp_path), halves(), **{missing: "  "})

    assert code == 1
    assert "是空的" in said["wrong"][0]["zh"]


def test_a_shape_that_crosses_itself_is_mended_only_when_wished_and_the_change_is_told(
    tmp_path: Path,
) -> None:
    root = {"type": "FeatureCollection", "features": [feature(BOW_TIE, code="900101")]}

    code, said = brought(tutorial(tmp_path), root, repair=True)

    assert code == 0
    assert "面积变了" in said["said"][0]["zh"]


def test_neighbours_that_overlap_are_told_with_the_area(tmp_path: Path) -> None:
    wide = [[x - 0.9 if x == 112.0 else x, y] for x, y in EAST]
    root = {
        "type": "FeatureCollection",
        "features": [feature(wide, code="900101"), feature(WEST, code="900102")],
    }

    code, said = brought(tutorial(tmp_path), root)

    assert code == 0
    assert "重叠" in said["said"][0]["zh"]
    assert "90.00%" in said["said"][0]["zh"]


def test_a_dry_run_writes_nothing_and_says_the_same(tmp_path: Path) -> None:
    pack = tutorial(tmp_path)
    before = bytes_of(pack)

    code, said = brought(pack, halves(), dry_run=True)

    assert (code, said["written"]) == (0, [])
    assert said["matched"] == ["900101", "900102"]
    assert bytes_of(pack) == before


@pytest.mark.skipif(not REAL.exists(), reason="NOT TESTED: shared/data/geo is not here")
def test_nine_of_ten_districts_of_a_real_map_are_matched_by_name_and_the_tenth_stays_without(
    tmp_path: Path,
) -> None:
    import shutil

    pack = tmp_path / "yueyang"
    shutil.copytree(YUEYANG, pack)

    code, said = brought(pack, REAL.read_text("utf-8-sig"), crs="EPSG:4326", repair=True)

    assert code == 0, said["wrong"]
    assert len(said["matched"]) == 9
    assert said["without"] == ["430671"]
