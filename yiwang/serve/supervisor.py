"""`yiwang serve`: one process that holds the database, the pages and the worker, and ends with them."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from yiwang.pack.check.examine import examine
from yiwang.pack.finding import Level, Unreadable
from yiwang.pack.load import load
from yiwang.serve.cities import publish
from yiwang.serve.progress import Progress
from yiwang.store.connect import make_pool
from yiwang.store.migrate import migrate
from yiwang.store.postgres import APP, OWNER, ExternalDatabase, Server, find_database
from yiwang.store.supervise import Child
from yiwang.store.trouble import DatabaseTrouble

STOP = ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0))
READY_WITHIN = 40.0


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
    try:
        with progress.step("启动数据库", "Starting PostgreSQL"):
            database = find_database(folder, os.environ)
        with database:
            return _serve(plan, folder, database, progress)
    except DatabaseTrouble as trouble:
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
            progress.say(f"    {folder.as_posix()}/{one.where}: {one.code} {one.message.zh}")
        worst = max(worst, 1 if errors else 0)
    if worst == 1:
        progress.say("配置包有错误，不启动。The pack has errors; nothing was started. → yiwang check")
    return worst


def _serve(plan: Plan, folder: Path, database: Server | ExternalDatabase, progress: Progress) -> int:
    with progress.step("建表", "Migrating"):
        migrate(database.dsn(OWNER))
    pool = make_pool(database.dsn(APP), size=1)
    try:
        with pool.connection() as connection:
            for pack in plan.packs:
                with progress.step(f"发布 {pack.name}", f"Publishing {pack.name}") as notes:
                    name = publish(connection, pack, pack.name, datetime.now(UTC))
                    notes.append(name[:12])
    finally:
        pool.close()
    for prepare in plan.before_pages:
        prepare(database, folder, progress)
    return _run_children(plan, folder, database, progress)


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
        "YIWANG_DEMO": "1" if plan.demo else os.environ.get("YIWANG_DEMO", ""),
        "PYTHONUNBUFFERED": "1",
    }


def _run_children(plan: Plan, folder: Path, database: Server | ExternalDatabase, progress: Progress) -> int:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    env = environment(plan, folder, database)
    logs = folder / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        children = {
            name: _start(name, module, env, logs, stack)
            for name, module in (
                ("web", "yiwang.serve.web_process"),
                ("worker", "yiwang.serve.worker_process"),
            )
        }
        try:
            with progress.step("打开网页", "Opening the pages"):
                _wait_until_ready(plan.listen, children, stop)
            _greet(plan, progress)
            return _watch(children, env, logs, stack, stop, progress)
        except TimeoutError as fault:
            progress.say(f"{fault}\n  → {logs}")
            return 1
        finally:
            for child in children.values():
                child.end(STOP)


def _start(name: str, module: str, env: Mapping[str, str], logs: Path, stack: contextlib.ExitStack) -> Child:
    output = stack.enter_context((logs / f"{name}.log").open("ab"))
    return Child([sys.executable, "-m", module], dies_by=signal.SIGTERM, env=env, output=output)


def _wait_until_ready(listen: str, children: Mapping[str, Child], stop: threading.Event) -> None:
    until = time.monotonic() + READY_WITHIN
    while not stop.is_set():
        for name, child in children.items():
            if child.ended.is_set():
                raise TimeoutError(f"{name} 启动后就结束了 ended at once (exit {child.returncode})")
        with (
            contextlib.suppress(urllib.error.URLError, OSError),
            urllib.request.urlopen(f"http://{listen}/", timeout=2) as answer,
        ):
            if answer.status == 200:
                return
        if time.monotonic() > until:
            raise TimeoutError("网页没有按时打开 the pages did not open in time")
        time.sleep(0.1)


def _watch(
    children: dict[str, Child],
    env: Mapping[str, str],
    logs: Path,
    stack: contextlib.ExitStack,
    stop: threading.Event,
    progress: Progress,
) -> int:
    """Wait; start again a child that ended, unless it ends thrice within a minute."""
    modules = {"web": "yiwang.serve.web_process", "worker": "yiwang.serve.worker_process"}
    ends: dict[str, list[float]] = {name: [] for name in children}
    while not stop.wait(0.5):
        for name, child in list(children.items()):
            if not child.ended.is_set():
                continue
            now = time.monotonic()
            ends[name] = [*(at for at in ends[name] if now - at < 60), now]
            progress.say(f"  ! {name} 意外结束，重新启动 ended unexpectedly, starting it again")
            if len(ends[name]) >= 3:
                progress.say(f"  ✗ {name} 反复结束，见 keeps ending, see {logs}/{name}.log")
                return 1
            children[name] = _start(name, modules[name], env, logs, stack)
    return 0


def _greet(plan: Plan, progress: Progress) -> None:
    progress.say(f"\n  一网已就绪 yiwang is ready ({progress.seconds:.1f} s)  http://{plan.listen}/")
    if plan.demo:
        for pack in plan.packs:
            progress.say(f"    演示登录 sign in as a persona: http://{plan.listen}/{pack.name}/sign-in")
    progress.say("  按 Ctrl-C 停止 press Ctrl-C to stop\n")


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
