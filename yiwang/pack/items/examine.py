"""What is wrong with the items of an export: the rules YW951 to YW960, each finding at its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from yiwang.pack.finding import Finding, Level, Sentence
from yiwang.pack.items.limits import Limit, Order, compare, plain, read_limit
from yiwang.pack.items.mapping import CONCEPTS, NEEDED, Mapping
from yiwang.pack.items.table import Sheet
from yiwang.pack.where import Where

CODES: dict[str, Sentence] = {
    "YW951": Sentence("表里有表头, 有事项名称一列。", "A header row has a column of item names."),
    "YW952": Sentence("每个事项有名称和编码。", "Every item has a name and a code."),
    "YW953": Sentence("承诺时限不长于法定时限。", "A promise is not longer than the legal limit."),
    "YW954": Sentence("法定、承诺时限都写明, 写得懂。", "Both limits are given, and can be read."),
    "YW955": Sentence("收费的事项写明收费依据。", "An item with a fee names what the fee is based on."),
    "YW956": Sentence("一个事项在一地只有一个实施主体。", "An item has one lead body in one place."),
    "YW957": Sentence("一个事项的材料不重复。", "The materials of an item are not repeated."),
    "YW958": Sentence(
        "材料和条件不写兜底的话 (其他材料、相关证明、视情况、等)。",
        "Materials and conditions are a closed list: no catch-all such as 其他材料.",
    ),
    "YW959": Sentence("每个事项写明设定依据。", "Every item names its legal basis."),
    "YW960": Sentence("到现场次数是一个数。", "The number of visits is a number."),
}
HEADER_ROWS = 20

_VAGUE = re.compile(
    r"其[他它](?:有关|相关|必要|需要|应当|规定)*的?(?:材料|文件|资料|证明|条件|情形|手续)"
    r"|(?:相关|有关|必要的?)(?:的)?(?:证明|材料|文件|资料|手续)(?:材料|文件)?"
    r"|视(?:具体)?情况|根据(?:实际|具体)?情况|(?:法律|法规)(?:、|和)?(?:法规|规章)?规定的其[他它]"
    r"|等(?:有关|相关|其他|证明)?(?:材料|文件|资料|证明|证件|情形|条件)|等等|等$|[.…]{3,}|…"
)
_NUMBERED = re.compile(r"^\s*(?:[(（]?[\d一二三四五六七八九十]{1,3}[)）.、．]\s*)+")


class Cell(NamedTuple):
    """One cell of an item: its text, where it stands, and whether it only repeats a merged cell."""

    text: str
    where: Where
    at: str
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its cells by concept."""

    cells: dict[str, list[Cell]]

    def one(self, concept: str) -> Cell:
        """Return the first cell of a concept that says something, else its first."""
        cells = self.cells[concept]
        return next((cell for cell in cells if cell.text), cells[0])

    def has(self, concept: str) -> bool:
        """Say whether the export has a column for it."""
        return concept in self.cells

    @property
    def name(self) -> str:
        return self.one("name").text or "(无名称)"


def examine_items(file: str, sheets: list[Sheet], mapping: Mapping) -> list[Finding]:
    """Return everything wrong with the items in `sheets`, in the order of the file."""
    findings: list[Finding] = []
    items: list[Item] = []
    wanted = [sheet for sheet in sheets if not mapping.sheets or sheet.name in mapping.sheets]
    for sheet in wanted:
        header = _header(sheet, mapping)
        if header is not None:
            items.extend(_items(file, sheet, *header))
    if not items:
        findings.append(_nothing(file, sheets, mapping))
    for item in items:
        for rule in (_named, _promise, _fee, _repeated, _vague, _basis, _visits):
            findings.extend(rule(item, mapping))
    findings.extend(_leads(items))
    return sorted(findings, key=lambda finding: finding.order)


def _header(sheet: Sheet, mapping: Mapping) -> tuple[int, dict[str, int]] | None:
    """Return the header row (its index) and the column of each concept; the row that knows most wins."""
    best: tuple[int, dict[str, int]] | None = None
    names = {_key(name): concept for concept, known in mapping.columns.items() for name in known}
    for at, row in enumerate(sheet.rows[:HEADER_ROWS]):
        columns: dict[str, int] = {}
        for column, text in enumerate(row):
            concept = names.get(_key(text))
            if concept is not None:
                columns.setdefault(concept, column)
        if all(one in columns for one in NEEDED) and (best is None or len(columns) >= len(best[1])):
            best = (at, columns)
    return best


def _key(text: str) -> str:
    return re.sub(r"[\s*＊:：()（）]|必填|选填", "", plain(text)).lower()


