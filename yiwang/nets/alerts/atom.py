"""Alerts as an Atom feed. Source: RFC 4287."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True)
class Entry:
    """One alert. `page`: for people; `cap`: its newest signed message."""

    identifier: str
    title: str
    summary: str
    updated: datetime
    page: str
    cap: str


def feed(title: str, page: str, own: str, entries: Sequence[Entry], now: datetime) -> bytes:
    """Return the feed as XML. `own`: its own address; `now`: when nothing is in force."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    _text(root, "id", uuid5(NAMESPACE_URL, own).urn)
    _text(root, "title", title)
    _text(root, "updated", max((one.updated for one in entries), default=now).isoformat())
    author = etree.SubElement(root, f"{{{ATOM}}}author")
    _text(author, "name", title)
    _link(root, own, "self", "application/atom+xml")
    _link(root, page, "alternate", "text/html")
    for one in entries:
        entry = etree.SubElement(root, f"{{{ATOM}}}entry")
        _text(entry, "id", uuid5(NAMESPACE_URL, f"{own}#{one.identifier}").urn)
        _text(entry, "title", one.title)
        _text(entry, "updated", one.updated.isoformat())
        _text(entry, "summary", one.summary or one.title)
        _link(entry, one.page, "alternate", "text/html")
        _link(entry, one.cap, "related", "application/cap+xml")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}{name}").text = text


def _link(parent: etree._Element, href: str, rel: str, type: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}link", href=href, rel=rel, type=type)
