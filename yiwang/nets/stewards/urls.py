"""Addresses below `/<city>/data/`."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.stewards import views

app_name = "stewards"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("requests/", views.requests, name="requests"),
    path("corrections/", views.corrections, name="corrections"),
    path("products/", views.products, name="products"),
    path("exchanges/", views.exchanges, name="exchanges"),
    path("needs/", views.needs, name="needs"),
]
