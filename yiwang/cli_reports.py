"""`yiwang import`: a thin door, as in `cli.py`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

imports = typer.Typer(help="导入别的系统的数据 data of another system", no_args_is_help=True)


@imports.callback()
def _group() -> None:
    """导入。Imports."""


@imports.command()
def reports(
    file: Annotated[Path, typer.Argument(help="CSV 文件 the file")],
    mapping: Annotated[Path, typer.Option("--mapping", help="哪一列是什么 which column holds what")],
    city: Annotated[str, typer.Option("--city", help="城市 key of the city")] = "yueyang",
    json: Annotated[bool, typer.Option("--json", help="机器可读输出 machine-readable output")] = False,
    data: Annotated[Path | None, typer.Option("--data", help="数据目录 folder of database and keys")] = None,
) -> None:
    """导入居民反映: 0 全部导入, 3 有的行跳过, 2 没有导入。Import residents' reports from a CSV file."""
    from yiwang.serve.importing_reports import import_reports

    raise typer.Exit(import_reports(file, mapping, city, json=json, data=data))


@imports.command()
def kev(
    file: Annotated[Path, typer.Argument(help="KEV 目录 (JSON) the catalogue")],
    city: Annotated[str, typer.Option("--city", help="城市 key of the city")] = "yueyang",
    json: Annotated[bool, typer.Option("--json", help="机器可读输出 machine-readable output")] = False,
    data: Annotated[Path | None, typer.Option("--data", help="数据目录 folder of database and keys")] = None,
) -> None:
    """导入已被利用漏洞名录: 0 收下, 2 没有改动。Import the list of weaknesses known to be exploited."""
    from yiwang.serve.importing_kev import import_kev

    raise typer.Exit(import_kev(file, city, json=json, data=data))
