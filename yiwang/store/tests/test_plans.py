"""How the server finds what the door asks for, in a city so new that there are no statistics yet."""

from __future__ import annotations

import pytest

from yiwang.kernel.tests.small_city import resident
from yiwang.store.calls import FIND_KEY, lock_sql
from yiwang.store.cases import CASE, CLOSE_TASK
from yiwang.store.rows import update_sql
from yiwang.store.tests.small_store import CITY, Store, app_connection
from yiwang.store.traffic import WAITING
from yiwang.store.wall import OPEN, opening

# statement → the index that finds its one row
WANTED = {
    lock_sql(CASE.table): "case_row_pkey",
    update_sql(CASE): "case_row_pkey",
    CLOSE_TASK: "task_row_pkey",
    FIND_KEY: "command_key_pkey",
    WAITING: "wait_row_name",
    "SELECT id, state FROM case_row WHERE city = %s AND number = %s": "case_row_number",
}


@pytest.mark.parametrize("statement", WANTED, ids=lambda sql: sql.split(" WHERE ")[0][:40])
def test_a_new_citys_plan_that_is_kept_finds_one_row_by_its_own_index(store: Store, statement: str) -> None:
    parts = statement.split("%s")
    written = parts[0] + "".join(f"${number}{part}" for number, part in enumerate(parts[1:], 1))
    nulls = ", ".join(["NULL"] * (len(parts) - 1))
    with app_connection(store) as connection:
        connection.execute(OPEN, opening(CITY, resident()))
        connection.execute("SET plan_cache_mode = force_generic_plan")
        connection.execute(f"PREPARE asked AS {written}".encode())
        plan = "\n".join(row[0] for row in connection.execute(f"EXPLAIN EXECUTE asked({nulls})".encode()))
    assert f"using {WANTED[statement]} " in plan, plan
    condition = next(line for line in plan.splitlines() if "Index Cond" in line)
    assert condition.count(" = $") >= 2, plan  # the city alone would read every row of it
    assert "Seq Scan" not in plan, plan
