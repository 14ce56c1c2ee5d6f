"""An exchange through the gateway is seen by the two bodies and the auditor; a provider by whose it is."""

from django.db import migrations

from yiwang.store.wall import ALL, SYSTEM, kind_wall, listed

TABLES = """
CREATE TABLE gateway_exchange_row (
    city text NOT NULL, id uuid NOT NULL, seq integer NOT NULL, head bytea NOT NULL,
    state bytea NOT NULL, wake_at timestamptz, changed_at timestamptz NOT NULL,
    bodies text[] NOT NULL, grant_id text NOT NULL, case_number text NOT NULL,
    subjects text[] NOT NULL, answered_at timestamptz NOT NULL, PRIMARY KEY (city, id)
);
CREATE INDEX gateway_exchange_row_grant ON gateway_exchange_row (city, grant_id, answered_at DESC);
CREATE INDEX gateway_exchange_row_case ON gateway_exchange_row (city, case_number);
CREATE INDEX gateway_exchange_row_subjects ON gateway_exchange_row USING gin (subjects);
ALTER TABLE gateway_exchange_row ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON gateway_exchange_row TO yiwang_app;
CREATE TABLE provider_row (
    city text NOT NULL, id uuid NOT NULL, seq integer NOT NULL, head bytea NOT NULL,
    state bytea NOT NULL, wake_at timestamptz, changed_at timestamptz NOT NULL,
    product text NOT NULL, owner text NOT NULL, phase text NOT NULL, PRIMARY KEY (city, id)
);
ALTER TABLE provider_row ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON provider_row TO yiwang_app;
"""


def exchange(row: str) -> str:
    """The body that received it, and the one whose product it is."""
    return f"{row}.bodies && {listed('bodies')}"


def provider(row: str) -> str:
    """The body whose product it is."""
    return f"{row}.owner = ANY {listed('bodies')}"


WALL = "\n".join(
    [
        kind_wall(
            "gateway_exchange",
            "gateway_exchange_row",
            exchange,
            (SYSTEM, ALL),
            sealed=exchange,
            opens=(SYSTEM,),
        ),
        kind_wall("provider", "provider_row", provider, (SYSTEM, ALL), sealed=provider, opens=(SYSTEM,)),
    ]
)
DROP = """
DO $$
DECLARE policy record;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies
        WHERE schemaname = 'public' AND policyname IN ('theirs_gateway_exchange', 'theirs_provider')
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
END $$;
DROP FUNCTION sees_gateway_exchange(text, uuid), opens_gateway_exchange(text, uuid);
DROP FUNCTION sees_provider(text, uuid), opens_provider(text, uuid);
DROP TABLE IF EXISTS gateway_exchange_row, provider_row CASCADE;
"""


class Migration(migrations.Migration):
    """An exchange leaves only once recorded."""

    dependencies = [("store", "0020_a_command_on_a_case_is_two_calls")]
    operations = [migrations.RunSQL(TABLES + WALL, DROP)]
