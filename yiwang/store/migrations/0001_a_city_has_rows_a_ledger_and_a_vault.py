"""Every table carries its city as the first key: one server serves several, and none sees another."""

from django.db import migrations

ROWS = """
CREATE TABLE pack (
    hash text PRIMARY KEY, name text NOT NULL, archive bytea NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE city_pack (
    city text NOT NULL, hash text NOT NULL REFERENCES pack, since timestamptz NOT NULL,
    PRIMARY KEY (city, hash)
);
CREATE TABLE case_row (
    city text NOT NULL, id uuid NOT NULL, seq integer NOT NULL, head bytea NOT NULL,
    state bytea NOT NULL, wake_at timestamptz, changed_at timestamptz NOT NULL,
    number text NOT NULL, matter text NOT NULL, kind text NOT NULL, pack text NOT NULL,
    phase text NOT NULL, place text NOT NULL, lead text NOT NULL, bodies text[] NOT NULL,
    window_body text NOT NULL, applicant text NOT NULL, channel text NOT NULL,
    opened_at timestamptz NOT NULL, ended_at timestamptz, due_at timestamptz,
    due_provisional boolean NOT NULL, late boolean NOT NULL, outcome text NOT NULL,
    PRIMARY KEY (city, id)
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX case_row_number ON case_row (city, number);
CREATE INDEX case_row_applicant ON case_row (city, applicant, opened_at DESC) WHERE applicant <> '';
CREATE INDEX case_row_lead ON case_row (city, lead, due_at) WHERE ended_at IS NULL;
CREATE INDEX case_row_wake ON case_row (city, wake_at) WHERE wake_at IS NOT NULL;
CREATE TABLE task_row (
    city text NOT NULL, stream uuid NOT NULL, id text NOT NULL, node text NOT NULL,
    body text NOT NULL, role text NOT NULL, assignee text NOT NULL,
    opened_at timestamptz NOT NULL, due_at timestamptz,
    PRIMARY KEY (city, stream, id)
);
CREATE INDEX task_row_inbox ON task_row (city, body, role);
CREATE TABLE command_key (
    city text NOT NULL, key text NOT NULL, stream uuid NOT NULL, seq integer NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (city, key)
);
CREATE INDEX command_key_at ON command_key (at);
"""

LEDGER = """
CREATE TABLE event (
    city text NOT NULL, stream uuid NOT NULL, seq integer NOT NULL, kind text NOT NULL,
    at timestamptz NOT NULL, body bytea NOT NULL, hash bytea NOT NULL,
    txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (city, stream, seq, at)
) PARTITION BY RANGE (at);
CREATE INDEX event_txid ON event (city, txid);
CREATE TABLE event_rest PARTITION OF event DEFAULT;
CREATE TABLE leaf (
    city text NOT NULL, position bigint NOT NULL, stream uuid NOT NULL, seq integer NOT NULL,
    kind text NOT NULL, hash bytea NOT NULL,
    PRIMARY KEY (city, position), UNIQUE (city, stream, seq)
);
CREATE TABLE tree_node (
    city text NOT NULL, level smallint NOT NULL, index bigint NOT NULL, hash bytea NOT NULL,
    PRIMARY KEY (city, level, index)
);
CREATE TABLE tree_edge (
    city text PRIMARY KEY, size bigint NOT NULL, peaks bytea[] NOT NULL, txid xid8 NOT NULL
);
CREATE TABLE checkpoint (
    city text NOT NULL, size bigint NOT NULL, at timestamptz NOT NULL, root bytea NOT NULL,
    key_id text NOT NULL, body bytea NOT NULL, signature bytea NOT NULL,
    PRIMARY KEY (city, size)
);
CREATE TABLE relay_cursor (
    city text NOT NULL, name text NOT NULL, position bigint NOT NULL,
    PRIMARY KEY (city, name)
);
CREATE TABLE vault (
    city text NOT NULL, id uuid NOT NULL, stream uuid NOT NULL, key_id text NOT NULL,
    wrapped bytea, box bytea, blind bytea, erased_at timestamptz,
    PRIMARY KEY (city, id)
);
CREATE INDEX vault_stream ON vault (city, stream);
CREATE INDEX vault_blind ON vault (city, blind) WHERE blind IS NOT NULL;
"""

YEARS = "\n".join(
    f"CREATE TABLE event_{year} PARTITION OF event"
    f" FOR VALUES FROM ('{year}-01-01 00:00+00') TO ('{year + 1}-01-01 00:00+00');"
    for year in range(2025, 2041)
)

DROP = """
DROP TABLE IF EXISTS vault, relay_cursor, checkpoint, tree_edge, tree_node, leaf, event,
    command_key, task_row, case_row, city_pack, pack CASCADE;
"""


class Migration(migrations.Migration):
    """Rows serve, events decide."""

    dependencies = []
    operations = [migrations.RunSQL(ROWS + LEDGER + YEARS, DROP)]
