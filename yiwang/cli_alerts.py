"""`yiwang cap`: a thin door, as in `cli.py`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

cap = typer.Typer(help="CAP 预警 alerts as CAP 1.2", no_args_is_help=True)


@cap.callback()
def group() -> None:
    """CAP 预警。Alerts as CAP 1.2."""


@cap.command()
def check(
    file: Annotated[Path, typer.Argument(help="CAP 文件 the message")],
    key: Annotated[
        Path | None, typer.Option("--key", help="城市公钥 CITY.pub of the city that signed")
    ] = None,
    certificate: Annotated[
        Path | None, typer.Option("--certificate", help="发送方证书 PEM certificate of the sender")
    ] = None,
    signed: Annotated[bool, typer.Option("--signed", help="必须有签名 it must be signed")] = False,
    json: Annotated[bool, typer.Option("--json", help="输出 JSON print JSON")] = False,
) -> None:
    """检查一条 CAP 预警: 0 没有问题, 1 有问题, 2 读不了。Hold a CAP message against the standard."""
    from yiwang.nets.alerts.cap_file import check as check_file

    raise typer.Exit(check_file(file, key, certificate, signed, json))
