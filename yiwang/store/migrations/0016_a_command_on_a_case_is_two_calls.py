"""The door finds a case in one call and saves it in another: a statement costs more than what it does.

`door_finds_case` does as its caller, so the wall holds in it: it says who asks, locks the row, names the
stream and looks for the key, each in a statement of its own and in this order (`yiwang.store.calls`).
`door_saves_case` writes as the owner what its caller could write: it asks `wall_writes`, as the policies of
these tables do, and writes of that one stream and nothing else. It goes through arrays in loops: a statement
over an array is planned anew each time, since PostgreSQL takes it to be dearer than it is.
"""

from django.db import migrations

COLUMNS = (
    "seq integer, head bytea, state bytea, wake_at timestamptz, changed_at timestamptz, number text,"
    " matter text, kind text, pack text, phase text, place text, lead text, bodies text[], window_body text,"
    " applicant text, channel text, opened_at timestamptz, ended_at timestamptz, due_at timestamptz,"
    " due_provisional boolean, late boolean, outcome text, paused boolean"
)
TASKS = (
    "closed text[], tasks text[], nodes text[], task_bodies text[], roles text[], assignees text[],"
    " tasks_opened timestamptz[], tasks_due timestamptz[]"
)
NAMES = [column.split()[0] for column in COLUMNS.split(", ")]

FINDS = """
CREATE FUNCTION door_finds_case(
    city text, door text, person text, bodies text, reach text, glass text, stream uuid, key text,
    OUT seq integer, OUT head bytea, OUT state bytea, OUT used_for uuid, OUT used_seq integer
) LANGUAGE plpgsql AS $f$
DECLARE said text;
BEGIN
    said := concat(
        set_config('yiwang.city', $1, true), set_config('yiwang.door', $2, true),
        set_config('yiwang.person', $3, true), set_config('yiwang.bodies', $4, true),
        set_config('yiwang.reach', $5, true), set_config('yiwang.glass', $6, true),
        set_config('yiwang.stream', '', true));
    SELECT r.seq, r.head, r.state INTO door_finds_case.seq, door_finds_case.head, door_finds_case.state
        FROM case_row r WHERE r.city = $1 AND r.id = $7 FOR UPDATE;
    said := set_config('yiwang.stream', $7::text, true);
    IF $8 IS NOT NULL THEN
        SELECT k.stream, k.seq INTO door_finds_case.used_for, door_finds_case.used_seq
            FROM command_key k WHERE k.city = $1 AND k.key = $8;
    END IF;
END $f$;
"""

SAVES = f"""
CREATE FUNCTION door_saves_case(
    city text, id uuid, {COLUMNS}, entries bytea[], hashes bytea[], key text, {TASKS}
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $f$
#variable_conflict use_variable
DECLARE before integer := seq - cardinality(entries);
BEGIN
    IF public.wall_writes(city, id) IS NOT TRUE THEN
        RAISE EXCEPTION 'the wall lets nothing of this stream be written' USING ERRCODE = '42501';
    END IF;
    IF before = 0 THEN
        INSERT INTO public.case_row (city, id, {", ".join(NAMES)}) VALUES (city, id, {", ".join(NAMES)});
    ELSE
        UPDATE public.case_row AS r SET {", ".join(f"{name} = door_saves_case.{name}" for name in NAMES)}
            WHERE r.city = door_saves_case.city AND r.id = door_saves_case.id;
    END IF;
    FOR n IN 1 .. cardinality(entries) LOOP
        INSERT INTO public.event (city, stream, seq, kind, at, body, hash)
            VALUES (city, id, before + n, 'case', changed_at, entries[n], hashes[n]);
    END LOOP;
    IF key IS NOT NULL THEN
        INSERT INTO public.command_key (city, key, stream, seq) VALUES (city, key, id, seq);
    END IF;
    FOR n IN 1 .. coalesce(cardinality(closed), 0) LOOP
        DELETE FROM public.task_row AS t
            WHERE t.city = door_saves_case.city AND t.stream = door_saves_case.id AND t.id = closed[n];
    END LOOP;
    FOR n IN 1 .. coalesce(cardinality(tasks), 0) LOOP
        INSERT INTO public.task_row (city, stream, id, node, body, role, assignee, opened_at, due_at, late)
            VALUES (city, id, tasks[n], nodes[n], task_bodies[n], roles[n], assignees[n], tasks_opened[n],
                tasks_due[n], late);
    END LOOP;
END $f$;
DO $$ BEGIN
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', 'door_saves_case'::regproc::regprocedure);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO yiwang_app', 'door_saves_case'::regproc::regprocedure);
END $$;
"""

BACK = """
DROP FUNCTION door_finds_case(text, text, text, text, text, text, uuid, text);
DROP FUNCTION door_saves_case;
"""


class Migration(migrations.Migration):
    """A command on a case is two calls."""

    dependencies = [("store", "0015_the_wall_asks_functions_of_what_few_rows_come_to")]
    operations = [migrations.RunSQL(FINDS + SAVES, BACK)]
