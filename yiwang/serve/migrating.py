"""`yiwang migrate`: which running cases could move to another version of the rules, and moving them."""

from __future__ import annotations

import contextlib
import json as json_text
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from msgspec.structs import replace

from yiwang.kernel.access import Actor, system
from yiwang.kernel.acts.migration.plan import Plan, plan
from yiwang.kernel.case import Case
from yiwang.kernel.commands import Context
from yiwang.kernel.matter import City
from yiwang.kernel.migrate_command import Migrate
from yiwang.kernel.refusal import Refusal
from yiwang.pack.compile import compile_pack
from yiwang.pack.digest import digest
from yiwang.pack.finding import Unreadable
from yiwang.pack.load import load
from yiwang.people.actors import who_is
from yiwang.serve.cities import Served, stored_city
from yiwang.store.cases import CASE
from yiwang.store.connect import make_pool
from yiwang.store.execute import Ask, Door, execute
from yiwang.store.folder import DataFolder, default_data_folder
from yiwang.store.keys import Keyring
from yiwang.store.postgres import APP, external_database, find_database
from yiwang.store.trouble import DatabaseTrouble
from yiwang.store.vault import Safe
from yiwang.store.wall import city_transaction
from yiwang.web.pack_city import holdings

RUNNING = (
    "SELECT id, state FROM case_row WHERE city = %s AND pack <> %s AND ended_at IS NULL"
    " ORDER BY matter, opened_at, number"
)


