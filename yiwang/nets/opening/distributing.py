"""The files of the newest editions, as the catalogue of data lists them."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from yiwang.kernel.opening.sets import LICENCES
from yiwang.nets.opening import files, queries
from yiwang.web import here
from yiwang.web.opened import Distribution
from yiwang.web.store_door import NoDatabase


def distributions(request: HttpRequest) -> tuple[Distribution, ...]:
    """Return the files of the newest edition of each set that the pack has; none without a database."""
    try:
        newest = queries.newest(request)
    except NoDatabase:
        return ()
    city = here.city_now(request)
    found = []
    for one in city.open_sets.values():
        edition = newest.get(one.id)
        if edition is None or edition.published_at is None or one.licence not in LICENCES:
            continue
        page = request.build_absolute_uri(reverse("opening:set", args=(one.id,)))
        for file in edition.files:
            found.append(
                Distribution(
                    product=edition.product,
                    id=one.id,
                    title=one.title,
                    says=one.says,
                    synthetic=one.synthetic,
                    form=file.form,
                    media=files.MEDIA[file.form].split(";")[0],
                    licence=LICENCES[one.licence].code,
                    page=page,
                    address=request.build_absolute_uri(reverse("opening:newest", args=(one.id, file.form))),
                    bytes=file.bytes,
                    sha256=file.sha256,
                    at=edition.published_at,
                    updates=one.updates,
                )
            )
    return tuple(found)
