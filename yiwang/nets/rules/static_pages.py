"""`yiwang page`: the same pages as files in a folder, to be looked at without a server."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import find
from django.template.loader import render_to_string

from yiwang.nets.rules import pages
from yiwang.nets.rules.book import Sheet, book_of, decision_file, process_file
from yiwang.pack.finding import Unreadable
from yiwang.pack.load import load
from yiwang.web.words import HTML_LANGUAGE, LANGUAGES, T, Text

BPMN_JS = "bpmn-navigated-viewer.production.min.js"
FILES = (
    "web/page.css",
    "rules/rules.css",
    "rules/rules.js",
    f"rules/bpmn-js/{BPMN_JS}",
    "rules/bpmn-js/LICENSE",
)
Page = tuple[str, str, Callable[["Paths", str], dict[str, Any]]]


class Paths:
    """Files beside each other; `page.html` in Chinese, `page.en.html` in English."""

    def __init__(self, language: str) -> None:
        self.end = ".html" if language == LANGUAGES[0] else f".{language}.html"

    def home(self) -> str:
        """The first page."""
        return f"index{self.end}"

    def process(self, matter: str) -> str:
        """A matter's process."""
        return f"matter-{matter}{self.end}"

    def decisions(self, matter: str, file: str) -> str:
        """A decision file."""
        return f"matter-{matter}--{file}{self.end}"

    def trial(self, matter: str, file: str, number: int) -> str:
        """Nothing can be asked of a file."""
        return ""

    def xml(self, matter: str) -> str:
        """The BPMN file."""
        return f"files/{matter}.bpmn"

    def shown(self, matter: str, language: str) -> str:
        """The page holds it: a browser reads no file beside a file."""
        return ""


def write_pages(source: Path, out: Path, on: date) -> int:
    """Write the pages of a pack, a DMN file or a BPMN file. 0 written, 2 unreadable."""
    try:
        brand, listed, sheets = _read(source, on)
    except Unreadable as fault:
        print(fault.sentence.zh, fault.sentence.en, sep="\n", file=sys.stderr)
        return 2
    files = out / "files"
    files.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        found = find(name)
        assert isinstance(found, str), name
        shutil.copyfile(found, files / ("bpmn-js-LICENSE" if name.endswith("LICENSE") else Path(name).name))
    for sheet in sheets:
        if sheet.xml is not None:
            (files / f"{sheet.id}.bpmn").write_bytes(sheet.xml)
    for name, template, context in listed:
        for language in LANGUAGES:
            said = context(Paths(language), language)
            text = render_to_string(template, {**_about(brand, name, language), **said})
            (out / f"{name}{Paths(language).end}").write_text(text, encoding="utf-8")
    print(out / f"index{Paths(LANGUAGES[0]).end}")
    return 0


def _about(brand: Text, name: str, language: str) -> dict[str, Any]:
    other = next(one for one in LANGUAGES if one != language)
    return {
        "base": "rules/sheet.html",
        "offline": True,
        "language": language,
        "html_language": HTML_LANGUAGE[language],
        "other_language": other,
        "other_html_language": HTML_LANGUAGE[other],
        "other_address": f"{name}{Paths(other).end}",
        "brand": brand,
        "home": Paths(language).home(),
        "css": "files/rules.css",
        "script": "files/rules.js",
        "viewer": f"files/{BPMN_JS}",
    }


def _read(source: Path, on: date) -> tuple[Text, list[Page], list[Sheet]]:
    if source.suffix in (".dmn", ".bpmn"):
        return _read_file(source)
    book = book_of(load(source), on)
    return book.title, list(_of_pack(book)), list(book.sheets.values())


def _read_file(source: Path) -> tuple[Text, list[Page], list[Sheet]]:
    try:
        data = source.read_bytes()
    except OSError:
        raise Unreadable(f"读不了文件 {source}。", f"The file {source} cannot be read.") from None
    if source.suffix == ".dmn":
        file = decision_file(source.name, data)
        page: Page = (
            "index",
            "rules/decisions.html",
            lambda ways, language: pages.decisions_page(None, "", file, ways),
        )
        return T("rules.title"), [page], []
    sheet = process_file(source.name, data)
    return T("rules.title"), [("index", "rules/process.html", _process(sheet))], [sheet]


def _of_pack(book: Any) -> Iterator[Page]:
    yield "index", "rules/home.html", lambda ways, language: pages.home_page(book, ways)
    for sheet in book.sheets.values():
        yield f"matter-{sheet.id}", "rules/process.html", _process(sheet)
        for name, file in sheet.decisions.items():
            yield f"matter-{sheet.id}--{name}", "rules/decisions.html", _decisions(sheet, file)


def _process(sheet: Sheet) -> Callable[[Paths, str], dict[str, Any]]:
    def context(ways: Paths, language: str) -> dict[str, Any]:
        data = pages.data_of(pages.in_language(sheet.xml, language)) if sheet.xml is not None else ""
        return {**pages.process_page(sheet, ways, language), "xml_data": data}

    return context


def _decisions(sheet: Sheet, file: Any) -> Callable[[Paths, str], dict[str, Any]]:
    return lambda ways, language: pages.decisions_page(sheet.title, sheet.id, file, ways)
