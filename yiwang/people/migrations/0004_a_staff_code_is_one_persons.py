"""A staff code is one person's in a city, whoever writes at the same moment: a key of the table says so.

The code itself lies in the vault; here stands its blind index, put in, changed and erased with the vault's
entry by a trigger, so that no way of writing passes it by. Only staff codes are findable in the vault.
"""

from django.db import migrations

from yiwang.store.wall import DESK, SYSTEM, reading

WRITES = "wall_writes(city, stream)"
SEEN = f"{reading(SYSTEM, DESK)} OR wall_named(city, stream) OR sees_person(city, stream)"

FORWARD = f"""
CREATE TABLE staff_code (
    city text NOT NULL, stream uuid NOT NULL, entry uuid NOT NULL, blind bytea NOT NULL,
    PRIMARY KEY (city, stream), CONSTRAINT staff_code_is_one_persons UNIQUE (city, blind)
);
CREATE INDEX staff_code_entry ON staff_code (city, entry);
INSERT INTO staff_code (city, stream, entry, blind)
    SELECT v.city, v.stream, v.id, v.blind FROM person_row p
    JOIN vault v ON v.city = p.city AND v.stream = p.id
        AND v.id::text = convert_from(p.state, 'UTF8')::jsonb #>> '{{sealed,code,vault}}'
    WHERE v.blind IS NOT NULL ORDER BY p.changed_at
    ON CONFLICT DO NOTHING;
CREATE FUNCTION keep_staff_code() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO staff_code (city, stream, entry, blind) VALUES (NEW.city, NEW.stream, NEW.id, NEW.blind)
            ON CONFLICT (city, stream) DO UPDATE SET entry = excluded.entry, blind = excluded.blind;
    ELSIF NEW.blind IS NULL THEN
        DELETE FROM staff_code WHERE city = NEW.city AND entry = NEW.id;
    ELSE
        UPDATE staff_code SET blind = NEW.blind WHERE city = NEW.city AND entry = NEW.id;
    END IF;
    RETURN NULL;
END $f$;
CREATE TRIGGER staff_code_in AFTER INSERT ON vault
    FOR EACH ROW WHEN (NEW.blind IS NOT NULL) EXECUTE FUNCTION keep_staff_code();
CREATE TRIGGER staff_code_on AFTER UPDATE OF blind ON vault
    FOR EACH ROW WHEN (OLD.blind IS DISTINCT FROM NEW.blind) EXECUTE FUNCTION keep_staff_code();
ALTER TABLE staff_code ENABLE ROW LEVEL SECURITY;
CREATE POLICY theirs ON staff_code FOR SELECT USING ({SEEN});
CREATE POLICY door_in ON staff_code FOR INSERT WITH CHECK ({WRITES});
CREATE POLICY door_on ON staff_code FOR UPDATE USING ({WRITES});
CREATE POLICY door_out ON staff_code FOR DELETE USING ({WRITES});
GRANT SELECT, INSERT, UPDATE, DELETE ON staff_code TO yiwang_app;
"""

BACK = """
DROP TRIGGER IF EXISTS staff_code_in ON vault;
DROP TRIGGER IF EXISTS staff_code_on ON vault;
DROP FUNCTION IF EXISTS keep_staff_code();
DROP TABLE IF EXISTS staff_code;
"""


class Migration(migrations.Migration):
    """A staff code is one person's."""

    dependencies = [
        ("people", "0003_the_last_use_of_a_key_is_kept"),
        ("store", "0015_the_wall_asks_functions_of_what_few_rows_come_to"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACK)]
