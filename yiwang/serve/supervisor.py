"""`yiwang serve`: one process that holds database, pages, live changes, gateway and worker, and ends them."""

from __future__ import annotations

import contextlib
import os
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
from django.db import DatabaseError as DjangoDatabaseError

from yiwang.ingest.registry import sync_things
from yiwang.kernel.matter import City
from yiwang.pack.check.examine import examine
from yiwang.pack.compile import compile_pack
from yiwang.pack.finding import Level, Unreadable
from yiwang.pack.load import load
from yiwang.people.sync import sync
from yiwang.serve.cities import CasesWithoutBody, publish
from yiwang.serve.demo_products import make_products
from yiwang.serve.progress import Progress
from yiwang.serve.watch import Household
from yiwang.store.doors import door_of
from yiwang.store.execute import Door
from yiwang.store.migrate import migrate
from yiwang.store.postgres import APP, OWNER, ExternalDatabase, Server, own_database
from yiwang.store.stopping import stop_when_told
from yiwang.store.trouble import DatabaseTrouble, worded

READY_WITHIN = 120.0  # a busy machine needs its time; a child that ends is seen at once


@dataclass(frozen=True)
class Plan:
    """What to serve and where.

    Attributes:
        packs: pack folders; the city key of each is its folder's name.
        data: folder of database, keys and logs; None: the user's state directory.
        listen: `127.0.0.1:8000`.
        demo: persona sign-in is open.
        day: the day the packs are checked for.
        before_pages: what else is made ready before pages open (seeds, replays).
    """

    packs: Sequence[Path]
    data: Path | None
    listen: str
    demo: bool
    day: date
    before_pages: Sequence[Callable[[Server | ExternalDatabase, Path, Progress], None]] = field(
        default_factory=tuple
    )


def serve(plan: Plan, progress: Progress) -> int:
    """Check, start, migrate, publish, serve until SIGTERM or Ctrl-C. Returns the exit code.

    0 stopped in order, 1 a pack has errors or a child would not stay, 2 something is unreadable,
    3 the database or the address cannot be had.
    """
    code = check_packs(plan.packs, plan.day, progress)
    if code:
        return code
    busy = _address_taken(plan.listen)
    if busy:
        progress.say(busy)
        return 3
    from yiwang.web.environment import data_folder

    folder = plan.data or data_folder(os.environ)
    fault = _channels_unreadable(folder)
    if fault:
        progress.say(fault)
        return 2
    try:
        with progress.step("启动数据库", "Starting PostgreSQL"):
            database = own_database(folder, os.environ)
        with database:
            return _serve(plan, folder, database, progress)
    except (DatabaseTrouble, psycopg.Error, DjangoDatabaseError, OSError) as fault:
        trouble = worded(fault, folder)
        if trouble is None:
            raise
        progress.say(f"{trouble.zh}\n{trouble.en}")
        return 3


def check_packs(packs: Sequence[Path], day: date, progress: Progress) -> int:
    """Check every pack; print errors with their places. 0 sound, 1 errors, 2 unreadable."""
    worst = 0
    for folder in packs:
        with progress.step(f"检查 {folder.name}", f"Checking {folder.name}") as notes:
            try:
                findings = examine(load(folder), day)
            except Unreadable as fault:
                notes.append(fault.sentence.zh)
                worst = 2
                continue
            errors = [one for one in findings if one.level is Level.ERROR]
            warnings = sum(one.level is Level.WARNING for one in findings)
            notes.append(f"{len(errors)} 错误 errors, {warnings} 警告 warnings")
        for one in errors:
            place = f"{folder.as_posix()}/{one.where.file}:{one.where.line}:{one.where.column}"
            progress.say(f"    {place}: {one.code} {one.message.zh}\n      {one.message.en}")
            progress.say(f"      怎么改: {one.remedy.zh}\n      To mend: {one.remedy.en}")
        worst = max(worst, 1 if errors else 0)
    if worst == 1:
        progress.say("配置包有错误，不启动。The pack has errors; nothing was started. → yiwang check")
    return worst


def _serve(plan: Plan, folder: Path, database: Server | ExternalDatabase, progress: Progress) -> int:
    with progress.step("建表", "Migrating"):
        migrate(database.dsn(OWNER))
    try:
        # As the owner: the index of services has no wall, so the app's role may only read it.
        with psycopg.connect(database.dsn(OWNER), autocommit=True) as connection:
            for pack in plan.packs:
                with progress.step(f"发布 {pack.name}", f"Publishing {pack.name}") as notes:
                    name = publish(connection, pack, pack.name, datetime.now(UTC))
                    notes.append(name[:12])
    except CasesWithoutBody as lost:
        progress.say(f"    {lost.zh}\n    {lost.en}")
        return 1
    for pack in plan.packs:
        read = load(pack)
        city = compile_pack(read)
        with door_of(database.dsn(APP), folder / "keys", city, size=1) as door:
            with progress.step(f"人员 {pack.name}", f"People of {pack.name}") as notes:
                notes.append(_people(door, pack.name, city))
            with progress.step(f"设备 {pack.name}", f"Things of {pack.name}") as notes:
                notes.append(_things(door, pack.name, city))
            if plan.demo:
                with progress.step(f"虚构数据 {pack.name}", f"Synthetic data of {pack.name}") as notes:
                    notes.append(make_products(door, folder, pack.name, read, city))
    for prepare in plan.before_pages:
        prepare(database, folder, progress)
    return _run_children(plan, folder, database, progress)


