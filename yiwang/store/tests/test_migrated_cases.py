"""A case moved to another pack through the one door: rows, ledger and refold agree."""

from __future__ import annotations

from msgspec.structs import replace

from yiwang.kernel import commands as c
from yiwang.kernel.limits import parse
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.small_city import DECISION, REVIEW, city, matter, staff
from yiwang.store.execute import Door
from yiwang.store.tests.small_store import Store, new_stream
from yiwang.store.verify import verify

OLD = city()
SHORTER = {"review": REVIEW, "decision": replace(DECISION, legal=parse("15 工作日"))}
NEW = replace(OLD, pack="1" * 64, matters={**OLD.matters, "licence": matter(clocks=SHORTER)})


def two_versions(store: Store) -> Store:
    """The same store, whose city has published two packs; the newer one is in force."""

    def cities(_key, pack):
        return {OLD.pack: OLD, NEW.pack: NEW, None: NEW}[pack]

    return Store(store.database, store.keyring, Door(store.door.pool, cities, store.door.safe), store.now)


def test_a_moved_case_is_the_new_packs_in_its_row_and_refolds(store):
    stream = store.accepted().stream
    store = two_versions(store)
    moved = store.must(
        stream, c.Migrate(pack=NEW.pack), staff("chief"), secrets={"reason": "新法缩短了期限"}, onto=NEW.pack
    )
    assert moved.state.pack == NEW.pack
    with store.as_superuser() as connection:
        row = connection.execute("SELECT pack FROM case_row WHERE id = %s", (stream,)).fetchone()
        entry = connection.execute(
            "SELECT body FROM event WHERE stream = %s ORDER BY seq DESC LIMIT 1", (stream,)
        ).fetchone()
    assert row[0] == NEW.pack
    assert NEW.pack.encode() in entry[0] and OLD.pack.encode() in entry[0]
    assert "新法".encode() not in entry[0]

    task = next(one for one in moved.state.tasks if one.node == "site-check")
    later = store.must(stream, c.Complete(task=task.id), staff("inspector"))
    assert later.state.pack == NEW.pack
    report = verify(store.database.owner, store.keyring)
    assert not report.problems, report.problems


def test_a_new_pack_in_force_leaves_running_cases_alone(store):
    old = store.accepted()
    store = two_versions(store)
    task = next(one for one in old.state.tasks if one.node == "site-check")
    went_on = store.must(old.stream, c.Complete(task=task.id), staff("inspector"))
    assert went_on.state.pack == OLD.pack
    assert went_on.state.clocks["decision"].legal == DECISION.legal
    assert store.file(new_stream()).state.pack == NEW.pack


def test_a_pack_that_nobody_published_is_refused_and_nothing_is_written(store):
    stream = store.accepted().stream
    store = two_versions(store)
    before = store.counts()
    answer = store.do(
        stream, c.Migrate(pack="f" * 64), staff("chief"), secrets={"reason": "试"}, onto="f" * 64
    )
    assert isinstance(answer, Refusal) and answer.code == "migrate.no-pack"
    assert store.counts() == before
