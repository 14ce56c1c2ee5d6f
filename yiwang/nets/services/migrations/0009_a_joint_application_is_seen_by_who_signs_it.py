"""A joint application is seen by who signs it, who shows a code of it, and who sees the case it became."""

from django.db import migrations

from yiwang.store.wall import SYSTEM, each_time, kind_wall, listed

TABLE = """
CREATE TABLE joint_row (
    city text NOT NULL, id uuid NOT NULL, seq integer NOT NULL, head bytea NOT NULL,
    state bytea NOT NULL, wake_at timestamptz, changed_at timestamptz NOT NULL,
    case_id text NOT NULL, first text NOT NULL, persons text[] NOT NULL, digests text[] NOT NULL,
    phase text NOT NULL, matter text NOT NULL, PRIMARY KEY (city, id)
);
CREATE INDEX joint_row_persons ON joint_row USING gin (persons);
CREATE INDEX joint_row_digests ON joint_row USING gin (digests);
CREATE INDEX joint_row_case ON joint_row (city, case_id);
ALTER TABLE joint_row ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON joint_row TO yiwang_app;
"""
ID = "'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'"


def signer(row: str) -> str:
    """Who signs it: what is signed stands in the vault."""
    return f"{row}.persons && {listed('person')}"


def seen(row: str) -> str:
    """And who shows a code that was not used, and whoever may see the case it became."""
    case = f"CASE WHEN {row}.case_id ~ {ID} THEN {row}.case_id::uuid END"
    return (
        f"{signer(row)} OR {row}.digests && {each_time('glass')}"
        f" OR ({row}.phase = 'filed' AND sees_case({row}.city, {case}))"
    )


FORWARD = TABLE + kind_wall("joint", "joint_row", seen, (SYSTEM,), sealed=signer, opens=(SYSTEM,))
BACK = """
DO $$
DECLARE policy record;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies WHERE policyname = 'theirs_joint'
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
END $$;
DROP TABLE joint_row;
DROP FUNCTION sees_joint(text, uuid), opens_joint(text, uuid);
"""


class Migration(migrations.Migration):
    """A joint application is seen by who signs it."""

    dependencies = [
        ("services", "0007_a_calendar_has_a_private_address"),
        ("store", "0012_a_case_is_seen_by_those_it_concerns"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACK)]
