"""The elements of an item (要素) in words: place in the catalogue, type, level, reach; and its materials."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest

from yiwang.kernel.items import LifeEvent
from yiwang.kernel.matter import City, Material, Matter
from yiwang.nets.services import material_words
from yiwang.pack.digest import files_of_archive
from yiwang.web import store_door
from yiwang.web.words import LANGUAGES, T, Text, say

TYPES_OF_FILES = {
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
JOINED = {"zh": "、", "en": ", "}


class MaterialWords(NamedTuple):
    """A material as its row shows it.

    Attributes:
        files: what the link says, and the file's name. ways: how else it may come, with what follows then.
    """

    title: Text
    required: bool
    words: Text
    exempt_if: Text | None
    note: Text | None
    sample: Text | None
    files: tuple[tuple[Text, str], ...]
    ways: tuple[Text, ...]


def material_in_words(material: Material, covered: Text | None = None) -> MaterialWords:
    """Return a material with its form, origin and copies in one line.

    Args:
        covered: what is said where a result of the city may stand in for it.
    """
    parts = [T(f"services.material.form.{material.form}")]
    if material.source:
        parts.append(T(f"services.material.from.{material.source}"))
    if material.copies:
        copies = T("services.material.copies")
        parts.append({one: say(copies, one, count=material.copies) for one in LANGUAGES})
    files = (
        ("services.material.sample-file", material.sample_file),
        ("services.material.blank-file", material.blank_file),
    )
    return MaterialWords(
        title=material.title,
        required=material.required,
        words=_joined(parts),
        exempt_if=material.exempt_if,
        note=material.note,
        sample=material.sample,
        files=tuple((T(key), name) for key, name in files if name),
        ways=(*([covered] if covered else []), *material_words.offered(material)),
    )


def _joined(parts: list[Text]) -> Text:
    return {one: JOINED[one].join(say(part, one) for part in parts) for one in LANGUAGES}


def of_matter(city: City, matter: Matter) -> list[tuple[str, Text | str]]:
    """Return (key of the term, value) of what the catalogue says of a matter; [] when it stands in none."""
    path = city.catalogue.path(matter.item.under)
    if not path:
        return []
    keys = ("services.guide.main", "services.guide.sub")
    found: list[tuple[str, Text | str]] = [
        (key, _coded(one.title, one.code)) for key, one in zip(keys, path, strict=False)
    ]
    found.append(("services.guide.handled-item", _coded(matter.title, matter.code)))
    if matter.item.implementing_code:
        found.append(("services.guide.implementing-code", matter.item.implementing_code))
    found.append(("services.guide.type", T(f"services.type.{path[0].type}")))
    found.append(
        ("services.guide.audience", _joined([T(f"services.audience.{one}") for one in matter.audience]))
    )
    found.append(("services.guide.level", T(f"services.level.{matter.item.level}")))
    found.append(("services.guide.reach", T(f"services.reach.{matter.item.reach}")))
    return found


def _coded(title: Text, code: str) -> Text:
    return {one: f"{say(title, one)} {code}" for one in LANGUAGES}


def events_of(city: City, matter: Matter) -> list[LifeEvent]:
    """Return the life and business events a matter belongs to."""
    return [city.catalogue.events[one] for one in matter.item.events if one in city.catalogue.events]


def file_of(request: HttpRequest, city: City, matter: Matter, name: str) -> bytes | None:
    """Return an example or blank form that a material of the guide names; None for any other name."""
    named = {
        one for material in matter.guide.materials for one in (material.sample_file, material.blank_file)
    }
    if not name or name not in named:
        return None
    with store_door.reading(request) as cursor:
        row = cursor.execute("SELECT archive FROM pack WHERE hash = %s", (city.pack,)).fetchone()
    files = files_of_archive(bytes(row[0])) if row else {}
    return files.get(f"matters/{matter.id}/files/{name}")
