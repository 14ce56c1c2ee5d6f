"""Addresses that stand directly below a city: things, as their signs print them, events and SensorThings."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("sta/v1.1", include("yiwang.ingest.urls")),
    path("signals/", include("yiwang.nets.operations.signals_urls")),
    path("events/", include("yiwang.nets.operations.events_urls")),
    path("things/", include("yiwang.nets.operations.things_urls")),
]
