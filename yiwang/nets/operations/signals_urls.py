"""Addresses below `/<city>/signals/`."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.operations.views import signals, silences

app_name = "signals"
urlpatterns = [
    path("", signals.home, name="home"),
    path("try/", signals.try_, name="try"),
    path("silences/", silences.home, name="silences"),
    path("silences/begin", silences.begin, name="silence"),
    path("silences/<uuid:silence>/end", silences.end, name="end"),
    path("<uuid:signal>", signals.signal, name="signal"),
    path("<uuid:signal>/acknowledge", signals.acknowledge, name="acknowledge"),
]
