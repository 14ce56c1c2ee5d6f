"""The two acts on an edition: it is prepared from the product's data, it is reviewed and published.

Files are written before the record is: a record never names files that are not there. Where the record
is refused, the files go.
"""

from __future__ import annotations

from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING

from django.http import HttpRequest

from yiwang.granted.product_files import file_of
from yiwang.kernel.refusal import Refusal
from yiwang.nets.opening import duck, files, frame, looks, queries, rules, saying
from yiwang.nets.opening.computing import Computed, compute, personal_of, scanned, texts
from yiwang.nets.opening.frame import Found
from yiwang.nets.opening.kinds import EDITION, stream_of
from yiwang.nets.opening.records import Edition, KeptBack
from yiwang.store.execute import Done
from yiwang.web import here, store_door

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def look(request: HttpRequest, one: Found) -> Computed | Refusal:
    """Compute a set and write nothing: what would be published and kept back, which groups are too small."""
    file = file_of(files.products(), one.product.id)
    if file is None:
        return saying.no_data(one.product.id)
    with duck.shut_in(file.parent) as connection:
        return _computed(connection, file, one)


def prepare(request: HttpRequest, one: Found, *, withhold: bool, key: str | None) -> Done | Refusal:
    """Compute a set, write its files and record them as an edition that waits for its review.

    Args:
        withhold: rows in groups below k are left out; without it they are refused.
    """
    file = file_of(files.products(), one.product.id)
    if file is None:
        return saying.no_data(one.product.id)
    where = files.begin()
    try:
        with duck.shut_in(file.parent, where) as connection:
            made = _computed(connection, file, one)
            if isinstance(made, Refusal):
                return made
            if made.small and not withhold:
                return saying.small_groups(made.small, made.withheld, one.set.k)
            written = files.write(connection, where)
        editions = queries.of(request, one.set.id)
        number = editions[0].number + 1 if editions else 1
        city = here.city_key(request)
        place = files.folder(city, one.set.id, str(number))
        if place.exists():  # of an act whose record was never written
            files.drop(place)
        files.keep(where, place)
        done = store_door.ask(
            request,
            stream_of(city, one.set.id, number),
            rules.Prepare(
                definition=rules.definition_of(one.set, one.product),
                files=written,
                kept_back=KeptBack(
                    complementary=made.complementary,
                    dropped=made.dropped,
                    primary=made.primary,
                    rows=made.withheld,
                ),
                number=number,
                rows=made.rows,
                set=one.set.id,
                source=_hash(file),
            ),
            key=key,
            kind=EDITION,
        )
        if isinstance(done, Refusal) and done.code != "opening.exists":
            files.drop(place)
        return done
    finally:
        files.drop(where)


def _computed(connection: DuckDBPyConnection, file: Path, one: Found) -> Computed | Refusal:
    import duckdb

    try:
        return compute(connection, file, one.product, one.set)
    except duckdb.Error:  # its words may repeat values of the data
        return saying.unreadable(one.product.id)


def _hash(file: Path) -> str:
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def publish(request: HttpRequest, one: Found, edition: Edition, *, key: str | None) -> Done | Refusal:
    """Publish a prepared edition: its files are compared with the record and looked through once more."""
    where = frame.place(request, edition)
    if form := files.changed(where, edition.files):
        return saying.not_the_same(form)
    if found := _looked_through(where, one):
        return saying.looks_personal(found)
    stream = stream_of(here.city_key(request), edition.set, edition.number)
    return store_door.ask(request, stream, rules.Publish(), key=key, kind=EDITION)


def _looked_through(where: Path, one: Found) -> dict[str, int]:
    """Return the columns of an edition in which something looks personal, by the data as it is now."""
    file = file_of(files.products(), one.product.id)
    with duck.shut_in(where, *([file.parent] if file is not None else [])) as connection:
        connection.execute(f"CREATE VIEW out AS SELECT * FROM {duck.scan(where / 'data.parquet')}")
        found = looks.by_form(connection, "out", scanned(one.set, one.columns))
        personal = personal_of(one.product)
        if file is not None and duck.source(connection, file, one.product, list(personal)) is None:
            found |= looks.by_product(connection, "out", texts(one.set, one.columns), personal)
    return found
