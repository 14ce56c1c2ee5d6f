"""Small wrong turns that a person may take when writing a pack: each keeps the file's form, or nearly."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Text = str
Change = Callable[[Text, Random], Text]


def _one(pattern: str, text: Text, chance: Random, make: Callable[[re.Match[str]], str]) -> Text:
    """Change one place that matches, drawn by chance."""
    places = list(re.finditer(pattern, text))
    if not places:
        return text
    found = chance.choice(places)
    return text[: found.start()] + make(found) + text[found.end() :]


def limit(text: Text, chance: Random) -> Text:
    """Another number of days, or another unit."""
    unit = chance.choice(["工作日", "工作日", "日", "个月", "小时", "年"])
    return _one(
        r"\d+ (工作日|日)", text, chance, lambda found: f"{chance.choice([0, 1, 2, 3, 7, 30, 400])} {unit}"
    )


def target(text: Text, chance: Random) -> Text:
    """An outcome that leads elsewhere."""
    known = [*re.findall(r"- id: ([\w-]+)", text), "next", "end"]
    return _one(r"(?<=: )(next|end)(?=[,}])", text, chance, lambda found: chance.choice(known))


def condition(text: Text, chance: Random) -> Text:
    """A comparison turned round, or with another number."""
    turned = {">": "<", "<": ">", ">=": "<", "<=": ">", "=": "!="}
    if chance.random() < 0.5:
        return _one(r"(?<= )(>=|<=|>|<|=)(?= )", text, chance, lambda found: turned[found[0]])
    return _one(r"(?<=[<>=] )\d+", text, chance, lambda found: str(chance.randrange(-1, 25)))


def word(text: Text, chance: Random) -> Text:
    """One word of the file in the place of another."""
    words = re.findall(r"(?<=: )[a-z][\w-]+", text)
    if not words:
        return text
    return _one(r"(?<=: )[a-z][\w-]+", text, chance, lambda found: chance.choice(words))


def flag(text: Text, chance: Random) -> Text:
    """True for false, or the other way round."""
    return _one(r"\b(true|false)\b", text, chance, lambda found: "false" if found[0] == "true" else "true")


def line_away(text: Text, chance: Random) -> Text:
    """A line left out."""
    lines = text.splitlines(keepends=True)
    if lines:
        del lines[chance.randrange(len(lines))]
    return "".join(lines)


def line_twice(text: Text, chance: Random) -> Text:
    """A line written twice."""
    lines = text.splitlines(keepends=True)
    if lines:
        at = chance.randrange(len(lines))
        lines.insert(at, lines[at])
    return "".join(lines)


def lines_swapped(text: Text, chance: Random) -> Text:
    """Two lines that changed places."""
    lines = text.splitlines(keepends=True)
    if len(lines) > 1:
        at = chance.randrange(len(lines) - 1)
        lines[at], lines[at + 1] = lines[at + 1], lines[at]
    return "".join(lines)


def flow(text: Text, chance: Random) -> Text:
    """A way of a drawn process that leads elsewhere, or its condition gone."""
    ids = re.findall(r'\bid="([\w-]+)"', text)
    if chance.random() < 0.2:
        return _one(
            r"<[\w:]*conditionExpression[^>]*>[^<]*</[\w:]*conditionExpression>",
            text,
            chance,
            lambda found: "",
        )
    return _one(
        r'(?<=(?:source|target)Ref=")[\w-]+',
        text,
        chance,
        lambda found: chance.choice(ids) if ids else found[0],
    )


def element(text: Text, chance: Random) -> Text:
    """Another kind of element."""
    kinds = [
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "userTask",
        "endEvent",
        "businessRuleTask",
    ]
    name = chance.choice(kinds)
    found = list(re.finditer(r"<(\w+:)?(exclusiveGateway|parallelGateway|userTask|endEvent)\b[^>]*/>", text))
    if not found:
        return text
    one = chance.choice(found)
    return text[: one.start()] + one[0].replace(one[2], name) + text[one.end() :]


WRITTEN: tuple[Change, ...] = (
    limit, limit, target, target, condition, condition, word, word,
    flag, line_away, line_twice, lines_swapped,
)  # fmt: skip
DRAWN: tuple[Change, ...] = (flow, flow, element, condition, limit, line_away)


def mutated(files: dict[str, bytes], chance: Random) -> dict[str, bytes]:
    """Return a pack with one to three wrong turns in files that say what the city does."""
    new = dict(files)
    paths = [
        path
        for path in sorted(files)
        if path.startswith("matters/") or path in ("positions.csv", "bodies.csv", "responsibility.yaml")
    ]
    for _ in range(chance.randint(1, 3)):
        path = chance.choice(paths)
        changes = DRAWN if path.endswith((".bpmn", ".dmn")) else WRITTEN
        new[path] = chance.choice(changes)(new[path].decode(), chance).encode()
    if chance.random() < 0.05:
        one, other = chance.sample(paths, 2)
        new[one], new[other] = new[other], new[one]
    return new
