"""`yiwang events`: a thin door, as in `cli.py`."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

events = typer.Typer(help="事件 events", no_args_is_help=True)


@events.command()
def train(city: Annotated[str, typer.Argument(help="城市 key of the city")] = "yueyang") -> None:
    """从本市已办结的事件学类别: 0 学好, 1 件数太少, 2 没有城市或数据库。Learn kinds from closed events."""
    from yiwang.serve.events import train_stored

    dsn, keys = os.environ.get("YIWANG_DATABASE", ""), os.environ.get("YIWANG_KEYS", "")
    raise typer.Exit(train_stored(city, dsn, keys, sys.stdout))
