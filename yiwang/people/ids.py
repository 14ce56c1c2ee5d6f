"""Ids of people's streams: worked out from what they are about, so that nothing need be looked up."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID, uuid5

_SPACE = UUID("5f1d2c0e-8a4b-5c1d-9e3f-000000000003")


def person_stream(city: str, person: str) -> UUID:
    """Return the stream of a person's record. `person` is random, or the pack's own id."""
    return uuid5(_SPACE, f"{city}/person/{person}")


def persona_person(city: str, persona: str) -> str:
    """Return the person id of a persona whom the pack gives none: stable, and it says nothing."""
    return "p-" + sha256(f"{city}/{persona}".encode()).hexdigest()[:20]


def client_stream(city: str, client: str) -> UUID:
    """Return the stream of a machine client's record: its key's text names the client."""
    return uuid5(_SPACE, f"{city}/client/{client}")
