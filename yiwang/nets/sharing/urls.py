"""Addresses below `/<city>/sharing/`."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.sharing import grant_views, request_views, views

app_name = "sharing"
urlpatterns = [
    path("", views.home, name="home"),
    path("catalogue.ttl", views.turtle, name="turtle"),
    path("catalogue.jsonld", views.jsonld, name="jsonld"),
    path("catalogue.xlsx", views.sheet, name="sheet"),
    path("requests/", request_views.listed, name="requests"),
    path("requests/new", request_views.new, name="request-new"),
    path("requests/<str:number>/", request_views.one, name="request"),
    path("requests/<str:number>/<slug:act>", request_views.act, name="request-act"),
    path("grants/", grant_views.listed, name="grants"),
    path("grants/<slug:grant>/", grant_views.one, name="grant"),
    path("grants/<slug:grant>/<slug:act>", grant_views.act, name="grant-act"),
    path("<slug:product>/", views.product, name="product"),
]
