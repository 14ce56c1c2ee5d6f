"""Where nets meet about what is open: one says which files the public can fetch, another lists them.

A net offers a source when Django starts; whoever describes the city's data asks for `distributions`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest

from yiwang.web.words import Text


class Distribution(NamedTuple):
    """A file of a data set that anybody may fetch.

    Attributes:
        product: id of the data product it is made of. id: of the data set it belongs to.
        form: `csv`, `parquet`, `json`. media: media type. licence: code of the EU's list (`CC_BY_4_0`).
        page, address: absolute addresses of the set's page and of the file, the same for every edition.
        bytes: size. sha256: of the file, hex. at: when it was published. updates: as in `Product.updates`.
    """

    product: str
    id: str
    title: Text
    says: Text
    synthetic: Text
    form: str
    media: str
    licence: str
    page: str
    address: str
    bytes: int
    sha256: str
    at: datetime
    updates: str


Source = Callable[[HttpRequest], tuple[Distribution, ...]]
_sources: list[Source] = []


def offer(source: Source) -> None:
    """Add a source; a net calls this when Django starts."""
    if source not in _sources:
        _sources.append(source)


def distributions(request: HttpRequest) -> tuple[Distribution, ...]:
    """Return every file that is open in the city of this request, in order."""
    return tuple(one for source in _sources for one in source(request))
