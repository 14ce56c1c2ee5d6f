"""`yiwang events train`: kinds and bodies of events learned from the city's own closed ones."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

from yiwang.kernel.refusal import Refusal
from yiwang.nets.operations.training import train
from yiwang.serve.cities import Served
from yiwang.store.doors import door_of


def train_stored(city: str, dsn: str, keys: str, out: TextIO) -> int:
    """Train and say how well it guesses. 0 trained, 1 too few events, 2 no city, database or scikit-learn."""
    if find_spec("sklearn") is None:
        print(
            "缺少 scikit-learn: 安装 yiwang[learning]。scikit-learn is missing: yiwang[learning].", file=out
        )
        return 2
    served = next((one for one in Served(dsn)() if one.key == city), None) if dsn and keys else None
    if served is None:
        print(
            "没有这个城市，或没有写 YIWANG_DATABASE、YIWANG_KEYS。"
            "No such city, or YIWANG_DATABASE and YIWANG_KEYS are not set.",
            file=out,
        )
        return 2
    with door_of(dsn, Path(keys), served.city, size=1) as door:
        model = train(door, city, datetime.now(UTC))
    if isinstance(model, Refusal):
        print(f"{model.zh} {model.en}", file=out)
        return 1
    tried = (model.held_out, model.hits, model.among_three, model.body_hits)
    print(f"{city}: 学了 {model.cases} 件；留出 {tried[0]} 件来试。", file=out)
    print(f"类别猜中 {tried[1]}、前三个里有 {tried[2]}，单位猜中 {tried[3]}。", file=out)
    print(f"Learned from {model.cases} events. Of {tried[0]} kept back the kind was right", file=out)
    print(f"{tried[1]} times ({tried[2]} among three), the body {tried[3]} times.", file=out)
    return 0
