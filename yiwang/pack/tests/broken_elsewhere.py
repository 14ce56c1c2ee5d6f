"""Broken scenarios, and broken exports of items: what `--scenarios` and `--items` say of them (YW9xx)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from yiwang.pack.check.command import Form, check
from yiwang.pack.items.command import check_items
from yiwang.pack.tests.city import MONDAY, Edit, edit, tutorial

STORY = "scenarios/adoption.yaml"
_HEADER = ["事项编码", "事项名称", "实施主体", "设定依据", "法定办结时限", "承诺办结时限", "收费依据"]
_HEADER += ["申请材料", "受理条件", "到办事现场次数"]
_SOUND = ["A1", "临时占道", "城管局", "某法第十条", "20个工作日", "5个工作日", "", "申请书；身份证"]
_SOUND += ["有店面", "1"]


@dataclass(frozen=True)
class Elsewhere:
    """A way to break a scenario (by an edit of the tutorial pack) or an export of items (by its lines)."""

    code: str
    name: str
    edits: tuple[Edit, ...] = ()
    table: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The code and what was done."""
        return f"{self.code} {self.name}"


_APRIL = '{at: "2026-04-30 10:00", act: '


def _items(**changes: str) -> tuple[str, ...]:
    names = dict(zip(_HEADER, _SOUND, strict=True)) | changes
    return ",".join(_HEADER), ",".join(names[name] for name in _HEADER)


ELSEWHERE: tuple[Elsewhere, ...] = (
    Elsewhere("YW901", "a day counted wrongly", (edit(STORY, "due: 2026-03-16,", "due: 2026-03-17,"),)),
    Elsewhere("YW902", "an act that nobody knows", (edit(STORY, f"{_APRIL}start}}]", f"{_APRIL}begin}}]"),)),
    Elsewhere(
        "YW903",
        "an act that the rules refuse",
        (edit(STORY, f"{_APRIL}start}}]", f"{_APRIL}start}}, {_APRIL}resume}}]"),),
    ),
    Elsewhere("YW951", "a table without the names of items", table=("编号,内容", "1,占道")),
    Elsewhere("YW952", "an item without a name", table=_items(事项名称="")),
    Elsewhere("YW953", "a promise longer than the law", table=_items(承诺办结时限="25个工作日")),
    Elsewhere("YW954", "a limit that says nothing", table=_items(法定办结时限="按规定")),
    Elsewhere(
        "YW955",
        "a fee without what it is based on",
        table=("事项编码,事项名称,是否收费,收费依据", "A1,临时占道,是,"),
    ),
    Elsewhere("YW956", "two bodies for one item", table=_items(实施主体="城管局、住建局")),
    Elsewhere("YW957", "a material twice", table=_items(申请材料="1.申请书；2.身份证；3.身份证")),
    Elsewhere("YW958", "other material", table=_items(申请材料="申请书；其他相关材料")),
    Elsewhere("YW959", "an item of no law", table=_items(设定依据="无")),
    Elsewhere("YW960", "visits that are no number", table=_items(到办事现场次数="若干")),
)


def broken(one: Elsewhere, root: Path, lang: str = "zh") -> list[str]:
    """Return what the command prints of it, without the last lines that count."""
    out = io.StringIO()
    if one.table:
        file = root / "items.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(one.table) + "\n", "utf-8")
        check_items(file, None, MONDAY, Form(False, False, False, lang), out)
        return out.getvalue().replace(f"{root.as_posix()}/", "").splitlines()[:-1]
    folder = root / lang / "tutorial"
    if not folder.exists():
        tutorial(root / lang, *one.edits)
    check(folder, MONDAY, lang=lang, scenarios=True, out=out)
    return out.getvalue().replace(folder.as_posix(), "tutorial").splitlines()[:-2]
