"""`yiwang data`: invented data of a pack's products."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

data = typer.Typer(no_args_is_help=True, help="政务数据资源的虚构数据 synthetic data of products")


@data.command("make")
def make(
    pack: Annotated[Path, typer.Argument(help="城市配置包目录 the pack's folder")],
    out: Annotated[Path, typer.Option("--out", help="写到哪个目录 folder to write to")],
    seed: Annotated[int, typer.Option("--seed", help="种子: 相同就完全相同 the same seed, the same bytes")],
    rows: Annotated[int, typer.Option("--rows", min=1, help="虚构多少人 how many people are made up")] = 1000,
    on: Annotated[
        str | None, typer.Option("--on", help="哪一天的数据 of which day, YYYY-MM-DD; 不写是今天 else today")
    ] = None,
    format: Annotated[str, typer.Option("--format", help="parquet 或 csv")] = "parquet",
) -> None:
    """虚构每一项资源的数据: 0 写好, 1 资源互相引用成圈, 2 读不了。Make up the data of every product."""
    from yiwang.synthetic.command import FORMATS, Wish
    from yiwang.synthetic.command import make as run

    if format not in FORMATS:
        raise typer.BadParameter(f"--format {format}: {', '.join(FORMATS)}")
    try:
        day = date.fromisoformat(on) if on else datetime.now(UTC).astimezone().date()
    except ValueError:
        raise typer.BadParameter(f"{on} 不是日期 is not a date; 2026-03-02") from None
    raise typer.Exit(run(pack, out, Wish(seed, rows, day, format), sys.stdout))
