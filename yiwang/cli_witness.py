"""`yiwang witness`: another office watches a city and co-signs what only grew."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

NO_NAME = "写城市的地址, 或用 --as 打印公钥 give the city's address, or --as to print a key"


def witness(
    city: Annotated[str | None, typer.Argument(help="城市的地址 the city's address: https://…/CITY")] = None,
    key: Annotated[Path | None, typer.Option("--key", help="城市的公钥文件 its keys: CITY.pub")] = None,
    state: Annotated[Path, typer.Option("--state", help="见证文件: 先前看到的 what was seen before")] = Path(
        "witness.jsonl"
    ),
    name: Annotated[
        str | None, typer.Option("--as", help="见证单位的代号; 不写只看不签 its id; without it, watch only")
    ] = None,
    keys: Annotated[
        Path, typer.Option("--keys", help="见证单位自己的密钥目录 folder of the witness's own key")
    ] = Path("witness-keys"),
    json: Annotated[bool, typer.Option("--json", help="机器可读输出 machine-readable output")] = False,
) -> None:
    """见证: 0 只增不改, 1 被改过或没收下, 2 说不了。Hold a city's checkpoints against each other.

    没有地址时打印见证单位的公钥, 写进城市配置包的 witnesses。Without an address: prints the key for the pack.
    """
    from yiwang.serve.witnessing import Wish, over_http, own_key, printed, sound_base
    from yiwang.serve.witnessing import witness as look
    from yiwang.store.keys import Keyring

    if name is not None and not _sound(name):
        raise typer.BadParameter(f"--as {name}: a-z 0-9 -")
    if city is None:
        if name is None:
            raise typer.BadParameter(NO_NAME)
        print(own_key(Keyring(keys), name))
        return
    base = sound_base(city)
    if base is None:
        raise typer.BadParameter(f"{city} 不是网址 is no address; https://…/CITY")
    if key is None:
        raise typer.BadParameter("要 --key CITY.pub, 从城市的核验页取 get it from the city's page")
    keyring = Keyring(keys) if name is not None else None
    seen = look(Wish(base, key, state, name or "", keyring), datetime.now(UTC), over_http)
    print(printed(seen, json))
    raise typer.Exit(seen.exit)


def _sound(name: str) -> bool:
    return name.isascii() and name.replace("-", "a").isalnum() and name == name.lower() and name[0] != "-"
