"""An observation is kept once, in the table of its month; its latest and its sums change with it.

Tables of a month are made and dropped by two functions of the owner, since the app's role owns nothing; they
touch nothing but months, and never drop one that may still be written to.
"""

from django.db import migrations

from yiwang.store.wall import CITY_WRITES, SYSTEM, THIS_CITY, kind_wall, listed

BASE = """
    city text NOT NULL, id uuid NOT NULL, seq integer NOT NULL, head bytea NOT NULL,
    state bytea NOT NULL, wake_at timestamptz, changed_at timestamptz NOT NULL,
"""
TABLES = f"""
CREATE TABLE thing_row ({BASE}
    name text NOT NULL, body text NOT NULL, place text NOT NULL, phase text NOT NULL, PRIMARY KEY (city, id)
);
CREATE UNIQUE INDEX thing_row_name ON thing_row (city, name);
CREATE TABLE datastream (
    city text NOT NULL, id uuid NOT NULL, stream uuid NOT NULL, name text NOT NULL, property text NOT NULL,
    unit text NOT NULL, body text NOT NULL, open boolean NOT NULL, every_minutes integer NOT NULL,
    at_least integer NOT NULL, live boolean NOT NULL, PRIMARY KEY (city, id)
);
CREATE UNIQUE INDEX datastream_name ON datastream (city, name);
CREATE INDEX datastream_thing ON datastream (city, stream);
CREATE TABLE observation (
    city text NOT NULL, datastream uuid NOT NULL, at timestamptz NOT NULL, ends timestamptz,
    result numeric NOT NULL, result_at timestamptz NOT NULL, received_at timestamptz NOT NULL,
    corrected integer NOT NULL DEFAULT 0, PRIMARY KEY (city, datastream, at)
) PARTITION BY RANGE (at);
CREATE TABLE latest (
    city text NOT NULL, datastream uuid NOT NULL, at timestamptz NOT NULL, result numeric NOT NULL,
    result_at timestamptz NOT NULL, heard_at timestamptz NOT NULL, PRIMARY KEY (city, datastream)
) WITH (fillfactor = 70);
CREATE TABLE rollup (
    city text NOT NULL, datastream uuid NOT NULL, width text NOT NULL, begins timestamptz NOT NULL,
    n integer NOT NULL, total numeric NOT NULL, lowest numeric NOT NULL, highest numeric NOT NULL,
    PRIMARY KEY (city, datastream, width, begins)
) WITH (fillfactor = 80);
CREATE TABLE trouble (
    city text NOT NULL, about text NOT NULL, day date NOT NULL, code text NOT NULL, n bigint NOT NULL,
    last_at timestamptz NOT NULL, example text NOT NULL, PRIMARY KEY (city, about, day, code)
);
ALTER TABLE thing_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE datastream ENABLE ROW LEVEL SECURITY;
ALTER TABLE observation ENABLE ROW LEVEL SECURITY;
ALTER TABLE latest ENABLE ROW LEVEL SECURITY;
ALTER TABLE rollup ENABLE ROW LEVEL SECURITY;
ALTER TABLE trouble ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON thing_row, datastream, observation, latest, rollup, trouble TO yiwang_app;
"""

