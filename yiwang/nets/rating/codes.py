"""The check code of a word without an account: shown once, kept as a digest. Pure."""

from __future__ import annotations

from hashlib import sha256

ALPHABET = "ACDEFGHJKLMNPQRTUVWXY34679"
"""No two of these look alike on paper or sound alike on a telephone: no B8, I1, O0, S5, Z2."""

LENGTH = 12


def make(chance: bytes) -> str:
    """Return a code of `LENGTH` characters, about 56 bits, from 16 random bytes."""
    if len(chance) < 16:
        raise ValueError("a code needs 16 bytes of chance")
    drawn = int.from_bytes(chance)
    return "".join(ALPHABET[drawn // len(ALPHABET) ** place % len(ALPHABET)] for place in range(LENGTH))


def grouped(code: str) -> str:
    """Return a code in groups of four: `ACDE-FGHJ-KLMN`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def digest(typed: str) -> str:
    """Return the SHA-256, in hex, of a code as typed: capitals, blanks and dashes do not matter."""
    bare = "".join(one for one in typed.upper() if one.isalnum())
    return sha256(f"stuck/{bare}".encode()).hexdigest()
