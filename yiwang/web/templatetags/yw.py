"""Template tags of every page: texts, dates, phases. Built in, no `{% load %}` needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yiwang.web import dates
from yiwang.web.doors import Door
from yiwang.web.words import HTML_LANGUAGE, LANGUAGES, T, Text
from yiwang.web.words import say as say_in

register = template.Library()


@register.simple_tag(takes_context=True)
def t(context: template.Context, key: str, **params: Any) -> str:
    """{% t "header.skip" %}: the interface text in the reader's language, escaped."""
    return say_in(T(key), context.get("language", "zh"), **params)


@register.simple_tag(takes_context=True)
def say(context: template.Context, text: Text | str | None, **params: Any) -> str:
    """{% say matter.title %}: a {zh, en} value of a pack in the reader's language."""
    return say_in(text, context.get("language", "zh"), **params)


@register.simple_tag(takes_context=True)
def both(context: template.Context, text: Text | str) -> SafeString | str:
    """{% both matter.title %}: the reader's language first, the other one beside it, each marked."""
    if isinstance(text, str):
        text = T(text)
    language = context.get("language", "zh")
    order = [language, *(one for one in LANGUAGES if one != language)]
    parts = [(HTML_LANGUAGE[one], text[one]) for one in order if text.get(one)]
    first, rest = parts[:1], parts[1:]
    return format_html_join("", '<span lang="{}">{}</span>', first) + format_html_join(
        "", ' <span class="also" lang="{}">{}</span>', rest
    )


@register.simple_tag(takes_context=True)
def marked(context: template.Context, texts: Mapping[str, Sequence[tuple[str, bool]]]) -> SafeString:
    """{% marked line.title %}: a text cut into parts, those that were looked for in <mark>."""
    language = context.get("language", "zh")
    parts = texts.get(language) or texts.get("zh") or ()
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", p) if hit else p,) for p, hit in parts)
    )


@register.simple_tag(takes_context=True)
def due(context: template.Context, when: date | datetime | None, provisional: bool = False) -> SafeString:
    """{% due case.due provisional=case.due_is_provisional %}: date, weekday, and 暂定 while provisional."""
    if when is None:
        return SafeString("")
    language = context.get("language", "zh")
    words = dates.day_in_words(_local(context, when), language)
    mark = say_in(T("due.provisional"), language, year=when.year) if provisional else ""
    note = format_html(' <span class="provisional">{}</span>', mark) if mark else ""
    return format_html('<time datetime="{}">{}</time>{}', when.isoformat(), words, note)


@register.simple_tag(takes_context=True)
def moment(context: template.Context, when: datetime) -> SafeString:
    """{% moment event.at %}: date and minute in the city's zone."""
    language = context.get("language", "zh")
    words = dates.moment_in_words(_local(context, when), language)
    return format_html('<time datetime="{}">{}</time>', when.isoformat(), words)


@register.simple_tag(takes_context=True)
def phase(context: template.Context, name: str) -> SafeString:
    """{% phase case.phase %}: the badge of a phase; its word carries the meaning, colour only helps."""
    name = str(name)
    word = say_in(T(f"phase.{name}"), context.get("language", "zh"))
    return format_html('<span class="badge badge-{}">{}</span>', name, word)


@register.simple_tag(takes_context=True)
def waiting(context: template.Context, door: Door) -> SafeString | str:
    """{% waiting door %}: how much waits behind a door of the menu, nothing where nothing does."""
    request = context.get("request")
    count = door.waiting(request) if door.waiting is not None and request is not None else 0
    if not count:
        return ""
    words = say_in(T("header.waiting"), context.get("language", "zh"), count=count)
    return format_html(
        ' <span class="waiting"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></span>',
        count,
        words,
    )


@register.simple_tag
def filled_address(pattern: str, section: str) -> str:
    """{% filled_address "/a/SECTION" "operator" %}: the address of a section's page."""
    return pattern.replace("SECTION", section)


def _local(context: template.Context, when: date | datetime) -> Any:
    zone = getattr(context.get("city"), "zone", None) or "Asia/Shanghai"
    return when.astimezone(ZoneInfo(zone)) if isinstance(when, datetime) else when
