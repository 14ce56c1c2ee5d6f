"""Addresses below `/<city>/incidents/`."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.incidents.views import acts, opening, pages

app_name = "incidents"
urlpatterns = [
    path("", pages.home, name="home"),
    path("new", opening.new, name="new"),
    path("<str:number>/", pages.incident, name="incident"),
    path("<str:number>/reports/<slug:owed>", pages.report, name="report"),
    path("<str:number>/reports/<slug:owed>/sent", acts.send, name="send"),
    path("<str:number>/reports/<slug:owed>/received", acts.confirm, name="confirm"),
    path("<str:number>/grade", acts.grade, name="grade"),
    path("<str:number>/spare", acts.spare, name="spare"),
    path("<str:number>/order", acts.order, name="order"),
]
