"""Addresses below `/<city>/sharing/`."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.sharing import views

app_name = "sharing"
urlpatterns = [
    path("", views.home, name="home"),
    path("catalogue.ttl", views.turtle, name="turtle"),
    path("catalogue.jsonld", views.jsonld, name="jsonld"),
    path("catalogue.xlsx", views.sheet, name="sheet"),
    path("<slug:product>/", views.product, name="product"),
]
