"""The city of the ingest tests."""

from __future__ import annotations

from yiwang.ingest.tests.conftest import (  # noqa: F401
    city,
    clients,
    clock,
    device,
    door,
    key_of,
    queries,
    taker,
    walker,
)
