"""The kind of stream that a joint application is, and the row it keeps."""

from __future__ import annotations

from typing import Any

import msgspec

from yiwang.kernel import joint
from yiwang.kernel.joint import Joint
from yiwang.store.kinds import StreamKind, register


def _values(one: Joint) -> tuple[Any, ...]:
    digests = [signer.digest for signer in one.signers if signer.digest]
    return (one.case, one.first, list(one.persons), digests, one.phase, one.matter)


JOINT = register(
    StreamKind(
        name="joint",
        table="joint_row",
        columns=(
            ("case_id", "text"),
            ("first", "text"),
            ("persons", "text[]"),
            ("digests", "text[]"),
            ("phase", "text"),
            ("matter", "text"),
        ),
        decide=joint.decide,
        begin=joint.begin,
        evolve=joint.evolve,
        values=_values,
        wake_at=lambda _: None,
        pack_of=lambda one: one.pack,
        encode=msgspec.json.Encoder(order="deterministic").encode,
        decode=msgspec.json.Decoder(Joint).decode,
        read_event=joint.event_of,
        project=lambda stream, old, new, events: [],
    )
)
