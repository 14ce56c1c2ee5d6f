"""Pictures keep nothing but the picture; where they were taken is offered, and used only if that is said."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from yiwang.nets.reports.pictures import Picture, Unfit, picture_of, without_segments
from yiwang.nets.reports.tests.conftest import BASE, LITTER, PLACE, photo
from yiwang.nets.reports.tests.test_reports import rows


def bare(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize(("kind", "size", "turned"), [
    ("JPEG", (800, 600), 1), ("JPEG", (3000, 2000), 1), ("JPEG", (800, 600), 6), ("PNG", (640, 480), 1),
    ("WEBP", (640, 480), 1),
])  # fmt: skip
def test_what_the_camera_wrote_is_gone_and_its_position_is_told_apart(kind, size, turned):
    raw = photo(size, kind, turned=turned).getvalue()
    assert b"TELEPHONE-MAKER" in raw
    kept = picture_of(raw)
    assert isinstance(kept, Picture)
    assert b"TELEPHONE-MAKER" not in kept.content and not dict(bare(kept.content).getexif())
    assert bare(kept.content).format == "JPEG" and max(bare(kept.content).size) <= 2048
    assert kept.position == ("113.112000", "29.361111")
    if turned == 6:
        assert bare(kept.content).size == (600, 800)


def test_a_small_upright_jpeg_keeps_its_picture_to_the_last_point():
    raw = photo(gps=False).getvalue()
    kept = picture_of(raw)
    assert kept.position is None
    assert bare(kept.content).tobytes() == bare(raw).tobytes()
    hidden = raw + b"behind the end: 13800000000"
    assert b"13800000000" not in picture_of(hidden).content
    assert without_segments(raw[: len(raw) // 2]) is None


@pytest.mark.parametrize(("content", "why"), [
    (b"", "empty"), (b"GIF89a" + b"0" * 50, "type"), (b"%PDF-1.7", "type"), (b"\xff\xd8\xff\xe0x", "broken"),
    (photo((4000, 100), gps=False).getvalue(), "shape"), (photo((600, 400)).getvalue()[:900], "broken"),
    (b"<svg onload=alert(1)>", "type"),
])  # fmt: skip
def test_what_is_no_picture_is_refused_by_name(content, why):
    assert picture_of(content) == Unfit(why)


def test_the_position_in_a_picture_is_offered_never_used_unasked(clients, tell, database):
    told = tell(clients(""), pictures=[photo()])
    assert "113.112000" in told.checked
    assert rows(database, "SELECT longitude FROM event_row") == [(None,)]
    other = clients("")
    form = {"report": "01a20606-35c0-78fd-887b-825248bd329c", "words": "另一处", "place": PLACE}
    other.post(f"{BASE}tell/{LITTER}/", {**form, "pictures": [photo()]})
    other.post(
        f"{BASE}send",
        {
            **form,
            "kind": LITTER,
            "use_position": "yes",
            "offered_longitude": "113.112000",
            "offered_latitude": "29.361111",
        },
    )
    assert (113.112, 29.361111) in rows(database, "SELECT longitude, latitude FROM event_row")
    assert rows(database, "SELECT count(*) FROM report_picture")[0][0] == 0


def test_a_picture_is_seen_by_the_body_in_charge_with_who_looked_drawn_in(
    clients, tell, database, as_officer
):
    tell(clients(""), pictures=[photo(), photo(gps=False)])
    ((number,),) = rows(database, "SELECT number FROM told_row")
    page = as_officer(number).get(f"{BASE}cases/{number}/").content.decode()
    import re

    found = re.findall(rf'href="([^"]+/cases/{number}/[0-9a-f-]+/\d)"', page)
    assert len(found) == 2
    seen = as_officer(number).get(found[0])
    assert seen["Content-Type"] == "image/jpeg" and b"TELEPHONE" not in seen.content
    colours = bare(seen.content).convert("RGB").getcolors(maxcolors=1 << 20)
    assert len(colours) > 50  # the picture was of one colour; the mark is drawn on it
    assert clients("resident-liu").get(found[0]).status_code in (403, 404)


def test_what_is_no_picture_is_said_and_nothing_typed_is_lost(clients):
    file = io.BytesIO(b"%PDF-1.7 not a picture")
    file.name = "a.jpg"
    typed = {"words": "路灯不亮", "place": PLACE, "pictures": [file]}
    answer = clients("").post(f"{BASE}tell/0102/", typed)
    assert answer.status_code == 409 and "report.no-picture" in answer.content.decode()
    assert "路灯不亮" in answer.content.decode()
