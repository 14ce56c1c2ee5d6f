"""Writes docs/packs.md from the schemas, docs/checks.md and docs/checks/ from the codes.

One command: `python -m yiwang.pack.pages`. What stands on the page of a code, `explain.py` says.

So the pages are complete by construction; a test says when they were not written anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from yiwang.pack.check.decisions import DEMANDS
from yiwang.pack.check.demands import demands
from yiwang.pack.check.examine import RULES
from yiwang.pack.codes import READING, SCENARIOS
from yiwang.pack.conform import has_schema, resolve, schema
from yiwang.pack.explain import page
from yiwang.pack.finding import Sentence
from yiwang.pack.fixes.attach import FIXERS
from yiwang.pack.items.examine import CODES
from yiwang.pack.kinds import KINDS

DOCS = Path(__file__).parents[2] / "docs"

_CHECKS = """# 检查 · Checks

`yiwang check PACK [--json | --sarif] [--strict] [--scenarios] [--on DATE]` 的全部代码。
`--explain CODE` 说明其一, 附例子。`--messages` 打印每条消息填好样例后的样子, 不检查。
The codes of `yiwang check`, all of them; `--explain CODE` says one, with an example. `--messages` prints how
each message of a pack would read, with sample values, and checks nothing.
每条: 在哪里、是什么、怎么改。错误 (error): 配置包不能启动, 返回 1。警告 (warning): 能启动, 有关页面会标明;
`--strict` 时也返回 1。提示 (note): 供参考。文件夹读不出返回 2。
An error keeps the pack from starting (exit 1); a warning is shown on the pages it touches (exit 1 with
`--strict`); a note is good to know. A folder that cannot be read returns 2.

`--fix` 改掉有把握的: 只改一种改法的, 其余字节不动; 改了会带来新错误的不改, 并说明; 链接、配置包之外、
检查之后变了的文件不写, 返回 2。`--fix --dry-run` 只打印差异, 不写入, 返回值按未改时算。下面标 `--fix` 的代码,
各页写明何时有把握。JSON 和 SARIF 带上每条的改法。FILE.dmn 也可以 `--fix`。
`--fix` mends what is certain: where one answer stands, no other byte is touched; what would bring a new
error is left and said; a link, a file outside the pack or changed since it was read is not written (exit 2).
`--fix --dry-run` prints the difference, writes nothing, and returns what the pack as it stands returns.
The codes marked `--fix` say on their pages when it is certain. JSON and SARIF carry the fix of each finding.
A FILE.dmn can be mended, too.

`--watch` 改一次查一次, 只说新的和已改的; 可与 `--json` (每次一行 JSON)、`--scenarios` 同用, 不与 `--sarif`、
`--strict`、`--fix`、`--items` 同用。配置包有错误时情形不运行, 并说明。
`--watch` checks at each change and says what is new and what is mended; with `--json` a line of JSON each
time, with `--scenarios` those too; not with `--sarif`, `--strict`, `--fix` or `--items`. While the pack has
errors its scenarios are not run, and that is said.

本页由 `python -m yiwang.pack.pages` 生成。This page is generated.
"""

_PACKS = """# 配置包 · Packs

一个城市是一个文件夹, 只有数据, 没有代码。A city is one folder: data, no code.
照 `packs/tutorial` 写起, 随时运行 `yiwang check 文件夹`。
Begin from `packs/tutorial`; run `yiwang check` often.

写法 · How to write
- 编辑器里补全、提示、查错: [editor.md](editor.md)。An editor completes and checks them.
- 文字都是 UTF-8; 给人看的文字写两种: `{zh: 中文, en: English}`。Texts are UTF-8, in both languages.
- YAML 不用锚点、别名、标签; 代码和日期加引号。No anchors, aliases or tags; quote codes and dates.
- `no`、`12:30`、`2026-01-01` 都是文字 (YAML 1.2)。These are words, as in YAML 1.2.
- 期限: `20 工作日` `15 日` `8 周` `2 工作时` `24 小时` `即时`, 英文 `20 working days` 亦可。
  Limits, in either language.
- 引用条款: `法名 条款`, 如 `行政许可法 第四十二条第一款`, 在 clauses/ 里要有。
  A clause is cited as law and article.
- 没有读过的写 `verified: false`, 检查会在用到之处警告。
  What was not read says `verified: false`.
- 写 `null` 等于不写。`null` counts as not written.
- 时限的 `starts`、`stops`、`restarts` 写操作名或环节代号: file 提交、receive 收件、forward 转办、
  ask-correction 补正告知、correct 补正、accept 受理、decide 决定、deliver 送达; 事件还有
  make-safe 先行处置、new-body 换主责单位。Act words, or ids of steps; of events also make-safe and new-body.
- 流程图 (BPMN 2.0): 任务用 `yw:role`、`yw:body`、`yw:limit`、`yw:interval`、`yw:fields`,
  命名空间 `urn:yiwang:bpmn:1`。In a drawn process tasks carry these attributes.
  调用、消息和信号用 `yw:matter`、`yw:gives`、`yw:takes`、`yw:key`, 见 [往来](between-cases.md);
  能走的元素见 [规则](rules.md)。Calls and messages carry those; what can run stands in rules.md.
