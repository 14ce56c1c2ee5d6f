"""`yiwang geo`: boundaries reviewed and brought in, and where a position lies."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

geo = typer.Typer(no_args_is_help=True, help="边界和位置 boundaries and positions")

Json = Annotated[bool, typer.Option("--json", help="机器可读输出 machine-readable output")]
Lang = Annotated[str, typer.Option("--lang", help="zh 或 en")]


@geo.command("import")
def bring_in(
    file: Annotated[Path, typer.Argument(help="边界文件 GeoJSON")],
    pack: Annotated[Path, typer.Option("--pack", help="城市配置包目录 the pack's folder")],
    source: Annotated[str, typer.Option("--source", help="谁做的、什么时候的 who made it, as of when")],
    review_no: Annotated[str, typer.Option("--review-no", help="审图号 the number of its review")],
    level: Annotated[str, typer.Option("--level", help="county town village grid")] = "county",
    crs: Annotated[
        str | None, typer.Option("--crs", help="坐标系 coordinate system: EPSG:4490, EPSG:4326")
    ] = None,
    code_property: Annotated[
        str | None, typer.Option("--code-property", help="哪个属性是区划代码 which property is the code")
    ] = None,
    name_property: Annotated[
        str | None, typer.Option("--name-property", help="哪个属性是名称 which property is the name")
    ] = None,
    repair: Annotated[
        bool, typer.Option("--repair", help="修自相交的边界 mend shapes that cross themselves")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看, 不写 say it, write nothing")] = False,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """引入审核过的边界: 0 写好, 1 不能写, 2 读不了。Bring reviewed boundaries into a pack."""
    from yiwang.geo.command import bring_in as run
    from yiwang.geo.features import Reading
    from yiwang.geo.importing import Wish
    from yiwang.geo.lookup import LEVELS

    if level not in LEVELS:
        raise typer.BadParameter(f"--level {level}: {', '.join(LEVELS)}")
    how = Reading(level, code_property, name_property, repair)
    wish = Wish(file, source, review_no, crs, how, datetime.now(UTC).astimezone().date())
    raise typer.Exit(run(pack, wish, dry_run=dry_run, json=json, lang=_language(lang), out=sys.stdout))


@geo.command("where", context_settings={"ignore_unknown_options": True})
def where(
    pack: Annotated[Path, typer.Argument(help="城市配置包目录 the pack's folder")],
    longitude: Annotated[float | None, typer.Argument(help="经度 longitude, WGS 84")] = None,
    latitude: Annotated[float | None, typer.Argument(help="纬度 latitude")] = None,
    words: Annotated[str, typer.Option("--words", help="写地名的话 words that name a place")] = "",
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """一个位置、一句话在哪个区域: 0 找到, 1 没有, 2 读不了。In which place a position lies."""
    from yiwang.geo.command import where as run

    if (longitude is None) != (latitude is None) or (longitude is None) == (not words):
        raise typer.BadParameter("给经度和纬度, 或 --words. Give a longitude and a latitude, or --words")
    position = None if longitude is None or latitude is None else (longitude, latitude)
    on = datetime.now(UTC).astimezone().date()
    raise typer.Exit(run(pack, position, words, on, json=json, lang=_language(lang), out=sys.stdout))


def _language(lang: str) -> str:
    if lang not in ("zh", "en"):
        raise typer.BadParameter(f"--lang {lang}: zh, en")
    return lang
