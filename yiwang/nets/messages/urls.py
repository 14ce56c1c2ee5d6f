"""Addresses below `/<city>/messages/`."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.messages.views import box, deliveries, hooks, reports, settings

app_name = "messages"
urlpatterns = [
    path("", box.box, name="box"),
    path("read", box.read_all, name="read-all"),
    path("settings/", settings.settings, name="settings"),
    path("settings/choose", settings.choose, name="choose"),
    path("settings/<slug:channel>/give", settings.give, name="give"),
    path("settings/<slug:channel>/confirm", settings.confirm, name="confirm"),
    path("settings/<slug:channel>/remove", settings.remove, name="remove"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/resend", deliveries.resend, name="resend"),
    path("figures/", deliveries.figures, name="figures"),
    path("figures/resend", deliveries.resend_group, name="resend-group"),
    path("reports/sms", reports.sms, name="sms-report"),
    path("hooks/", hooks.hooks, name="hooks"),
    path("hooks/register", hooks.register, name="hook-register"),
    path("hooks/<uuid:hook>/", hooks.hook, name="hook"),
    path("hooks/<uuid:hook>/secret", hooks.secret, name="hook-secret"),
    path("hooks/<uuid:hook>/ping", hooks.ping, name="hook-ping"),
    path("hooks/<uuid:hook>/stop", hooks.stop, name="hook-stop"),
    path("<uuid:message>/read", box.read, name="read"),
]
