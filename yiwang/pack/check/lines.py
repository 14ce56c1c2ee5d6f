"""The lines that hold (底线), as far as a pack can show them: speech, persons, staff."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yiwang.kernel.bpmn.net import USER, Net
from yiwang.pack.check.examination import Examination
from yiwang.pack.check.readable import in_drawings, in_files, titles_of_tasks
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding, Level
from yiwang.pack.governed import Terms, terms_of
from yiwang.pack.matters import Matter
from yiwang.pack.text import Text
from yiwang.pack.where import Where

_FILES = ("matters/", "duties/", "products/", "grants/", "wiring.yaml")
_SPEECH = {
    "zh": re.compile(
        r"删帖|删除(?:评论|帖子|帖文|言论|博文|报道|稿件|跟帖)|禁言|封号|撤稿|控评|网评员|水军|引导评论"
        r"|屏蔽(?:言论|评论|账号|关键词)|(?:清理|处置|压降|压制)(?:负面|有害)?(?:言论|评论|舆情)"
    ),
    "en": re.compile(
        r"\b(?:(?:delet|remov|hid|suppress)\w* (?:of )?(?:negative |harmful )?"
        r"(?:posts?|comments?|speech|opinions?|articles?|reports of the press)"
        r"|take[- ]?downs?|astroturf\w*|paid comment\w*|ban(?:s|ned|ning)? (?:of )?(?:accounts?|users?))\b",
        re.IGNORECASE,
    ),
}
_PERSONS = {
    "zh": re.compile(
        r"(?:居民|市民|公民|个人|群众|信访人|投诉人|工作人员|干部|职工)(?:的)?(?:信用|诚信|文明|行为|表现)?"
        r"(?:积分|评分|打分|得分|画像|排名|排行|黑名单|红黑榜)"
        r"|人脸识别|步态识别|重点人员(?:名单|库)|网红(?:名单|库)"
    ),
    "en": re.compile(
        r"\b(?:(?:resident|citizen|person|people|complainant|petitioner|staff)s?(?:['’]s?)? "
        r"(?:credit )?(?:scor\w+|rating|ranking|profil\w+|blacklist\w*)"
        r"|(?:scores?|rankings?|ratings?|profiles?|lists?|blacklists?) of "
        r"(?:residents|citizens|persons|people|complainants|petitioners|staff)"
        r"|social credit (?:scor|rat|system)\w*|(?:face|facial|gait) recognition|watch ?lists?)\b",
        re.IGNORECASE,
    ),
}
_PRESENCE = {
    "zh": re.compile(r"打卡|签到|学习时长|在线时长|点赞|转发量|自拍|工作照|行动轨迹"),
    "en": re.compile(
        r"\b(?:check(?:ing)?[- ]ins?|study time|time on ?line|online time|likes|selfies?"
        r"|tracks? of movement)\b",
        re.IGNORECASE,
    ),
}
_SCORE = re.compile(r"scor|rank|rating|评分|得分|打分|排名|考核", re.IGNORECASE)
_CONSEQUENCE = re.compile(
    r"\bpay\b|salary|bonus|disciplin|dismiss|promot|punish|access|绩效工资|工资|奖金|处分|问责|晋升|权限|准入",
    re.IGNORECASE,
)
_PHOTOS_AT_MOST = 3
STAFF_LOCATION = "staff-location"


def _said(seen: Examination) -> Iterator[Text]:
    """Yield every text of matters, duties, data and wiring."""
    yield from in_files(seen, _FILES)
    yield from in_drawings(seen)


def _told(
    texts: Iterator[Text],
    patterns: dict[str, re.Pattern[str]],
    line: tuple[str, str],
    remedy: tuple[str, str],
) -> Iterator[Finding]:
    for text in texts:
        for language, pattern in patterns.items():
            word = text.words.get(language)
            match = pattern.search(word) if word else None
            if word and match:
                yield found(
                    word.where,
                    (
                        f"“{word[:60]}”: {line[0]} (“{match[0]}”)。",
                        f"“{word[:60]}”: {line[1]} (“{match[0]}”).",
                    ),
                    remedy,
                )
                break


@rule("YW604")
def nothing_removes_speech(seen: Examination) -> Iterator[Finding]:
    """任何事项不得下令、请求、统计删除言论, 也不用看不见的方式引导。

    No matter orders, requests or counts the removal of speech, or steers opinion by hidden voices.
    """
    yield from _told(
        _said(seen),
        _SPEECH,
        ("不得要求或统计删除言论", "no matter may ask for or count the removal of speech"),
        (
            "去掉它; 有误的说法, 用署名的公开回应来答。",
            "Remove it; answer what is wrong by a signed public statement.",
        ),
    )


@rule("YW605")
def nobody_is_scored(seen: Examination) -> Iterator[Finding]:
    """不给人打分、排名、建名单, 不识别人脸; 评分不接到工资、处分、权限上。

    No score, rank or list of persons, no recognition of faces; no score wired to pay, discipline or access.
    """
    yield from _told(
        _said(seen),
        _PERSONS,
        ("不得给人打分、排名、建名单", "persons are not scored, ranked or listed"),
        ("去掉它; 评的是单位和事, 不是人。", "Remove it; bodies and work are judged, not persons."),
    )
    for wire in seen.pack.governed.wires:
        cause = f"{wire.event} {wire.condition or ''} {wire.matter} {wire.title}"
        effect = f"{wire.command} {wire.asked} {wire.title.en} {wire.title}"
        first, then = _SCORE.search(cause), _CONSEQUENCE.search(effect)
        if first and then:
            yield found(
                wire.where,
                (
                    f"接线 {wire.id} 把评分 (“{first[0]}”) 接到 “{then[0]}” 上。",
                    f"The wiring {wire.id} leads from a score (“{first[0]}”) to “{then[0]}”.",
                ),
                ("去掉这一条。", "Remove this rule."),
            )


@rule("YW606")
def no_needless_evidence_is_asked_of_staff(seen: Examination) -> Iterator[Finding]:
    """不靠打卡、签到、点赞、时长取证; 位置一件至多一次; 照片每件至多三张, 各写明用处。

    No proof by check-in, likes or time; location at most once a case; at most three photos, each with a use.
    """
    for matter in seen.pack.matters:
        terms = terms_of(matter)
        asked = [(node, name) for node, names in _of_staff(seen, matter) for name in names if name in terms]
        yield from _presence(seen, matter, asked)
        yield from _locations(seen, matter, asked, terms)
        yield from _photos(seen, matter, asked, terms)


def _of_staff(seen: Examination, matter: Matter) -> Iterator[tuple[str, tuple[str, ...]]]:
    net = seen.nets.get(str(matter.id))
    for node in net.nodes if isinstance(net, Net) else ():
        if node.kind == USER:
            yield node.id, node.fields


def _presence(seen: Examination, matter: Matter, asked: list[tuple[str, str]]) -> Iterator[Finding]:
    form = matter.form
    titles = [form.fields[name].title for _, name in asked if form and name in form.fields]
    texts = [*titles_of_tasks(seen, matter), *(title for title in titles if title)]
    yield from _told(
        iter(texts),
        _PRESENCE,
        ("不得用打卡、签到、点赞、时长取证", "presence, likes or time prove nothing and are not asked for"),
        ("去掉它; 用办件本身作证据。", "Remove it; the case itself is the evidence."),
    )


def _locations(
    seen: Examination, matter: Matter, asked: list[tuple[str, str]], terms: dict[str, Terms]
) -> Iterator[Finding]:
    places = [(node, name) for node, name in asked if terms[name].concept == STAFF_LOCATION]
    trail = next((name for _, name in places if terms[name].type == "array"), None)
    if len(places) > 1 or trail:
        name = places[-1][1]
        listed = [f"{node}.{name}" for node, name in places]
        yield found(
            terms[name].where,
            (
                f"{matter.title}: 工作人员的位置要报 {len(places)} 次{'、还是一串' if trail else ''} "
                f"({'、'.join(listed)}), 一件至多一次。",
                f"{matter.title.en}: staff report their location {len(places)} times"
                f"{', and as a trail' if trail else ''} ({', '.join(listed)}); once a case at most.",
            ),
            ("留下一次, 由本人按下时记录。", "Keep one, recorded when the worker presses."),
        )


def _photos(
    seen: Examination, matter: Matter, asked: list[tuple[str, str]], terms: dict[str, Terms]
) -> Iterator[Finding]:
    files = [(node, name) for node, name in asked if terms[name].kind == "file"]
    fields = matter.form.fields if matter.form else {}
    for node, name in files:
        if not fields[name].used_for:
            yield found(
                fields[name].where,
                (
                    f"{matter.title}: 环节 {node} 要上传 {name}, 没有写用来做什么 (x-yw-used-for)。",
                    f"{matter.title.en}: the step {node} uploads {name}, for no stated use (x-yw-used-for).",
                ),
                ("写明用处; 没有用处就不要传。", "Say what it is used for; else do not ask for it."),
            )
    if len(files) > _PHOTOS_AT_MOST:
        yield found(
            _last(seen, matter, files),
            (
                f"{matter.title}: 一件要上传 {len(files)} 次, 至多 {_PHOTOS_AT_MOST} 次。",
                f"{matter.title.en}: {len(files)} uploads a case; {_PHOTOS_AT_MOST} at most.",
            ),
            ("去掉不需要的。", "Remove those that are not needed."),
            Level.WARNING,
        )


def _last(seen: Examination, matter: Matter, files: list[tuple[str, str]]) -> Where:
    return seen.where_in_process(matter, files[-1][0])
