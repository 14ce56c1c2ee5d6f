"""Addresses below `/<city>/offers/`."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.offers.views import answer, public, shown

app_name = "offers"
urlpatterns = [
    path("", shown.home, name="home"),
    path("policies/", public.policies, name="policies"),
    path("answer", answer.answer, name="answer"),
    path("<uuid:offer>/", shown.offer, name="offer"),
    path("<uuid:offer>/confirm", answer.confirm, name="confirm"),
]
