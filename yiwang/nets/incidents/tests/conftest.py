"""The city of the services' tests."""

from yiwang.nets.services.tests.conftest import clients, clock, door, queries, walker  # noqa: F401
