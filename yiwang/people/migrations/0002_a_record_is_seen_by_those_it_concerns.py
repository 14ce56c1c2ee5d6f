"""The second wall round the records of people: their own, their bodies', and the three administrators'.

A mandate that waits for its agent is seen by who has the code (`wall.showing`). A break-glass is seen by
who broke it, the body that leads the case, whoever may see the case, and the administrators who review it.
"""

from django.db import migrations

from yiwang.store.wall import DESK, THIS_CITY, kind_wall, listed, projection_wall, reaching

DESKS = reaching(DESK)
PERSON, BODIES, PROOFS = listed("person"), listed("bodies"), listed("glass")


def person(row: str) -> str:
    """Oneself, colleagues of one's bodies, the administrators."""
    return f"{row}.person = ANY {PERSON} OR {row}.bodies && {BODIES} OR {DESKS}"


def mandate(row: str) -> str:
    """Principal, agent, who shows the code of an offered one, the administrators."""
    return (
        f"{row}.principal = ANY {PERSON} OR {row}.agent = ANY {PERSON}"
        f" OR ({row}.digest <> '' AND {row}.digest = ANY {PROOFS}) OR {DESKS}"
    )


def client(row: str) -> str:
    """The body that a machine client belongs to, the administrators."""
    return f"{row}.body = ANY {BODIES} OR {DESKS}"


def glass(row: str) -> str:
    """Who broke it, the lead body of the case, who may see the case, the administrators."""
    case = (
        f"(SELECT true FROM case_row r WHERE r.city = {THIS_CITY} AND r.id ="
        f" CASE WHEN {row}.case_id ~ '^[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$'"
        f" THEN {row}.case_id::uuid END)"
    )
    return f"{row}.person = ANY {PERSON} OR {row}.lead = ANY {BODIES} OR {DESKS} OR {case}"


def glass_sealed(row: str) -> str:
    """The reason stands in the vault: for who broke it, the lead body, the administrators."""
    return f"{row}.person = ANY {PERSON} OR {row}.lead = ANY {BODIES} OR {DESKS}"


FORWARD = "\n".join(
    [
        kind_wall("person", "person_row", person),
        kind_wall("mandate", "mandate_row", mandate),
        kind_wall("client", "client_row", client),
        kind_wall("glass", "glass_row", glass, glass_sealed),
        projection_wall("held_row", "person_row", also=f"body = ANY {BODIES}"),
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
"""


class Migration(migrations.Migration):
    """A record is seen by those it concerns."""

    dependencies = [
        ("people", "0001_people_are_records_of_their_city"),
        ("store", "0012_a_case_is_seen_by_those_it_concerns"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACK)]
