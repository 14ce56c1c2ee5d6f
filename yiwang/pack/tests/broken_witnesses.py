"""Packs whose witnesses cannot be told apart, or have another's key (YW250)."""

from __future__ import annotations

from hashlib import sha256

from yiwang.pack.tests.city import Edit, append
from yiwang.pack.tests.mutants import Mutant

RAW = "ab" * 32
ID = sha256(bytes.fromhex(RAW)).hexdigest()[:16]


def witness(name: str, key: str) -> str:
    """Return an entry of a witness."""
    return f"  - {{id: {name}, title: {{zh: 见证, en: Witness}}, key: {key}}}\n"


def witnesses(*entries: str) -> Edit:
    """Give the pack witnesses."""
    return append("pack.yaml", "witnesses:\n" + "".join(entries))


BROKEN_WITNESSES: tuple[Mutant, ...] = (
    Mutant(
        "YW250",
        "a witness with the key of another",
        (witnesses(witness("archive", f"yiwang-ed25519 court {ID} {RAW}")),),
    ),
    Mutant(
        "YW250",
        "a key whose number is not its own",
        (witnesses(witness("archive", f"yiwang-ed25519 archive {'0' * 16} {RAW}")),),
    ),
    Mutant(
        "YW250",
        "two witnesses of one id",
        (witnesses(*[witness("archive", f"yiwang-ed25519 archive {ID} {RAW}")] * 2),),
    ),
)