- 文件夹的指纹 (SHA-256) 由全部文件算出, 每个办件记着自己的版本。
  Each case is pinned to the pack's SHA-256.

标 * 的必填。Required keys bear a *. 本页由 `python -m yiwang.pack.pages` 生成。This page is generated.
"""


def checks_page() -> str:
    """Return docs/checks.md."""
    rules = {code: rule.demand for code, rule in RULES.items()}
    alone = {code: rules.pop(code) for code in DEMANDS}
    parts = (
        ("读取 · Reading", READING),
        ("规则 · Rules", rules),
        ("决策文件 · Decision files: in a pack, and by `yiwang check FILE.dmn`", alone),
        ("情形 · Scenarios: `--scenarios`", SCENARIOS),
        ("事项表 · Exports of items: `--items`", CODES),
    )
    lines = [_CHECKS]
    for title, codes in parts:
        lines += [f"## {title}\n", *(_entry(code, said) for code, said in sorted(codes.items())), ""]
    return "\n".join(lines)


def _entry(code: str, said: Sentence) -> str:
    fixable = " `--fix`" if code in FIXERS else ""
    return f"- **[{code}](checks/{code}.md)** {said.zh} {said.en}{fixable}"


def code_pages() -> dict[str, str]:
    """Return the page of each code, by code."""
    end = "[全部代码 · All codes](../checks.md). 本页由 `python -m yiwang.pack.pages` 生成。Generated."
    return {code: f"{page(code)}\n{end}\n" for code in demands()}


def packs_page() -> str:
    """Return docs/packs.md."""
    lines = [_PACKS, "## 文件 · Files\n"]
    for kind in KINDS:
        needed = "*" if kind.needed else ""
        title = schema(kind.name)["x-yw-title"] if has_schema(kind.name) else _PLAIN[kind.name]
        lines.append(f"- `{kind.shape}`{needed} {title['zh']} · {title['en']}")
    for kind in KINDS:
        if has_schema(kind.name):
            said = schema(kind.name)
            lines += [f"\n### {kind.shape}\n", f"{said['x-yw-title']['zh']} · {said['x-yw-title']['en']}\n"]
            lines += list(_keys(said, ""))
    return "\n".join(lines) + "\n"


_PLAIN = {
    "paper": {"zh": "示例和空白表格", "en": "files of examples and blank forms"},
    "scenarios": {"zh": "情形: 已知、当、则", "en": "scenarios: given, when, then"},
    "process": {"zh": "流程图 (BPMN 2.0)", "en": "a drawn process (BPMN 2.0)"},
    "decisions": {"zh": "决策 (DMN 1.5)", "en": "decisions (DMN 1.5)"},
    "demo": {"zh": "演示办件 (虚构)", "en": "cases of the demo (made up)"},
    "log": {"zh": "事件日志的样本 (真实, 附许可)", "en": "an excerpt of an event log, with its licence"},
    "boundary": {
        "zh": "区域边界 (GeoJSON, WGS 84, 要素的 id 是区域代码)",
        "en": "boundaries of places: GeoJSON, WGS 84, the id of a feature is a place's code",
    },
    "about": {"zh": "说明、来源、许可", "en": "about the pack, its sources and licences"},
}


def _keys(part: dict[str, Any], path: str) -> Iterator[str]:
    """Yield a line for each key below `part`, with its path."""
    part = resolve(part)
    for branch in part.get("anyOf", ()):
        if "properties" in branch or "additionalProperties" in branch:
            yield from _keys(branch, path)
    required = part.get("required", ())
    for key, inner in part.get("properties", {}).items():
        whole = resolve(inner)
        said = whole.get("x-yw-says", {"zh": "", "en": ""})
        star = "*" if key in required else ""
        listed = whole.get("enum")
        values = f" ({', '.join(map(str, listed))})" if listed else ""
        yield f"- `{path}{key}`{star} {said['zh']} · {said['en']}{values}"
        if not _is_text(inner):
            yield from _keys(inner, f"{path}{key}.")
    if isinstance(part.get("items"), dict):
        yield from _inner(part["items"], f"{path.removesuffix('.')}[].".removeprefix("."))
    if isinstance(part.get("additionalProperties"), dict):
        yield from _inner(part["additionalProperties"], f"{path}<…>.")


def _inner(part: dict[str, Any], path: str) -> Iterator[str]:
    if not _is_text(part):
        yield from _keys(part, path)


def _is_text(part: dict[str, Any]) -> bool:
    return str(part.get("$ref", "")).endswith("/text")


def main() -> None:
    """Write the pages; the page of a code that is no more is taken away."""
    folder = DOCS / "checks"
    folder.mkdir(exist_ok=True)
    pages = code_pages()
    for written in folder.glob("YW*.md"):
        if written.stem not in pages:
            written.unlink()
    for code, text in pages.items():
        (folder / f"{code}.md").write_text(text, "utf-8")
    (DOCS / "checks.md").write_text(checks_page(), "utf-8")
    (DOCS / "packs.md").write_text(packs_page(), "utf-8")


if __name__ == "__main__":
    main()
