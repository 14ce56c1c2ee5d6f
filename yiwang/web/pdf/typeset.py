"""Typesetting by typst: PDF/A-2a and PDF/UA-1, tagged, the same bytes for the same sheet, font and version.

The font is the machine's own: none is shipped. YIWANG_PDF_FONT names a family, YIWANG_PDF_FONTS a folder to
look in beside the system's; without either the first of `FAMILIES` that is installed is taken.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from yiwang.web.pdf.sheet import Sheet
from yiwang.web.words import Text

FAMILIES = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "FandolSong",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Droid Sans Fallback",
)
"""Families whose licences let them be embedded in a document (OFL, Apache, GPL with font exception)."""

STANDARDS = ["a-2a", "ua-1"]
TEMPLATE = Path(__file__).with_name("sheet.typ")


class CannotPrint(Exception):
    """No PDF can be made here; `code` is stable, `says` tells the person what to do about it."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.code = code
        self.says: Text = {"zh": zh, "en": en}


def typeset(sheet: Sheet) -> bytes:
    """Return a sheet as an unsigned PDF.

    Raises:
        CannotPrint: typst is not installed, no font has Chinese characters, or the sheet cannot be set.
    """
    typst = _typst()
    family = font_family()
    inputs = {
        "sheet": msgspec.json.encode(sheet).decode(),
        "families": msgspec.json.encode([family]).decode(),
    }
    compiler = typst.Compiler(TEMPLATE.read_bytes(), font_paths=_fonts(), sys_inputs=inputs)
    try:
        made: bytes = compiler.compile(
            format="pdf", pdf_standards=STANDARDS, timestamp=int(sheet.at.timestamp())
        )
    except typst.TypstError as fault:
        raise CannotPrint(
            "pdf.not-set",
            "这份文书没有排成 PDF；网页上的文书照常可用。请把错误代码告诉管理员。",
            "This paper could not be set as PDF; its page still works. Tell the administrators the code.",
        ) from fault
    return made


def font_family() -> str:
    """Return the family that papers are set in.

    Raises:
        CannotPrint: none is installed, or the one named in YIWANG_PDF_FONT is not.
    """
    there = set(_fonts().families())
    wanted = os.environ.get("YIWANG_PDF_FONT", "").strip()
    if wanted:
        if wanted in there:
            return wanted
        raise CannotPrint(
            "pdf.font-missing",
            f"本机没有名为“{wanted}”的字体（YIWANG_PDF_FONT）。有: {'、'.join(sorted(there)) or '无'}。",
            f"No font family here is called {wanted} (YIWANG_PDF_FONT). There are: "
            f"{', '.join(sorted(there)) or 'none'}.",
        )
    found = next((one for one in FAMILIES if one in there), None)
    if found is None:
        raise CannotPrint(
            "pdf.no-font",
            "本机没有可用于出具 PDF 的中文字体。请安装一种（如 Debian 的 fonts-noto-cjk），"
            "或者用 YIWANG_PDF_FONTS 指明文件夹、YIWANG_PDF_FONT 指明字体名。",
            "There is no Chinese font here to set papers in. Install one (Debian: fonts-noto-cjk), or name "
            "a folder in YIWANG_PDF_FONTS and a family in YIWANG_PDF_FONT.",
        )
    return found


def _typst() -> Any:
    try:
        import typst
    except ImportError as fault:
        raise CannotPrint(
            "pdf.not-installed",
            "本机没有安装 PDF 组件。请安装 yiwang[certificates]；在此之前请用网页上的文书。",
            "The PDF part is not installed here. Install yiwang[certificates]; until then use the page.",
        ) from fault
    return typst


def _fonts() -> Any:
    return _read_fonts(os.environ.get("YIWANG_PDF_FONTS", "").strip())


@lru_cache(maxsize=4)
def _read_fonts(folder: str) -> Any:
    """Read the fonts once for each process: it takes longer than setting a page."""
    paths = [folder] if folder else []
    return _typst().Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=paths)
