"""`yiwang gateway`: thin doors, as in `cli.py`."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

gateway = typer.Typer(help="数据网关 the data gateway", no_args_is_help=True)

At = Annotated[str, typer.Option("--at", help="网关地址 address of the gateway")]
City = Annotated[str, typer.Option("--city", help="城市 key of the city")]
As = Annotated[str, typer.Option("--as", help="系统和钥匙 <client>.<key>, as the desk shows it")]
KeyFile = Annotated[Path, typer.Option("--key", help="私钥文件 file of the private key")]
HERE = "http://127.0.0.1:8002"


@gateway.command("key")
def key(out: Annotated[Path, typer.Option("--out", help="私钥写到哪里 where the private key goes")]) -> None:
    """造一把签名的钥匙, 打印公钥: 0 造好, 2 文件已有。Make a key that signs; print its public half."""
    from yiwang.gateway.calling import make_key

    raise typer.Exit(make_key(out, sys.stdout))


@gateway.command("ask")
def ask(
    grant: Annotated[str, typer.Argument(help="授权的代号 id of the grant")],
    case: Annotated[str, typer.Argument(help="办件编号 number of the case")],
    by: Annotated[str, typer.Argument(help="按哪个数据项查 field to look up by")],
    values: Annotated[list[str], typer.Argument(help="查谁 one value, or several")],
    purpose: Annotated[
        str, typer.Option("--purpose", help="授权上的用途 the grant's purpose, word for word")
    ],
    client: As,
    file: KeyFile,
    fields: Annotated[list[str] | None, typer.Option("--field", help="只要这些 these fields only")] = None,
    at: At = HERE,
    city: City = "yueyang",
) -> None:
    """签名询问一次: 0 答了, 1 拒绝, 2 钥匙读不了, 3 没有应答。Ask once, signed, and print the answer."""
    from yiwang.gateway import calling

    call: dict[str, object] = {"grant": grant, "purpose": purpose, "case": case, "by": by, "values": values}
    if fields:
        call["fields"] = fields
    raise typer.Exit(calling.ask(_asker(at, city, client, file), call, datetime.now(UTC), sys.stdout))


@gateway.command("receipt")
def receipt(
    exchanges: Annotated[list[str], typer.Argument(help="共享记录的编号 ids of exchanges")],
    client: As,
    file: KeyFile,
    at: At = HERE,
    city: City = "yueyang",
) -> None:
    """取共享记录的凭证, 可用 yiwang verify 核验。Print receipts of exchanges, for `yiwang verify`."""
    from yiwang.gateway import calling

    raise typer.Exit(
        calling.receipts(_asker(at, city, client, file), exchanges, datetime.now(UTC), sys.stdout)
    )


@gateway.command("open")
def open_(
    product: Annotated[str, typer.Argument(help="资源的代号 id of the product")],
    city: City = "yueyang",
) -> None:
    """恢复停用的数据源: 0 恢复了, 1 没有停用, 2 没有数据库。Open a blocked provider that was mended."""
    from yiwang.serve.opening_providers import open_provider
    from yiwang.web.environment import data_folder

    dsn, data = os.environ.get("YIWANG_DATABASE", ""), data_folder(os.environ)
    raise typer.Exit(open_provider(city, product, dsn, data, datetime.now(UTC), sys.stdout))


def _asker(at: str, city: str, client: str, file: Path):  # type: ignore[no-untyped-def]
    from yiwang.gateway.calling import Asker, read_key

    try:
        return Asker(at.rstrip("/"), city, client, read_key(file))
    except (OSError, ValueError) as fault:
        print(
            f"{file}: 不是 Ed25519 私钥 not an Ed25519 private key ({type(fault).__name__})", file=sys.stderr
        )
        raise typer.Exit(2) from None
