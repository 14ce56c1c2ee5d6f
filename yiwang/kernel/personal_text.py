"""Personal data in what somebody wrote, found by its shape and masked before anything is public.

Found by what can be reckoned: check digits (identity numbers, bank cards), shapes (telephones, e-mail,
plates), and words around (a surname before a title, a name after "我叫", a flat in a building). Names
inside a sentence are found by `personal_names`, many and not all of them: what is public is looked at by a
person, too.

Source: GB 11643-1999 and ISO 7064 MOD 11-2 (identity numbers), ISO/IEC 7812 (Luhn); neither text was at
hand, both reckonings are held against published examples by the tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from yiwang.kernel.personal_names import names_in

IDENTITY, PHONE, CARD, EMAIL, PLATE, NAME, ADDRESS = (
    "identity", "phone", "card", "email", "plate", "name", "address",
)  # fmt: skip
MASKS = {
    IDENTITY: "〔身份证号〕",
    PHONE: "〔电话〕",
    CARD: "〔卡号〕",
    EMAIL: "〔邮箱〕",
    PLATE: "〔车牌〕",
    NAME: "〔姓名〕",
    ADDRESS: "〔门牌〕",
}


class Found(msgspec.Struct, frozen=True):
    """Personal data of a kind in a text, from `start` up to but not including `end` (characters)."""

    kind: str
    start: int
    end: int


_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦"
    "昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮卞齐康伍余元卜顾孟黄穆萧尹姚邵"
    "湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐"
    "邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪解应宗丁宣邓郁单洪包诸左石崔吉龚程邢裴陆荣翁荀惠甄曲封储"
    "靳松段巫焦谷车侯全班仰秋仲伊宫宁仇甘厉祖武符刘景詹束龙叶幸司黎薄印白蒲邰鄂卓蔺屠蒙池乔阴胥苍闻莘"
    "翟谭贡劳姬申冉桑桂牛寿通边扈燕尚农温庄晏柴瞿阎充慕连习艾鱼容向古易廖耿满匡国文寇广欧聂晁勾敖冷辛"
    "那简饶曾沙关涂肖牟岳楼"
)
_DOUBLE = "欧阳|太史|端木|上官|司马|诸葛|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|轩辕"
_SURNAME = f"(?:{_DOUBLE}|[{_SURNAMES}])"
_TITLES = (
    "先生|女士|小姐|太太|夫人|师傅|老师|医生|护士|大夫|经理|老板|阿姨|叔叔|大爷|大妈|大哥|大姐|奶奶|爷爷|"
    "同志|局长|处长|科长|主任|书记|镇长|乡长|村长|所长|站长|队长|院长|校长|警官|律师|店长|房东"
)
_LEADS = "(?:我叫|我是|名叫|叫做|姓名[:：是为]?|联系人[:：是为]?|本人)"
_HAN = "\u4e00-\u9fff"
_NOT_A_NAME = (
    "和一|于一|任一|单一|万一|高一|段一|全一|任何|关于|对于|国家|常务|高级|主管|管理|方便|明天|明年|安全|文明|"
    "江边|路边|石头|金属|白天|黄色|红色|高空|高压|水管|车辆|车主|连续|通过|成都|全部|应该|解决|计划|向前"
)

_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (EMAIL, re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")),
    (IDENTITY, re.compile(r"(?<![0-9A-Za-z])\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx](?![0-9A-Za-z])")),
    (IDENTITY, re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")),
    (CARD, re.compile(r"(?<![\d.-])\d(?:[ -]?\d){12,18}(?![\d-])")),
    (PHONE, re.compile(r"(?<!\d)(?:(?:\+|00)86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")),
    (PHONE, re.compile(r"(?<!\d)\(?0\d{2,3}\)?[ -]\d{7,8}(?:[ -]?(?:转|ext\.?) ?\d{1,5})?(?!\d)")),
    (PHONE, re.compile(r"(?<!\d)0(?:10|2\d|[3-9]\d{2})\d{7,8}(?!\d)")),
    (PHONE, re.compile(r"(?<![\d.-])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\d-])")),
    (PHONE, re.compile(r"(?<=电话)[:：是为 ]{0,3}\d{7,8}(?!\d)")),
    (
        PLATE,
        re.compile(
            r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ ·-]?"
            r"(?:[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警]|[A-HJ-NP-Z0-9]{6})(?![A-Za-z0-9])"
        ),
    ),
    (
        ADDRESS,
        re.compile(
            rf"(?:[{_HAN}A-Za-z]{{2,12}}(?:小区|花园|家园|公寓|苑|庭|府|城|村|院))?[A-Za-z0-9一二三四五六七八九十]{{1,4}}"
            r"(?:栋|幢|号楼|座)(?:[A-Za-z0-9一二三四五六七八九十]{1,4}(?:单元|门))?"
            r"(?:[A-Za-z0-9-]{1,6}(?:室|号|房|户)|[0-9]{3,4}(?!\d))"
        ),
    ),
    (
        ADDRESS,
        re.compile(
            rf"(?<=[家住址])(?:在|址)?[:：]?[{_HAN}]{{2,14}}"
            r"\d{1,5}号(?:[0-9-]{1,6}(?:室|房))?"
        ),
    ),
    (NAME, re.compile(rf"{_LEADS}{_SURNAME}[{_HAN}]{{1,2}}(?![{_HAN}])")),
    (NAME, re.compile(rf"{_SURNAME}[{_HAN}]{{0,2}}?(?={_TITLES})")),
)  # fmt: skip
_LEAD = re.compile(f"^{_LEADS}")


def found_in(text: str) -> list[Found]:
    """Return the personal data that a text holds, in its order; of what overlaps, what stands first here."""
    taken: list[Found] = []
    for kind, pattern in _RULES:
        for one in _sound(kind, pattern, text):
            if all(one.end <= other.start or one.start >= other.end for other in taken):
                taken.append(one)
    for one in _named(text):
        if all(one.end <= other.start or one.start >= other.end for other in taken):
            taken.append(one)
    return sorted(taken, key=lambda one: one.start)


def _named(text: str) -> Iterator[Found]:
    for start, end in names_in(text, _SURNAME):
        yield Found(NAME, start, end)


def _sound(kind: str, pattern: re.Pattern[str], text: str) -> Iterator[Found]:
    for match in pattern.finditer(text):
        start, said = match.start(), match[0]
        if kind == IDENTITY and "-" not in said[:4] and not is_identity(said):
            continue
        if kind == CARD and not is_card(said):
            continue
        if kind == NAME:
            lead = _LEAD.match(said)
            start += lead.end() if lead else 0
            name = text[start : match.end()]
            if re.match(_NOT_A_NAME, text[start : start + 2]) or not name:
                continue
        yield Found(kind, start, match.end())


def masked(text: str) -> str:
    """Return the text with what was found replaced by the word for it."""
    parts, before = [], 0
    for one in found_in(text):
        parts += [text[before : one.start], MASKS[one.kind]]
        before = one.end
    return "".join((*parts, text[before:]))


def is_identity(text: str) -> bool:
    """Say whether this is an identity number: 17 digits and the check character that goes with them."""
    bare = re.sub(r"[ -]", "", text).upper()
    if len(bare) != 18 or not bare[:17].isdecimal():
        return False
    if not ("01" <= bare[10:12] <= "12" and "01" <= bare[12:14] <= "31"):
        return False
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(bare[:17]))
    return "10X98765432"[total % 11] == bare[17]


def is_card(text: str) -> bool:
    """Say whether these 13 to 19 digits end with their check digit (Luhn)."""
    digits = [int(one) for one in text if one.isdecimal()]
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    doubled = [
        digit if place % 2 == 0 else sum(divmod(2 * digit, 10)) for place, digit in enumerate(digits[::-1])
    ]
    return sum(doubled) % 10 == 0
