"""`yiwang signals` and `yiwang ingest`: thin doors, as in `cli.py`."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

signals = typer.Typer(help="告警规则 rules over what is observed", no_args_is_help=True)


def ingest(city: Annotated[str, typer.Argument(help="城市 key of the city")]) -> None:
    """从 MQTT 收感知数据, 直到停止。Take observations from the broker in YIWANG_MQTT until stopped."""
    from yiwang.serve.ingest_process import main

    raise typer.Exit(main(city))


@signals.command(name="try")
def try_(
    rule: Annotated[str, typer.Argument(help="规则的代号 id of the rule")],
    from_: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="从哪天 first day")],
    to: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="到哪天 last day")],
    city: Annotated[str, typer.Option("--city", help="城市 key of the city")] = "yueyang",
) -> None:
    """在存着的数据上试一条规则: 0 试过, 2 没有这条规则或没有数据库。What a rule would have raised."""
    from yiwang.serve.signals import try_stored

    first, last = from_.replace(tzinfo=UTC), to.replace(tzinfo=UTC) + timedelta(days=1)
    raise typer.Exit(try_stored(rule, first, last, city, os.environ.get("YIWANG_DATABASE", ""), sys.stdout))
