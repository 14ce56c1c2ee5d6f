"""Covering parts of a picture before everybody may see it: rectangles, in hundredths. Pure."""

from __future__ import annotations

import io
import re

from PIL import Image, ImageDraw

MOST = 20
_BOX = re.compile(r"\s*(\d{1,3})\s*[,，]\s*(\d{1,3})\s*[,，]\s*(\d{1,3})\s*[,，]\s*(\d{1,3})\s*\Z")

Box = tuple[int, int, int, int]


def boxes_of(typed: str) -> tuple[Box, ...] | None:
    """Read `left, top, width, height` in per cent of the picture, one a line; None where a line is none."""
    found = []
    for line in typed.splitlines():
        if not line.strip():
            continue
        read = _BOX.match(line)
        if read is None:
            return None
        left, top, wide, high = (int(part) for part in read.groups())
        if not (wide and high) or left + wide > 100 or top + high > 100:
            return None
        found.append((left, top, wide, high))
    return tuple(found) if len(found) <= MOST else None


def covered(content: bytes, boxes: tuple[Box, ...]) -> bytes:
    """Return a JPEG with these parts painted black; nothing of them is left in it."""
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
        drawn = image.convert("RGB")
    pen = ImageDraw.Draw(drawn)
    for left, top, wide, high in boxes:
        x, y = drawn.width * left / 100, drawn.height * top / 100
        far = (x + drawn.width * wide / 100, y + drawn.height * high / 100)
        pen.rectangle((x, y, *far), fill=(0, 0, 0))
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=82)
    return out.getvalue()