def _items(file: str, sheet: Sheet, header: int, columns: dict[str, int]) -> Iterator[Item]:
    """Yield the items below the header. A row that names no other item adds to the one above it."""
    last: tuple[str, ...] | None = None
    item: Item | None = None
    for at, row in enumerate(sheet.rows[header + 1 :], header + 1):
        if not any(row):
            continue
        cells = {
            concept: Cell(
                row[column] if column < len(row) else "",
                Where(file, at + 1, column + 1),
                f"{sheet.name}!{_letters(column)}{at + 1}",
                (at, column) in sheet.filled,
            )
            for concept, column in columns.items()
        }
        identity = tuple(cells[one].text if one in cells else "" for one in ("code", "name", "lead"))
        same = last is not None and all(new in ("", old) for new, old in zip(identity, last, strict=True))
        if same and item is not None:
            for concept, cell in cells.items():
                item.cells[concept].append(cell)
            continue
        if item is not None:
            yield item
        item, last = Item({concept: [cell] for concept, cell in cells.items()}), identity
    if item is not None:
        yield item


def _letters(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _found(
    code: str, cell: Cell, zh: str, en: str, remedy: tuple[str, str], level: Level = Level.ERROR
) -> Finding:
    message = Sentence(f"{cell.at}: {zh}", f"{cell.at}: {en}")
    return Finding(cell.where, message, Sentence(*remedy), code, level)


def _nothing(file: str, sheets: list[Sheet], mapping: Mapping) -> Finding:
    names = "、".join(mapping.columns.get("name", CONCEPTS["name"]))
    seen = "、".join(sheet.name for sheet in sheets) or "无"
    return Finding(
        Where(file),
        Sentence(
            f"没有找到事项: 各工作表 ({seen}) 的前 {HEADER_ROWS} 行里没有写着“{names}”的表头, "
            "或表头下没有内容。",
            f"No items: none of the sheets ({seen}) has a header with {names} in its first {HEADER_ROWS} "
            "rows, or nothing stands below it.",
        ),
        Sentence(
            "在映射文件的 columns.name 写上事项名称那一列的列名。",
            "Name the column of item names in the mapping, under columns.name.",
        ),
        "YW951",
    )


def _named(item: Item, mapping: Mapping) -> Iterator[Finding]:
    for concept, zh, en in (("name", "名称", "name"), ("code", "编码", "code")):
        if item.has(concept) and not item.one(concept).text:
            title = item.name if concept == "code" else item.one("code").text if item.has("code") else ""
            yield _found(
                "YW952",
                item.one(concept),
                f"事项“{title}”没有{zh}。",
                f'The item "{title}" has no {en}.',
                (f"填上{zh}。", f"Fill in the {en}."),
            )


def _limit(item: Item, concept: str) -> Limit | None:
    unit = item.one(f"{concept}_unit").text if item.has(f"{concept}_unit") else ""
    return read_limit(item.one(concept).text, unit)


def _promise(item: Item, mapping: Mapping) -> Iterator[Finding]:
    read: dict[str, Limit] = {}
    for concept, zh, en in (("legal", "法定时限", "legal limit"), ("promise", "承诺时限", "promise")):
        if not item.has(concept):
            continue
        cell, limit = item.one(concept), _limit(item, concept)
        if limit is not None:
            read[concept] = limit
        elif cell.text and re.fullmatch(r"[无/\-—]+|不适用|无法定时限|无时限", plain(cell.text)):
            level = Level.WARNING if concept == "legal" else Level.ERROR
            yield _missing(item, cell, zh, en, f"写的是“{cell.text}”", f'says "{cell.text}"', level)
        elif cell.text:
            yield _missing(item, cell, zh, en, f"“{cell.text}”看不懂", f'"{cell.text}" cannot be read')
        else:
            yield _missing(item, cell, zh, en, "是空的", "is empty")
    if len(read) < 2:
        return
    order = compare(read["promise"], read["legal"])
    if order is Order.NOT_LONGER:
        return
    both_zh = f"承诺 {read['promise']}, 法定 {read['legal']}"
    both_en = f"promised {read['promise']}, by law {read['legal']}"
    certain = order is Order.LONGER
    yield _found(
        "YW953",
        item.one("promise"),
        f"“{item.name}”{both_zh}: " + ("承诺比法定长。" if certain else "遇节假日承诺可能比法定长。"),
        f'"{item.name}": {both_en}: '
        + ("the promise is longer." if certain else "over holidays the promise may be longer."),
        ("把承诺改短, 或用同一单位写。", "Shorten the promise, or write both in one unit."),
        Level.ERROR if certain else Level.WARNING,
    )


def _missing(
    item: Item, cell: Cell, zh: str, en: str, why_zh: str, why_en: str, level: Level = Level.ERROR
) -> Finding:
    return _found(
        "YW954",
        cell,
        f"“{item.name}”的{zh}{why_zh}。",
        f'The {en} of "{item.name}" {why_en}.',
        ("写成“20 工作日”“15 日”“即办”这样的时限。", "Write it like 20 工作日, 15 日 or 即办."),
        level,
    )


def _fee(item: Item, mapping: Mapping) -> Iterator[Finding]:
    if not item.has("fee"):
        return
    cell = item.one("fee")
    text = plain(cell.text).lower()
    charged = text in mapping.charged or (
        text not in mapping.free and bool(re.search(r"[1-9]\d*\s*元", text))
    )
    basis = item.one("fee_basis") if item.has("fee_basis") else None
    stated = basis is not None and plain(basis.text) not in ("", "无", "/", "-")
    if charged and not stated:
        yield _found(
            "YW955",
            basis or cell,
            f"“{item.name}”收费 ({cell.text}), 没有收费依据。",
            f'"{item.name}" charges a fee ({cell.text}) and names no basis for it.',
            ("写明收费的文件和文号, 或改为不收费。", "Name the document that allows it, or charge nothing."),
        )
    elif basis is not None and stated and text in mapping.free:
        yield _found(
            "YW955",
            basis,
            f"“{item.name}”写明不收费 ({cell.text}), 却有收费依据“{basis.text[:40]}”。",
            f'"{item.name}" charges nothing ({cell.text}) but names a basis: "{basis.text[:40]}".',
            ("两处写成一致。", "Let both say the same."),
            Level.WARNING,
        )


def _listed(item: Item, concept: str, mapping: Mapping) -> Iterator[tuple[str, Cell]]:
    """Yield what is listed under a concept, one by one."""
    for cell in item.cells.get(concept, ()):
        for part in re.split(f"[{re.escape(mapping.separators)}]", "" if cell.filled else cell.text):
            name = _NUMBERED.sub("", plain(part)).strip(" 。.,，")
            if name:
                yield name, cell


def _repeated(item: Item, mapping: Mapping) -> Iterator[Finding]:
    first: dict[str, Cell] = {}
    for name, cell in _listed(item, "materials", mapping):
        key = re.sub(r"[\s()\[\]《》“”\"']", "", name)
        if key not in first:
            first[key] = cell
            continue
        yield _found(
            "YW957",
            cell,
            f"“{item.name}”的材料“{name}”写了不止一次 (又见 {first[key].at})。",
            f'The material "{name}" of "{item.name}" stands more than once (see {first[key].at}).',
            ("只留一处; 若是两样东西, 写出区别。", "Keep one; if they are two things, say how they differ."),
            Level.WARNING,
        )


def _vague(item: Item, mapping: Mapping) -> Iterator[Finding]:
    for concept, zh, en in (("materials", "材料", "material"), ("conditions", "条件", "condition")):
        told: set[tuple[str, str]] = set()
        for name, cell in _listed(item, concept, mapping):
            vague = _VAGUE.search(name)
            if vague is None or (name, vague[0]) in told:
                continue
            told.add((name, vague[0]))
            yield _found(
                "YW958",
                cell,
                f"“{item.name}”的{zh}“{name[:60]}”含糊: “{vague[0]}”。",
                f'A {en} of "{item.name}" is vague: "{vague[0]}" in "{name[:60]}".',
                ("列出每一样的名称, 或写明条款。", "List each by its name, or name the clause."),
                Level.WARNING,
            )


def _basis(item: Item, mapping: Mapping) -> Iterator[Finding]:
    if item.has("basis") and plain(item.one("basis").text) in ("", "无", "/", "-"):
        yield _found(
            "YW959",
            item.one("basis"),
            f"“{item.name}”没有设定依据。",
            f'"{item.name}" names no legal basis.',
            ("写明法律名称和条款。", "Name the law and its article."),
        )


def _visits(item: Item, mapping: Mapping) -> Iterator[Finding]:
    if not item.has("visits"):
        return
    cell = item.one("visits")
    if cell.text and not re.fullmatch(r"\d+\s*次?|[零一二两三四五六]次", plain(cell.text)):
        yield _found(
            "YW960",
            cell,
            f"“{item.name}”到现场次数“{cell.text}”不是一个数。",
            f'The visits of "{item.name}", "{cell.text}", are no number.',
            ("写 0、1、2 这样的数。", "Write a number such as 0, 1 or 2."),
            Level.WARNING,
        )


def _leads(items: list[Item]) -> Iterator[Finding]:
    first: dict[tuple[str, str], Item] = {}
    for item in items:
        if not (item.has("code") and item.has("lead") and item.one("code").text and item.one("lead").text):
            continue
        place = plain(item.one("place").text) if item.has("place") else ""
        other = first.setdefault((plain(item.one("code").text), place), item)
        one, two = plain(other.one("lead").text), plain(item.one("lead").text)
        if other is item:
            listed = [name for name in re.split(r"[、,;\n]", two) if name.strip()]
            if len(listed) < 2:
                continue
            one, two = listed[0], listed[1]
        elif one == two:
            yield _found(
                "YW952",
                item.one("code"),
                f"编码“{item.one('code').text}”又见于 {other.one('code').at}“{other.name}”。",
                f'The code "{item.one("code").text}" also stands at {other.one("code").at}, "{other.name}".',
                ("每个事项用自己的编码。", "Give each item its own code."),
            )
            continue
        yield _found(
            "YW956",
            item.one("lead"),
            f"“{item.name}” ({item.one('code').text}) 有两个实施主体: {one} "
            f"({other.one('lead').at}) 和 {two}。",
            f'"{item.name}" ({item.one("code").text}) has two lead bodies: {one} '
            f"({other.one('lead').at}) and {two}.",
            ("定一个主责单位, 其余写作配合。", "Settle on one; the others assist."),
        )
