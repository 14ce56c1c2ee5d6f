"""Who looked: a line on what is printed, and drawn into a picture that is copied."""

from __future__ import annotations

import io
from datetime import datetime

from PIL import Image, ImageDraw, ImageFont

from yiwang.kernel.access import Actor

FEWEST, GREY = 14, 255


def mark_of(actor: Actor, at: datetime) -> str:
    """Return what is printed: the position that looked, the day and minute. Never a name."""
    position = actor.holdings[0].position if actor.holdings else actor.kind
    return f"{position} {at:%Y-%m-%d %H:%M}"


def marked(content: bytes, mark: str) -> bytes:
    """Return a JPEG with the mark drawn across it, dark below light so that it shows on both."""
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
        drawn = image.convert("RGB")
    pen = ImageDraw.Draw(drawn)
    size = max(FEWEST, drawn.width // 40)
    font = ImageFont.load_default(size)
    for row in range(size, drawn.height, max(size * 8, 80)):
        pen.text((size, row), mark, fill=(GREY, GREY, GREY), stroke_width=2, stroke_fill=(0, 0, 0), font=font)
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=80)
    return out.getvalue()