def _people(door: Door, key: str, city: City) -> str:
    """Bring the records of persons to what the pack says; what is refused is told and holds up nothing."""
    synced = sync(door, key, city, datetime.now(UTC))
    told = "; ".join(f"{person}: {refusal.code} {refusal.zh}" for person, refusal in synced.refused)
    return f"{synced.done} 项变动 changes" + (
        f", {len(synced.refused)} 项未办 refused: {told}" if told else ""
    )


def _things(door: Door, key: str, city: City) -> str:
    """Bring the records of things to what the pack says; what is refused is told and holds up nothing."""
    done, refused = sync_things(door, key, city, datetime.now(UTC))
    told = "; ".join(f"{refusal.code} {refusal.zh}" for refusal in refused)
    return f"{done} 项变动 changes" + (f", {len(refused)} 项未办 refused: {told}" if told else "")


def environment(plan: Plan, folder: Path, database: Server | ExternalDatabase) -> dict[str, str]:
    """Return what the children are told; nothing secret stands on a command line."""
    passed = {
        name: value
        for name, value in os.environ.items()
        if name.startswith("YIWANG_") or name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV")
    }
    return {
        **passed,
        "DJANGO_SETTINGS_MODULE": "yiwang.web.settings",
        "YIWANG_DATABASE": database.dsn(APP),
        "YIWANG_DATA": str(folder),
        "YIWANG_LISTEN": plan.listen,
        "YIWANG_PARK": next((str(one) for one in plan.packs if plan.demo and _has_park(one)), ""),
        "YIWANG_LIVE": os.environ.get("YIWANG_LIVE") or _beside(plan.listen, 1),
        "YIWANG_GATEWAY": os.environ.get("YIWANG_GATEWAY") or _beside(plan.listen, 2),
        "YIWANG_DEMO": "1" if plan.demo else os.environ.get("YIWANG_DEMO", ""),
        "PYTHONUNBUFFERED": "1",
    }


def _has_park(pack: Path) -> bool:
    return (pack / "demo" / "park.yaml").exists()


def _beside(listen: str, places: int) -> str:
    """Return an address on the same host for another child: so many ports further, or any that is free."""
    host, _, port = listen.rpartition(":")
    for wanted in (int(port) + places, 0):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError, OverflowError):
                probe.bind((host.strip("[]"), wanted))
                return f"{host}:{probe.getsockname()[1]}"
    return f"{host}:{int(port) + places}"


def _run_children(plan: Plan, folder: Path, database: Server | ExternalDatabase, progress: Progress) -> int:
    stop = stop_when_told()
    env = environment(plan, folder, database)
    with Household(database, env, folder / "logs", progress, stop) as household:
        try:
            with progress.step("打开网页", "Opening the pages"):
                _wait_until_ready(plan.listen, household)
        except TimeoutError as fault:
            progress.say(f"{fault}\n  → {household.logs}")
            return 1
        if not stop.is_set():
            _greet(plan, progress)
        return household.watch()


def _wait_until_ready(listen: str, household: Household) -> None:
    until = time.monotonic() + READY_WITHIN
    while not household.stop.is_set():
        ended = household.ended()
        if ended:
            raise TimeoutError(f"{ended[0]} 启动后就结束了 ended at once (exit {ended[1]})")
        with (
            contextlib.suppress(urllib.error.URLError, OSError),
            urllib.request.urlopen(f"http://{listen}/", timeout=15) as answer,
        ):
            if answer.status == 200:
                return
        if time.monotonic() > until:
            raise TimeoutError("网页没有按时打开 the pages did not open in time")
        time.sleep(0.1)


def _greet(plan: Plan, progress: Progress) -> None:
    progress.say(f"\n  一网已就绪 yiwang is ready ({progress.seconds:.1f} s)  http://{plan.listen}/")
    if plan.demo:
        for pack in plan.packs:
            progress.say(f"    演示登录 sign in as a persona: http://{plan.listen}/{pack.name}/sign-in")
    progress.say("  按 Ctrl-C 停止 press Ctrl-C to stop\n")


def _channels_unreadable(folder: Path) -> str | None:
    """Say which setting of a channel of messages cannot be read, before a child stumbles on it."""
    from yiwang.nets.messages.ports import configured

    try:
        configured(os.environ, folder)
    except ValueError as fault:
        return f"消息渠道的设置读不了: {fault}\nA setting of a channel of messages cannot be read: {fault}"
    return None


def _address_taken(listen: str) -> str | None:
    host, _, port = listen.rpartition(":")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), int(port)))
        except OSError as fault:
            return (
                f"地址 {listen} 不能使用: {fault.strerror}。换一个: --listen 127.0.0.1:8001\n"
                f"The address {listen} cannot be used: {fault.strerror}. Choose another with --listen."
            )
    return None
