"""Mends what the rules find, where a rule leaves one answer only (YW1xx to YW7xx)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from stdnum.cn import uscc

from yiwang.pack.check.glossary import used_word
from yiwang.pack.check.grants import why_not
from yiwang.pack.check.privacy import CLASSES, PERSONAL
from yiwang.pack.check.products import FITS, Use, in_period, uses_of
from yiwang.pack.finding import Edit, Fix, Sentence
from yiwang.pack.fixes.files import without_line
from yiwang.pack.fixes.registry import Broken, fixer
from yiwang.pack.fixes.source import Part
from yiwang.pack.fixes.values import clauses_like
from yiwang.pack.governed import Term, terms_of

_ITEM = re.compile(r"[A-Z0-9][A-Z0-9-]*\Z")
_RULE = re.compile(r"<(?P<prefix>[\w.-]+:)?rule\b[^>]*>")
_ENCODED = re.compile(r"<\?xml[^>]*encoding\s*=\s*[\"'](?P<name>[^\"']+)")


@fixer("YW101")
def clauses_cited_otherwise(broken: Broken) -> Fix | None:
    """引用的条款只差数字写法 (第42条)、书名号、空格, clauses/ 里恰有一条: 改为那一条。

    A citation that is exactly one clause of clauses/ but for digits, title marks or blanks.
    """
    found = clauses_like(broken)
    return broken.instead(found[0]) if len(found) == 1 else None


@fixer("YW114")
def codes_written_otherwise(broken: Broken) -> Fix | None:
    """代码、日期只差全半角、大小写; 县级以下写了 GB/T 2260 的改为 NBS。

    A code or date in full width or in small letters; GB/T 2260 below county level becomes NBS.
    """
    if broken.source.file == "places.csv" and broken.inner == "GB/T 2260":
        return broken.instead("NBS")
    narrow = unicodedata.normalize("NFKC", broken.inner).strip()
    if broken.source.file == "bodies.csv":
        return broken.instead(narrow.upper()) if uscc.is_valid(narrow.upper()) else None
    if broken.source.file == "places.csv":
        return broken.instead(narrow) if re.fullmatch("[0-9]+", narrow) else None
    matters = broken.seen.pack.matters if broken.seen else ()
    for matter in matters:
        if matter.code and matter.code.where == broken.finding.where:
            code = narrow.upper()
            fits = _ITEM.match(code) and all(str(other.code) != code for other in matters)
            return broken.instead(code) if fits else None
    return broken.instead(narrow) if _is_day(narrow) else None


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@fixer("YW117")
def lines_said_twice(broken: Broken) -> Fix | None:
    """表里整行完全相同的两行: 删去后一行。

    Two lines of a table that are the same throughout: the second is removed.
    """
    at = broken.source.offset(broken.finding.where)
    if broken.source.form != "csv" or at is None:
        return None
    first, after = broken.source.line(at)
    line = broken.text[first:after].rstrip("\r\n")
    before = broken.text[:first].splitlines()[1:]
    if '"' in line or line not in before:
        return None
    return without_line(broken, first, first + len(line), ("删去重复的一行", "remove the repeated line"), "")


@fixer("YW205")
def rules_that_repeat(broken: Broken) -> Fix | None:
    """只重复另一条的规则: 删去, 答案不变。

    A rule that only repeats another: it is removed, and no answer changes.
    """
    told = _ENCODED.match(broken.text)
    if told and told["name"].lower() not in ("utf-8", "us-ascii"):
        return None
    at = broken.source.offset(broken.finding.where)
    if at is None:
        return None
    line, after = broken.source.line(at)
    begun = list(_RULE.finditer(broken.text, line, after))
    if len(begun) != 1 or begun[0][0].endswith("/>"):
        return None
    start, closing = begun[0].start(), f"</{begun[0]['prefix'] or ''}rule>"
    end = broken.text.find(closing, start)
    inside = broken.text[start:end]
    if end < 0 or "<!--" in inside or "<![" in inside or len(_RULE.findall(inside)) != 1:
        return None
    end += len(closing)
    first, _ = broken.source.line(start)
    last = broken.source.line(end)[1]
    if not broken.text[first:start].strip() and not broken.text[end:last].strip():
        start, end = first, last
    return broken.at(start, end, "", ("删去这条规则", "remove this rule"))


@fixer("YW402")
def fields_that_one_product_holds(broken: Broken) -> Fix | None:
    """恰有一个资源的一个数据项是这个概念, 类型相合, 已有授权, 字段的分级不低于资源: 写上 x-yw-prefill。

    Exactly one field of one product is of the concept and type, a grant covers the use, and the form guards
    the field no less: the prefill is written.
    """
    seen = broken.seen
    for matter in seen.pack.matters if seen else ():
        for name, terms in terms_of(matter).items():
            if terms.concept is None or terms.concept.where != broken.finding.where or seen is None:
                continue
            held = [
                Use(matter, name, terms, product, field)
                for product in seen.pack.governed.products
                if product.shareable and in_period(seen, product.since, product.until)
                for field in product.fields.values()
                if field.concept == terms.concept
            ]
            if len(held) != 1 or not _may_fill(broken, held[0]):
                return None
            use = held[0]
            text = f'"x-yw-prefill": {{"product": "{use.product.id}", "field": "{use.field.name}"}}'
            return _after(broken, text)
    return None


def _may_fill(broken: Broken, use: Use) -> bool:
    seen, field = broken.seen, use.field
    if seen is None or str(use.terms.type) not in FITS.get(str(field.type), set()):
        return False
    guarded = PERSONAL[use.terms.personal] >= PERSONAL.get(str(field.personal), 0)
    own = str(use.terms.data_class or "general")
    classed = CLASSES.get(own, 0) >= CLASSES.get(str(field.data_class), 0)
    leads = [lead for lead in seen.lead_bodies(use.matter) if lead != str(use.product.owner)]
    return guarded and classed and all(why_not(seen, use, lead) is None for lead in leads)


def _after(broken: Broken, pair: str) -> Fix | None:
    """Return the fix that writes another pair after the one whose value the finding points at."""
    if broken.span is None:
        return None
    first, _ = broken.source.line(broken.span[0])
    lead = re.match(r"[ \t]*", broken.text[first:])
    line_of_its_own = lead and broken.text[first + lead.end() : broken.span[0]].startswith('"')
    # The line may hold several pairs: then the new one stands on it, too.
    alone = line_of_its_own and broken.text[first : broken.span[0]].count('":') == 1
    gap = ",\n" + lead[0] if lead and alone else ", "
    if "\r\n" in broken.text[: broken.span[1]]:
        gap = gap.replace("\n", "\r\n")
    return broken.at(broken.span[1], broken.span[1], gap + pair, (f"写上 {pair}", f"write {pair}"))


@fixer("YW502")
def fields_guarded_less(broken: Broken) -> Fix | None:
    """字段的数据分级、个人信息类别写得比资源低: 改为资源的 (个人信息须已写明分级、用途、保存期限)。

    A data class or a mark of personal information that is lower than at the product: raised to the product's;
    personal information only where class, purpose and retention are stated.
    """
    for use in uses_of(broken.seen) if broken.seen else ():
        if use.terms.product is None or use.terms.product.where != broken.finding.where:
            continue
        terms, field = use.terms, use.field
        if CLASSES.get(str(terms.data_class or "general"), 0) < CLASSES.get(str(field.data_class), 0):
            return _written(broken, "x-yw-class", f'"{field.data_class}"')
        stated = terms.data_class and terms.purpose and terms.retention
        if stated and PERSONAL[terms.personal] < PERSONAL.get(str(field.personal), 0):
            value = "true" if field.personal == "ordinary" else '"sensitive"'
            return _written(broken, "x-yw-personal", value)
    return None


def _written(broken: Broken, key: str, value: str) -> Fix | None:
    """Return the fix that gives a key of the field around the finding another value."""
    fields = (
        [part for part in broken.source.holding(broken.span[0]) if part.kind == "map"] if broken.span else []
    )
    if len(fields) < 2:
        return None
    says = (f"写上 {key}: {value}", f"write {key}: {value}")
    pairs = {broken.text[name.start : name.end].strip('"'): (name, said) for name, said in fields[-2].pairs}
    if key in pairs:
        return broken.at(pairs[key][1].start, pairs[key][1].end, value, says)
    prefill: Part = pairs["x-yw-prefill"][1]
    return broken.at(prefill.end, prefill.end, f', "{key}": {value}', says)


@fixer("YW701")
def words_the_glossary_does_not_use(broken: Broken) -> Fix | None:
    """用语表里只有一个词把它列为不用的说法: 改为那个词。

    A word that one term alone of the glossary rules out: the term is written.
    """
    if broken.seen is None or broken.span is None or broken.source.form not in ("yaml", "json", "csv"):
        return None
    terms = broken.seen.pack.governed.terms
    edits: list[Edit] = []
    said: list[tuple[str, str]] = []
    for language in ("zh", "en"):
        for term in terms:
            bad, right = used_word(term, language, broken.inner), str(term.term.in_language(language))
            if bad is None:
                continue
            if sum(bad in map(str, other.forbidden.get(language, ())) for other in terms) != 1:
                return None
            edits += _replaced(broken, term, bad, right)
            said.append((bad, right))
    if not edits:
        return None
    zh = "、".join(f"“{bad}”改为“{right}”" for bad, right in said)
    return Fix(Sentence(zh, ", ".join(f"“{right}” for “{bad}”" for bad, right in said)), tuple(edits))


def _replaced(broken: Broken, term: Term, bad: str, right: str) -> list[Edit]:
    assert broken.span is not None
    edge = r"\b" if bad.isascii() else ""
    spared = [str(word) for word in (*term.spared, *term.term.words.values()) if word]
    pattern = re.compile(
        "|".join([*(re.escape(word) for word in spared), f"(?P<bad>{edge}{re.escape(bad)}{edge})"]),
        re.IGNORECASE,
    )
    edits = []
    for found in pattern.finditer(broken.text, *broken.span):
        if found["bad"] is None:
            continue
        word = right[0].upper() + right[1:] if found[0][:1].isupper() else right
        edits.append(broken.source.edit(found.start(), found.end(), word))
    return edits
