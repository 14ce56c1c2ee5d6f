"""The catalogue as a workbook: one line for each field, with the columns that 政务数据共享条例 §13 names.

No province's own sheet was at hand: the columns are the regulation's, in its words.
"""

from __future__ import annotations

import io

from yiwang.kernel.matter import City
from yiwang.nets.sharing.texts import CLASSES, OPENING, PERSONAL, SHARING, TYPES, UPDATES, WAYS

COLUMNS = (
    ("资源代号", "Id"),
    ("目录名称", "Name"),
    ("数据项", "Field"),
    ("数据项代号", "Id of the field"),
    ("提供单位", "Provider"),
    ("数据格式", "Type"),
    ("更新频率", "Renewed"),
    ("共享属性", "Sharing class"),
    ("共享依据", "Basis"),
    ("共享方式", "Way"),
    ("使用条件", "Conditions"),
    ("数据分级", "Class"),
    ("个人信息", "Personal"),
    ("开放属性", "Opening class"),
    ("核实", "Verified"),
)
WIDE = (22, 30, 18, 18, 28, 10, 10, 12, 30, 10, 40, 12, 12, 12, 8)


def workbook(city: City, language: str) -> bytes:
    """Return the sheet in one language, as the bytes of an XLSX file."""
    from openpyxl import Workbook  # slow to load: not with the pages
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "catalogue" if language == "en" else "政务数据目录"
    page.append([names[language == "en"] for names in COLUMNS])
    for product in city.products.values():
        owner = city.bodies.get(product.owner)
        for name, title in product.titles.items():
            kept = product.classes[name]
            page.append(
                [
                    product.id,
                    _in(product.title, language),
                    _in(title, language),
                    name,
                    _in(owner.title, language) if owner is not None else product.owner,
                    _in(TYPES.get(product.types[name], {"zh": product.types[name]}), language),
                    _in(UPDATES.get(product.updates, {"zh": product.updates}), language),
                    _in(SHARING[product.sharing], language),
                    "; ".join(product.basis),
                    _in(WAYS[product.way], language),
                    _in(product.conditions, language),
                    _in(CLASSES.get(kept.data_class, {"zh": kept.data_class}), language),
                    _in(PERSONAL[kept.personal], language),
                    _in(OPENING[product.opening], language),
                    ("yes" if product.verified else "no")
                    if language == "en"
                    else ("是" if product.verified else "否"),
                ]
            )
    for cell, width in zip(page[1], WIDE, strict=True):
        cell.font = Font(bold=True)
        page.column_dimensions[cell.column_letter].width = width
    for row in page.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.data_type = "s"  # nothing that a pack says is a formula
    page.freeze_panes = "C2"
    kept_in = io.BytesIO()
    book.save(kept_in)
    return kept_in.getvalue()


def _in(text: dict[str, str], language: str) -> str:
    return text.get(language) or text.get("zh", "")
