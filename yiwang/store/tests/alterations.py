"""What can be done to a database behind the city's back, and how the verification tells it."""

from __future__ import annotations

from dataclasses import dataclass

ONE = (
    "(SELECT stream FROM event WHERE seq = 4 ORDER BY stream LIMIT 1)"  # a case with four entries, the first
)


@dataclass(frozen=True)
class Altered:
    """One alteration (statements parted by `;`), all the codes it is told by, and what the first says.

    Attributes:
        seq: number of the entry named; 0 when it is about no single entry. what: begins so.
    """

    sql: str
    codes: frozenset[str]
    first: str
    seq: int = 0
    what: str = ""


def told_as(first: str, sql: str, *more: str, seq: int = 0, what: str = "") -> Altered:
    """An alteration that is told first of all by this code."""
    return Altered(sql, frozenset((first, *more)), first, seq, what)


ENTRIES = {
    "an entry's bytes": told_as(
        "entry.hash",
        f"UPDATE event SET body = set_byte(body, 30, 88) WHERE stream = {ONE} AND seq = 2",
        seq=2,
    ),
    "an entry's hash": told_as(
        "entry.hash",
        f"UPDATE event SET hash = sha256('x') WHERE stream = {ONE} AND seq = 2",
        "leaf.differs",
        seq=2,
    ),
    "an entry's time column": told_as(
        "entry.column",
        f"UPDATE event SET at = at + interval '1 hour' WHERE stream = {ONE} AND seq = 2",
        seq=2,
        what="at",
    ),
    "an entry's kind": told_as(
        "entry.column",
        f"UPDATE event SET kind = 'cake' WHERE stream = {ONE} AND seq = 3",
        "leaf.differs",
        seq=3,
        what="kind",
    ),
    "an entry replaced by rubbish": told_as(
        "entry.hash",
        f"UPDATE event SET body = 'x' WHERE stream = {ONE} AND seq = 3",
        "entry.unreadable",
        seq=3,
    ),
    "an entry taken from the middle": told_as(
        "entry.missing",
        f"DELETE FROM event WHERE stream = {ONE} AND seq = 2",
        "leaf.foreign",
        "row.differs",
        "projection.missing",
        seq=2,
    ),
    "the first entry taken": told_as(
        "entry.missing",
        f"DELETE FROM event WHERE stream = {ONE} AND seq = 1",
        "leaf.foreign",
        "entry.unreadable",
        "vault.foreign",
        seq=1,
    ),
    "the last entry taken": told_as(
        "entry.missing",
        f"DELETE FROM event WHERE stream = {ONE} AND seq = 4",
        "leaf.foreign",
        "projection.foreign",
        "projection.missing",
        seq=4,
    ),
    "an entry put in between": told_as(
        "entry.doubled",
        "INSERT INTO event (city, stream, seq, kind, at, body, hash) SELECT city, stream, seq, kind,"
        f" at + interval '1 second', body, hash FROM event WHERE stream = {ONE} AND seq = 2",
        "entry.column",
        "row.differs",
        seq=2,
    ),
    "an entry added at the end": told_as(
        "row.differs",
        "INSERT INTO event (city, stream, seq, kind, at, body, hash) SELECT city, stream, 5, kind, at,"
        f" body, sha256(hash || body) FROM event WHERE stream = {ONE} AND seq = 4",
    ),
    "a whole case taken": told_as(
        "leaf.foreign",
        "CREATE TEMP TABLE gone AS SELECT stream FROM event WHERE seq = 4 ORDER BY stream LIMIT 1;"
        "DELETE FROM event WHERE stream IN (SELECT stream FROM gone);"
        "DELETE FROM case_row WHERE id IN (SELECT stream FROM gone);"
        "DELETE FROM task_row WHERE stream IN (SELECT stream FROM gone);"
        "DELETE FROM vault WHERE stream IN (SELECT stream FROM gone)",
        seq=1,
    ),
}
ROWS = {
    "a column of a row": told_as(
        "row.differs", "UPDATE case_row SET phase = 'closed' WHERE phase = 'filed'", what="case_row.phase"
    ),
    "a promise made to look kept": told_as(
        "row.differs", "UPDATE case_row SET due_at = due_at + interval '1 day'", what="case_row.due_at"
    ),
    "the state in a row": told_as(
        "row.differs",
        "UPDATE case_row SET state = replace(convert_from(state, 'UTF8'), '\"filed\"', '\"decided\"')::bytea"
        " WHERE phase = 'filed'",
        what="case_row.state.phase",
    ),
    "a row taken away": told_as("row.missing", f"DELETE FROM case_row WHERE id = {ONE}", what="case_row"),
    "a row put in": told_as(
        "row.foreign",
        "INSERT INTO case_row SELECT city, gen_random_uuid(), seq, head, state, wake_at, changed_at,"
        " number || 'X', matter, kind, pack, phase, place, lead, bodies, window_body, applicant, channel,"
        f" opened_at, ended_at, due_at, due_provisional, late, outcome FROM case_row WHERE id = {ONE}",
        what="case_row",
    ),
    "a task given to somebody": told_as(
        "projection.differs", "UPDATE task_row SET assignee = 'p-friend'", what="task_row.assignee"
    ),
    "a task taken away": told_as(
        "projection.missing", f"DELETE FROM task_row WHERE stream = {ONE}", what="task_row"
    ),
    "a task put in": told_as(
        "projection.foreign",
        "INSERT INTO task_row SELECT city, stream, id || 'x', node, body, role, assignee, opened_at, due_at"
        f" FROM task_row WHERE stream = {ONE}",
        what="task_row",
    ),
    "a task of no case": told_as(
        "projection.foreign",
        "INSERT INTO task_row SELECT city, gen_random_uuid(), id, node, body, role, assignee, opened_at,"
        f" due_at FROM task_row WHERE stream = {ONE}",
        what="task_row",
    ),
}
ROOTS = ("checkpoint.root", "edge.differs")
TREE = {
    "a leaf's hash": told_as(
        "leaf.differs", "UPDATE leaf SET hash = sha256('x') WHERE position = 3", *ROOTS, what="hash", seq=4
    ),
    "a leaf's kind": told_as(
        "leaf.differs", "UPDATE leaf SET kind = 'cake' WHERE position = 3", *ROOTS, what="kind", seq=4
    ),
    "a leaf's entry": told_as(
        "leaf.missing", "UPDATE leaf SET seq = 99 WHERE position = 3", "leaf.foreign", *ROOTS, seq=4
    ),
    "two leaves exchanged": told_as(
        "leaf.order",
        "UPDATE leaf SET position = CASE position WHEN 0 THEN 1000 WHEN 1 THEN 0 ELSE position END;"
        "UPDATE leaf SET position = 1 WHERE position = 1000",
        *ROOTS,
        seq=2,
    ),
    "a leaf taken away": told_as(
        "leaf.missing", "DELETE FROM leaf WHERE position = 3", "leaf.gap", "checkpoint.beyond", *ROOTS, seq=4
    ),
    "a leaf put in": told_as(
        "leaf.foreign",
        "INSERT INTO leaf SELECT city, 24, gen_random_uuid(), 1, kind, hash FROM leaf WHERE position = 0",
        "edge.differs",
        seq=1,
    ),
    "the last leaves taken away": told_as(
        "leaf.missing", "DELETE FROM leaf WHERE position >= 20", "checkpoint.beyond", "edge.differs", seq=1
    ),
    "the edge's size": told_as("edge.differs", "UPDATE tree_edge SET size = size + 1", what="size"),
    "the edge's peaks": told_as("edge.differs", "UPDATE tree_edge SET peaks[1] = sha256('x')", what="peaks"),
    "the edge taken away": told_as("edge.differs", "DELETE FROM tree_edge", what="size"),
    "a checkpoint's root": told_as(
        "checkpoint.body", "UPDATE checkpoint SET root = sha256('x') WHERE size = 24", what="root"
    ),
    "a checkpoint's size": told_as(
        "checkpoint.body", "UPDATE checkpoint SET size = 23 WHERE size = 24", what="size"
    ),
    "a checkpoint's time": told_as(
        "checkpoint.body", "UPDATE checkpoint SET at = at - interval '1 day'", what="at"
    ),
    "a checkpoint's bytes": told_as(
        "checkpoint.signature",
        "UPDATE checkpoint SET body = set_byte(body, 8, 49) WHERE size = 24",
        "checkpoint.body",
    ),
    "a checkpoint's bytes to rubbish": told_as(
        "checkpoint.signature", "UPDATE checkpoint SET body = 'x' WHERE size = 24", "checkpoint.body"
    ),
    "a checkpoint's signature": told_as(
        "checkpoint.signature",
        "UPDATE checkpoint SET signature = set_byte(signature, 0, get_byte(signature, 0) # 1)",
    ),
    "a checkpoint over more than there is": told_as(
        "checkpoint.beyond",
        "INSERT INTO checkpoint SELECT city, 99, at, root, key_id, body, signature FROM checkpoint"
        " WHERE size = 24",
    ),
}
VAULT = {
    "a vault entry taken away": told_as("vault.missing", "DELETE FROM vault", seq=1),
    "a vault entry emptied without a word": told_as("vault.incomplete", "UPDATE vault SET box = NULL", seq=1),
    "a vault entry given to another case": told_as(
        "vault.other-stream", "UPDATE vault SET stream = gen_random_uuid()", "vault.foreign", seq=1
    ),
    "what is in a vault entry": told_as(
        "vault.altered", "UPDATE vault SET box = set_byte(box, 20, get_byte(box, 20) # 1)", seq=1
    ),
    "the key of a vault entry": told_as(
        "vault.altered", "UPDATE vault SET wrapped = set_byte(wrapped, 0, get_byte(wrapped, 0) # 1)", seq=1
    ),
    "a value of one case shown in another": told_as(
        "vault.altered",
        "UPDATE vault v SET box = o.box, wrapped = o.wrapped FROM vault o WHERE o.id <> v.id"
        f" AND v.stream = {ONE}",
        seq=1,
    ),
    "a vault entry said to be erased": told_as(
        "vault.not-erased", "UPDATE vault SET erased_at = now()", seq=1
    ),
    "a vault entry under a key that is nowhere": told_as(
        "vault.no-key", "UPDATE vault SET key_id = '0123456789abcdef'", seq=1
    ),
    "a vault entry of nothing": told_as(
        "vault.foreign",
        "INSERT INTO vault SELECT city, gen_random_uuid(), stream, key_id, wrapped, box FROM vault LIMIT 1",
    ),
}
# Inner nodes are kept only in a tree of more than 256 leaves.
NODES = {
    "a node": told_as("node.differs", "UPDATE tree_node SET hash = sha256('x') WHERE index = 1", what="8/1"),
    "a node taken away": told_as("node.missing", "DELETE FROM tree_node WHERE index = 0", what="8/0"),
    "a node put in": told_as(
        "node.foreign", "INSERT INTO tree_node VALUES ('testcity', 8, 2, sha256('x'))", what="8/2"
    ),
    "a node moved": told_as(
        "node.missing", "UPDATE tree_node SET index = 7 WHERE index = 1", "node.foreign", what="8/1"
    ),
}
ALTERED = {"entries": ENTRIES, "rows": ROWS, "the tree": TREE, "the vault": VAULT}
