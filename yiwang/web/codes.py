"""The code by which somebody takes what was prepared for them, and how long a guesser must wait. Pure."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

ALPHABET = "ACDEFGHJKLMNPQRTUVWXY34679"
"""No two of these look alike on paper or sound alike on a telephone: no B8, I1, O0, S5, Z2."""

LENGTH = 12
FREE_TRIES = 10
LONGEST_WAIT = timedelta(hours=1)


def make(chance: bytes) -> str:
    """Return a code of `LENGTH` characters, about 56 bits, from 16 random bytes."""
    if len(chance) < 16:
        raise ValueError("a code needs 16 bytes of chance")
    drawn = int.from_bytes(chance)
    return "".join(ALPHABET[drawn // len(ALPHABET) ** place % len(ALPHABET)] for place in range(LENGTH))


def grouped(code: str) -> str:
    """Return a code in groups of four, as it is shown: `ACDE-FGHJ-KLMN`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def digest(typed: str, purpose: str = "") -> str:
    """Return the SHA-256, in hex, of a code as somebody typed it: case, blanks and dashes do not matter.

    `purpose` stands before it, so that the code of one thing is never that of another: `stuck/`.
    """
    bare = "".join(one for one in typed.upper() if one.isalnum())
    return sha256(f"{purpose}{bare}".encode()).hexdigest()


def wait_after(tries: int) -> timedelta:
    """Return how long to wait after so many wrong codes: none for the first ten, then twice as long each."""
    if tries < FREE_TRIES:
        return timedelta(0)
    return min(timedelta(minutes=2 ** min(tries - FREE_TRIES, 10)), LONGEST_WAIT)
