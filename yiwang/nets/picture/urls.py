"""Addresses below `/<city>/picture/`."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.picture.views import charts, data, desk, live, picture

app_name = "picture"
urlpatterns = [
    path("", picture.home, name="home"),
    path("cases/", desk.cases, name="cases"),
    path("desk/", desk.desk, name="desk"),
    path("charts/", charts.charts, name="charts"),
    path("clusters", data.clusters, name="clusters"),
    path("boundaries", data.boundaries_of, name="boundaries"),
    path("live", live.live, name="live"),
]
