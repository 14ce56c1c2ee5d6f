"""Assets and findings are seen by the body they are of; of what nobody owns, by whoever put it down.

Nobody reads all of them, no auditor either: the city's office is given counts. What a finding says lies in
sealed boxes, some hundreds together, under the key of its body's seal.
"""

from django.db import migrations

from yiwang.store.wall import SYSTEM, kind_wall, listed, projection_wall

BASE = """
    city text NOT NULL, id uuid NOT NULL, seq integer NOT NULL, head bytea NOT NULL,
    state bytea NOT NULL, wake_at timestamptz, changed_at timestamptz NOT NULL,
"""
# `state` is the name of the record's own bytes in every kind's table; an asset's phase is `standing`.
TABLES = f"""
CREATE TABLE asset_row ({BASE}
    body text NOT NULL, keeper text NOT NULL, kind text NOT NULL, name text NOT NULL, ref text NOT NULL,
    level integer NOT NULL, critical boolean NOT NULL, sector text NOT NULL, position text NOT NULL,
    standing text NOT NULL, assessed_on date, expires_on date, at timestamptz NOT NULL, PRIMARY KEY (city, id)
);
CREATE INDEX asset_row_body ON asset_row (city, body, name, id);
CREATE INDEX asset_row_unowned ON asset_row (city, keeper, name, id) WHERE body = '';
CREATE TABLE asset_need (
    city text NOT NULL, stream uuid NOT NULL, needs text NOT NULL, PRIMARY KEY (city, stream, needs)
);
CREATE INDEX asset_need_back ON asset_need (city, needs, stream);
CREATE TABLE scan_row ({BASE}
    body text NOT NULL, tool text NOT NULL, scope text NOT NULL, asset text NOT NULL, open integer NOT NULL,
    scans integer NOT NULL, last_at timestamptz NOT NULL, PRIMARY KEY (city, id)
);
CREATE INDEX scan_row_body ON scan_row (city, body, last_at DESC);
CREATE TABLE finding (
    city text NOT NULL, stream uuid NOT NULL, fingerprint bytea NOT NULL, asset uuid NOT NULL,
    body text NOT NULL, severity integer NOT NULL, priority text NOT NULL, score integer,
    exploited boolean NOT NULL, state text NOT NULL, first_at timestamptz NOT NULL,
    since_at timestamptz NOT NULL, closed_at timestamptz, reopened integer NOT NULL, case_id uuid,
    box integer NOT NULL, place integer NOT NULL, PRIMARY KEY (city, stream, fingerprint)
);
CREATE INDEX finding_open ON finding (city, body, severity DESC, since_at) WHERE state = 'open';
CREATE INDEX finding_asset ON finding (city, asset) WHERE state = 'open';
CREATE TABLE scan_box (
    city text NOT NULL, stream uuid NOT NULL, number integer NOT NULL, box bytea NOT NULL,
    PRIMARY KEY (city, stream, number)
);
CREATE TABLE scan_file (
    city text NOT NULL, stream uuid NOT NULL, sha256 text NOT NULL, size bigint NOT NULL,
    at timestamptz NOT NULL, box bytea NOT NULL, PRIMARY KEY (city, stream, sha256)
);
ALTER TABLE scan_box ALTER COLUMN box SET STORAGE EXTERNAL;
ALTER TABLE scan_file ALTER COLUMN box SET STORAGE EXTERNAL;
CREATE TABLE body_seal_row ({BASE}
    body text NOT NULL, openings integer NOT NULL, PRIMARY KEY (city, id)
);
CREATE TABLE exploited_row ({BASE} version text NOT NULL, PRIMARY KEY (city, id));
ALTER TABLE asset_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE asset_need ENABLE ROW LEVEL SECURITY;
ALTER TABLE scan_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE finding ENABLE ROW LEVEL SECURITY;
ALTER TABLE scan_box ENABLE ROW LEVEL SECURITY;
ALTER TABLE scan_file ENABLE ROW LEVEL SECURITY;
ALTER TABLE body_seal_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE exploited_row ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON asset_row, scan_row, body_seal_row, exploited_row, finding TO yiwang_app;
GRANT SELECT, INSERT, DELETE ON asset_need, scan_box, scan_file TO yiwang_app;
"""


def asset(row: str) -> str:
    """Its owner; of what nobody owns, whoever put it down."""
    return (
        f"{row}.body = ANY {listed('bodies')} OR ({row}.body = '' AND {row}.keeper = ANY {listed('bodies')})"
    )


def of_body(row: str) -> str:
    """The body it is of."""
    return f"{row}.body = ANY {listed('bodies')}"


def nobody(row: str) -> str:
    """Nobody but the city itself."""
    return "false"


WALL = "\n".join(
    [
        kind_wall("asset", "asset_row", asset, (SYSTEM,), sealed=asset, opens=(SYSTEM,)),
        projection_wall("asset_need", "asset"),
        kind_wall("scan", "scan_row", of_body, (SYSTEM,), sealed=nobody, opens=(SYSTEM,)),
        projection_wall("finding", "scan", also=f"body = ANY {listed('bodies')}"),
        projection_wall("scan_box", "scan"),
        projection_wall("scan_file", "scan"),
        kind_wall("body_seal", "body_seal_row", of_body, (SYSTEM,), sealed=of_body, opens=(SYSTEM,)),
        kind_wall("exploited", "exploited_row", nobody, (SYSTEM,), sealed=nobody, opens=(SYSTEM,)),
    ]
)

DROP = """
DO $$
DECLARE policy record;
BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public'
        AND policyname IN ('theirs_asset', 'theirs_scan', 'theirs_body_seal', 'theirs_exploited')
    LOOP
        EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
    END LOOP;
END $$;
DROP TABLE IF EXISTS scan_file, scan_box, finding, asset_need CASCADE;
DROP TABLE IF EXISTS asset_row, scan_row, body_seal_row, exploited_row CASCADE;
DROP FUNCTION IF EXISTS sees_asset(text, uuid), opens_asset(text, uuid), sees_scan(text, uuid),
    opens_scan(text, uuid), sees_body_seal(text, uuid), opens_body_seal(text, uuid),
    sees_exploited(text, uuid), opens_exploited(text, uuid);
"""


class Migration(migrations.Migration):
    """What is weak is seen by its body alone."""

    initial = True
    dependencies = [("store", "0021_a_list_starts_with_fewer_questions")]
    operations = [migrations.RunSQL(TABLES + WALL, DROP)]
