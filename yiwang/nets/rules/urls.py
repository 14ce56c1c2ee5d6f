"""Addresses below `/<city>/rules/`."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.rules import views

app_name = "rules"
urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:matter>/", views.process, name="process"),
    path("<slug:matter>/process.bpmn", views.bpmn, name="bpmn"),
    path("<slug:matter>/decisions/<slug:decisions>/", views.decisions, name="decisions"),
    path("<slug:matter>/decisions/<slug:decisions>/<int:position>/", views.trial, name="trial"),
]
