"""The second wall round the records of people: their own, their bodies', and the three administrators'.

A mandate that waits for its agent is seen by who has the code (`wall.showing`). A break-glass is seen by
who broke it, the body that leads the case, whoever may see the case, and the administrators who review it.
"""

from django.db import migrations

from yiwang.store.wall import DESK, SYSTEM, each_time, kind_wall, listed, projection_wall

ADMINISTRATORS = (SYSTEM, DESK)
PERSON, BODIES, PROOFS = listed("person"), listed("bodies"), each_time("glass")
ID = "'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'"


def person(row: str) -> str:
    """Oneself, colleagues of one's bodies."""
    return f"{row}.person = ANY {PERSON} OR {row}.bodies && {BODIES}"


def mandate(row: str) -> str:
    """Principal, agent, who shows the code of an offered one."""
    return (
        f"{row}.principal = ANY {PERSON} OR {row}.agent = ANY {PERSON}"
        f" OR ({row}.digest <> '' AND {row}.digest = ANY ({PROOFS}))"
    )


def client(row: str) -> str:
    """The body that a machine client belongs to."""
    return f"{row}.body = ANY {BODIES}"


def glass_reason(row: str) -> str:
    """Who broke it and the lead body of the case: the reason stands in the vault."""
    return f"{row}.person = ANY {PERSON} OR {row}.lead = ANY {BODIES}"


def glass(row: str) -> str:
    """And whoever may see the case."""
    case = f"CASE WHEN {row}.case_id ~ {ID} THEN {row}.case_id::uuid END"
    return f"{glass_reason(row)} OR sees_case({row}.city, {case})"


FORWARD = "\n".join(
    [
        *(
            kind_wall(name, f"{name}_row", seen, ADMINISTRATORS, sealed=sealed, opens=ADMINISTRATORS)
            for name, seen, sealed in (
                ("person", person, person),
                ("mandate", mandate, mandate),
                ("client", client, client),
                ("glass", glass, glass_reason),
            )
        ),
        projection_wall("held_row", "person", also=f"body = ANY {BODIES}"),
    ]
)

BACK = """
DO $$
DECLARE policy record; guarded regclass;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public'
        AND ((policyname IN ('theirs', 'door_in', 'door_on', 'door_out')
              AND tablename IN ('person_row', 'mandate_row', 'client_row', 'glass_row', 'held_row'))
             OR policyname IN ('theirs_person', 'theirs_mandate', 'theirs_client', 'theirs_glass'))
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
    FOREACH guarded IN ARRAY
        ARRAY['person_row', 'held_row', 'mandate_row', 'client_row', 'glass_row']::regclass[]
    LOOP
        EXECUTE format('CREATE POLICY own_city ON %s FOR SELECT'
            ' USING (city = current_setting(''yiwang.city'', true))', guarded);
        EXECUTE format('CREATE POLICY through_the_door_in ON %s FOR INSERT WITH CHECK ('
            'city = current_setting(''yiwang.city'', true)'
            ' AND current_setting(''yiwang.door'', true) = ''open'')', guarded);
        EXECUTE format('CREATE POLICY through_the_door_on ON %s FOR UPDATE'
            ' USING (city = current_setting(''yiwang.city'', true)'
            ' AND current_setting(''yiwang.door'', true) = ''open'')', guarded);
        EXECUTE format('CREATE POLICY through_the_door_out ON %s FOR DELETE'
            ' USING (city = current_setting(''yiwang.city'', true)'
            ' AND current_setting(''yiwang.door'', true) = ''open'')', guarded);
    END LOOP;
END $$;
DROP FUNCTION sees_person(text, uuid), opens_person(text, uuid), sees_mandate(text, uuid),
    opens_mandate(text, uuid), sees_client(text, uuid), opens_client(text, uuid), sees_glass(text, uuid),
    opens_glass(text, uuid);
"""


class Migration(migrations.Migration):
    """A record is seen by those it concerns."""

    dependencies = [
        ("people", "0001_people_are_records_of_their_city"),
        ("store", "0012_a_case_is_seen_by_those_it_concerns"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACK)]
