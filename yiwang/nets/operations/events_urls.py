"""Addresses below `/<city>/events/`."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.operations.views import event_field, event_map, event_public, events

app_name = "events"
urlpatterns = [
    path("", events.home, name="home"),
    path("public/", event_public.public, name="public"),
    path("public/map/", event_map.public_map, name="public-map"),
    path("public/<str:number>", event_public.public_event, name="public-event"),
    path("public/<str:number>/<str:photo>", event_public.public_picture, name="public-picture"),
    path("figures/", event_public.figures, name="figures"),
    path("lines/", events.lines, name="lines"),
    path("field/", event_field.field, name="field"),
    path("field/worker.js", event_field.worker, name="worker"),
    *events.urlpatterns,
    path("<str:number>/pictures/<int:entry>/<str:photo>", events.picture, name="picture"),
    path("<str:number>/", events.event, name="event"),
]
