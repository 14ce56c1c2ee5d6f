"""Things that observe, made up, for what is measured of observations."""

from __future__ import annotations

from datetime import datetime

from yiwang.ingest.kinds import THING, thing_stream
from yiwang.ingest.thing_rules import Place
from yiwang.kernel.access import system
from yiwang.kernel.sensing.things import Stream, Thing
from yiwang.store.execute import Ask, Done, Door, execute

CITY, WHO = "bench", system("bench")


def things(entry: Door, count: int, now: datetime) -> None:
    """Place so many things, `t0` and on, each with a stream `level`."""
    for number in range(count):
        stream = Stream(
            every_minutes=1, id="level", property="water-level", sensor="s", title={"zh": "水位"}, unit="m"
        )
        text = {"zh": "样例", "en": "sample"}
        thing = Thing(
            at=("113.1", "29.4"), body="b", complain=text, feature=text, id=f"t{number}", place="1",
            streams=(stream,), title=text, until=None, why=text,
        )  # fmt: skip
        done = execute(entry, Ask(CITY, THING, thing_stream(CITY, thing.id), Place(thing=thing), WHO, now))
        assert isinstance(done, Done), done
