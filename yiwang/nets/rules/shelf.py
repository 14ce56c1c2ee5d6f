"""The books of the packs that are served, each made when first asked for and kept by digest and day."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from threading import Lock

from yiwang.nets.rules.book import Book, book_of
from yiwang.pack.load import load_archive
from yiwang.store.connect import Connection

MOST = 8
ARCHIVE = "SELECT archive FROM pack WHERE hash = %s"
_books: OrderedDict[tuple[str, date], Book] = OrderedDict()
_making = Lock()


def known(digest: str, on: date) -> Book | None:
    """Return a book that has been made, None before."""
    return _books.get((digest, on))


def keep(book: Book) -> None:
    """Keep a book; the one kept longest gives way."""
    _books[book.digest, book.on] = book
    while len(_books) > MOST:
        _books.popitem(last=False)


def made(connection: Connection, digest: str, on: date) -> Book:
    """Return the book of a stored pack; several that ask at once wait for the one that makes it.

    Raises:
        KeyError: no pack with this digest is stored.
    """
    with _making:
        book = known(digest, on)
        if book is None:
            row = connection.execute(ARCHIVE, (digest,)).fetchone()
            if row is None:
                raise KeyError(digest)
            book = book_of(load_archive(bytes(row[0])), on)
            keep(book)
        return book


def forget() -> None:
    """Keep no book."""
    _books.clear()
