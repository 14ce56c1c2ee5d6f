"""Addresses below `/<city>/upward/`."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.upward.views import page

app_name = "upward"
urlpatterns = [
    path("", page.overview, name="overview"),
    path("resend", page.resend, name="resend"),
]
