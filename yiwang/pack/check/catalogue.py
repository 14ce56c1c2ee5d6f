"""The catalogue of items (items.yaml), what hangs on it, and what a guide must say without contradiction."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.kernel.matter import DEPTH
from yiwang.pack.catalogue import ITEMS
from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.registry import found, rule
from yiwang.pack.fields import Fields
from yiwang.pack.finding import Finding, Level
from yiwang.pack.matters import Matter
from yiwang.pack.where import Where, Word

_NAMES = {
    "from": ("来源渠道 (from)", "from"),
    "copies": ("份数 (copies)", "copies"),
    "visits": ("到现场次数 (visits)", "visits"),
    "fee": ("收费 (fee)", "fee"),
    "consult": ("咨询方式 (consult)", "consult"),
    "complain": ("监督投诉方式 (complain)", "complain"),
    "result": ("办理结果 (result)", "result"),
}


def _services(seen: Examination) -> Iterator[tuple[Matter, Fields, Fields]]:
    """Yield each service of a pack with a catalogue: matter, its item, its guide."""
    if not seen.pack.catalogue.given:
        return
    for matter in seen.pack.matters:
        if matter.kind == "service":
            yield matter, Fields(matter.item, matter.where), Fields(matter.guide, matter.where)


@rule("YW150")
def codes_of_items_are_unique(seen: Examination) -> Iterator[Finding]:
    """主项、子项、业务办理项的编码, 一个编码只指一个事项。

    One code of main items, sub-items and matters names one item.
    """
    first: dict[str, Word] = {}
    nodes = [one.code for one in seen.pack.catalogue.nodes]
    matters = [one.code for one in seen.pack.matters] if seen.pack.catalogue.given else []
    for code in (*nodes, *matters):
        known = first.setdefault(str(code), code)
        if code and known is not code:
            zh, en = known.where.seen_from(code.where)
            yield found(
                code.where,
                (f"编码 {code} 已经用在{zh}。", f"The code {code} is used on {en} already."),
                ("给这一项另一个编码。", "Give this item another code."),
            )


@rule("YW151")
def each_service_stands_under_a_leaf(seen: Examination) -> Iterator[Finding]:
    """有事项目录的, 每个服务事项挂在一个子项 (没有子项的主项) 之下。

    Where there is a catalogue, each service stands under a sub-item, or a main item without sub-items.
    """
    catalogue = seen.pack.catalogue
    leaves, codes = catalogue.leaves, {str(one.code) for one in catalogue.nodes}
    if not catalogue.given and not seen.unread(ITEMS):
        for matter in seen.pack.matters:
            if matter.item is not None:
                yield found(
                    matter.item.where,
                    (
                        f"{matter.title}写了 item, 而配置包没有 items.yaml。",
                        f"{matter.title.en} has an item, but the pack has no items.yaml.",
                    ),
                    ("写 items.yaml, 或去掉 item。", "Write items.yaml, or take the item away."),
                )
    for matter, item, _ in _services(seen):
        under = item.must("under")
        if under and str(under) in leaves:
            continue
        if not under:
            said = ("没有写挂在哪个子项之下 (item.under)。", "does not say which sub-item it stands under.")
        elif str(under) in codes:
            said = (
                f"挂在主项 {under} 下, 而它分子项。",
                f"stands under the main item {under}, which has sub-items.",
            )
        else:
            said = (f"挂在 {under} 下, 目录里没有。", f"stands under {under}, which the catalogue lacks.")
        choices = [code for code, one in leaves.items() if one.above == under] or list(leaves)
        yield found(
            under.where,
            (f"{matter.title}{said[0]}", f"{matter.title.en} {said[1]}"),
            nearest(str(under), choices),
        )


@rule("YW152")
def something_stands_under_each_leaf(seen: Examination) -> Iterator[Finding]:
    """目录里的每个子项 (没有子项的主项) 下都有业务办理项; 每个事件都有事项。

    Some matter stands under each leaf of the catalogue, and in each life or business event.
    """
    if seen.unread("matters/"):
        return
    used, happening = set(), set()
    for _, item, _ in _services(seen):
        used.add(str(item.must("under")))
        happening |= {str(one) for one in item.words("events")}
    for code, one in seen.pack.catalogue.leaves.items():
        if code not in used:
            yield found(
                one.where,
                (
                    f"{one.title} ({code}) 下没有业务办理项。",
                    f"No matter stands under {one.title.en} ({code}).",
                ),
                (
                    "在事项的 item.under 写上这个编码, 或从目录里去掉这一项。",
                    "Name this code in item.under of a matter, or take it off the catalogue.",
                ),
                Level.WARNING,
            )
    for event in seen.pack.catalogue.events:
        if str(event.id) not in happening:
            yield found(
                event.id.where,
                (f"没有事项属于“{event.title}”。", f"No matter belongs to “{event.title.en}”."),
                (
                    "在事项的 item.events 写上它, 或去掉这个事件。",
                    "Name it in item.events of a matter, or take the event away.",
                ),
                Level.WARNING,
            )


@rule("YW153")
def each_event_of_an_item_is_known(seen: Examination) -> Iterator[Finding]:
    """事项写的人生事件、经营事件, 目录里都有, 只写一次。

    Each event that a matter names is one of the catalogue, and named once.
    """
    known = [str(one.id) for one in seen.pack.catalogue.events]
    for matter in seen.pack.matters:
        told: set[str] = set()
        for event in Fields(matter.item, matter.where).words("events"):
            if str(event) not in known:
                yield found(
                    event.where,
                    (
                        f"{matter.title}: 目录里没有事件 {event}。",
                        f"{matter.title.en}: the catalogue has no event {event}.",
                    ),
                    nearest(str(event), known),
                )
            elif str(event) in told:
                yield found(
                    event.where,
                    (
                        f"{matter.title}: 事件 {event} 写了两次。",
                        f"{matter.title.en}: the event {event} stands twice.",
                    ),
                    ("留下一处。", "Keep one."),
                )
            told.add(str(event))


@rule("YW154")
def the_level_is_that_of_who_acts(seen: Examination) -> Iterator[Finding]:
    """行使层级 (item.level) 与主责单位的层级一致: 按区域的看 lead.level, 一个单位的看它自己。

    The level at which an item is exercised is that of its lead: of lead.level by place, else of the body.
    """
    for matter, item, _ in _services(seen):
        level, lead = item.must("level"), matter.lead
        if not level or lead is None:
            continue
        body = seen.bodies.get(str(lead.body)) if lead.body else None
        acts = lead.level or (body.level if body else None)
        if acts and str(acts) in DEPTH and str(acts) != str(level):
            zh, en = acts.where.seen_from(level.where)
            yield found(
                level.where,
                (
                    f"{matter.title}: 行使层级写 {level}, 主责单位在 {acts} ({zh})。",
                    f"{matter.title.en}: exercised at {level}, but led at {acts} ({en}).",
                ),
                (f"改为 {acts}, 或改主责单位。", f"Write {acts}, or change who leads."),
            )


@rule("YW155")
def a_guide_lacks_nothing(seen: Examination) -> Iterator[Finding]:
    """有事项目录的, 办事指南要素齐全: 到现场次数、收费、咨询、投诉、结果, 每项材料的来源渠道和份数。

    Where there is a catalogue, a guide lacks nothing: visits, fee, where to ask and complain, the result,
    and for each material where it comes from and how many copies.
    """
    for matter, _, guide in _services(seen):
        lacking = [key for key in ("visits", "fee", "consult", "complain") if guide.node(key) is None]
        if matter.result is None:
            lacking.append("result")
        if lacking:
            yield _lacks(guide.where, matter, "办事指南", "the guide", lacking)
        for material in guide.each("materials"):
            missing = [key for key in ("from", "copies") if material.node(key) is None]
            if missing:
                title = material.text("title")
                yield _lacks(material.where, matter, f"材料“{title}”", f"the material “{title.en}”", missing)


def _lacks(where: Where, matter: Matter, zh: str, en: str, keys: list[str]) -> Finding:
    named_zh = "、".join(_NAMES[key][0] for key in keys)
    named_en = ", ".join(_NAMES[key][1] for key in keys)
    return found(
        where,
        (f"{matter.title}: {zh}没有写{named_zh}。", f"{matter.title.en}: {en} lacks {named_en}."),
        ("补上; 各要素的写法见 docs/packs.md。", "Add it; docs/packs.md says how."),
        Level.WARNING,
    )


@rule("YW156")
def visits_channels_and_originals_agree(seen: Examination) -> Iterator[Finding]:
    """到现场次数与渠道、原件一致: 只能到窗口办的不会零次; 零次的不收原件, 除非可以邮寄或者免交。

    Visits agree with channels and originals: what is filed at a window alone takes a visit; without a visit
    nobody hands over an original, unless it may be posted or is not needed.
    """
    remote = {"online", "post", "phone", "fax", "system"}
    for matter in seen.pack.matters:
        guide = Fields(matter.guide, matter.where)
        if guide.node("visits") is None or guide.whole("visits") > 0:
            continue
        channels = {str(one) for one in matter.channels}
        where = guide.node("visits")
        assert where is not None
        if channels and not channels & remote:
            yield found(
                where.where,
                (
                    f"{matter.title}: 到现场 0 次, 却只能从 {'、'.join(sorted(channels))} 提交。",
                    f"{matter.title.en}: no visits, yet filed only by {', '.join(sorted(channels))}.",
                ),
                ("次数写 1 或更多, 或开通网上、邮寄。", "Write 1 or more, or open a channel such as online."),
            )
        if "post" in channels:
            continue
        for material in guide.each("materials"):
            form = material.word("form")
            if form == "original" and material.flag("required") and material.node("exempt_if") is None:
                yield found(
                    form.where,
                    (
                        f"{matter.title}: 到现场 0 次, 材料“{material.text('title')}”却收原件, 又不能邮寄。",
                        f"{matter.title.en}: no visits, yet the original of "
                        f"“{material.text('title').en}” is wanted and cannot be posted.",
                    ),
                    (
                        "次数写 1, 或收电子件, 或加上 post 渠道。",
                        "Write 1 visit, take it electronically, or add the channel post.",
                    ),
                )


@rule("YW157")
def a_fee_is_said_one_way(seen: Examination) -> Iterator[Finding]:
    """收费只说一种: 金额 (amount), 或者标准在哪里规定 (set_by); 收钱的写明依据。

    A fee is said one way: an amount, or where its rate is set (set_by); a fee above 0 names its basis.
    """
    for matter in seen.pack.matters:
        fee = Fields(matter.guide, matter.where).under("fee")
        if fee is None:
            continue
        amount, elsewhere = fee.node("amount"), fee.node("set_by")
        if amount is not None and elsewhere is not None:
            yield found(
                elsewhere.where,
                (
                    f"{matter.title}: 收费既写了金额, 又写标准在别处规定。",
                    f"{matter.title.en}: the fee gives an amount and says its rate is set elsewhere.",
                ),
                ("留下一种。", "Keep one of them."),
            )
        elif amount is None and elsewhere is None:
            yield found(
                fee.where,
                (
                    f"{matter.title}: 收费没有写金额, 也没有写标准在哪里规定。",
                    f"{matter.title.en}: the fee gives neither an amount nor where its rate is set.",
                ),
                ("写 amount, 或写 set_by。", "Write amount, or set_by."),
            )
        elif fee.node("basis") is None and (elsewhere is not None or getattr(amount, "value", None)):
            yield found(
                fee.where,
                (
                    f"{matter.title}: 收费没有写依据 (basis)。",
                    f"{matter.title.en}: the fee names no basis.",
                ),
                ("写明依据的条款。", "Name the clause it is based on."),
                Level.WARNING,
            )


@rule("YW158")
def papers_and_their_files_agree(seen: Examination) -> Iterator[Finding]:
    """材料写的示例、空白表格文件都在 files/ 里; files/ 里的文件都有材料用到。

    Each file of an example or blank form that a material names lies in files/; each file there is named.
    """
    for matter in seen.pack.matters:
        here = {one.removeprefix("files/") for one in seen.files_beside(matter) if one.startswith("files/")}
        named: set[str] = set()
        for material in Fields(matter.guide, matter.where).each("materials"):
            for word in filter(None, (material.word("sample_file"), material.word("blank_file"))):
                named.add(str(word))
                if str(word) not in here:
                    yield found(
                        word.where,
                        (
                            f"{matter.title}: {matter.folder}files/ 里没有文件 {word}。",
                            f"{matter.title.en}: {matter.folder}files/ has no file {word}.",
                        ),
                        nearest(str(word), here),
                    )
        for spare in sorted(here - named):
            yield found(
                Where(f"{matter.folder}files/{spare}"),
                (f"{matter.title}: 没有材料用到 {spare}。", f"{matter.title.en}: no material names {spare}."),
                ("在材料里写上它, 或删去。", "Name it at a material, or remove it."),
                Level.WARNING,
            )


@rule("YW159")
def a_synonym_leads_somewhere(seen: Examination) -> Iterator[Finding]:
    """同义词的用词 (means) 在某个事项的名称或说法 (item.keywords) 里出现; 一个用词只写一组。

    The word that a synonym stands for occurs in some matter's title or keywords, and has one group.
    """
    if seen.unread("matters/"):
        return
    texts = "\n".join(_words(matter) for matter in seen.pack.matters)
    told: set[str] = set()
    for one in seen.pack.catalogue.synonyms:
        if str(one.means).casefold() not in texts:
            yield found(
                one.means.where,
                (f"没有事项用到“{one.means}”。", f"No matter uses “{one.means}”."),
                ("改成事项里的用词, 或去掉这一组。", "Use a word of the matters, or remove the group."),
                Level.WARNING,
            )
        if str(one.means) in told:
            yield found(
                one.means.where,
                (f"“{one.means}”写了两组。", f"“{one.means}” has two groups."),
                ("合成一组。", "Make them one."),
                Level.WARNING,
            )
        told.add(str(one.means))


def _words(matter: Matter) -> str:
    keywords = Fields(matter.item, matter.where).words("keywords")
    return "\n".join(map(str, (*matter.title.words.values(), *keywords))).casefold()
