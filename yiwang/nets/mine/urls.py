"""Addresses below `/<city>/mine/`."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.mine import views

app_name = "mine"
urlpatterns = [
    path("", views.home, name="home"),
    path("exchanges/", views.read_of_me, name="exchanges"),
    path("exchanges/<slug:kind>/<uuid:look>/", views.concern, name="concern"),
    path("acting", views.acting_for, name="acting"),
    path("mandates/offer", views.offer, name="offer"),
    path("mandates/take", views.take, name="take"),
    path("mandates/<uuid:mandate>/end", views.end, name="end"),
]
