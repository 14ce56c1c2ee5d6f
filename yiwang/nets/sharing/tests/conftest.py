"""The city of the catalogue's tests."""

from __future__ import annotations

from yiwang.nets.services.tests.conftest import clients, clock, door, queries, walker  # noqa: F401
