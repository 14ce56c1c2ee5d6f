"""Addresses below `/<city>/sta/v1.1`."""

from __future__ import annotations

from django.urls import path

from yiwang.ingest.sta import views

app_name = "sta"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("/CreateObservations", views.create, name="create"),
    path("/<path:path>", views.resource, name="resource"),
]
