"""What goes up to a platform above (上报): mappings of a pack, and records made by them. Pure.

A mapping says for each record (事项, 申请, 受理, 过程, 办结, 评价, 证照) which fields go out under which
names, by which code tables and formats, and which constants. A value of a form goes out only where a field
names it, a personal one only with the clause that allows it; it is opened when it is sent and stands in no
record here.

Source: no text of a platform's interface was readable; names, codes and shapes are each mapping's own.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

import msgspec

Text = dict[str, str]
Value = str | datetime | date

ITEM, APPLICATION, ACCEPTANCE, STEP = "item", "application", "acceptance", "step"
COMPLETION, RATING, CERTIFICATE = "completion", "rating", "certificate"
RECORDS: dict[str, Text] = {
    ITEM: {"zh": "事项", "en": "item"},
    APPLICATION: {"zh": "申请", "en": "application"},
    ACCEPTANCE: {"zh": "受理", "en": "acceptance"},
    STEP: {"zh": "过程", "en": "process step"},
    COMPLETION: {"zh": "办结", "en": "completion"},
    RATING: {"zh": "评价", "en": "rating"},
    CERTIFICATE: {"zh": "证照", "en": "certificate"},
}
FACT, SEALED = "fact.", "sealed."
"""Sources that are fields of the matter's form: `fact.floor_area`, and personal ones `sealed.id_number`."""

STEPS = (
    "case.correction-asked",
    "case.corrected",
    "case.suspended",
    "case.resumed",
    "case.extended",
    "case.handed-over",
    "case.task-completed",
    "case.limit-passed",
    "case.hearing-held",
    "case.visit-made",
    "case.reopened",
)
ENDS = ("case.decided", "case.closed", "case.withdrawn", "case.lapsed", "case.made-void")
TELLING = frozenset({"case.filed", "case.accepted", "case.refused", *STEPS, *ENDS})
STANDINGS = (
    "granted",
    "annulled",
    "taken-back",
    "deregistered",
    "revoked",
    "withheld",
    "restored",
    "replaced",
)
"""How a certificate came to stand as it does; the words after `case.result-` in the ledger, and `granted`."""

_MATTER: dict[str, Text] = {
    "matter": {"zh": "事项代号", "en": "id of the matter"},
    "matter.title": {"zh": "事项名称", "en": "title of the matter"},
    "matter.code": {"zh": "事项编码", "en": "code of the matter"},
    "matter.implementing_code": {"zh": "实施编码", "en": "implementing code"},
    "matter.item": {"zh": "目录里上一级的编码", "en": "code of the item above it in the catalogue"},
    "matter.type": {"zh": "事项类型", "en": "type of the item"},
    "matter.kind": {"zh": "事项种类", "en": "kind of the matter"},
    "matter.level": {"zh": "行使层级", "en": "level at which it is exercised"},
    "city": {"zh": "城市代码", "en": "code of the city's root place"},
}
_CASE: dict[str, Text] = _MATTER | {
    "at": {"zh": "发生时间", "en": "when it happened"},
    "number": {"zh": "办件编号", "en": "number of the case"},
    "body": {"zh": "主责单位代号", "en": "id of the lead body"},
    "body.title": {"zh": "主责单位名称", "en": "title of the lead body"},
    "place": {"zh": "区域代码", "en": "code of the place"},
    "channel": {"zh": "申请渠道", "en": "channel"},
    "phase": {"zh": "办件状态", "en": "phase of the case"},
    "outcome": {"zh": "决定", "en": "what was decided"},
    "event": {"zh": "留痕", "en": "the event"},
    "paper": {"zh": "文书编号", "en": "number of the paper"},
    "due": {"zh": "期限", "en": "limit as it stands"},
}
SOURCES: dict[str, dict[str, Text]] = {
    ITEM: _MATTER | {
        "matter.legal": {"zh": "法定时限", "en": "legal limit"},
        "matter.promised": {"zh": "承诺时限", "en": "promised limit"},
        "matter.visits": {"zh": "到现场次数", "en": "visits needed"},
        "matter.basis": {"zh": "依据", "en": "basis"},
    },
    APPLICATION: _CASE,
    ACCEPTANCE: _CASE,
    STEP: _CASE | {
        "step": {"zh": "步骤", "en": "the step"},
        "step.outcome": {"zh": "这一步的结果", "en": "what came of the step"},
        "role": {"zh": "岗位类别", "en": "role that acted"},
    },
    COMPLETION: _CASE,
    RATING: _CASE | {
        "grade": {"zh": "评价等级", "en": "grade"},
        "handling": {"zh": "第几次办理", "en": "which handling of the case"},
    },
    CERTIFICATE: _CASE | {
        "certificate": {"zh": "证照种类", "en": "kind of certificate"},
        "certificate.from": {"zh": "有效期起", "en": "first day"},
        "certificate.until": {"zh": "有效期止", "en": "last day"},
        "standing": {"zh": "证照变化", "en": "what became of it"},
    },
}  # fmt: skip
"""Record → what may be sent of it, none of it personal; `fact.` and `sealed.` fields come beside."""

TIMES = frozenset({"at", "due", "certificate.from", "certificate.until"})
"""Sources that are days or moments: what `format` is for."""
DIRECTIVES = frozenset("YmdHMS")
"""What a format may have after `%`, as `strftime` reads it."""

