"""The command line: `yiwang check page serve demo replay shadow verify export key rotate doctor geo data`.

Each command is a thin door: it reads its words, calls one function, and exits with what that returns.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from yiwang import (
    cli_alerts,
    cli_cases,
    cli_data,
    cli_events,
    cli_gateway,
    cli_geo,
    cli_reports,
    cli_signals,
    cli_witness,
)

app = typer.Typer(
    name="yiwang",
    help="一网: 写成代码、像代码一样检查的城市。One net for a city, written as code and checked like code.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.command()(cli_cases.migrate)
app.command()(cli_cases.compare)
app.command()(cli_cases.archive)
app.command()(cli_signals.ingest)
app.add_typer(cli_signals.signals, name="signals")
app.add_typer(cli_gateway.gateway, name="gateway")
app.command()(cli_cases.upward)
app.command()(cli_cases.payments)
app.add_typer(cli_events.events, name="events")
app.add_typer(cli_geo.geo, name="geo")
app.add_typer(cli_data.data, name="data")
app.command()(cli_witness.witness)
app.add_typer(cli_alerts.cap, name="cap")
app.add_typer(cli_reports.imports, name="import")

Json = Annotated[bool, typer.Option("--json", help="机器可读输出 machine-readable output")]
Data = Annotated[Path | None, typer.Option("--data", help="数据目录 folder of database, keys and logs")]
Listen = Annotated[str, typer.Option("--listen", help="监听地址 address to serve on")]
Packs = Annotated[list[Path], typer.Argument(help="城市配置包目录 pack folders")]


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(UTC).astimezone().date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text} 不是日期 is not a date; 2026-03-02") from None


@app.command()
def check(
    pack: Annotated[
        Path | None, typer.Argument(help="城市配置包目录, 或一个 DMN 文件 pack folder, or a DMN file")
    ] = None,
    json: Json = False,
    sarif: Annotated[bool, typer.Option("--sarif", help="SARIF 2.1.0")] = False,
    explain: Annotated[str | None, typer.Option("--explain", help="代码的含义 what a code demands")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="警告也算错 warnings exit 1")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="改掉有把握的 mend what is certain")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="与 --fix 同用: 只显示, 不写 with --fix: show, write nothing")
    ] = False,
    watch: Annotated[bool, typer.Option("--watch", help="改一次查一次 check again at each change")] = False,
    on: Annotated[str | None, typer.Option("--on", help="检查日期 the day, YYYY-MM-DD")] = None,
    lang: Annotated[str, typer.Option("--lang", help="zh 或 en")] = "zh",
    scenarios: Annotated[bool, typer.Option("--scenarios", help="运行情形 run the scenarios")] = False,
    messages: Annotated[
        bool, typer.Option("--messages", help="消息会怎样写 how each message would read")
    ] = False,
    items: Annotated[
        Path | None, typer.Option("--items", help="事项库导出的表 an export of items, .xlsx or .csv")
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", help="哪一列是什么 which column holds what")
    ] = None,
) -> None:
    """检查一个配置包: 0 没有错误, 1 有错误, 2 读不了。Say what is wrong with a pack."""
    from yiwang.pack.check.command import check as run
    from yiwang.pack.explain import explain as run_explain

    if dry_run and not fix:
        raise typer.BadParameter("--dry-run 与 --fix 同用 --dry-run goes with --fix")
    if fix and (watch or items is not None):
        raise typer.BadParameter(
            "--fix 不与 --watch、--items 同用 --fix goes neither with --watch nor --items"
        )
    if explain is not None:
        raise typer.Exit(run_explain(explain, sys.stdout))
    if items is not None and (watch or scenarios):
        raise typer.BadParameter(
            "--items 不与 --watch、--scenarios 同用 --items goes neither with --watch nor --scenarios"
        )
    if items is not None:
        from yiwang.pack.check.command import Form
        from yiwang.pack.items.command import check_items

        raise typer.Exit(check_items(items, mapping, _day(on), Form(json, sarif, strict, lang)))
    if pack is None:
        raise typer.BadParameter("写明要检查的文件夹 name the folder to check: packs/yueyang")
    if messages:
        from yiwang.pack.check.preview import preview

        raise typer.Exit(preview(pack, lang, sys.stdout))
    asked = {"json": json, "sarif": sarif, "strict": strict, "scenarios": scenarios}
    if watch:
        from yiwang.pack.check.watching import watch as run_watch

        raise typer.Exit(run_watch(pack, _day(on), lang, sys.stdout, **asked))
    raise typer.Exit(run(pack, _day(on), lang=lang, fix=fix, dry_run=dry_run, **asked))


@app.command()
def page(
    source: Annotated[
        Path, typer.Argument(help="配置包目录、DMN 文件或 BPMN 文件 pack folder, DMN or BPMN file")
    ],
    out: Annotated[Path, typer.Option("--out", help="写到哪个目录 folder to write to")],
    on: Annotated[str | None, typer.Option("--on", help="检查日期 the day, YYYY-MM-DD")] = None,
) -> None:
    """把流程和决策表写成网页, 不用服务器就能看。Write processes and decision tables as pages to look at."""
    import secrets

    import django

    os.environ.setdefault("YIWANG_SECRET_KEY", secrets.token_urlsafe(32))  # nothing is signed here
    django.setup()
    from yiwang.nets.rules.static_pages import write_pages

    raise typer.Exit(write_pages(source, out, _day(on)))


@app.command()
def schema(
    kind: Annotated[str | None, typer.Argument(help="只打印一种 print one: matter, form, pack…")] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="写进这个目录, 如 .vscode write all into a folder, such as .vscode"),
    ] = None,
    lang: Annotated[str, typer.Option("--lang", help="zh 或 en")] = "zh",
) -> None:
    """配置包各文件的 JSON Schema, 供编辑器补全。JSON Schemas of pack files, for editors."""
    from yiwang.pack.editor.command import schema as run

    raise typer.Exit(run(kind, out, lang, sys.stdout))


law = typer.Typer(help="法律的版本 versions of a law", no_args_is_help=True)
app.add_typer(law, name="law")


@law.callback()
def _law() -> None:
    """法律的版本。Versions of a law."""


@law.command("diff")
def law_diff(
    old: Annotated[Path, typer.Argument(help="旧文本或条款文件 the old text, or a clause file")],
    new: Annotated[Path, typer.Argument(help="新文本或条款文件 the new one")],
    pack: Annotated[Path | None, typer.Option("--pack", help="看它涉及哪些 a city that rests on it")] = None,
    database: Annotated[
        str | None,
        typer.Option("--database", help="连接串: 正在办的哪些件受影响 DSN: cases under way that it touches"),
    ] = None,
    json: Json = False,
    lang: Annotated[str, typer.Option("--lang", help="zh 或 en")] = "zh",
) -> None:
    """比较一部法律的两个文本: 0 相同, 1 不同, 2 读不了。Hold two texts of a law against each other."""
    from yiwang.pack.lawdiff.command import diff

    if database is None:
        raise typer.Exit(diff(old, new, pack, json=json, lang=lang))
    if pack is None:
        raise typer.BadParameter("--database 要与 --pack 同用。--database needs --pack.")
    import psycopg

    from yiwang.store.running import running_cases

    try:
        code = diff(old, new, pack, json=json, lang=lang, running=partial(running_cases, database))
    except psycopg.Error as fault:
        typer.echo(f"数据库读不到 ({type(fault).__name__})。The database cannot be read.", err=True)
        code = 2
    raise typer.Exit(code)


@app.command()
def serve(
    packs: Packs,
    data: Data = None,
    listen: Listen = "127.0.0.1:8000",
    personas: Annotated[
        bool, typer.Option("--personas", help="开放演示登录 let anybody sign in as a persona")
    ] = False,
) -> None:
    """运行一个或几个城市, 直到 Ctrl-C。Serve one or several cities until Ctrl-C."""
    from yiwang.serve.progress import Progress
    from yiwang.serve.supervisor import Plan
    from yiwang.serve.supervisor import serve as run

    plan = Plan(packs=packs, data=data, listen=listen, demo=personas, day=_day(None))
    raise typer.Exit(run(plan, Progress()))


@app.command()
def demo(
    data: Data = None,
    listen: Listen = "127.0.0.1:8000",
    packs: Annotated[Path | None, typer.Option("--packs", help="配置包所在目录 folder of packs")] = None,
) -> None:
    """演示: 装好岳阳与荷兰许可两个配置包, 重放真实日志, 打开网页。Start everything with invented cases."""
    from yiwang.serve.demo import demo as run

    raise typer.Exit(run(data=data, listen=listen, packs=packs, day=_day(None)))


people = typer.Typer(help="人员 people", no_args_is_help=True)
app.add_typer(people, name="people")


@people.callback()
def _people() -> None:
    """人员名录。The staff directory."""


@people.command("import")
def people_import(
    directory: Annotated[Path, typer.Argument(help="人员名录 CSV the directory, a CSV")],
    mapping: Annotated[Path, typer.Option("--mapping", help="对照文件 which column holds what, a YAML")],
    city: Annotated[str, typer.Option("--city", help="城市 key of the city")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只看会变什么 only say what would change")
    ] = False,
    data: Data = None,
) -> None:
    """提出一份人员名录, 由安全管理员在网页上应用。Propose a staff directory; it is applied at the desk."""
    from yiwang.serve.importing import import_directory

    raise typer.Exit(import_directory(directory, mapping, city, dry_run=dry_run, data=data))


@app.command()
def replay(
    log: Annotated[Path, typer.Argument(help="事件日志 XES 或 CSV, 可为 .gz")],
    pack: Annotated[Path, typer.Option("--pack", help="配置包目录 pack folder")],
    json: Json = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="用新的场景 in another world")] = False,
    mapping: Annotated[Path | None, typer.Option("--mapping", help="映射文件 mapping file")] = None,
    data: Data = None,
) -> None:
    """把真实事件日志放进同一个引擎重放。Run a real event log through the live engine."""
    from yiwang.replay.command import run_replay

    raise typer.Exit(run_replay(log, pack, json=json, fresh=fresh, data=data, mapping=mapping))


@app.command()
def shadow(
    source: Annotated[str, typer.Argument(help="CSV 文件、目录, 或 PostgreSQL 连接串 CSV, folder or DSN")],
    mapping: Annotated[Path, typer.Option("--mapping", help="映射文件 mapping file")],
    pack: Annotated[Path | None, typer.Option("--pack", help="配置包目录 pack folder")] = None,
    every: Annotated[
        int | None, typer.Option("--every", min=1, help="每隔几分钟再读 read again every so many minutes")
    ] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """旁读一个运行中的系统: 另记时限和检查, 不写回。Keep clocks and checks beside a running system."""
    from yiwang.replay.shadow import run_shadow, shadow_every

    # A mapping lies in `replay/` of its pack, unless another pack is named.
    pack = pack or mapping.resolve().parents[1]
    if every is not None:
        raise typer.Exit(shadow_every(source, mapping, pack, every, data=data, json=json))
    raise typer.Exit(run_shadow(source, mapping, pack, data=data, json=json))


@app.command()
def verify(
    receipt: Annotated[
        list[Path] | None,
        typer.Argument(help="存证凭证文件; 不给则核验整个数据库 a receipt; without one, the database"),
    ] = None,
    against: Annotated[
        bool,
        typer.Option("--against", help="以这些凭证对照数据库 hold the database against these receipts"),
    ] = False,
    key: Annotated[Path | None, typer.Option("--key", help="城市公钥文件 CITY.pub")] = None,
    city: Annotated[
        str | None, typer.Option("--city", help="只核验这个城市或场景 only this city or world")
    ] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """核验一份凭证或整个数据库: 0 属实, 1 不符, 2 无法核验。Verify a receipt offline, or a whole database."""
    from yiwang.serve.verifying import Outside, verify_database
    from yiwang.store.receipts import verify_file

    documents = receipt or []
    if against and not documents:
        raise typer.BadParameter("凭证文件 a receipt: verify --against RECEIPT …")
    if documents and not against:
        if len(documents) > 1:
            raise typer.BadParameter("一次核验一份凭证 one receipt at a time; or verify --against RECEIPT …")
        raise typer.Exit(verify_file(documents[0], key, json))
    raise typer.Exit(verify_database(data, city, json, Outside(key, documents)))


@app.command()
def export(
    city: Annotated[str, typer.Argument(help="城市或场景 city or world")],
    target: Annotated[Path, typer.Argument(help="文件 file: .xes, .xes.gz, .jsonocel, .xmlocel")],
    data: Data = None,
) -> None:
    """把办件导出为事件日志, 不含个人。Write cases as an event log (XES, OCEL 2.0), without persons."""
    from yiwang.serve.exporting import export_log

    raise typer.Exit(export_log(city, target, data))


@app.command()
def key(
    city: Annotated[str, typer.Argument(help="城市 city")],
    rotate: Annotated[
        bool, typer.Option("--rotate", help="换用新密钥 sign with a new key from now on")
    ] = False,
    data: Data = None,
) -> None:
    """输出城市公钥, 即 CITY.pub 的内容。Print a city's public keys, the text of CITY.pub."""
    from yiwang.serve.verifying import export_key

    raise typer.Exit(export_key(data, city, rotate))


@app.command()
def rotate(
    which: Annotated[str, typer.Argument(help="sign-in | vault")],
    data: Data = None,
) -> None:
    """换登录密钥或保险库主钥, 重新封存。Rotate the key of sign-in or of the vault; seal everything anew."""
    from yiwang.serve.rotating import rotate_key

    raise typer.Exit(rotate_key(data, which))


@app.command()
def seal(
    city: Annotated[str, typer.Argument(help="城市 city")],
    rotate: Annotated[
        bool, typer.Option("--rotate", help="换用新证书 sign with a new one from now on")
    ] = False,
    data: Data = None,
) -> None:
    """输出签署 PDF 的自制证书, 没有则生成。Print the city's self-made certificate, made if there is none."""
    from yiwang.serve.sealing import show_seal

    raise typer.Exit(show_seal(data, city, rotate))


@app.command()
def doctor(
    database: Annotated[str | None, typer.Option("--database", help="连接串 DSN")] = None,
    json: Json = False,
) -> None:
    """检查一个 PostgreSQL 是否满足需要。Prove each need of the store against a server."""
    from yiwang.store.doctor import run

    raise typer.Exit(run(database, json))


def main() -> None:
    """Entry point of the `yiwang` command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yiwang.web.settings")
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
