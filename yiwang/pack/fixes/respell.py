"""Which word of a list was meant, and how a value is written in its normal form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

_DIGITS = "零一二三四五六七八九"
_NUMERAL = r"[一二三四五六七八九]?[十百]?[一二三四五六七八九]?十?[一二三四五六七八九]?"
_AMOUNT = re.compile(rf"(?P<number>{_NUMERAL})(?=\s*(?:个?工作日|工作时|小时|分钟|日|周|个?月|年)\Z)")
_DAY = re.compile(
    r"(?P<year>\d{4})(?:[-/.]|\s*年\s*)(?P<month>\d{1,2})(?:[-/.]|\s*月\s*)(?P<day>\d{1,2})\s*日?"
)
_HOURS = re.compile(r"(?P<h>\d{1,2}):(?P<m>\d\d)\s*(?:-|~|–|—|至)\s*(?P<h2>\d{1,2}):(?P<m2>\d\d)")
_LONG_ENOUGH = 4


def folded(word: str) -> str:
    """Return a word without what writing alone adds: width, case, blanks, hyphens."""
    return re.sub(r"[\s_-]", "", unicodedata.normalize("NFKC", word)).casefold()


def meant(word: str, known: Iterable[str]) -> str | None:
    """Return the one known word that was surely meant: the same but for writing, or one slip away.

    None where another known word is as near, or the word is too short to tell.
    """
    choices = sorted(set(known) - {word})
    same = [one for one in choices if folded(one) == folded(word)]
    if same:
        return same[0] if len(same) == 1 else None
    if len(word) < _LONG_ENOUGH:
        return None
    near = [one for one in choices if one_slip(word, one)]
    return near[0] if len(near) == 1 and near[0][0] != "$" else None


def one_slip(word: str, other: str) -> bool:
    """Say whether one letter too many, too few, wrong, or two changed places, is all the difference."""
    if word == other or abs(len(word) - len(other)) > 1:
        return False
    at = next(
        (n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other))
    )
    rest, over = word[at:], other[at:]
    return (
        rest[1:] == over
        or rest == over[1:]
        or rest[1:] == over[1:]
        or (
            len(rest) > 1
            and len(over) > 1
            and rest[0] == over[1]
            and rest[1] == over[0]
            and rest[2:] == over[2:]
        )
    )


def plain(text: str) -> str:
    """Return a text in half width, with single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def normal_forms(text: str) -> Iterator[str]:
    """Yield how a day, a time limit or office hours are written in a pack, if the text is one."""
    said = plain(text)
    yield said
    amount = _AMOUNT.match(said)
    if amount and amount["number"]:
        number = of_numeral(amount["number"])
        if number:
            yield f"{number} {said[amount.end() :].strip()}"
    joined = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(\D+)", said)
    if joined:
        yield f"{joined[1]} {''.join(joined[2].split()) if not joined[2].isascii() else joined[2].lower()}"
    day = _DAY.fullmatch(said)
    if day:
        try:
            yield date(int(day["year"]), int(day["month"]), int(day["day"])).isoformat()
        except ValueError:
            pass
    hours = _HOURS.fullmatch(said)
    if hours:
        yield f"{int(hours['h']):02}:{hours['m']}-{int(hours['h2']):02}:{hours['m2']}"


def of_numeral(text: str) -> int | None:
    """Return a Chinese numeral below a thousand as a number, None if it is none."""
    found = re.fullmatch(
        r"(?:(?P<c>[一二三四五六七八九])百零?)?(?:(?P<t>[一二三四五六七八九])?(?P<ten>十))?(?P<o>[一二三四五六七八九])?",
        text,
    )
    if not text or found is None:
        return None
    tens = (_DIGITS.index(found["t"]) if found["t"] else 1) if found["ten"] else 0
    return 100 * _DIGITS.index(found["c"] or "零") + 10 * tens + _DIGITS.index(found["o"] or "零")


def numeral(number: int) -> str:
    """Return a number below a thousand as laws write it: 42 is 四十二."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        said += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        said += "零"
    return said + (_DIGITS[ones] if ones else "")


def citation(text: str) -> str:
    """Return a citation as clauses are compared: no title marks, no blanks, articles in Chinese numerals."""
    said = re.sub(r"[\s《》]", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"第(\d{1,3})(?=[条款项])", lambda found: f"第{numeral(int(found[1]))}", said)
