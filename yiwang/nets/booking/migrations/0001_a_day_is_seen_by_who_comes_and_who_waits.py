"""Appointments of a day, and the queue of a hall: seen by their persons and the body that runs the hall.

Whoever books, or takes a number, shows which one day is meant: that opens this row and no other.
"""

from django.db import migrations

from yiwang.store.wall import SYSTEM, each_time, kind_wall, listed

BASE = """
    city text NOT NULL, id uuid NOT NULL, seq integer NOT NULL, head bytea NOT NULL,
    state bytea NOT NULL, wake_at timestamptz, changed_at timestamptz NOT NULL,
"""
TABLES = f"""
CREATE TABLE booking_row ({BASE}
    bookable text NOT NULL, hall text NOT NULL, body text NOT NULL, day date NOT NULL,
    persons text[] NOT NULL, numbers text[] NOT NULL, PRIMARY KEY (city, id)
);
CREATE INDEX booking_row_day ON booking_row (city, day, hall);
CREATE INDEX booking_row_persons ON booking_row USING gin (persons);
CREATE INDEX booking_row_numbers ON booking_row USING gin (numbers);
CREATE TABLE queue_row ({BASE}
    hall text NOT NULL, body text NOT NULL, day date NOT NULL, PRIMARY KEY (city, id)
);
ALTER TABLE booking_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE queue_row ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON booking_row, queue_row TO yiwang_app;
"""


def shown(row: str) -> str:
    """Whoever shows which day is meant."""
    return f"('booking/' || {row}.id::text) = ANY ({each_time('glass')})"


def booking(row: str) -> str:
    """Who comes on that day, who runs the hall, and who books just now."""
    return f"{row}.persons && {listed('person')} OR {row}.body = ANY {listed('bodies')} OR {shown(row)}"


def queue(row: str) -> str:
    """Who runs the hall, and who takes a number just now."""
    return f"{row}.body = ANY {listed('bodies')} OR {shown(row)}"


WALL = "\n".join(
    [
        kind_wall("booking", "booking_row", booking, (SYSTEM,), sealed=booking, opens=(SYSTEM,)),
        kind_wall("queue", "queue_row", queue, (SYSTEM,), sealed=queue, opens=(SYSTEM,)),
    ]
)

DROP = """
DO $$
DECLARE policy record;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies
        WHERE schemaname = 'public' AND policyname IN ('theirs_booking', 'theirs_queue')
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
END $$;
DROP FUNCTION sees_booking(text, uuid), opens_booking(text, uuid), sees_queue(text, uuid),
    opens_queue(text, uuid);
DROP TABLE IF EXISTS booking_row, queue_row CASCADE;
"""


class Migration(migrations.Migration):
    """A day is seen by who comes and who waits for them."""

    dependencies = [("store", "0020_a_command_on_a_case_is_two_calls")]
    operations = [migrations.RunSQL(TABLES + WALL, DROP)]
