"""Messages, addresses and webhooks are records, seen by those they concern.

The body that leads a case sees what was told about it, never the address. Whoever repairs deliveries for the
city is shown each by its id (`wall.showing`). What somebody has read is their own and in no ledger.
"""

from django.db import migrations

from yiwang.store.wall import DESK, SYSTEM, THIS_CITY, each_time, kind_wall, listed

BASE = """
    city text NOT NULL, id uuid NOT NULL, seq integer NOT NULL, head bytea NOT NULL,
    state bytea NOT NULL, wake_at timestamptz, changed_at timestamptz NOT NULL,
"""
TABLES = f"""
CREATE TABLE message_row ({BASE}
    receiver text NOT NULL, case_id text NOT NULL, body text NOT NULL, channel text NOT NULL,
    template text NOT NULL, phase text NOT NULL, reason text NOT NULL, created_at timestamptz NOT NULL,
    due_at timestamptz, PRIMARY KEY (city, id)
);
CREATE INDEX message_row_due ON message_row (city, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX message_row_box ON message_row (city, receiver, channel, created_at DESC, id);
CREATE INDEX message_row_body ON message_row (city, body, phase, created_at DESC) WHERE channel <> 'page';
CREATE INDEX message_row_failed ON message_row (city, channel, phase, reason)
    WHERE phase IN ('permanent-failure', 'technical-failure');
CREATE TABLE addressee_row ({BASE} person text NOT NULL, PRIMARY KEY (city, id));
CREATE TABLE hook_row ({BASE}
    body text NOT NULL, client text NOT NULL, phase text NOT NULL, PRIMARY KEY (city, id)
);
CREATE INDEX hook_row_body ON hook_row (city, body) WHERE phase = 'active';
CREATE TABLE message_read (
    city text NOT NULL, person text NOT NULL, message uuid NOT NULL, PRIMARY KEY (city, person, message)
);
ALTER TABLE message_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE addressee_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE hook_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_read ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_person ON message_read
    USING (city = {THIS_CITY} AND person = ANY {listed("person")});
GRANT SELECT, INSERT, UPDATE ON message_row, addressee_row, hook_row TO yiwang_app;
GRANT SELECT, INSERT, DELETE ON message_read TO yiwang_app;
"""


def message(row: str) -> str:
    """Its receiver, the body it is about, and whoever is shown it by its id."""
    return (
        f"{row}.receiver = ANY {listed('person')}"
        f" OR ({row}.body <> '' AND {row}.body = ANY {listed('bodies')})"
        f" OR {row}.id::text = ANY ({each_time('glass')})"
    )


def addressee(row: str) -> str:
    """The person alone."""
    return f"{row}.person = ANY {listed('person')}"


def hook(row: str) -> str:
    """The body that is told."""
    return f"{row}.body = ANY {listed('bodies')}"


def nobody(row: str) -> str:
    """Nobody but the city itself: secrets that sign, and messages, which have nothing sealed."""
    return f"{row}.city IS NULL"


WALL = "\n".join(
    [
        kind_wall("message", "message_row", message, (SYSTEM,), sealed=nobody, opens=(SYSTEM,)),
        kind_wall("addressee", "addressee_row", addressee, (SYSTEM,), sealed=addressee, opens=(SYSTEM,)),
        kind_wall("hook", "hook_row", hook, (SYSTEM, DESK), sealed=nobody, opens=(SYSTEM,)),
    ]
)
DROP = """
DO $$
DECLARE policy record;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public'
        AND policyname IN ('theirs_message', 'theirs_addressee', 'theirs_hook')
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
END $$;
DROP FUNCTION sees_message(text, uuid), opens_message(text, uuid), sees_addressee(text, uuid),
    opens_addressee(text, uuid), sees_hook(text, uuid), opens_hook(text, uuid);
DROP TABLE IF EXISTS message_row, addressee_row, hook_row, message_read CASCADE;
"""


class Migration(migrations.Migration):
    """A message is seen by its receiver and the body."""

    dependencies = [("store", "0012_a_case_is_seen_by_those_it_concerns")]
    operations = [migrations.RunSQL(TABLES + WALL, DROP)]
