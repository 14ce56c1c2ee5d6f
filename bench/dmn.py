"""A first-hit table of 21 rules and 3 inputs: ours against zen-engine, results equal, in the same run.

zen-engine runs as fast as it can: `ZenEngine` with a static loader and precompiled content, no trace.
Ours is asked through `Decisions.evaluate`, with decimals, no cache of results; traced is measured too.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from decimal import Decimal
from time import perf_counter
from typing import Any

from bench.rounds import spread
from yiwang.kernel.dmn import Decisions, Model, read

BANDS = (0, 50, 120, 300, 800, 2000, 5000)
KINDS = ("food", "water", "other")
INPUTS = 2000


def rules() -> list[tuple[str, str, str, Decimal]]:
    """Return the table: area, kind, corner site, and the fee for each of 21 rules."""
    made = []
    for at, low in enumerate(BANDS):
        high = BANDS[at + 1] if at + 1 < len(BANDS) else None
        area = f"[{low}..{high})" if high is not None else f">= {low}"
        for place, kind in enumerate(KINDS):
            corner = ("true", "false", "-")[(at + place) % 3]
            made.append((area, f'"{kind}"', corner, Decimal(at * 100 + place) + Decimal("0.25")))
    return made


def ours() -> Decisions:
    """Return the table compiled from DMN XML."""
    rows = ""
    for *tests, fee in rules():
        cells = "".join(f"<inputEntry><text>{_escaped(test)}</text></inputEntry>" for test in tests)
        rows += f"<rule>{cells}<outputEntry><text>{fee}</text></outputEntry></rule>"
    columns = "".join(
        f"<input><inputExpression typeRef='{kind}'><text>{name}</text></inputExpression></input>"
        for name, kind in (("area", "number"), ("kind", "string"), ("corner", "boolean"))
    )
    needs = "".join(
        f"<informationRequirement><requiredInput href='#{name}'/></informationRequirement>"
        for name in ("area", "kind", "corner")
    )
    given = "".join(
        f"<inputData id='{name}' name='{name}'><variable name='{name}' typeRef='{kind}'/></inputData>"
        for name, kind in (("area", "number"), ("kind", "string"), ("corner", "boolean"))
    )
    xml = (
        "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' name='fees' namespace='urn:fees'>"
        f"{given}<decision id='fee' name='fee'><variable name='fee' typeRef='number'/>{needs}"
        f"<decisionTable hitPolicy='FIRST'>{columns}<output typeRef='number'/>{rows}</decisionTable>"
        "</decision></definitions>"
    )
    model = read(xml.encode())
    assert isinstance(model, Model), model
    made = Decisions(model)
    assert not made.problems, made.problems
    return made


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def theirs() -> Callable[[dict[str, Any]], Any]:
    """Return zen-engine's fastest way to ask the same table."""
    import zen

    made = [
        {"_id": str(at), "a": area, "k": kind, "c": "" if corner == "-" else corner, "f": str(fee)}
        for at, (area, kind, corner, fee) in enumerate(rules())
    ]
    fields = (("a", "area"), ("k", "kind"), ("c", "corner"))
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": id, "name": name, "field": name} for id, name in fields],
        "outputs": [{"id": "f", "name": "fee", "field": "fee"}],
        "rules": made,
    }
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        {"id": "table", "name": "table", "type": "decisionTableNode", "content": table},
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "table"},
        {"id": "2", "sourceId": "table", "targetId": "out"},
    ]
    content = zen.ZenDecisionContent(json.dumps({"nodes": nodes, "edges": edges}))
    engine = zen.ZenEngine({"loader": lambda key: content})
    return lambda facts: engine.evaluate("fees", facts)["result"].get("fee")


def facts() -> list[dict[str, Any]]:
    """Return 2,000 distinct inputs under a fixed seed."""
    chance = random.Random(20260101)
    areas = chance.sample(range(0, 900_000), INPUTS)
    return [
        {
            "area": Decimal(area).scaleb(-2),
            "kind": chance.choice(KINDS),
            "corner": chance.random() < 0.5,
        }
        for area in areas
    ]


def _rate(ask: Callable[[dict[str, Any]], Any], given: list[dict[str, Any]]) -> float:
    began = perf_counter()
    for one in given:
        ask(one)
    return len(given) / (perf_counter() - began)


def measure(rounds: int = 5) -> dict[str, Any]:
    """Return evaluations per second, ours untraced over zen-engine, and `traced` beside it."""
    decisions, other, given = ours(), theirs(), facts()
    plain = [{**one, "area": float(one["area"])} for one in given]  # zen takes no Decimal from Python
    for one, same in zip(given, plain, strict=True):
        mine, its = decisions.evaluate("fee", one).value, other(same)
        assert (mine is None) == (its is None), one
        assert mine is None or mine == Decimal(str(its)), (one, mine, its)
    pairs, traced = [], []
    for _ in range(rounds):
        pairs.append((_rate(lambda one: decisions.evaluate("fee", one), given), _rate(other, plain)))
        traced.append(_rate(lambda one: decisions.evaluate("fee", one, trace=True), given))
    figure = spread(pairs, "evaluations/s")
    figure["traced"] = sorted(traced)[len(traced) // 2]
    return figure


if __name__ == "__main__":
    print(measure())
