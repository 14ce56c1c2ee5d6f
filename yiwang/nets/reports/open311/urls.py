"""Addresses below `/<city>/reports/open311/`: the standard's names, with the form at the end."""

from __future__ import annotations

from django.urls import path, register_converter

from yiwang.nets.reports.open311 import views


class Form:
    """`json` or `xml`."""

    regex = "json|xml"

    def to_python(self, value: str) -> str:
        """Return it as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Return it as it stands."""
        return value


register_converter(Form, "form311")
urlpatterns = [
    path("discovery.<form311:form>", views.discovery, name="open311-discovery"),
    path("v2/", views.root, name="open311-root"),
    path("v2/discovery.<form311:form>", views.discovery),
    path("v2/services.<form311:form>", views.services, name="open311-services"),
    path("v2/services/<slug:code>.<form311:form>", views.definition, name="open311-definition"),
    path("v2/requests.<form311:form>", views.requests, name="open311-requests"),
    path("v2/requests/<slug:number>.<form311:form>", views.one, name="open311-request"),
    path("v2/tokens/<slug:token>.<form311:form>", views.token, name="open311-token"),
    path("v2/servicerequestupdates.<form311:form>", views.updates, name="open311-updates"),
]
