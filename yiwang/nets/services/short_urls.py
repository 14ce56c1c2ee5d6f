"""Addresses of the services net that stand on paper, below `/<city>/`: as short as a QR likes them."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.services.views import calendar, verify

urlpatterns = [
    path("calendar/<str:token>.ics", calendar.feed, name="services-calendar"),
    path("verify/<str:number>/<str:code>", verify.verify, name="services-verify"),
]
