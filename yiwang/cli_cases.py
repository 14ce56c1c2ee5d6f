"""Commands about what becomes of cases and services when the rules change, and after cases have ended."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="机器可读输出 machine-readable output")]
Data = Annotated[Path | None, typer.Option("--data", help="数据目录 folder of database, keys and logs")]
Lang = Annotated[str, typer.Option("--lang", help="zh 或 en")]


def migrate(
    city: Annotated[str, typer.Argument(help="城市 key of the city")],
    pack: Annotated[
        Path | None,
        typer.Argument(help="转到哪一版; 不给则现行版 the version to move to; by default that in force"),
    ] = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="只看哪些能转、会变什么 only say what could move and what changes")
    ] = False,
    move: Annotated[str, typer.Option("--move", help="转一个事项或一件 a matter, or a case's number")] = "",
    by: Annotated[str, typer.Option("--by", help="由谁: 人员/岗位 PERSON/position")] = "",
    reason: Annotated[str, typer.Option("--reason", help="理由, 告知申请人 why; told to the applicant")] = "",
    json: Json = False,
    lang: Lang = "zh",
    data: Data = None,
) -> None:
    """在办的件能不能转到新版: 0 都能, 1 有不能的, 2 问不了。Which running cases could move to new rules."""
    from yiwang.serve.migrating import Wish
    from yiwang.serve.migrating import migrate as run

    if plan == bool(move):
        raise typer.BadParameter("--plan 或 --move 选一个 choose one of --plan and --move")
    _ready()
    wish = Wish(city, pack, move, by, reason, json, lang)
    raise typer.Exit(run(wish, data, datetime.now(UTC)))


def _ready() -> None:
    """Make the nets' kinds of streams known."""
    import os
    import secrets

    import django

    os.environ.setdefault("YIWANG_SECRET_KEY", secrets.token_urlsafe(32))  # nothing is signed here
    django.setup()


def compare(
    old: Annotated[Path, typer.Argument(help="旧版配置包 the old pack")],
    new: Annotated[Path, typer.Argument(help="新版配置包 the new pack")],
    matter: Annotated[str, typer.Option("--matter", help="只看一个事项 one service")] = "",
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """改版前后的步骤、材料、跑动和天数: 0 相同, 1 不同, 2 读不了。Figures of services, old and new."""
    from yiwang.pack.comparing import compare as run

    raise typer.Exit(run(old, new, matter=matter, json=json, lang=lang))


def archive(
    city: Annotated[str, typer.Argument(help="城市 key of the city")],
    due: Annotated[bool, typer.Option("--due", help="哪些保管期满 which may be destroyed")] = False,
    on: Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="哪一天 the day")] = None,
    package: Annotated[str, typer.Option("--package", help="给这件做归档包 package this case")] = "",
    file: Annotated[Path | None, typer.Argument(help="归档包写到 the package, FILE.zip")] = None,
    destroy: Annotated[str, typer.Option("--destroy", help="销毁这件 destroy this case")] = "",
    step: Annotated[
        str, typer.Option("--step", help="销毁的一步: propose | confirm; 或 hold | release 封存、解除")
    ] = "propose",
    by: Annotated[str, typer.Option("--by", help="由谁: 人员/岗位 PERSON/position")] = "",
    reason: Annotated[str, typer.Option("--reason", help="封存的理由 why it is held")] = "",
    json: Json = False,
    lang: Lang = "zh",
    data: Data = None,
) -> None:
    """归档: 保管期满的件、归档包、两人销毁。Cases whose time has passed, packages, destruction by two."""
    from yiwang.serve import archiving

    if sum((due, bool(package), bool(destroy))) != 1:
        raise typer.BadParameter("--due、--package、--destroy 选一个 choose one of --due --package --destroy")
    _ready()
    now = datetime.now(UTC)
    if due:
        day = on.date() if on else None
        raise typer.Exit(archiving.list_due(city, day, now, data, json=json, lang=lang))
    if package:
        if file is None:
            raise typer.BadParameter("写明归档包的文件名 name the file: --package NUMBER FILE.zip")
        raise typer.Exit(archiving.package(city, package, file, now, data))
    if step not in archiving.ACTS or not by:
        raise typer.BadParameter("--step propose|confirm|hold|release --by PERSON/position")
    raise typer.Exit(archiving.act(city, destroy, step, by, reason, now, data))


def upward(
    city: Annotated[str, typer.Argument(help="城市 key of the city")],
    platform: Annotated[
        str, typer.Option("--platform", help="哪个平台; 不给则全部 one platform; all by default")
    ] = "",
    reconcile: Annotated[
        str | None, typer.Option("--reconcile", help="对哪一天的账 compare this day, YYYY-MM-DD")
    ] = None,
    resend: Annotated[
        int, typer.Option("--resend", min=0, help="再报停下的哪一号 send a stopped number again")
    ] = 0,
    resend_dead: Annotated[
        bool, typer.Option("--resend-dead", help="再报所有试了多次没报成的 send all given up again")
    ] = False,
    export: Annotated[
        Path | None, typer.Option("--export", help="把记录写成 JSON 行 write the records as JSON lines")
    ] = None,
    json: Json = False,
    lang: Lang = "zh",
    data: Data = None,
) -> None:
    """上报怎么样, 对账, 再报: 0 好, 1 有停下或对不上的, 2 问不了。What went up to platforms above."""
    from datetime import date

    from yiwang.serve.going_up import Task, go_up

    if sum((reconcile is not None, bool(resend), resend_dead, export is not None)) > 1:
        named = "--reconcile --resend --resend-dead --export"
        raise typer.BadParameter(f"只选一个 choose one of {named}")
    try:
        day = date.fromisoformat(reconcile) if reconcile is not None else None
    except ValueError:
        raise typer.BadParameter(f"{reconcile} 不是日期 is not a date; 2026-03-02") from None
    _ready()
    task = Task(city, platform, day, resend, resend_dead, export, json, lang)
    raise typer.Exit(go_up(task, datetime.now(UTC), data))


def payments(
    city: Annotated[str, typer.Argument(help="城市 key of the city")],
    reconcile: Annotated[
        str, typer.Option("--reconcile", help="对哪一天的账, 不给则昨天 which day, YYYY-MM-DD; yesterday")
    ] = "",
    json: Json = False,
    lang: Lang = "zh",
    data: Data = None,
) -> None:
    """缴费和支付方对账: 0 都对得上, 1 有对不上的, 2 问不了。Payments held against the provider's books."""
    from datetime import date

    from yiwang.serve.paying import Task, compare_payments

    try:
        day = date.fromisoformat(reconcile) if reconcile else None
    except ValueError:
        raise typer.BadParameter(f"{reconcile} 不是日期 is not a date; 2026-03-02") from None
    _ready()
    raise typer.Exit(compare_payments(Task(city, day, json, lang), datetime.now(UTC), data))
