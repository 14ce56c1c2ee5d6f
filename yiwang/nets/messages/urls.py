"""Addresses below `/<city>/messages/`."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.messages.views import box, settings

app_name = "messages"
urlpatterns = [
    path("", box.box, name="box"),
    path("read", box.read_all, name="read-all"),
    path("settings/", settings.settings, name="settings"),
    path("settings/choose", settings.choose, name="choose"),
    path("settings/<slug:channel>/give", settings.give, name="give"),
    path("settings/<slug:channel>/confirm", settings.confirm, name="confirm"),
    path("settings/<slug:channel>/remove", settings.remove, name="remove"),
    path("<uuid:message>/read", box.read, name="read"),
]
