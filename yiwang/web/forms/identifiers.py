"""Numbers with a check digit: resident identity, unified social credit code. Also phone and e-mail.

Check digits are python-stdnum's. Its whole-number checks are stricter than the numbers in use (it
knows no codes whose second character is a letter, as rural collectives have, and no newer places of
birth), so the shape is checked here.
Source: GB 11643-1999 (identity number), GB 32100-2015 (credit code).
"""

from __future__ import annotations

import re
from datetime import date

from stdnum.cn import ric, uscc

CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
MOBILE = re.compile(r"1[3-9]\d{9}\Z")
LANDLINE = re.compile(r"(0\d{2,3})-?(\d{7,8})\Z")
FOREIGN = re.compile(r"\+(?!86)\d{6,15}\Z")
EMAIL = re.compile(r"[^@\s]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}\Z")


def identity_fault(number: str, today: date | None = None) -> str | None:
    """Return the code of what is wrong with an identity number in capitals, None when nothing is."""
    if len(number) != 18:
        return "form.id-length"
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return "form.id-letters"
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "form.id-birth"
    if born.year < 1850 or (today and born > today):
        return "form.id-birth"
    return None if ric.calc_check_digit(number) == number[-1] else "form.id-check"


def credit_fault(code: str) -> str | None:
    """Return the code of what is wrong with a credit code in capitals, None when nothing is."""
    if len(code) != 18:
        return "form.id-length"
    if any(letter not in CREDIT_LETTERS for letter in code) or not code[2:8].isdigit():
        return "form.code-letters"
    return None if uscc.calc_check_digit(code[:-1]) == code[-1] else "form.id-check"


def phone(text: str) -> str | None:
    """Return a telephone number in one form (`13…`, `0730-8880000`, `+44…`), None when it is none."""
    bare = re.sub(r"[\s()（）]|(?<=\d)[-–—](?=\d)", "", text)
    bare = re.sub(r"\A(\+|00)86", "", bare)
    if MOBILE.match(bare) or FOREIGN.match(bare):
        return bare
    landline = _landline(bare)
    return landline


def _landline(bare: str) -> str | None:
    # Beijing, Guangzhou and the 02x cities have three-digit area codes, all others four.
    length = 3 if re.match(r"0(10|2\d)", bare) else 4
    match = LANDLINE.match(f"{bare[:length]}-{bare[length:]}")
    return f"{match[1]}-{match[2]}" if match and len(match[1]) == length else None


def email(text: str) -> str | None:
    """Return the address, None when it is none."""
    return text if EMAIL.match(text) and len(text) <= 254 else None
