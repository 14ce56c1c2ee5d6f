"""Answers of GeoReport v2, as JSON and as XML: one value, two ways of writing it.

XML is written from the same value by the standard's convention: a list becomes elements of one name within
the element of the list; an empty value an empty element. Source: GeoReport v2 (wiki.open311.org).
"""

from __future__ import annotations

import json
import re
from typing import Any

from django.http import HttpResponse
from lxml import etree

MEDIA = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
ITEM = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "request_updates": "request_update",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
    "notes": "note",
}
"""Name of a list → name of what is in it."""
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Wrong(Exception):
    """What was asked is wrong: HTTP status, and (code, description) of each fault."""

    def __init__(self, status: int, *faults: tuple[str, str]) -> None:
        super().__init__(status)
        self.status, self.faults = status, faults


def answer(name: str, value: Any, form: str, status: int = 200) -> HttpResponse:
    """Return a value named `name` in the form asked for (`json` or `xml`)."""
    if form == "json":
        content = json.dumps(value, ensure_ascii=False).encode()
    else:
        root = etree.Element(name)
        _fill(root, name, value)
        content = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    response = HttpResponse(content, status=status, content_type=MEDIA[form])
    response["Access-Control-Allow-Origin"] = "*"
    return response


def fault(wrong: Wrong, form: str) -> HttpResponse:
    """Return the standard's list of errors."""
    listed = [{"code": code, "description": says} for code, says in wrong.faults]
    return answer("errors", listed, form, wrong.status)


def _fill(element: Any, name: str, value: Any) -> None:
    if isinstance(value, list):
        for one in value:
            _fill(etree.SubElement(element, ITEM.get(name, "item")), "", one)
    elif isinstance(value, dict):
        for key, one in value.items():
            _fill(etree.SubElement(element, key), key, one)
    elif value is not None:
        element.text = _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_XML.sub("", str(value))
