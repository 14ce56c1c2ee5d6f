"""messages.yaml as values that know where they were written, and compiled for the kernel."""

from __future__ import annotations

from dataclasses import dataclass, field

from yiwang.kernel import told as kernel
from yiwang.pack.fields import Fields
from yiwang.pack.nodes import Node
from yiwang.pack.text import Text
from yiwang.pack.where import Where, Word, Words

MESSAGES = "messages.yaml"
USUALLY = (kernel.PAGE, kernel.EMAIL)
"""The channels of a message that names none."""


@dataclass(frozen=True, slots=True)
class Told:
    """A template of messages.yaml."""

    id: Word
    event: Word
    matters: Words
    outcome: Word | None
    to: Words
    channels: Words
    subject: Text
    body: Text
    sms: Text | None
    where: Where

    @property
    def texts(self) -> tuple[tuple[str, Text], ...]:
        """Its texts, with the key of each."""
        short = (("sms", self.sms),) if self.sms is not None else ()
        return (("subject", self.subject), ("body", self.body), *short)


@dataclass(frozen=True, slots=True)
class Keeping:
    """For how many months messages and unused addresses are kept; 0: nothing is said."""

    messages: int = 0
    addresses: int = 0
    verified: bool = True
    where: Where = field(default_factory=lambda: Where(MESSAGES))


def keeping_of(nodes: dict[str, Node]) -> Keeping:
    """Read for how long messages.yaml keeps what it is about."""
    said = Fields(nodes.get(MESSAGES), Where(MESSAGES)).under("keep")
    if said is None:
        return Keeping()
    return Keeping(
        messages=said.whole("messages_months"),
        addresses=said.whole("addresses_months"),
        verified=said.flag("verified", True),
        where=said.where,
    )


def told_of(nodes: dict[str, Node]) -> tuple[Told, ...]:
    """Read messages.yaml; what is not written is empty."""
    listed = Fields(nodes.get(MESSAGES), Where(MESSAGES))
    found = []
    for one in listed.each("messages"):
        when = one.under("when") or Fields(None, one.where)
        found.append(
            Told(
                id=one.must("id"),
                event=when.must("event"),
                matters=when.words("matters"),
                outcome=when.word("outcome"),
                to=one.words("to"),
                channels=one.words("channels"),
                subject=one.text("subject"),
                body=one.text("body"),
                sms=one.maybe_text("sms"),
                where=one.where,
            )
        )
    return tuple(found)


def compiled(given: tuple[Told, ...]) -> tuple[kernel.Told, ...]:
    """Return the kernel's templates."""
    return tuple(
        kernel.Told(
            id=str(one.id),
            event=str(one.event),
            to=tuple(map(str, one.to)) or (kernel.APPLICANT,),
            channels=tuple(map(str, one.channels)) or USUALLY,
            subject=one.subject.plain(),
            body=one.body.plain(),
            sms=one.sms.plain() if one.sms is not None else {},
            matters=tuple(map(str, one.matters)),
            outcome=str(one.outcome or ""),
        )
        for one in given
    )
