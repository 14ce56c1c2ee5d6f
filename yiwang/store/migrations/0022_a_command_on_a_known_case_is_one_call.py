"""A command on a case that the process still knows is one call: what it was decided on is compared in it.

`door_does_case` acts as the owner, as `door_saves_case` does, and writes of the one stream it is given and
nothing else. Whether the case is theirs to see it asks in the words of the table's own policy, which stand in
its UPDATE: so a row is written only where whoever asks sees it and where it still is what the rules decided
on (its number and its hash). A change by another that is under way is waited for, and all of it asked again
of the row then. False: it is something else, or not theirs, and nothing was written.

What a command leaves as it is is not sent: of the columns to query by, all or none (`number` tells). One task
that closes and one that opens is one row changed.

A migration that gives `case_row` a column, or changes its policy `theirs`, makes this function anew.
"""

from importlib import import_module

from django.db import migrations

_before = import_module("yiwang.store.migrations.0020_a_command_on_a_case_is_two_calls")
NAMES = _before.NAMES
ALWAYS = ("seq", "head", "state", "changed_at")
TASK = {
    "id": "task",
    "node": "node",
    "body": "task_body",
    "role": "role",
    "assignee": "assignee",
    "opened_at": "task_opened",
    "due_at": "task_due",
}


def _sets(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"{name} = door_does_case.{name}" for name in names)


_TASK_SETS = ", ".join(f"{column} = door_does_case.{given}" for column, given in TASK.items())
_UPDATE = """UPDATE public.case_row SET {sets}
            WHERE city = door_does_case.city AND id = door_does_case.id
                AND seq = before AND head = door_does_case.known AND (/* theirs */)
            RETURNING late, opened_at INTO is_late, since;"""

DOES = f"""
CREATE FUNCTION door_does_case(
    person text, asks_for text, reach text, glass text, city text, id uuid, known bytea, {_before.COLUMNS},
    entries bytea[], hashes bytea[], key text, closed text, task text, node text, task_body text, role text,
    assignee text, task_opened timestamptz, task_due timestamptz, helped text, helping text
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $f$
#variable_conflict use_column
DECLARE
    before integer := seq - cardinality(entries);
    is_late boolean := late;
    since timestamptz := opened_at;
    said text := concat(
        set_config('yiwang.city', city, true), set_config('yiwang.door', 'open', true),
        set_config('yiwang.person', person, true), set_config('yiwang.bodies', asks_for, true),
        set_config('yiwang.reach', reach, true), set_config('yiwang.glass', glass, true),
        set_config('yiwang.stream', '', true));
BEGIN
    IF before = 0 THEN
        INSERT INTO public.case_row (city, id, {", ".join(NAMES)}) VALUES (city, id, {", ".join(NAMES)});
    ELSE
        IF number IS NULL THEN
            {_UPDATE.format(sets=_sets(ALWAYS))}
        ELSE
            {_UPDATE.format(sets=_sets(NAMES))}
        END IF;
        IF NOT FOUND THEN
            RETURN false;
        END IF;
    END IF;
    FOR n IN 1 .. cardinality(entries) LOOP
        INSERT INTO public.event (city, stream, seq, kind, at, body, hash)
            VALUES (city, id, before + n, 'case', changed_at, entries[n], hashes[n]);
    END LOOP;
    INSERT INTO public.command_key (city, key, stream, seq) VALUES (city, key, id, seq);
    IF closed IS NOT NULL THEN
        IF task IS NOT NULL THEN
            UPDATE public.task_row SET {_TASK_SETS}, late = is_late
                WHERE city = door_does_case.city AND stream = door_does_case.id
                    AND id = door_does_case.closed;
        ELSE
            DELETE FROM public.task_row
                WHERE city = door_does_case.city AND stream = door_does_case.id
                    AND id = door_does_case.closed;
        END IF;
    ELSIF task IS NOT NULL THEN
        INSERT INTO public.task_row (city, stream, {", ".join(TASK)}, late)
            VALUES (city, id, {", ".join(TASK.values())}, is_late);
    END IF;
    IF helped IS NOT NULL THEN
        DELETE FROM public.assist_row
            WHERE city = door_does_case.city AND stream = door_does_case.id AND body = door_does_case.helped;
    END IF;
    IF helping IS NOT NULL THEN
        INSERT INTO public.assist_row (city, stream, body, opened_at) VALUES (city, id, helping, since);
    END IF;
    RETURN true;
END $f$;
"""

MAKE = f"""
DO $make$ BEGIN
    EXECUTE replace($does${DOES}$does$, '/* theirs */', (SELECT pg_get_expr(polqual, polrelid) FROM pg_policy
        WHERE polrelid = 'public.case_row'::regclass AND polname = 'theirs'));
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', 'door_does_case'::regproc::regprocedure);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO yiwang_app', 'door_does_case'::regproc::regprocedure);
END $make$;
"""


class Migration(migrations.Migration):
    """A command on a known case is one call."""

    dependencies = [("store", "0021_a_list_starts_with_fewer_questions")]
    operations = [migrations.RunSQL(MAKE, "DROP FUNCTION door_does_case;")]
