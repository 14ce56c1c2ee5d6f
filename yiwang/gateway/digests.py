"""Whom an exchange was about, as a keyed digest: never the value, never a hash that could be guessed back."""

from __future__ import annotations

from collections.abc import Iterable

from yiwang.gateway.crypto import DEFAULT, Suite
from yiwang.store.keys import Keyring

_FOR = b"yiwang/gateway/subjects/"


def subject_digests(
    keyring: Keyring, city: str, concept: str, values: Iterable[str], suite: Suite = DEFAULT
) -> tuple[str, ...]:
    """Return the digest of each value under the city's current key, hex, in their order.

    The key is derived from the vault's master key and lies outside the database. Under an earlier master key
    the digests were others: `subject_digests_ever`.

    Args:
        concept: of the field it is a value of (`kernel.products.Kept`), so that a number of one thing is not
            taken for a number of another.
    """
    key = suite.mac(keyring.master().secret, _FOR + city.encode())
    named = concept.encode() + b"\0"
    return tuple(suite.mac(key, named + value.encode()).hex() for value in values)


def subject_digests_ever(
    keyring: Keyring, city: str, concept: str, value: str, suite: Suite = DEFAULT
) -> tuple[str, ...]:
    """Return the digests of one value under each master key there is: to find what was asked about somebody.

    Rows: `SELECT state FROM gateway_exchange_row WHERE city = %s AND subjects && %s::text[]`.
    """
    named = concept.encode() + b"\0" + value.encode()
    return tuple(
        suite.mac(suite.mac(master.secret, _FOR + city.encode()), named).hex() for master in keyring.masters()
    )
