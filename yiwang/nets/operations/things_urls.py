"""Addresses below `/<city>/things/`. Short: they are printed on signs."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.operations.views import things

app_name = "things"
urlpatterns = [
    path("", things.home, name="home"),
    path("health/", things.health, name="health"),
    path("<slug:thing>", things.thing, name="thing"),
    path("<slug:thing>/sign", things.sign, name="sign"),
]
