"""Addresses outside any city. Everything else starts with a city: see `city_urls`."""

from __future__ import annotations

from django.urls import path

from yiwang.web import views

urlpatterns = [
    path("", views.cities_served, name="cities"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("-/health", views.health, name="health"),
    path("-/preferences", views.preferences, name="preferences"),
]

handler400 = "yiwang.web.errors.bad_request"
handler403 = "yiwang.web.errors.denied"
handler404 = "yiwang.web.errors.not_found"
handler500 = "yiwang.web.errors.server_error"
