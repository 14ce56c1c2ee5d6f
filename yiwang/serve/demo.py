"""`yiwang demo`: two cities, a real log replayed, some days of invented cases, pages open."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

from yiwang.pack.compile import compile_pack
from yiwang.pack.load import load
from yiwang.serve.progress import Progress
from yiwang.serve.seed import seed
from yiwang.serve.seed_events import seed_events
from yiwang.serve.seed_flood import seed_flood
from yiwang.serve.seed_ratings import seed_ratings
from yiwang.serve.seed_reports import seed_reports
from yiwang.serve.supervisor import Plan, serve
from yiwang.store.doors import door_of
from yiwang.store.postgres import APP, ExternalDatabase, Server

CITIES = ("yueyang", "permits")
ROOT = Path(__file__).resolve().parents[2]


def demo(*, data: Path | None, listen: str, packs: Path | None, day: date) -> int:
    """Start the demonstration. Returns the supervisor's exit code, 2 when the packs are not there."""
    progress = Progress()
    folder = packs or ROOT / "packs"
    found = [folder / name for name in CITIES if (folder / name / "pack.yaml").exists()]
    if not found:
        progress.say(f"{folder} 里没有配置包。There are no packs in {folder}. → --packs DIR")
        return 2
    progress.say("一网演示 yiwang demo: 办件与人员均为虚构 all cases and persons are invented\n")

    def seed_cases(database: Server | ExternalDatabase, home: Path, steps: Progress) -> None:
        for pack in found:
            if (pack / "demo" / "cases.yaml").exists():
                with steps.step(f"放入 {pack.name} 的演示办件", f"Seeding {pack.name}") as notes:
                    notes.append(_seed(database, home, pack))

    def replay_log(database: Server | ExternalDatabase, home: Path, steps: Progress) -> None:
        log = real_log()
        pack = folder / "permits"
        if log is None or pack not in found:
            return
        with steps.step("重放荷兰许可日志", "Replaying the Dutch permit log") as notes:
            notes.append(_replay(database, home, pack, log))

    return serve(
        Plan(
            packs=found,
            data=data,
            listen=listen,
            demo=True,
            day=day,
            before_pages=(seed_cases, replay_log),
        ),
        progress,
    )


def real_log() -> Path | None:
    """Return the permit log: the whole one where shared data lies beside us, else the excerpt we ship."""
    shared = Path(os.environ.get("YIWANG_SHARED") or ROOT.parent / "shared")
    whole = shared / "data" / "eventlogs" / "receipt.xes.gz"
    if whole.exists():
        return whole
    excerpts = sorted((ROOT / "packs" / "permits" / "replay").glob("*.xes*"))
    return excerpts[0] if excerpts else None


def _seed(database: Server | ExternalDatabase, home: Path, pack: Path) -> str:
    city = compile_pack(load(pack))
    with door_of(database.dsn(APP), home / "keys", city, size=1) as door:
        now = datetime.now(UTC)
        done = seed(door, pack.name, city, pack, now)
        rated, not_rated = seed_ratings(door, pack.name, city, pack, now)
        also = seed_events(door, pack.name, city, pack, now)
        told = seed_reports(door, pack.name, city, pack, now)
        flood = seed_flood(door, pack.name, city, pack, now)
    lost = (*done.refused, *not_rated, *also.refused, *told.refused, *flood.refused)
    refused = f", {len(lost)} refused: {'; '.join(lost)}" if lost else ""
    said = (
        f"{done.cases} 件 cases, {also.events} 个事件 events, {told.reports} 条反映 reports,"
        f" {flood.steps} 步汛情 steps of a flood, {rated} 条虚构评价 made-up ratings"
    )
    return f"{said}{refused}"


def _replay(database: Server | ExternalDatabase, home: Path, pack: Path, log: Path) -> str:
    from yiwang.replay.command import replay_into

    report = replay_into(database, home, pack, log)
    part = "（随附的节选 an excerpt）" if log.is_relative_to(ROOT) else ""
    return (
        f"{report['cases']} 件 cases, {report['events']} 事件 events,"
        f" {report['accepted']} 接受 accepted, {report['late']} 逾期 late{part}"
    )
