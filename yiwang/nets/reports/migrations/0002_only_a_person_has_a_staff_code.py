"""Telephone numbers of reports are findable in the vault, too: a staff code is a person's record's alone.

The trigger that keeps staff codes took every findable value for one.
"""

from django.db import migrations

BODY = """
CREATE OR REPLACE FUNCTION keep_staff_code() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
    IF TG_OP = 'INSERT' THEN
        {only}INSERT INTO staff_code (city, stream, entry, blind)
            VALUES (NEW.city, NEW.stream, NEW.id, NEW.blind)
            ON CONFLICT (city, stream) DO UPDATE SET entry = excluded.entry, blind = excluded.blind;{done}
    ELSIF NEW.blind IS NULL THEN
        DELETE FROM staff_code WHERE city = NEW.city AND entry = NEW.id;
    ELSE
        UPDATE staff_code SET blind = NEW.blind WHERE city = NEW.city AND entry = NEW.id;
    END IF;
    RETURN NULL;
END $f$;
"""
# The row of the person is written by the same statement, at whose end the trigger runs.
FORWARD = BODY.format(
    only="IF EXISTS (SELECT FROM person_row p WHERE p.city = NEW.city AND p.id = NEW.stream) THEN\n        ",
    done="\n        END IF;",
)


class Migration(migrations.Migration):
    """Only a person has a staff code."""

    dependencies = [
        ("reports", "0001_who_told_is_seen_by_intake_alone"),
        ("people", "0004_a_staff_code_is_one_persons"),
    ]
    operations = [migrations.RunSQL(FORWARD, BODY.format(only="", done=""))]