class CannotBeDone(Exception):
    """Nothing was done. `code`, and why in both languages."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.code, self.zh, self.en = code, zh, en


@dataclass(frozen=True)
class Wish:
    """What the command line asks for.

    Attributes:
        pack: folder of the version to move to; None: the one in force.
        move: a matter, or a case's number; "" to plan alone. by: `PERSON/position`.
    """

    city: str
    pack: Path | None = None
    move: str = ""
    by: str = ""
    reason: str = ""
    json: bool = False
    lang: str = "zh"


@dataclass(frozen=True)
class Scene:
    """A city at a moment, with the version its cases would move to."""

    door: Door
    key: str
    now: datetime
    city: City
    target: City

    def plans(self) -> Iterator[tuple[Any, Case, Plan]]:
        """Yield every running case that is under another version, with its plan."""
        by = system("migrate")
        with (
            self.door.pool.connection() as connection,
            city_transaction(connection, self.key, by) as cursor,
        ):
            rows = cursor.execute(RUNNING, (self.key, self.target.pack)).fetchall()
        for stream, state in rows:
            case = CASE.decode(bytes(state))
            old = self.door.cities(self.key, case.pack)
            yield stream, case, plan(case, old, Context(self.now, by, self.target))


def migrate(wish: Wish, data: Path | None, now: datetime) -> int:
    """Plan, or move. 0 done (or: all may move), 1 some may not, 2 cannot be asked."""
    return at_a_city(wish, data, now, lambda here: _move(here, wish) if wish.move else show(here, wish))


def at_a_city(wish: Wish, data: Path | None, now: datetime, work: Callable[[Scene], int]) -> int:
    """Open a city and work there; what prevents it is told, and ends with 2."""
    home = data or default_data_folder(os.environ)
    try:
        if external_database(os.environ) is None and not DataFolder(home).cluster.is_dir():
            zh, en = f"{home} 里没有数据库。→ --data DIR", f"There is no database in {home}. → --data DIR"
            raise CannotBeDone("migrate.no-folder", zh, en)
        with find_database(home, os.environ) as database, scene(database.dsn(APP), home, wish, now) as here:
            return work(here)
    except (CannotBeDone, DatabaseTrouble) as fault:
        print(f"{fault.zh}\n{fault.en}", file=sys.stderr)
        return 2
    except Unreadable as fault:
        print(f"{fault.sentence.zh}\n{fault.sentence.en}", file=sys.stderr)
        return 2
    except OSError as fault:
        print(f"{fault.filename}: {fault.strerror}", file=sys.stderr)
        return 2
    except psycopg.Error as fault:
        reason = fault.diag.message_primary or type(fault).__name__
        print(f"数据库读不了：{reason}\nThe database cannot be asked: {reason}", file=sys.stderr)
        return 2


@contextlib.contextmanager
def scene(dsn: str, home: Path, wish: Wish, now: datetime) -> Iterator[Scene]:
    """Open the city that is asked about.

    Raises:
        CannotBeDone: there is no such city. Unreadable: the pack folder cannot be read.
    """
    city = next((one.city for one in Served(dsn)() if one.key == wish.city), None)
    if city is None:
        raise CannotBeDone("migrate.no-city", f"没有城市 {wish.city}。", f"There is no city {wish.city}.")
    target = city if wish.pack is None or digest(wish.pack) == city.pack else compile_pack(load(wish.pack))
    pool = make_pool(dsn, size=2)

    @cache
    def version(name: str) -> City:
        with pool.connection() as connection:
            return stored_city(connection, name)

    try:
        door = Door(pool, lambda _key, name: version(name or city.pack), Safe(Keyring(home / "keys")))
        yield Scene(door, wish.city, now, city, target)
    finally:
        pool.close()


def show(here: Scene, wish: Wish) -> int:
    """Print the plan: by matter and reason, then case by case. 0 all may move, 1 some may not."""
    plans = [made for _, _, made in here.plans()]
    if wish.json:
        print(json_text.dumps(_as_json(here, plans), ensure_ascii=False, indent=1))
    else:
        _print(here, plans, 1 if wish.lang == "en" else 0)
    return 0 if all(made.may for made in plans) else 1


def _as_json(here: Scene, plans: list[Plan]) -> dict[str, Any]:
    def said(one: Any) -> dict[str, Any]:
        return {"code": one.code, "zh": one.zh, "en": one.en, "params": one.params}

    return {
        "city": here.key,
        "to": here.target.pack,
        "cases": [
            {
                "number": made.number,
                "matter": made.matter,
                "from": made.before,
                "may": made.may,
                "changes": [said(one) for one in made.changes],
                "obstacles": [said(one) for one in made.obstacles],
            }
            for made in plans
        ],
    }


def _print(here: Scene, plans: list[Plan], index: int) -> None:
    say = lambda zh, en: (zh, en)[index]  # noqa: E731
    language = say("zh", "en")
    print(say("事项\t能否转\t原因\t件数", "matter\tmay move\treason\tcases"))
    counted = Counter((made.matter, one) for made in plans for one in _reasons(made))
    for (matter, code), count in sorted(counted.items()):
        may = say("能", "yes") if code == "-" else say("不能", "no")
        print(f"{matter}\t{may}\t{code}\t{count}")
    for made in plans:
        print(f"\n{made.number} {made.matter} {made.before[:12]} → {made.after[:12]}")
        for change in made.changes:
            print(f"    {say('变', 'changes')} {change.code}: {change.sentence(language)}")
        for one in made.obstacles:
            print(f"    {say('不能', 'forbids')} {one.code}: {one.sentence(language)}")
        if made.may and not made.changes:
            print(f"    {say('没有变化', 'nothing would change')}")
    free = sum(made.may for made in plans)
    print(
        say(
            f"\n{len(plans)} 件按其他版本在办，{free} 件能转，{len(plans) - free} 件不能。什么都没有动。",
            f"\n{len(plans)} cases run under another version; {free} may move, {len(plans) - free} may not."
            " Nothing was touched.",
        )
    )


def _reasons(made: Plan) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.code for one in made.obstacles)) or ("-",)


def _move(here: Scene, wish: Wish) -> int:
    if not wish.by or not wish.reason.strip():
        raise CannotBeDone(
            "migrate.who-and-why",
            "转版要写明由谁、为什么: --by 人员/岗位 --reason 理由。",
            "Say who moves it and why: --by PERSON/position --reason WORDS.",
        )
    actor = actor_of(here, wish.by)
    chosen = [one for one in here.plans() if wish.move in (one[1].matter, one[1].number)]
    if not chosen:
        raise CannotBeDone(
            "migrate.no-case",
            f"没有按其他版本在办的 {wish.move}。",
            f"No case of {wish.move} runs under another version.",
        )
    index = 1 if wish.lang == "en" else 0
    refused = 0
    told: list[dict[str, Any]] = []
    for stream, case, _ in chosen:
        answer = move(here, stream, actor, wish.reason)
        bad = isinstance(answer, Refusal)
        refused += bad
        code = answer.code if isinstance(answer, Refusal) else "moved"
        words = (
            answer.sentence(("zh", "en")[index]) if isinstance(answer, Refusal) else ("已转", "moved")[index]
        )
        told.append({"number": case.number, "matter": case.matter, "code": code, "words": words})
        if not wish.json:
            print(f"{case.number} {case.matter}: {words}" + (f" [{code}]" if bad else ""))
    if wish.json:
        print(json_text.dumps({"to": here.target.pack, "cases": told}, ensure_ascii=False, indent=1))
    return 1 if refused else 0


def move(here: Scene, stream: Any, actor: Actor, reason: str) -> Any:
    """Send one case's move through the door; what was done, or why not."""
    pack = here.target.pack
    ask = Ask(
        here.key,
        CASE,
        stream,
        Migrate(pack=pack),
        actor,
        here.now,
        secrets={"reason": reason.strip()},
        onto=pack,
    )
    return execute(here.door, ask)


def actor_of(here: Scene, by: str) -> Actor:
    """Return who acts, in the position named; by the records of persons, else by the pack.

    Raises:
        CannotBeDone: nobody of that id holds that position today.
    """
    person, _, position = by.partition("/")
    with (
        here.door.pool.connection() as connection,
        city_transaction(connection, here.key, Actor(person, "staff")) as cursor,
    ):
        who = who_is(cursor, here.key, here.city, person, here.now)
    actor = who.actor if who is not None else Actor(person, "anonymous")
    named = here.city.persons.get(person)
    if who is None and named is not None:
        moment = here.now.astimezone(ZoneInfo(here.city.zone))
        actor = Actor(person, "staff", holdings(here.city, named, moment))
    held = sorted(actor.holdings, key=lambda one: one.position != position)
    if not held or held[0].position != position:
        raise CannotBeDone(
            "migrate.not-held",
            f"{person} 今天没有岗位 {position or '（未写明）'}。",
            f"{person} does not hold the position {position or '(none given)'} today.",
        )
    return replace(actor, holdings=tuple(held))
