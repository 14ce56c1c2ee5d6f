"""The result of a case and the code by which anybody can verify it. Pure but for the keyring."""

from __future__ import annotations

import hmac
from datetime import date, datetime
from hashlib import sha256
from typing import NamedTuple

from yiwang.kernel.case import Case
from yiwang.kernel.matter import City, Matter
from yiwang.kernel.numbers import ALPHABET
from yiwang.kernel.result import Result, Standing, begun, standing
from yiwang.kernel.validity import in_words
from yiwang.store.keys import Keyring
from yiwang.web.words import T, Text

CODE_LENGTH = 20
"""100 bits: nobody guesses one."""


def verify_code(keyring: Keyring, city: str, number: str) -> str:
    """Return the code of a case's result: an HMAC under a key that lies outside the database.

    Who has the number alone, or the ledger, cannot make it.
    """
    return _code(keyring.master().secret, city, number)


def _code(master: bytes, city: str, number: str) -> str:
    secret = hmac.new(master, b"verify-code", sha256).digest()
    drawn = int.from_bytes(hmac.new(secret, f"{city}/{number}".encode(), sha256).digest(), "big")
    return "".join(ALPHABET[drawn >> (5 * place) & 31] for place in range(CODE_LENGTH))


def is_code(keyring: Keyring, city: str, number: str, code: str) -> bool:
    """Say whether `code` is the one of this number, under any master key the city ever had.

    Small letters and dashes are forgiven.
    """
    given = "".join(code.upper().split()).replace("-", "").encode()
    good = [_code(one.secret, city, number).encode() for one in keyring.masters()]
    return any(hmac.compare_digest(one, given) for one in good)


def has_result(case: Case) -> bool:
    """Say whether there is a decision whose result can be shown and verified."""
    return case.outcome in ("grant", "deny") and case.phase in ("decided", "delivered", "closed")


class Valid(NamedTuple):
    """How long a result is valid.

    Attributes:
        said: the period in words, None when the matter says none. until: its last day, None without end.
        provisional: a later holiday notice may still move that day.
    """

    said: Text | None
    until: date | None
    provisional: bool


def valid_for(matter: Matter) -> Text | None:
    """Return how long a result of this matter is valid, in words; None when the matter says nothing."""
    text = str(matter.result.get("valid", ""))
    return in_words(text) if text else None


def result_of(case: Case, city: City, matter: Matter, decided_at: datetime) -> Result:
    """Return the result of a granted case; one granted before results were kept is counted from its decision.

    Args:
        decided_at: when its decision entered the ledger.
    """
    return case.result or begun(matter.result, decided_at, city.calendar, case.former)


def valid(result: Result, matter: Matter) -> Valid:
    """Say how long a result is valid."""
    return Valid(valid_for(matter), result.until, result.provisional)


class Stands(NamedTuple):
    """How a result stands today, for a page: the word, and what brought it about.

    Attributes:
        good: it may be relied on. moment: of the act, None where a date alone decides.
    """

    now: Standing
    good: bool
    word: Text
    moment: datetime | None
    clause: str
    paper: str
    from_on: date
    held_until: date | None
    successor: str


def stands(result: Result, today: date) -> Stands:
    """Return how a result stands on a day of the city."""
    now = standing(result, today)
    acted = now not in ("valid", "not-yet", "expired", "replaced")
    return Stands(
        now,
        now == "valid",
        T(f"services.standing.{now}"),
        result.at if acted else None,
        result.clause if acted else "",
        result.paper if acted else "",
        result.from_on,
        result.suspended_until if now == "suspended" else None,
        result.replaced_by,
    )


def result_title(city: City, matter: Matter) -> Text:
    """Return what the result is called."""
    title = matter.result.get("title")
    return title if title else matter.title


def grouped(code: str) -> str:
    """Return a code in groups of five, as it is printed."""
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))
