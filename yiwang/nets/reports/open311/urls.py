"""Addresses below `/<city>/reports/open311/`: the standard's names, with the form at the end."""

from __future__ import annotations

from django.urls import path, re_path

from yiwang.nets.reports.open311 import views

FORM = r"\.(?P<form>json|xml)\Z"
urlpatterns = [
    re_path(rf"\Adiscovery{FORM}", views.discovery, name="open311-discovery"),
    path("v2/", views.root, name="open311-root"),
    re_path(rf"\Av2/discovery{FORM}", views.discovery),
    re_path(rf"\Av2/services{FORM}", views.services, name="open311-services"),
    re_path(
        rf"\Av2/services/(?P<code>[0-9A-Za-z]{{1,20}}){FORM}", views.definition, name="open311-definition"
    ),
    re_path(rf"\Av2/requests{FORM}", views.requests, name="open311-requests"),
    re_path(rf"\Av2/requests/(?P<number>[0-9A-Za-z-]{{1,40}}){FORM}", views.one, name="open311-request"),
    re_path(rf"\Av2/tokens/(?P<token>[0-9A-Za-z-]{{1,40}}){FORM}", views.token, name="open311-token"),
    re_path(rf"\Av2/servicerequestupdates{FORM}", views.updates, name="open311-updates"),
]
