"""Public numbers of cases and the ids behind them: pure, chance is an argument.

A number is `YYMM-` and nine characters of Crockford's base 32 (no I, L, O, U): eight drawn by
chance, one that checks. It is never sequential, so nobody learns from one how many there are.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHANCE_BYTES = 5
"""Random bytes that a number needs: eight characters of five bits."""

_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_REDUCING = 0b100101  # x⁵ + x² + 1, irreducible over GF(2)


def case_number(opened_on: datetime, chance: bytes) -> str:
    """Return a new public number, such as `2611-7K3M9QXTC`.

    Args:
        opened_on: when the case begins, in the city's zone.
        chance: 5 random bytes.
    """
    assert len(chance) == CHANCE_BYTES, "a number needs 5 random bytes"
    drawn = int.from_bytes(chance, "big")
    body = "".join(ALPHABET[drawn >> shift & 31] for shift in range(35, -1, -5))
    prefix = f"{opened_on:%y%m}"
    return f"{prefix}-{body}{check_character(prefix + body)}"


def check_character(characters: str) -> str:
    """Return the character that makes a number whole.

    A weighted sum in the field of 32 elements with a different weight at each place: every single
    wrong character, and every swap of two neighbours, changes it.
    """
    total, weight = 0, 2
    for character in reversed(characters):
        total ^= _times(ALPHABET.index(character), weight)
        weight = _times(weight, 2)
    return ALPHABET[total]


def _times(left: int, right: int) -> int:
    product = 0
    while right:
        if right & 1:
            product ^= left
        left, right = left << 1, right >> 1
        if left & 32:
            left ^= _REDUCING
    return product


def read_number(typed: str) -> str | None:
    """Return the number that somebody typed, in its one form, or None when it is none.

    Small letters, blanks, and O, I, L for 0 and 1 are forgiven; a wrong character is not.
    """
    bare = "".join(typed.upper().split()).replace("-", "").translate(_MISREAD)
    if len(bare) != 13 or any(character not in ALPHABET for character in bare) or not bare[:4].isdecimal():
        return None
    if check_character(bare[:-1]) != bare[-1]:
        return None
    return f"{bare[:4]}-{bare[4:]}"


def stream_id(at: datetime, chance: bytes) -> UUID:
    """Return a UUIDv7 (RFC 9562): 48 bits of milliseconds, then chance; 10 random bytes."""
    assert len(chance) == 10, "an id needs 10 random bytes"
    milliseconds = int(at.timestamp() * 1000)
    number = milliseconds << 80 | int.from_bytes(chance, "big")
    number = number & ~(0xF << 76) | 7 << 76
    number = number & ~(0x3 << 62) | 2 << 62
    return UUID(int=number)


def called_id(caller: str, token: str) -> str:
    """Return the id of the case that a call begins: the same each time it is worked out (UUIDv5)."""
    return str(uuid5(UUID(caller), token))
