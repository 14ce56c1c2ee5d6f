"""Pictures of a report: told by their first bytes, small enough, and nothing kept but the picture.

A camera writes into a picture where it was taken, when, and by which device. All of it is taken out before
anything is stored; the position alone is read first, and offered to whoever tells, never used by itself.
A JPEG that stands upright and is not too large loses what lies beside its picture without being drawn anew.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PIL import ExifTags, Image, ImageOps

from yiwang.web.forms.uploads import sniff

KINDS = ("jpeg", "png", "webp")
MOST_BYTES, MOST_PICTURES = 10 * 1024 * 1024, 4
MOST_PIXELS, MOST_TIMES_AS_LONG = 50_000_000, 6
LONGEST_SIDE, KEPT_BYTES, QUALITY = 2048, 600 * 1024, 82
ORIENTATION = 0x0112
_KEPT_SEGMENTS = frozenset({0xE0, 0xEE})  # JFIF, and Adobe's word on colours; no other APPn, no comment


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept: JPEG; and the position that its camera wrote, degrees, or None."""

    content: bytes
    position: tuple[str, str] | None


@dataclass(frozen=True)
class Unfit:
    """Why a picture is not taken: `large`, `empty`, `type`, `shape`, `broken` or `too-many`."""

    why: str


def pictures_of(files: Iterable[Any]) -> tuple[list[Picture], Unfit | None]:
    """Return the pictures of a form, or what is wrong with one."""
    taken: list[Picture] = []
    for file in files:
        if len(taken) == MOST_PICTURES:
            return [], Unfit("too-many")
        if file.size > MOST_BYTES:
            return [], Unfit("large")
        one = picture_of(file.read())
        if isinstance(one, Unfit):
            return [], one
        taken.append(one)
    return taken, None


def picture_of(content: bytes) -> Picture | Unfit:
    """Return the picture without what its camera wrote into it, or why it is none."""
    if not content:
        return Unfit("empty")
    if len(content) > MOST_BYTES:
        return Unfit("large")
    kind = sniff(content)
    if kind not in KINDS:
        return Unfit("type")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _taken(content, kind)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Unfit("broken")


def _taken(content: bytes, kind: str) -> Picture | Unfit:
    with Image.open(io.BytesIO(content), formats=[kind.upper()]) as image:
        wide, high = image.size
        if wide * high > MOST_PIXELS or max(wide, high) > MOST_TIMES_AS_LONG * min(wide, high):
            return Unfit("shape")
        exif = image.getexif()
        position = _position(exif)
        upright = exif.get(ORIENTATION, 1) == 1
        small = max(wide, high) <= LONGEST_SIDE and len(content) <= KEPT_BYTES
        if kind == "jpeg" and upright and small and image.mode in ("RGB", "L"):
            image.draft("L", (wide // 8, high // 8))  # an eighth is drawn, to see that it can be
            image.load()
            bare = without_segments(content)
            if bare is not None:
                return Picture(bare, position)
        return Picture(_drawn_anew(image if kind != "jpeg" else Image.open(io.BytesIO(content))), position)


def _drawn_anew(image: Image.Image) -> bytes:
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if upright.mode not in ("RGB", "L"):
        seen = upright.convert("RGBA")
        upright = Image.new("RGB", seen.size, "white")
        upright.paste(seen, mask=seen.getchannel("A"))
    fresh = Image.new(upright.mode, upright.size)
    fresh.paste(upright)
    out = io.BytesIO()
    fresh.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def without_segments(content: bytes) -> bytes | None:
    """Return a JPEG without the segments that are not its picture; None where it is not in good order.

    Source: ITU-T T.81, annex B (markers; segments state their length; scans end at EOI).
    """
    out, at = [content[:2]], 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        end = at + 2 + length
        if length < 2 or end > len(content) or marker in (0xD8, 0xD9, 0x01) or 0xD0 <= marker <= 0xD7:
            return None
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in _KEPT_SEGMENTS:
            out.append(content[at:end])
        if marker == 0xDA:  # the scan; the file ends with its last EOI, and what hangs behind is cut off
            last = content.rfind(b"\xff\xd9")
            between = content[end:last]
            if last < end or b"\xff\xe1" in between or b"\xff\xfe" in between:
                return None
            return b"".join((*out, between, b"\xff\xd9"))
        at = end
    return None


def _position(exif: Any) -> tuple[str, str] | None:
    """Return longitude and latitude as the camera wrote them, in degrees to seven places."""
    try:
        told = exif.get_ifd(ExifTags.IFD.GPSInfo)
        latitude = _degrees(told[ExifTags.GPS.GPSLatitude])
        longitude = _degrees(told[ExifTags.GPS.GPSLongitude])
        south, west = told.get(ExifTags.GPS.GPSLatitudeRef), told.get(ExifTags.GPS.GPSLongitudeRef)
    except (KeyError, TypeError, ValueError, ZeroDivisionError, OSError):
        return None
    if south == "S":
        latitude = -latitude
    if west == "W":
        longitude = -longitude
    if not (abs(latitude) <= 90 and abs(longitude) <= 180) or (latitude == 0 and longitude == 0):
        return None
    return f"{longitude:.6f}", f"{latitude:.6f}"


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(one) for one in parts)
    return degrees + minutes / 60 + seconds / 3600
