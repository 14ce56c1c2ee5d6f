"""The articles of a law, from its text (Markdown or plain) or from a clause file of a pack."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from yiwang.pack.finding import Unreadable

MOST_BYTES = 10_000_000

_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = "[零〇一二两三四五六七八九十百千]+"
_ARTICLE = re.compile(rf"^[*＊\s　]*(第{_NUMBER}条(?:之{_NUMBER})?)[*＊\s　:：]*")
_CITED = re.compile(rf"(?P<law>.*?)\s*(?P<article>第{_NUMBER}条(?:之{_NUMBER})?)")
_DATE = re.compile(r"\((\d{4}-\d{2}-\d{2})\)")


@dataclass(frozen=True, slots=True)
class Law:
    """A law: its name, the date of the text ("" if unknown), its articles in order (`第三条` → text)."""

    name: str
    version: str
    articles: dict[str, str]


def number(word: str) -> int:
    """Return the number a Chinese numeral says: 一百零三 → 103."""
    total = unit = 0
    for sign in word:
        if sign in _UNITS:
            total += (unit or 1) * _UNITS[sign]
            unit = 0
        else:
            unit = _DIGITS[sign]
    return total + unit


def article_of(citation: str) -> tuple[str, str]:
    """Return law and article of a citation (`行政许可法 第三十二条第一款` → 行政许可法, 第三十二条)."""
    found = _CITED.match(citation)
    return (found["law"], found["article"]) if found else (citation, "")


def short(name: str) -> str:
    """Return a law's name as it is cited: without 中华人民共和国 and the date."""
    return _DATE.sub("", name).strip().removeprefix("中华人民共和国").strip("《》 ")


def read_law(file: Path) -> Law:
    """Return the law in a file: text, or a clause file (.yaml). Raises Unreadable."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise Unreadable(
                f"{file.name} 超过 {MOST_BYTES} 字节。", f"{file.name} is over {MOST_BYTES} bytes."
            )
        text = file.read_text("utf-8-sig")
    except OSError as error:
        why = error.strerror
        raise Unreadable(f"{file.name} 读不了: {why}。", f"{file.name} cannot be read: {why}.") from None
    except UnicodeDecodeError:
        raise Unreadable(f"{file.name} 的文字不是 UTF-8。", f"{file.name} is not text in UTF-8.") from None
    law = _from_clauses(file, text) if file.suffix in (".yaml", ".yml") else _from_text(file, text)
    if not law.articles:
        raise Unreadable(
            f"{file.name} 里没有“第…条”。要法律原文或条款文件 (clauses/<law>.yaml)。",
            f"{file.name} has no article (第…条). Give the text of a law, or a clause file of a pack.",
        )
    return law


def _from_text(file: Path, text: str) -> Law:
    articles: dict[str, list[str]] = {}
    name, here = "", ""
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("#"):
            name = name or line.lstrip("# ").strip()
            here = ""
            continue
        begins = _ARTICLE.match(line)
        if begins and begins[1] not in articles:
            here = begins[1]
            articles[here] = [line[begins.end() :].strip("*＊ ")]
        elif here and line and not line.startswith("<!--"):
            articles[here].append(line)
    dated = _DATE.search(file.stem)
    whole = {article: "\n".join(part for part in parts if part) for article, parts in articles.items()}
    return Law(short(name or file.stem), dated[1] if dated else "", whole)


def _from_clauses(file: Path, text: str) -> Law:
    try:
        given = yaml.safe_load(text)
        clauses = given["clauses"]
        said = {str(name): str(one["says"]["zh"]) for name, one in clauses.items()}
        return Law(short(str(given["law"])), str(given.get("version", "")), said)
    except (yaml.YAMLError, KeyError, TypeError, AttributeError, RecursionError):
        raise Unreadable(
            f"{file.name} 不是条款文件: 要有 law 和 clauses。",
            f"{file.name} is no clause file: it needs law and clauses.",
        ) from None
