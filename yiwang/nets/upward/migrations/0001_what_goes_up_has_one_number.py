"""Lines, records that go up and reconciliations are records; of one platform two never have one number.

A record is seen by the body that leads its case and by the desk that sees to refusals; a night by the desk.
"""

from django.db import migrations

from yiwang.store.wall import SYSTEM, kind_wall, listed

BASE = """
    city text NOT NULL, id uuid NOT NULL, seq integer NOT NULL, head bytea NOT NULL,
    state bytea NOT NULL, wake_at timestamptz, changed_at timestamptz NOT NULL,
"""
TABLES = f"""
CREATE TABLE upward_line_row ({BASE} platform text NOT NULL, PRIMARY KEY (city, id));
CREATE TABLE upward_row ({BASE}
    platform text NOT NULL, number integer NOT NULL, day date NOT NULL, case_id text NOT NULL,
    bodies text[] NOT NULL, record text NOT NULL, phase text NOT NULL, reason text NOT NULL,
    opened text NOT NULL, due_at timestamptz, PRIMARY KEY (city, id)
);
CREATE UNIQUE INDEX upward_row_number ON upward_row (city, platform, number);
CREATE INDEX upward_row_due ON upward_row (city, platform, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX upward_row_waits ON upward_row (city, platform, case_id, number)
    WHERE case_id <> '' AND phase NOT IN ('accepted', 'set-aside');
CREATE INDEX upward_row_day ON upward_row (city, platform, day, number);
CREATE INDEX upward_row_opened ON upward_row (city, opened) WHERE opened <> '';
CREATE INDEX upward_row_phase ON upward_row (city, platform, phase, number DESC);
CREATE TABLE upward_night_row ({BASE}
    platform text NOT NULL, day date NOT NULL, next_at timestamptz, desk text NOT NULL, PRIMARY KEY (city, id)
);
CREATE INDEX upward_night_row_day ON upward_night_row (city, platform, day DESC);
ALTER TABLE upward_line_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE upward_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE upward_night_row ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON upward_line_row, upward_row, upward_night_row TO yiwang_app;
"""


def outgoing(row: str) -> str:
    """The body that leads the case it is about, and the desk."""
    return f"{row}.bodies && {listed('bodies')}"


def night(row: str) -> str:
    """The desk."""
    return f"{row}.desk = ANY {listed('bodies')}"


def nobody(row: str) -> str:
    """Nobody but the city itself."""
    return f"{row}.city IS NULL"


WALL = "\n".join(
    [
        kind_wall("upward_line", "upward_line_row", nobody, (SYSTEM,), sealed=nobody, opens=(SYSTEM,)),
        kind_wall("upward", "upward_row", outgoing, (SYSTEM,), sealed=nobody, opens=(SYSTEM,)),
        kind_wall("upward_night", "upward_night_row", night, (SYSTEM,), sealed=nobody, opens=(SYSTEM,)),
    ]
)
DROP = """
DO $$
DECLARE policy record;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public'
        AND policyname IN ('theirs_upward_line', 'theirs_upward', 'theirs_upward_night')
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
END $$;
DROP FUNCTION sees_upward_line(text, uuid), opens_upward_line(text, uuid), sees_upward(text, uuid),
    opens_upward(text, uuid), sees_upward_night(text, uuid), opens_upward_night(text, uuid);
DROP TABLE IF EXISTS upward_line_row, upward_row, upward_night_row CASCADE;
"""


class Migration(migrations.Migration):
    """What goes up has one number."""

    dependencies = [("store", "0020_a_command_on_a_case_is_two_calls")]
    operations = [migrations.RunSQL(TABLES + WALL, DROP)]
