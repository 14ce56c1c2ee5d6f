"""One call from its signature to its recorded answer. Nothing leaves that is not committed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import psycopg

from yiwang.gateway import refusals
from yiwang.gateway.calls import Call
from yiwang.gateway.contract import broken
from yiwang.gateway.crypto import DEFAULT, Suite
from yiwang.gateway.deciding import Allowed, SeenCase, allowed, given
from yiwang.gateway.digests import subject_digests
from yiwang.gateway.grants import grant_today
from yiwang.gateway.kinds import GATEWAY_EXCHANGE, PROVIDER, exchange_stream, provider_stream
from yiwang.gateway.nonces import Nonces
from yiwang.gateway.provider_rules import Block, Open
from yiwang.gateway.providers import Failed, Other
from yiwang.gateway.providers.registry import BadRegistry
from yiwang.gateway.quotas import Quotas
from yiwang.gateway.reading import WHO, Reader, Seen, Wanted
from yiwang.gateway.rules import REPLAYED, Answered, Record
from yiwang.gateway.served import Providers
from yiwang.gateway.signatures import Claim
from yiwang.gateway.together import Together
from yiwang.kernel.access import Actor, may
from yiwang.kernel.matter import City
from yiwang.kernel.people import client as clients
from yiwang.kernel.products import Grant
from yiwang.kernel.refusal import Refusal
from yiwang.people import key_use
from yiwang.people.ids import client_stream
from yiwang.store import receipts
from yiwang.store.batch import batch
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Done, Door, execute
from yiwang.store.wall import city_transaction

COUNT = (
    "SELECT count(*) FROM gateway_exchange_row WHERE city = %s AND grant_id = %s"
    " AND answered_at >= %s AND answered_at < %s"
)


@dataclass
class Timing:
    """When the legs of one call began and ended, milliseconds since 1970; 0 where it came to none."""

    request_in: int
    request_out: int = 0
    response_in: int = 0
    response_out: int = 0


@dataclass
class Outcome:
    """What became of a call.

    Attributes:
        body: JSON of the answer or the refusal. refusal: None where it was answered.
        actor: who asked, None where that is not known; then the answer is not signed.
        exchange: id of the record, None where nothing left. product, owner: what was asked of.
    """

    body: bytes
    refusal: Refusal | None
    actor: Actor | None = None
    exchange: UUID | None = None
    product: str = ""
    owner: str = ""


@dataclass
class Desk:
    """What calls are answered with; shared by all threads.

    Attributes:
        data: the state folder. clock: this moment, aware. suite: of the keyed digests.
    """

    door: Door
    data: Path
    clock: Callable[[], datetime]
    suite: Suite = DEFAULT
    providers: Providers = field(init=False)
    quotas: Quotas = field(init=False)

    def __post_init__(self) -> None:
        self.providers = Providers(self.data)
        self.quotas = Quotas(self._recorded)
        self._reading: Together[Wanted, Seen] = Together(Reader(self.door).read)
        self._recording: Together[Ask, Done | Refusal] = Together(self._commit)
        self._nonces: dict[str, Nonces] = {}

    def close(self) -> None:
        """Let go of providers and files."""
        self.providers.close()
        for one in self._nonces.values():
            one.close()

    def nonces(self, city: str) -> Nonces:
        """Return the nonces of a city. Called from the loop's one thread only."""
        if city not in self._nonces:
            path = self.data / "gateway" / f"nonces-{city}.log"
            self._nonces[city] = Nonces(path, self.clock().timestamp())
        return self._nonces[city]

    # Asking ---------------------------------------------------------------------------------------------

    def answer(self, key: str, claim: Claim, call: Call | Refusal, timing: Timing) -> Outcome:
        """Answer a call of a city. Blocks; many threads may be in it.

        Args:
            key: of the city, which is served. claim: what its signature says, not yet held against a key.
            call: as read, or why it cannot be.
        """
        city = self.door.cities(key, None)
        try:
            return self._answer(key, city, claim, call, timing)
        except psycopg.Error:
            return _refused(refusals.NOT_RECORDED)

    def _answer(self, key: str, city: City, claim: Claim, call: Call | Refusal, timing: Timing) -> Outcome:
        now = self.clock()
        today = now.astimezone(ZoneInfo(city.zone)).date()
        client, _, name = claim.keyid.rpartition(".")
        seen = self._reading.do(
            Wanted(
                key,
                client_stream(key, client),
                call.case if isinstance(call, Call) else "",
                call.grant if isinstance(call, Call) else "",
            )
        )
        signer = clients.signer(seen.client, name, now, city) if seen.client is not None else None
        if signer is None or not claim.holds(signer[1]):
            return _refused(refusals.unsigned("key"))
        actor = signer[0]
        grant: Grant | None = None
        fallen: Refusal | None = None
        if isinstance(call, Call):
            grant, fallen = grant_today(city, call.grant, seen.grant, today)
        product = city.products.get(grant.product) if grant is not None else None
        self._note_use(key, client, name, now)
        about = {
            "actor": actor,
            "product": product.id if product else "",
            "owner": product.owner if product else "",
        }
        if not self._nonces[key].take(claim.keyid, claim.nonce, claim.created, now.timestamp()):
            return _refused(REPLAYED, **about)
        if isinstance(call, Refusal):
            return _refused(call, **about)
        if not may(actor, "gateway.ask"):
            return _refused(refusals.DENIED, **about)
        try:
            served = self.providers.of(key, product) if product is not None else None
        except BadRegistry:
            return _refused(refusals.NO_PROVIDER, **about)
        body = city.bodies[actor.holdings[0].body]
        permit = allowed(grant, product, served.keys if served else (), call, body, seen.case, today)
        if isinstance(permit, Refusal):
            return _refused(permit, **about)
        if fallen is not None:  # said last: nobody learns how a grant stands that is not theirs
            return _refused(fallen, **about)
        assert served is not None and seen.case is not None, "what is allowed has a product and a case"
        if permit.product.id in seen.blocked:
            return _refused(refusals.BLOCKED, **about)
        if served.provider is None:
            return _refused(refusals.NO_PROVIDER, **about)
        if not self.quotas.take(key, permit.grant.id, today, permit.grant.quota.calls):
            return _refused(refusals.quota(permit.grant.quota.calls), **about)
        outcome = self._given(key, city, permit, seen.case, call, actor, claim, served, timing)
        if outcome.refusal is not None:
            self.quotas.give_back(key, permit.grant.id, today)
        outcome.product, outcome.owner = permit.product.id, permit.product.owner
        return outcome

    def _given(
        self,
        key: str,
        city: City,
        permit: Allowed,
        case: SeenCase,
        call: Call,
        actor: Actor,
        claim: Claim,
        served: Any,
        timing: Timing,
    ) -> Outcome:
        timing.request_out = _millis(self.clock())
        try:
            rows = served.ask(permit.wanted, permit.by, permit.values, permit.most)
            problem = broken(permit, rows)
        except Failed as fault:
            return _refused(refusals.failed(fault.why), actor=actor)
        except Other as other:
            problem = other.problem
        finally:
            timing.response_in = _millis(self.clock())
        now = self.clock()
        if problem:
            self._block(key, permit, problem, now)
            return _refused(refusals.CONTRACT, actor=actor)
        leaving = given(permit, rows, now.astimezone(ZoneInfo(city.zone)))
        answered = self._answered(key, permit, case, call, actor, len(leaving))
        stream = exchange_stream(key, claim.keyid, claim.nonce)
        ask = Ask(key, GATEWAY_EXCHANGE, stream, Record(answered=answered), actor, now)
        done = self._recording.do(ask)
        if isinstance(done, Refusal):
            return _refused(done, actor=actor)
        promise = receipts.promise(self.door.safe.keyring, ask, done)
        body = msgspec.json.encode(
            {
                "exchange": str(stream),
                "fields": permit.fields,
                "masked": answered.masked,
                "promise": msgspec.Raw(promise),
                "rows": leaving,
            }
        )
        return Outcome(body, None, actor, stream)

    def _answered(
        self, key: str, permit: Allowed, case: SeenCase, call: Call, actor: Actor, rows: int
    ) -> Answered:
        kept = permit.product.classes.get(permit.by)
        keyring = self.door.safe.keyring
        concept = kept.concept if kept is not None else permit.by
        return Answered(
            body=permit.body,
            by=permit.by,
            case=call.case,
            client=actor.person.removeprefix("client:"),
            fields=permit.fields,
            grant=permit.grant.id,
            masked=tuple(name for name in permit.fields if name in permit.masks),
            matter=case.matter,
            owner=permit.product.owner,
            product=permit.product.id,
            purpose=permit.grant.purpose["zh"],
            rows=rows,
            subjects=subject_digests(keyring, key, concept, permit.values, self.suite),
        )

    # The store ------------------------------------------------------------------------------------------

    def _commit(self, asks: Sequence[Ask]) -> list[Done | Refusal]:
        """Record exchanges, in one commit for each city; returns once they are durable."""
        if len(asks) == 1:
            return [execute(self.door, asks[0])]
        answers: dict[int, Done | Refusal] = {}
        for city in dict.fromkeys(ask.city for ask in asks):
            mine = [(number, ask) for number, ask in enumerate(asks) if ask.city == city]
            done = batch(self.door, [ask for _, ask in mine], at_once=len(mine))
            answers.update(zip((number for number, _ in mine), done, strict=True))
        return [answers[number] for number in range(len(asks))]

    def _block(self, key: str, permit: Allowed, problem: str, now: datetime) -> None:
        command = Block(product=permit.product.id, owner=permit.product.owner, problem=problem)
        execute(self.door, Ask(key, PROVIDER, provider_stream(key, permit.product.id), command, WHO, now))

    def _note_use(self, key: str, client: str, name: str, now: datetime) -> None:
        stream = client_stream(key, client)
        if key_use.is_due(key, stream, name, now):
            with lend(self.door.pool) as connection:
                key_use.note(connection, key, stream, name, now)

    def open_provider(self, key: str, product: str) -> Done | Refusal:
        """Open a provider that was blocked and is mended."""
        ask = Ask(key, PROVIDER, provider_stream(key, product), Open(), WHO, self.clock())
        return execute(self.door, ask)

    def _recorded(self, key: str, grant: str, day: date) -> int:
        zone = ZoneInfo(self.door.cities(key, None).zone)
        begins = datetime.combine(day, time(), zone)
        with lend(self.door.pool) as connection, city_transaction(connection, key, WHO) as cursor:
            row = cursor.execute(COUNT, (key, grant, begins, begins + timedelta(days=1))).fetchone()
        return int(row[0]) if row else 0

    # Receipts -------------------------------------------------------------------------------------------

    def receipt(self, key: str, claim: Claim, exchange: UUID) -> Outcome:
        """Return the receipt of an exchange of the asker's body; its promise until it is covered."""
        try:
            return self._receipt(key, claim, exchange)
        except psycopg.Error:
            return _refused(refusals.NOT_RECORDED)

    def _receipt(self, key: str, claim: Claim, exchange: UUID) -> Outcome:
        city, now = self.door.cities(key, None), self.clock()
        client, _, name = claim.keyid.rpartition(".")
        seen = self._reading.do(Wanted(key, client_stream(key, client), "", ""))
        signer = clients.signer(seen.client, name, now, city) if seen.client is not None else None
        if signer is None or not claim.holds(signer[1]):
            return _refused(refusals.unsigned("key"))
        actor = signer[0]
        if not self._nonces[key].take(claim.keyid, claim.nonce, claim.created, now.timestamp()):
            return _refused(REPLAYED, actor=actor)
        if not may(actor, "gateway.ask"):
            return _refused(refusals.DENIED, actor=actor)
        with lend(self.door.pool) as connection:
            made = receipts.receipt(connection, self.door.safe.keyring, key, actor, exchange, 1)
        if made is None:
            return _refused(refusals.NO_EXCHANGE, actor=actor)
        return Outcome(made, None, actor)


def refused(refusal: Refusal) -> bytes:
    """Return the JSON of a refusal."""
    return msgspec.json.encode(
        {
            "error": {
                "code": refusal.code,
                "zh": refusal.zh,
                "en": refusal.en,
                **({"params": refusal.params} if refusal.params else {}),
            }
        }
    )


def _refused(refusal: Refusal, **about: Any) -> Outcome:
    return Outcome(refused(refusal), refusal, **about)


def _millis(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