MONTHS = """
CREATE FUNCTION observation_month(of_day date) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    begins date := date_trunc('month', of_day)::date;
    part text := format('observation_%s', to_char(of_day, 'YYYY_MM'));
BEGIN
    IF to_regclass(part) IS NOT NULL THEN RETURN false; END IF;
    IF begins < date '2000-01-01' OR begins > (now() + interval '400 days')::date THEN
        RAISE EXCEPTION 'no table of observations is made for %', begins USING ERRCODE = '22023';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('observation_month'));
    IF to_regclass(part) IS NOT NULL THEN RETURN false; END IF;
    EXECUTE format('CREATE TABLE %I (LIKE observation INCLUDING ALL)', part);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part);
    -- Attached, not created as a part: that would lock out whoever reads the whole.
    EXECUTE format(
        'ALTER TABLE observation ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', part,
        begins::text || ' 00:00+00', (begins + interval '1 month')::date::text || ' 00:00+00'
    );
    RETURN true;
END $$;
CREATE FUNCTION observation_forget(before_day date) RETURNS text[] LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE part text; dropped text[] := '{}';
BEGIN
    IF before_day > (now() - interval '31 days')::date THEN
        RAISE EXCEPTION 'observations of the last month are kept' USING ERRCODE = '22023';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('observation_month'));
    FOR part IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'observation'::regclass
            AND c.relname < format('observation_%s', to_char(before_day, 'YYYY_MM'))
        ORDER BY c.relname
    LOOP
        EXECUTE format('DROP TABLE %I', part);
        dropped := dropped || part;
    END LOOP;
    RETURN dropped;
END $$;
REVOKE ALL ON FUNCTION observation_month(date), observation_forget(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION observation_month(date), observation_forget(date) TO yiwang_app;
"""


def everybody(row: str) -> str:
    """That a thing stands somewhere, and why, is for everybody."""
    return "true"


READS = (
    f"city = {THIS_CITY} AND ((SELECT current_setting('yiwang.reach', true) <> '')"
    " OR datastream IN (SELECT d.id FROM datastream d WHERE d.city = current_setting('yiwang.city', true)))"
)
"""Values are seen by whoever sees their stream."""


def values_wall(table: str) -> str:
    """Only the city's own part that takes observations writes them."""
    return f"""
CREATE POLICY theirs ON {table} FOR SELECT USING ({READS});
CREATE POLICY door_in ON {table} FOR INSERT WITH CHECK ({CITY_WRITES});
CREATE POLICY door_on ON {table} FOR UPDATE USING ({CITY_WRITES});
"""


WALL = "\n".join(
    [
        kind_wall("thing", "thing_row", everybody, (SYSTEM,), sealed=lambda _: "false", opens=(SYSTEM,)),
        "CREATE POLICY theirs ON datastream FOR SELECT USING ("
        f"city = {THIS_CITY} AND (open OR body = ANY {listed('bodies')}"
        " OR (SELECT current_setting('yiwang.reach', true) <> '')));",
        "CREATE POLICY door_in ON datastream FOR INSERT WITH CHECK (wall_writes(city, stream));",
        "CREATE POLICY door_on ON datastream FOR UPDATE USING (wall_writes(city, stream));",
        *(values_wall(table) for table in ("observation", "latest", "rollup")),
        # What went wrong is for those who run the city's devices.
        f"CREATE POLICY theirs ON trouble FOR SELECT USING (city = {THIS_CITY} AND"
        " ((SELECT current_setting('yiwang.reach', true) <> '') OR about = ANY"
        " (SELECT d.name FROM datastream d WHERE d.city = current_setting('yiwang.city', true)"
        f" AND d.body = ANY {listed('bodies')})));",
        f"CREATE POLICY door_in ON trouble FOR INSERT WITH CHECK ({CITY_WRITES});",
        f"CREATE POLICY door_on ON trouble FOR UPDATE USING ({CITY_WRITES});",
    ]
)

DROP = """
DO $$
DECLARE policy record;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies
        WHERE schemaname = 'public' AND policyname = 'theirs_thing'
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
END $$;
DROP FUNCTION sees_thing(text, uuid), opens_thing(text, uuid);
DROP FUNCTION observation_month(date), observation_forget(date);
DROP TABLE IF EXISTS trouble, rollup, latest, observation, datastream, thing_row CASCADE;
"""


class Migration(migrations.Migration):
    """An observation is kept once, in the table of its month."""

    dependencies = [("store", "0020_a_command_on_a_case_is_two_calls")]
    operations = [migrations.RunSQL(TABLES + MONTHS + WALL, DROP)]
