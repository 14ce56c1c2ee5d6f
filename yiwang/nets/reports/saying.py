"""Why not: the refusals of reports, each with its way on."""

from __future__ import annotations

from yiwang.kernel.refusal import Refusal

LONGEST = 2000


def _say(code: str, zh: str, en: str, **params: object) -> Refusal:
    return Refusal(code=code, zh=zh, en=en, params=params)


def unknown() -> Refusal:
    """Say that there is no such report, or none that the actor may see."""
    return _say("report.unknown", "没有这条反映。", "There is no such report.")


def not_taken() -> Refusal:
    """Say that the city takes no reports."""
    return _say(
        "report.not-taken",
        "本市还没有开通随手拍。请拨打 12345。",
        "This city takes no reports here. Call 12345.",
    )


def words_missing() -> Refusal:
    """Say that words are needed."""
    return _say("report.words-missing", "请写一句发生了什么。", "Write a sentence about what is wrong.")


def words_too_long(length: int) -> Refusal:
    """Say that words are too long."""
    return _say(
        "report.words-too-long",
        f"写了 {length} 个字，最多 {LONGEST} 个。请写短一些。",
        f"That is {length} characters; {LONGEST} is the most. Make it shorter.",
        length=length,
        longest=LONGEST,
    )


def contact_too_long(field: str, length: int, most: int) -> Refusal:
    """Say that a name or a telephone number is too long."""
    return _say(
        "report.contact-too-long",
        f"联系方式有 {length} 个字，最多 {most} 个。",
        f"The contact has {length} characters; {most} is the most.",
        field=field,
        length=length,
        most=most,
    )


def no_kind() -> Refusal:
    """Say that the kind is missing."""
    return _say("report.no-kind", "请选一个类别。", "Choose what it is.")


def no_place(words: str) -> Refusal:
    """Say that no place was named."""
    return _say(
        "report.no-place",
        f"从“{words[:40]}”认不出是哪个区域。请从列表里选。" if words else "请选是哪个区域。",
        f"“{words[:40]}” names no place that is known. Choose one from the list."
        if words
        else "Choose a place.",
        words=words[:40],
    )


def outside(longitude: str, latitude: str) -> Refusal:
    """Say that a position is none, or far from the city."""
    return _say(
        "report.no-position",
        f"经度“{longitude[:20]}”、纬度“{latitude[:20]}”不是本市的位置。请改正，或留空并选区域。",
        f"Longitude {longitude[:20]}, latitude {latitude[:20]} is no position. Correct it, or leave it out.",
        longitude=longitude[:20],
        latitude=latitude[:20],
    )


def no_picture(why: str, most: int) -> Refusal:
    """Say what a picture has to be."""
    return _say(
        "report.no-picture",
        f"照片应为 JPEG、PNG 或 WebP，每张不超过 10 MB，长宽比不超过 6 比 1，最多 {most} 张。请重新选择。",
        f"Pictures are JPEG, PNG or WebP, at most 10 MB each, no longer than 6 times as wide, {most} in all.",
        why=why,
    )


def no_body() -> Refusal:
    """Say that the body complained of is missing."""
    return _say("report.no-body", "请选是哪个单位。", "Choose which body it is about.")


def no_desk() -> Refusal:
    """Say that nobody outside is named."""
    return _say(
        "report.no-desk",
        "本市还没有在这个单位之外受理举报的单位。请拨打 12345。",
        "The city names no body outside this one for such reports. Call 12345.",
    )


def too_many() -> Refusal:
    """Say that too many came from one address, or in all."""
    return _say(
        "report.too-many",
        "最近一小时从这里提交的太多，这一条没有收。请登录后再交，或拨打 12345。",
        "Too many came from here in the last hour; this was not taken. Sign in, or call 12345.",
    )


def wrong_code() -> Refusal:
    """Say that number and code do not belong together: nobody is told which is wrong."""
    return _say(
        "report.wrong-code",
        "编号和查询码对不上，请核对。",
        "Number and code do not belong together. Check both.",
    )


def not_ended() -> Refusal:
    """Say that it is still being dealt with."""
    return _say(
        "report.not-ended",
        "还在处置，没有办结。可以留言。",
        "It is still being dealt with. You may leave a message.",
    )


def no_clause(clause: str) -> Refusal:
    """Say that who told is not made known by this clause."""
    return _say(
        "report.no-clause",
        f"“{clause[:60]}”不是本市列明可以揭示反映人身份的条款。请请本人同意。",
        f"“{clause[:60]}” is not a clause by which this city makes known who told. Ask for consent.",
        clause=clause[:60],
    )


def asked_already() -> Refusal:
    """Say that the body has asked, and waits."""
    return _say(
        "report.asked-already", "已经请过了，请等答复。", "It has been asked for; wait for the answer."
    )


def none_asked() -> Refusal:
    """Say that nothing waits for an answer."""
    return _say("report.none-asked", "没有等您答复的请求。", "Nothing waits for your answer.")


def subject_body() -> Refusal:
    """Say that the body complained of learns nothing."""
    return _say(
        "report.subject",
        "被举报的单位及其上下级不能知道举报人是谁。信访工作条例 第三十条。",
        "The body complained of, and those above and below it, do not learn who told.",
    )


def purpose_missing() -> Refusal:
    """Say that a purpose is needed."""
    return _say("report.purpose-missing", "请选查看的用途。", "Choose what it is read for.")


def call_gone() -> Refusal:
    """Say that a call is no longer there to be answered or handed over."""
    return _say(
        "report.call-gone",
        "这个电话已经挂断，或者别的岗位接了。",
        "The call is gone, or another position answered it.",
    )


def no_number(number: str) -> Refusal:
    """Say that calls are not handed over to this number."""
    return _say(
        "report.no-number",
        f"本市没有列出紧急电话“{number[:12]}”。",
        f"The city names no emergency number {number[:12]}.",
        number=number[:12],
    )


def answer_missing() -> Refusal:
    """Say that the answer is needed."""
    return _say("report.answer-missing", "请写一句答复了什么。", "Write in a sentence what was answered.")


def no_boxes() -> Refusal:
    """Say how parts of a picture are named."""
    return Refusal(
        code="report.no-boxes",
        zh="要遮住的部分每行写四个数：左, 上, 宽, 高，是整张照片的百分之几，例如 10, 20, 30, 15；"
        "最多 20 行。",
        en="Write each part as four numbers: left, top, width, height, in per cent of the picture, such as "
        "10, 20, 30, 15; twenty lines at most.",
    )


def not_reviewed() -> Refusal:
    """Say that somebody has to have looked."""
    return Refusal(
        code="report.not-reviewed",
        zh="公开以前要有人看过遮好的照片：请先看，再勾选。",
        en="Before everybody sees it somebody looks at it as it was covered: look, then tick.",
    )


def never_public() -> Refusal:
    """Say that nothing of a report about a body is public."""
    return Refusal(
        code="report.never-public",
        zh="举报的照片不公开。",
        en="Pictures of a report about a body are never public.",
    )
