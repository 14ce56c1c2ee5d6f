"""What an address names, read: an entity, a set, what an entity is linked to, with what is expanded in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse

from yiwang.ingest.kinds import datastream_id, thing_stream
from yiwang.ingest.sta import observed
from yiwang.ingest.sta.model import SETS, Place, Registry
from yiwang.ingest.sta.options import Options, Wrong, keep, value_of
from yiwang.web import store_door

Row = dict[str, Any]
EXPANDED = 25  # observations in an expanded stream
_STEP = re.compile(r"(?P<name>[A-Za-z]+)(?:\('?(?P<id>[A-Za-z0-9.@_-]{1,120})'?\))?\Z")


def answer(registry: Registry, request: HttpRequest, path: str, base: str, options: Options) -> HttpResponse:
    """Answer a GET.

    Raises:
        Wrong: the address or an option names nothing.
    """
    asked = _Asked(registry, request, base, options)
    place = asked.walk(path.strip("/"))
    if not place.many and len(place.ids) == 1:
        row = asked.entity(place.set, place.ids[0])
        if row is None:
            raise _nothing()
        return JsonResponse(asked.shown(place.set, row))
    if not place.many:
        raise _nothing()
    return JsonResponse(asked.page(place, path))


@dataclass
class _Asked:
    registry: Registry
    request: HttpRequest
    base: str
    options: Options

    def walk(self, path: str) -> Place:
        """Follow an address from set to entity to link; at its end is a set, or one entity."""
        here: Place | None = None
        for step in path.split("/"):
            found = _STEP.match(step)
            if found is None or len(path) > 400:
                raise _nothing()
            if here is None:
                if found["name"] not in SETS:
                    raise _nothing()
                here = self._all(found["name"])
            else:
                if here.many or len(here.ids) != 1 or found["name"] not in SETS[here.set]:
                    raise _nothing()
                if self.entity(here.set, here.ids[0]) is None:
                    raise _nothing()
                here = self.registry.related(here.set, here.ids[0], found["name"])
            if found["id"] is not None:
                inside = here.set == "Observations" or found["id"] in here.ids
                if not here.many or not inside:
                    raise _nothing()
                here = Place(here.set, False, (found["id"],))
        assert here is not None, "an address has a step"
        return here

    def _all(self, set_: str) -> Place:
        # No streams named: every one that the asker sees.
        return Place(set_, True, () if set_ == "Observations" else self.registry.ids(set_))

    def entity(self, set_: str, id: str) -> Row | None:
        """Return one entity, None where there is none that the asker sees."""
        if set_ != "Observations":
            return self.registry.row(set_, id)
        with store_door.reading(self.request) as cursor:
            return observed.one(cursor, self._city, id)

    def page(self, place: Place, path: str) -> Row:
        """Return a page of a set, with the address of the next one where there is more."""
        options = self.options
        if place.set == "Observations":
            everything = path.strip("/") == "Observations"
            rows, count, more = self._observations(None if everything else place.ids, options)
        else:
            rows, count, more = self._rows(place)
        found: Row = {} if count is None else {"@iot.count": count}
        found["value"] = [self.shown(place.set, row) for row in rows]
        if more:
            query = dict(self.request.GET.items()) | {"$skip": str(options.skip + options.top)}
            found["@iot.nextLink"] = f"{self.base}/{path}?{urlencode(query, safe='$')}"
        return found

    def _rows(self, place: Place) -> tuple[list[Row], int | None, bool]:
        options = self.options
        rows = [row for row in (self.registry.row(place.set, id) for id in place.ids) if row is not None]
        rows = [row for row in rows if keep(row, options.where)]
        for name, down in reversed(options.order):
            rows.sort(key=lambda row, name=name: str(value_of(row, name)), reverse=down)
        last = options.skip + options.top
        return rows[options.skip : last], len(rows) if options.count else None, len(rows) > last

    def _observations(
        self, names: tuple[str, ...] | None, options: Options
    ) -> tuple[list[Row], int | None, bool]:
        streams = None
        if names is not None:
            parts = [(name, *name.split(".", 1)) for name in names]
            streams = {
                datastream_id(thing_stream(self._city, thing), own): name for name, thing, own in parts
            }
        with store_door.reading(self.request) as cursor:
            return observed.page(cursor, self._city, streams, options)

    def shown(self, set_: str, row: Row) -> Row:
        """Return an entity with its links, what is expanded, and only what is selected."""
        options, id = self.options, row["@iot.id"]
        self_link = f"{self.base}/{set_}('{id}')"
        chosen = options.select
        found = {key: value for key, value in row.items() if not chosen or key in chosen or key == "@iot.id"}
        if chosen:
            for name in chosen:
                if name not in SETS[set_]:
                    value_of(row, name)
        found["@iot.selfLink"] = self_link
        for link in SETS[set_]:
            if not chosen or link in chosen:
                found[f"{link}@iot.navigationLink"] = f"{self_link}/{link}"
        for path in options.expand:
            self._expand(found, set_, id, path)
        return found

    def _expand(self, into: Row, set_: str, id: str, path: tuple[str, ...]) -> None:
        link, rest = path[0], path[1:]
        if link not in SETS[set_]:
            raise Wrong(f"{set_} 没有 {link[:40]}。", f"{set_} have no {link[:40]}.")
        place = self.registry.related(set_, id, link)
        inner = _Asked(self.registry, self.request, self.base, Options(expand=(rest,) if rest else ()))
        if place.set == "Observations":
            rows, _, _ = inner._observations(place.ids, Options(top=EXPANDED))
        else:
            rows = [
                row for row in (self.registry.row(place.set, one) for one in place.ids) if row is not None
            ]
        shown = [inner.shown(place.set, row) for row in rows]
        into[link] = shown if place.many else (shown[0] if shown else None)
        into.pop(f"{link}@iot.navigationLink", None)

    @property
    def _city(self) -> str:
        return str(self.request.city.key)  # type: ignore[attr-defined]


def _nothing() -> Wrong:
    return Wrong("没有这样的地址或对象。", "There is nothing at this address.", 404)
