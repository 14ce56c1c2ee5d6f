"""The second wall: what the database shows of this net, whatever the pages ask."""

from __future__ import annotations

import pytest

from yiwang.kernel.access import ANONYMOUS, system
from yiwang.nets.alerts.tests.conftest import CITY, HERE
from yiwang.nets.alerts.tests.test_alerts import TYPED
from yiwang.nets.alerts.tests.test_flood_season import entered
from yiwang.store.vault import Safe
from yiwang.store.wall import city_transaction
from yiwang.web import cities

EVACUATION = ("evacuation_row", "evacuation")


def seen(door, persona: str, table: str, kind: str) -> tuple[int, int, int]:
    """How many rows, entries and sealed values of a kind somebody is shown."""
    actor = ANONYMOUS if not persona else cities.get(CITY).actor(persona)
    with door.pool.connection() as connection, city_transaction(connection, CITY, actor) as cursor:
        return tuple(
            cursor.execute(select, (CITY,)).fetchone()[0]
            for select in (
                f"SELECT count(*) FROM {table} WHERE city = %s",
                f"SELECT count(*) FROM event WHERE city = %s AND kind = '{kind}'",
                f"SELECT count(*) FROM vault v WHERE city = %s AND EXISTS (SELECT FROM {table} r"
                " WHERE r.city = v.city AND r.id = v.stream)",
            )
        )


@pytest.mark.parametrize(
    "persona", ["", "resident-wu", "officer-water", "flood-junshan", "auditor", "system-admin"]
)
def test_who_does_not_move_people_is_shown_no_list(clients, level, door, persona):
    entered(clients("flood-town"), level)
    assert seen(door, persona, *EVACUATION) == (0, 0, 0)


@pytest.mark.parametrize("persona", ["flood-town", "flood-chief"])
def test_who_moves_people_is_shown_it(clients, level, door, persona):
    entered(clients("flood-town"), level)
    assert seen(door, persona, *EVACUATION) == (1, 2, 3)


def test_a_draft_is_its_bodys_alone_and_an_alert_is_for_everybody(clients, door, clock):
    typed = TYPED | {"expires": "2026-11-24T08:00"}
    page = clients("flood-chief").post(f"/{CITY}/alerts/draft", typed)["Location"]
    assert seen(door, "", "alert_row", "alert")[:2] == (0, 0)
    assert seen(door, "officer-water", "alert_row", "alert")[:2] == (0, 0)
    clients("flood-chief").post(f"{page}issue")
    assert seen(door, "", "alert_row", "alert")[:2] == (1, 2)


def test_the_words_of_a_hand_over_are_for_its_post_alone(clients, door):
    told = {"words": "只给本岗位", "takes": "person-yueyang-flood-control-chief"}
    clients("flood-duty").post(f"{HERE}duty/command/hand-over", told)
    assert seen(door, "flood-chief", "handover_log_row", "handover_log") == (1, 1, 1)
    assert seen(door, "flood-junshan", "handover_log_row", "handover_log") == (0, 0, 0)


def test_what_was_on_a_closed_list_cannot_be_opened_by_the_city_itself(clients, level, rounds, door):
    town = clients("flood-town")
    entry = entered(town, level)
    with door.pool.connection() as connection, city_transaction(connection, CITY, system("t")) as cursor:
        body = cursor.execute("SELECT state FROM evacuation_row WHERE city = %s", (CITY,)).fetchone()
    from yiwang.nets.alerts.kinds import EVACUATION as kind

    references = kind.decode(bytes(body[0])).entries[entry].sealed
    here = f"{HERE}evacuation/430611001213/"
    town.post(f"{here}move", {"entry": entry, "state": "back"})
    town.post(f"{here}close")
    rounds()
    safe: Safe = door.safe
    with door.pool.connection() as connection:
        opened = safe.open(connection, CITY, system("t"), references)
    assert [type(one).__name__ for one in opened.values()] == ["Erased"] * 3
