"""Holiday notices on disk, for the benches: the pack's, else the shared data's."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta, timezone
from pathlib import Path

from yiwang.kernel.calendar import Calendar, parse_session

ROOT = Path(__file__).parents[1]
CHINA = timezone(timedelta(hours=8))
# An assumption of the counting convention, as no law states office hours; a pack has its own.
OFFICE_HOURS = ("09:00-12:00", "13:30-17:30")


def folder() -> Path:
    """Return the folder of holiday-cn files in use.

    Raises:
        FileNotFoundError: there is none; the message says where it was looked for.
    """
    shared = Path(os.environ.get("YIWANG_SHARED", ROOT.parent / "shared"))
    places = (ROOT / "packs" / "yueyang" / "calendar", shared / "data" / "calendar")
    for place in places:
        if any(place.glob("*.json")):
            return place
    raise FileNotFoundError("no holiday notices (*.json) in " + " or ".join(str(place) for place in places))


def calendar_until(horizon: date | None = None) -> Calendar:
    """Return the calendar of China, with the notices of years up to that of `horizon` only."""
    documents = [json.loads(file.read_text("utf-8")) for file in sorted(folder().glob("*.json"))]
    if horizon is not None:
        documents = [document for document in documents if document["year"] <= horizon.year]
    return Calendar.of_notices(documents, zone=CHINA, office=[parse_session(hours) for hours in OFFICE_HOURS])
