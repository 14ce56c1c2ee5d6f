"""The city's checkpoints for whoever watches it, and what its witnesses say of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Schema
from pydantic import Field

from yiwang.kernel.refusal import Refusal
from yiwang.kernel.witness import Cosignature
from yiwang.store import cosigning
from yiwang.store.cosigning import Witnessed
from yiwang.web import store_door
from yiwang.web.here import city_key
from yiwang.web.permission import PUBLIC_VERB
from yiwang.web.rest.problems import refused
from yiwang.web.rest.served import Served

SAYS = {
    "GET /checkpoints/latest": "最新签名的存证根，和见证单位的加签。",
    "GET /checkpoints/consistency": "证明后一个存证根由前一个只增不改而来。",
    "POST /checkpoints/cosignatures": "见证单位交来它的加签。",
}
LARGEST = 2**62
router = Served(
    "checkpoints",
    {
        "witness": "district-archive",
        "signature": "0" * 128,
        "key_id": "0" * 16,
        "statement": "e30=",
        "size": 24,
        "old": 12,
        "new": 24,
        "proof": "0" * 64,
    },
    says=SAYS,
)


class Signed(Schema):
    """A checkpoint's exact bytes (base64) and the city's signature over them (hex)."""

    statement: str
    key_id: str
    signature: str


class Witnesses(Schema):
    """A witness's own bytes (base64) and its signature over them (hex)."""

    witness: str = Field(max_length=100)
    statement: str = Field(max_length=4000)
    signature: str = Field(max_length=200)


class Point(Schema):
    """A checkpoint: the tree's size, when it was signed, by which bytes, and who witnessed it."""

    size: int
    at: datetime
    checkpoint: Signed
    cosignatures: list[Witnesses]


class Between(Schema):
    """The sizes of two checkpoints, the earlier first."""

    old: int = Field(gt=0, lt=LARGEST)
    new: int = Field(gt=0, lt=LARGEST)


class Proof(Schema):
    """RFC 6962's consistency path, hex."""

    proof: list[str]


class Taken(Schema):
    """Which checkpoint was witnessed, by whom, when."""

    witness: str
    size: int
    at: datetime


@router.serve("GET", "/checkpoints/latest", PUBLIC_VERB, response=Point, codes={404: ()})
def latest(request: HttpRequest) -> dict[str, Any]:
    """Give the newest checkpoint with its co-signatures; 404 while nothing was signed."""
    with store_door.door().pool.connection() as connection:
        found = cosigning.latest(connection, city_key(request))
    if not found:
        raise Http404
    return as_sent(found[0])


@router.serve(
    "GET",
    "/checkpoints/consistency",
    PUBLIC_VERB,
    response=Proof,
    codes={404: ("witness.no-checkpoint",)},
)
def consistency(request: HttpRequest, between: Query[Between]) -> Any:
    """Prove that the later of two checkpoints grew out of the earlier."""
    with store_door.door().pool.connection() as connection:
        found = cosigning.consistency(connection, city_key(request), between.old, between.new)
    return refused(found, 404) if isinstance(found, Refusal) else {"proof": found}


@router.serve(
    "POST",
    "/checkpoints/cosignatures",
    PUBLIC_VERB,
    response=Taken,
    keyed=False,
    codes={409: ("witness.unknown", "witness.forged", "witness.other-checkpoint")},
)
def cosign(request: HttpRequest, sent: Witnesses) -> Any:
    """Take a witness's co-signature: its own signature lets it in. Sent again it changes nothing."""
    given = Cosignature(sent.witness, sent.statement, sent.signature)
    city = request.city.city  # type: ignore[attr-defined]
    with store_door.door().pool.connection() as connection:
        taken = cosigning.take(connection, city_key(request), city, given)
    if isinstance(taken, Refusal):
        return refused(taken)
    return {"witness": taken.witness, "size": taken.size, "at": taken.at}


def as_sent(one: Witnessed) -> dict[str, Any]:
    """Return a checkpoint as it is sent."""
    point = one.checkpoint
    return {
        "size": one.size,
        "at": one.at,
        "checkpoint": {"statement": point.body, "key_id": point.key_id, "signature": point.signature},
        "cosignatures": [
            {"witness": said.witness, "statement": said.body, "signature": said.signature}
            for _, said in one.said
        ],
    }
