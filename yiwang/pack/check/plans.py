"""Emergency plans (plans/) and alerts (alerts.yaml): levels that rise, people who may, what exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

from cryptography import x509

from yiwang.kernel.alerts import cap
from yiwang.kernel.alerts.cap_check import polygon_faults
from yiwang.kernel.alerts.plans import rank
from yiwang.kernel.event_kinds import EVENT
from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.identifiers import used_already
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding, Level
from yiwang.pack.plans import Level as PlanLevel
from yiwang.pack.plans import Part, Plan
from yiwang.pack.where import Word

WATER = "water-level"
_SEVERITY = {name: place for place, name in enumerate(("Minor", "Moderate", "Severe", "Extreme"), 1)}


def _levels(seen: Examination) -> Iterator[tuple[Plan, PlanLevel]]:
    for plan in seen.pack.plans:
        for level in plan.levels:
            yield plan, level


@rule("YW232")
def levels_rise(seen: Examination) -> Iterator[Finding]:
    """预案的响应级别从低到高, 阈值一级高过一级, 预警的严重程度不降。

    The levels of a plan go from low to high; each threshold is above the one before, no severity falls.
    """
    for plan in seen.pack.plans:
        for one, two in zip(plan.levels, plan.levels[1:], strict=False):
            if rank(str(two.id)) <= rank(str(one.id)) and rank(str(two.id)) and rank(str(one.id)):
                yield found(
                    two.id.where,
                    (
                        f"{plan.title}: {two.id} 级排在 {one.id} 级后面, 不比它高。",
                        f"{plan.title.en}: level {two.id} stands after {one.id} and is not above it.",
                    ),
                    ("从低到高排: IV、III、II、I, 每级一次。", "Order them IV, III, II, I, each once."),
                )
            yield from _thresholds_rise(plan, one, two)
            yield from _severity_rises(plan, one, two)


def _thresholds_rise(plan: Plan, one: PlanLevel, two: PlanLevel) -> Iterator[Finding]:
    below = {str(each.stream): _number(each.at_least) for each in one.thresholds}
    for each in two.thresholds:
        low, high = below.get(str(each.stream)), _number(each.at_least)
        if low is not None and high is not None and high <= low:
            yield found(
                each.at_least.where,
                (
                    f"{plan.title}: {each.stream} 在 {two.id} 级的阈值 {high} 不高于 {one.id} 级的 {low}。",
                    f"{plan.title.en}: {each.stream} at {two.id} is {high}, not above {low} of {one.id}.",
                ),
                ("改正其中一个阈值。", "Correct one of the two."),
            )


def _severity_rises(plan: Plan, one: PlanLevel, two: PlanLevel) -> Iterator[Finding]:
    if one.says is None or two.says is None:
        return
    low, high = (_SEVERITY.get(str(each.says.severity)) for each in (one, two) if each.says is not None)
    if low is not None and high is not None and high < low:
        yield found(
            two.says.severity.where,
            (
                f"{plan.title}: {two.id} 级预警是 {two.says.severity}, 比 {one.id} 级的轻 "
                f"({one.says.severity})。",
                f"{plan.title.en}: the alert of {two.id} is {two.says.severity}, less than "
                f"{one.says.severity} of {one.id}.",
            ),
            ("级别越高, 严重程度不能越轻。", "A higher level is never less severe."),
        )


def _number(word: Word) -> Decimal | None:
    try:
        return Decimal(str(word))
    except InvalidOperation:
        return None


@rule("YW233")
def who_sets_a_level_is_there(seen: Examination) -> Iterator[Finding]:
    """每一级由谁启动、谁降级写明了岗位, 岗位属于参加预案的单位, 依据的条款都有。

    Each level names positions of bodies of its plan that start it and lower it, and clauses that exist.
    """
    positions = {str(one.id): str(one.body) for one in seen.pack.positions}
    clauses = {clause.citation for clause in seen.pack.clauses}
    for plan, level in _levels(seen):
        for word in (*level.start, *level.change):
            if str(word) not in positions:
                yield found(
                    word.where,
                    (
                        f"{plan.title} {level.id} 级: 没有岗位 {word}。",
                        f"{plan.title.en}, level {level.id}: there is no position {word}.",
                    ),
                    nearest(str(word), positions),
                )
            elif positions[str(word)] != str(plan.body):
                yield found(
                    word.where,
                    (
                        f"{plan.title} {level.id} 级: 岗位 {word} 不属于指挥机构 {plan.body}。",
                        f"{plan.title.en}, level {level.id}: {word} is no position of {plan.body}.",
                    ),
                    ("写指挥机构的岗位。", "Name a position of the headquarters."),
                )
    for plan in seen.pack.plans:
        for word in (*plan.basis, *(level.clause for level in plan.levels)):
            if word and str(word) not in clauses and not seen.unread("clauses/"):
                yield found(
                    word.where,
                    (f"{plan.title}: 没有条款 {word}。", f"{plan.title.en}: there is no clause {word}."),
                    nearest(str(word), clauses),
                )


@rule("YW234")
def a_threshold_is_of_water_that_is_measured(seen: Examination) -> Iterator[Finding]:
    """阈值看的数据流在 sensing.yaml 里有, 测的是水位, 并且公开。

    A threshold names a stream of sensing.yaml that measures a water level and is open to everybody.
    """
    streams = {f"{thing.id}.{one.id}": one for thing in seen.pack.sensing.things for one in thing.streams}
    if seen.unread("sensing"):
        return
    for plan, level in _levels(seen):
        for each in level.thresholds:
            stream = streams.get(str(each.stream))
            if stream is None:
                yield found(
                    each.stream.where,
                    (
                        f"{plan.title} {level.id} 级: 没有数据流 {each.stream}。",
                        f"{plan.title.en}, level {level.id}: there is no stream {each.stream}.",
                    ),
                    nearest(str(each.stream), streams),
                )
            elif str(stream.property) != WATER or not stream.open:
                yield found(
                    each.stream.where,
                    (
                        f"{plan.title} {level.id} 级: {each.stream} 测的是 {stream.property}, "
                        f"{'公开' if stream.open else '不公开'}; 要公开的水位 ({WATER})。",
                        f"{plan.title.en}, level {level.id}: {each.stream} measures {stream.property} and is "
                        f"{'open' if stream.open else 'not open'}; an open {WATER} is wanted.",
                    ),
                    ("换一个公开的水位数据流。", "Name an open stream of a water level."),
                )


@rule("YW235")
def what_a_level_opens_can_be_opened(seen: Examination) -> Iterator[Finding]:
    """响应派出的任务是事件类事项, 由系统提交, 区域都有; 巡堤险情立的事件小类有。

    Tasks of a level are cases of event matters that the system files, in places that exist; the kind of event
    that a danger opens exists.
    """
    places = {str(place.code) for place in seen.pack.places}
    kinds = {str(kind.code) for one in seen.pack.events.classes for kind in one.kinds}
    for plan, level in _levels(seen):
        yield from used_already([one.id for one in level.opens])
        for one in level.opens:
            matter = seen.matters.get(str(one.matter))
            if matter is None or str(matter.kind) != EVENT or "system" not in matter.channels:
                why = "没有" if matter is None else "不是由系统提交的事件"
                said = "does not exist" if matter is None else "is no event that the system files"
                yield found(
                    one.matter.where,
                    (
                        f"{plan.title} {level.id} 级: 任务的事项 {one.matter} {why}。",
                        f"{plan.title.en}, level {level.id}: the matter {one.matter} {said}.",
                    ),
                    (
                        "写一个 kind: event、channels 里有 system 的事项。",
                        "Name a matter with kind: event and system among its channels.",
                    ),
                )
            if str(one.place) not in places:
                yield _no_place(plan, one.place, places)
    for plan in seen.pack.plans:
        if plan.danger is not None and str(plan.danger) not in kinds and not seen.unread("events"):
            yield found(
                plan.danger.where,
                (
                    f"{plan.title}: events.yaml 里没有事件小类 {plan.danger}。",
                    f"{plan.title.en}: events.yaml has no kind of event {plan.danger}.",
                ),
                nearest(str(plan.danger), kinds),
            )


def _no_place(plan: Plan, word: Word, places: Iterable[str]) -> Finding:
    return found(
        word.where,
        (f"{plan.title}: 没有区域 {word}。", f"{plan.title.en}: there is no place {word}."),
        nearest(str(word), places),
    )


@rule("YW236")
def parts_of_a_plan_exist(seen: Examination) -> Iterator[Finding]:
    """值班岗位、堤段、避难场所、物资、转移的村: 单位和区域都有, 代号不重复, 容量大于 0, 去的避难场所有。

    Posts, dikes, shelters, stocks and villages name bodies and places that exist, have ids of their own,
    shelters hold somebody, and villages go to a shelter of the plan.
    """
    bodies = {str(one.id) for one in seen.pack.bodies}
    places = {str(one.code) for one in seen.pack.places}
    for plan in seen.pack.plans:
        shelters = {str(one.id) for one in plan.parts["shelters"]}
        for word in (plan.body, *(one.body for parts in plan.parts.values() for one in parts)):
            if str(word) not in bodies:
                yield found(
                    word.where,
                    (f"{plan.title}: 没有单位 {word}。", f"{plan.title.en}: there is no body {word}."),
                    nearest(str(word), bodies),
                )
        for parts in plan.parts.values():
            yield from used_already([one.id for one in parts])
            for one in parts:
                if one.place is not None and str(one.place) not in places:
                    yield _no_place(plan, one.place, places)
                yield from _part(plan, one, shelters)


def _part(plan: Plan, one: Part, shelters: set[str]) -> Iterator[Finding]:
    if one.kind == "shelters" and one.capacity < 1:
        yield found(
            one.where,
            (
                f"{plan.title}: 避难场所 {one.id} 能住 {one.capacity} 人。",
                f"{plan.title.en}: the shelter {one.id} holds {one.capacity} people.",
            ),
            ("写能住多少人, 大于 0。", "Say how many it holds, more than 0."),
        )
    if one.shelter is not None and str(one.shelter) not in shelters:
        yield found(
            one.shelter.where,
            (
                f"{plan.title}: 没有避难场所 {one.shelter}。",
                f"{plan.title.en}: there is no shelter {one.shelter}.",
            ),
            nearest(str(one.shelter), shelters),
        )


@rule("YW237")
def an_alert_of_a_level_is_sound_cap(seen: Examination) -> Iterator[Finding]:
    """响应发出的预警用 CAP 的词, 多边形合上; 有预警的, alerts.yaml 写明本市的署名。

    The alert of a level uses the words of CAP, its polygon is closed, and alerts.yaml names the city.
    """
    for plan, level in _levels(seen):
        if level.says is None:
            continue
        says = level.says
        for word, allowed in (
            (says.severity, cap.SEVERITIES),
            (says.urgency, cap.URGENCIES),
            (says.certainty, cap.CERTAINTIES),
            *((one, cap.RESPONSES) for one in says.responses),
        ):
            if word and str(word) not in allowed:
                yield found(
                    word.where,
                    (
                        f"{plan.title} {level.id} 级: CAP 里没有 {word}。",
                        f"{plan.title.en}, level {level.id}: CAP has no {word}.",
                    ),
                    nearest(str(word), allowed),
                )
    for plan in seen.pack.plans:
        if plan.polygon is not None:
            for fault in polygon_faults("polygon", str(plan.polygon)):
                yield found(
                    plan.polygon.where,
                    (f"{plan.title}: {fault.zh}。", f"{plan.title.en}: {fault.en}."),
                    (f"{fault.mend_zh}。", f"{fault.mend_en[:1].upper()}{fault.mend_en[1:]}."),
                )
        if any(level.says for level in plan.levels) and not seen.pack.alerting.sender:
            yield found(
                plan.where,
                (
                    f"{plan.title}: 要发预警, alerts.yaml 没有写本市的署名 (sender)。",
                    f"{plan.title.en}: it sends alerts, and alerts.yaml names no sender.",
                ),
                ("写 alerts.yaml: sender 和 body。", "Write alerts.yaml with sender and body."),
            )


@rule("YW238")
def an_unverified_plan_says_so(seen: Examination) -> Iterator[Finding]:
    """没有和批准的文本核对过的预案是警告, 页面上写明; 它的 note 说数据从哪来。

    A plan not checked against the approved text is a warning, and its note says where its data is from.
    """
    for plan in seen.pack.plans:
        if plan.verified:
            continue
        level = Level.WARNING if plan.note is not None else Level.ERROR
        yield found(
            plan.where,
            (
                f"{plan.title}: 没有和批准的预案核对过"
                + ("。" if plan.note is not None else ", 也没有写 note。"),
                f"{plan.title.en}: not checked against an approved plan"
                + ("." if plan.note is not None else ", and it has no note."),
            ),
            (
                "核对后写 verified: true; 没核对的写 note, 页面上会显示。",
                "Check it and write verified: true; until then the note is shown on the page.",
            ),
            level,
        )


@rule("YW239")
def a_sender_of_alerts_is_known_by_its_key(seen: Examination) -> Iterator[Finding]:
    """登记的发送方署名不重复, 类别是 CAP 的; 必须签名的有读得出的证书, 可以不签名的是警告。

    Registered senders have names of their own and categories of CAP; who must sign has a certificate that can
    be read, who need not is a warning.
    """
    alerting = seen.pack.alerting
    bodies = {str(one.id) for one in seen.pack.bodies}
    if alerting.body is not None and str(alerting.body) not in bodies:
        yield found(
            alerting.body.where,
            (f"没有单位 {alerting.body}。", f"There is no body {alerting.body}."),
            nearest(str(alerting.body), bodies),
        )
    yield from used_already([one.id for one in alerting.senders])
    yield from used_already([one.sender for one in alerting.senders])
    for one in alerting.senders:
        for word in one.kinds:
            if str(word) not in cap.CATEGORIES:
                yield found(
                    word.where,
                    (f"{one.title}: CAP 里没有类别 {word}。", f"{one.title.en}: CAP has no category {word}."),
                    nearest(str(word), cap.CATEGORIES),
                )
        if one.certificate is not None and not _is_certificate(one.certificate):
            yield found(
                one.certificate.where,
                (f"{one.title}: 证书读不出。", f"{one.title.en}: its certificate cannot be read."),
                ("贴上 PEM 格式的证书全文。", "Paste the whole certificate in PEM."),
            )
        elif one.signed and one.certificate is None:
            yield found(
                one.where,
                (
                    f"{one.title}: 必须签名, 却没有登记证书, 它的预警一条也收不进。",
                    f"{one.title.en}: must sign, and no certificate is registered: none can be taken.",
                ),
                ("写 certificate。", "Write its certificate."),
            )
        elif not one.signed:
            yield found(
                one.where,
                (
                    f"{one.title}: 不签名也收, 谁都能冒充它。",
                    f"{one.title.en}: taken without a signature; anybody can pose as it.",
                ),
                ("请对方签名, 登记证书。", "Have it sign, and register its certificate."),
                Level.WARNING,
            )


def _is_certificate(pem: Word) -> bool:
    try:
        x509.load_pem_x509_certificate(str(pem).encode())
    except ValueError:
        return False
    return True
