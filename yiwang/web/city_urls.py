"""Addresses inside a city; its key has already been taken off the path."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from yiwang.web import shadow, views
from yiwang.web.rest import app as rest
from yiwang.web.rest import pages as rest_pages

PLACES = {"people": "desk", "rating": "ratings", "stewards": "data"}
"""Where a net stands, if not under its own name."""

urlpatterns = [
    path("", views.home, name="home"),
    path("limits", views.limits, name="limits"),
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("account/", include("yiwang.web.account.urls")),
    path("api/", rest_pages.operations_page, name="api-page"),
    path("api/operations/<slug:operation>", rest_pages.operation_page, name="api-operation"),
    path(rest.PREFIX, include(rest.make())),
    path("shadow/", shadow.shadow, name="shadow"),
    *(
        path(f"{PLACES.get(net, net)}/", include(f"yiwang.nets.{net}.urls"))
        for net in settings.YIWANG_NETS
        if find_spec(f"yiwang.nets.{net}.urls") is not None
    ),
    *(
        path("", include(f"yiwang.nets.{net}.short_urls"))
        for net in settings.YIWANG_NETS
        if find_spec(f"yiwang.nets.{net}.short_urls") is not None
    ),
]

handler400 = "yiwang.web.errors.bad_request"
handler403 = "yiwang.web.errors.denied"
handler404 = "yiwang.web.errors.not_found"
handler500 = "yiwang.web.errors.server_error"