ITEM_CODES = frozenset({"matter.code", "matter.implementing_code", "matter.item"})


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """One field that goes out.

    Attributes:
        name: at the platform. sources: of `SOURCES` or fields of the form, the first that has a value counts;
            none with a constant.
        code: name of the table that turns the value into the platform's code. format: of a time.
        clause: what allows a personal field to leave. required: the platform asks for it always.
    """

    name: str
    sources: tuple[str, ...] = ()
    clause: str = ""
    code: str = ""
    constant: str = ""
    format: str = ""
    required: bool = False


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """How a platform names the parts of requests and answers; see `ports.https_platform`."""

    send: str = "/receive"
    tally: str = "/tally"
    records: str = "records"
    number: str = "number"
    key: str = "key"
    kind: str = "kind"
    day: str = "day"
    fields: str = "fields"
    results: str = "results"
    state: str = "state"
    taken: tuple[str, ...] = ("accepted",)
    later: tuple[str, ...] = ("later",)
    reason: str = "reason"
    field: str = "field"
    count: str = "count"
    digests: str = "digests"


class Upward(msgspec.Struct, frozen=True, kw_only=True):
    """A platform above and what it is sent: `upward/<id>.yaml`, compiled.

    Attributes:
        types: record → its kind as the platform calls it. codes: table → our value → theirs.
        since: the first day whose events go up. kinds: of matters; matters: only these, () for all of
            `kinds`.
        refused: matter that a refusal opens a case of. reasons: code of a refusal → what it means.
        batch: records in one request, at most.
    """

    id: str
    title: Text
    records: dict[str, tuple[Sent, ...]]
    types: dict[str, str]
    refused: str
    batch: int = 20
    codes: dict[str, dict[str, str]] = {}
    kinds: tuple[str, ...] = ("service",)
    matters: tuple[str, ...] = ()
    names: Names = Names()
    reasons: dict[str, Text] = {}
    since: date | None = None
    verified: bool = False
    note: Text = {}

    def carries(self, matter: str, kind: str) -> bool:
        """Say whether cases of a matter go up."""
        return matter in self.matters if self.matters else kind in self.kinds


class Fault(msgspec.Struct, frozen=True):
    """Why a record cannot be made: `missing` (a required field is empty), `no-code` (its table lacks it)."""

    field: str
    reason: str


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """A record as it goes out, but for what is personal.

    Attributes:
        personal: name at the platform → personal field of the case that is opened when it is sent.
    """

    fields: dict[str, str]
    faults: tuple[Fault, ...] = ()
    personal: dict[str, str] = {}


def may_tell(event: str) -> bool:
    """Say whether an event of a case can give any record at all, by its type alone."""
    return event in TELLING or event.removeprefix("case.result-") in STANDINGS


def records_of(event: str, outcome: str, certificate: bool, decides: bool) -> tuple[str, ...]:
    """Return the records that one event of a case gives, in the order in which they go up.

    Args:
        outcome: how the case was decided, "" while it was not. certificate: the event changed a result.
        decides: the matter ends with a decision, so that closing later tells nothing new.
    """
    if event == "case.filed":
        return (APPLICATION,)
    if event in ("case.accepted", "case.refused"):
        return (ACCEPTANCE,)
    if event in STEPS:
        return (STEP,)
    if event == "case.closed" and (decides or outcome):
        return ()
    ends = (COMPLETION,) if event in ENDS else ()
    changed = event == "case.decided" or event.removeprefix("case.result-") in STANDINGS
    return (*ends, CERTIFICATE) if certificate and changed else ends


def rendered(
    sent: tuple[Sent, ...],
    codes: Mapping[str, Mapping[str, str]],
    values: Mapping[str, Value],
    sealed: Collection[str],
    zone: ZoneInfo,
) -> Rendered:
    """Make a record by a mapping. Nothing that the mapping does not name leaves.

    Args:
        values: source → value; absent where there is none. sealed: the personal fields that the case has.
    """
    fields: dict[str, str] = {}
    personal: dict[str, str] = {}
    faults: list[Fault] = []
    for one in sent:
        opened = _opened(one, sealed)
        if opened:
            personal[one.name] = opened
            continue
        value = next((values[source] for source in one.sources if source in values), "")
        written = one.constant or written_as(value, one.format, zone)
        if one.code and written:
            table = codes.get(one.code, {})
            if written not in table:
                faults.append(Fault(one.name, "no-code"))
                continue
            written = table[written]
        if written:
            fields[one.name] = written
        elif one.required:
            faults.append(Fault(one.name, "missing"))
    return Rendered(fields=fields, faults=tuple(faults), personal=personal)


def _opened(one: Sent, sealed: Collection[str]) -> str:
    """Return the first personal field that the case has; "" without a clause that lets it leave."""
    named = [source.removeprefix(SEALED) for source in one.sources if source.startswith(SEALED)]
    return next((name for name in named if name in sealed and one.clause), "")


def written_as(value: Value, format: str, zone: ZoneInfo) -> str:
    """Return a value as it goes out: a moment in the city's zone, to the second; a day as it is."""
    if isinstance(value, datetime):
        here = value.astimezone(zone)
        return here.strftime(format) if format else here.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.strftime(format) if format else value.isoformat()
    return value


def key_of(leaf: str, record: str, sent: tuple[Sent, ...], codes: Mapping[str, Mapping[str, str]]) -> str:
    """Return the idempotency key of a record: the entry it tells of, and the mapping that made it.

    Sent again it has the same key; once the mapping was mended, another. 32 hex digits.
    """
    used = {one.code: codes.get(one.code, {}) for one in sent if one.code}
    made = msgspec.json.encode([leaf, record, sent, used], order="deterministic")
    return sha256(made).hexdigest()[:32]


def digest_of(kind: str, fields: Mapping[str, str]) -> str:
    """Return what both sides compare at night: SHA-256 of kind and fields as JSON with sorted keys, hex.

    It is made when it is asked for, and kept nowhere: of few possible values it would tell which.
    """
    said = json.dumps([kind, dict(fields)], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(said.encode()).hexdigest()
