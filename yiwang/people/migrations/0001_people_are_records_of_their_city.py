"""Persons, mandates, machine clients and break-glass are records: rows that a ledger can refold."""

from django.db import migrations

BASE = """
    city text NOT NULL, id uuid NOT NULL, seq integer NOT NULL, head bytea NOT NULL,
    state bytea NOT NULL, wake_at timestamptz, changed_at timestamptz NOT NULL,
"""

TABLES = f"""
CREATE TABLE person_row ({BASE}
    person text NOT NULL, kind text NOT NULL, phase text NOT NULL, bodies text[] NOT NULL,
    epoch integer NOT NULL, PRIMARY KEY (city, id)
);
CREATE INDEX person_row_bodies ON person_row USING gin (bodies);
CREATE TABLE held_row (
    city text NOT NULL, stream uuid NOT NULL, position text NOT NULL, acting_for text NOT NULL,
    since text NOT NULL, until text NOT NULL, body text NOT NULL, role text NOT NULL, how text NOT NULL,
    person text NOT NULL, PRIMARY KEY (city, stream, position, acting_for, since)
);
CREATE INDEX held_row_body ON held_row (city, body, role);
CREATE INDEX held_row_position ON held_row (city, position);
CREATE TABLE mandate_row ({BASE}
    principal text NOT NULL, agent text NOT NULL, phase text NOT NULL, since text NOT NULL,
    until text NOT NULL, digest text NOT NULL, PRIMARY KEY (city, id)
);
CREATE INDEX mandate_row_agent ON mandate_row (city, agent) WHERE phase = 'active';
CREATE INDEX mandate_row_principal ON mandate_row (city, principal);
CREATE UNIQUE INDEX mandate_row_digest ON mandate_row (city, digest) WHERE digest <> '';
CREATE TABLE client_row ({BASE}
    body text NOT NULL, phase text NOT NULL, PRIMARY KEY (city, id)
);
CREATE TABLE glass_row ({BASE}
    person text NOT NULL, case_id text NOT NULL, lead text NOT NULL, phase text NOT NULL,
    verdict text NOT NULL, until timestamptz NOT NULL, review_by text NOT NULL, PRIMARY KEY (city, id)
);
CREATE INDEX glass_row_person ON glass_row (city, person, until);
CREATE INDEX glass_row_case ON glass_row (city, case_id);
CREATE TABLE sign_in (
    city text NOT NULL, user_id bigint NOT NULL, person text NOT NULL, kind text NOT NULL,
    PRIMARY KEY (city, user_id, person)
);
CREATE INDEX sign_in_person ON sign_in (city, person);
"""

WALL = """
DO $$
DECLARE guarded regclass;
BEGIN
    FOREACH guarded IN ARRAY
        ARRAY['person_row', 'held_row', 'mandate_row', 'client_row', 'glass_row', 'sign_in']::regclass[]
    LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
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
GRANT SELECT, INSERT, UPDATE, DELETE ON person_row, held_row, mandate_row, client_row, glass_row, sign_in
    TO yiwang_app;
"""

DROP = """
DROP TABLE IF EXISTS sign_in, glass_row, client_row, mandate_row, held_row, person_row CASCADE;
"""


class Migration(migrations.Migration):
    """People are records of their city."""

    dependencies = [("store", "0009_cases_are_found_by_what_they_wait_for")]
    operations = [migrations.RunSQL(TABLES + WALL, DROP)]
