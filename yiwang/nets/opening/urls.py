"""Addresses below `/<city>/opening/`."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.opening.views import public, review

app_name = "opening"
EDITION = "<slug:set>/editions/<int:edition>/"
urlpatterns = [
    path("", public.home, name="home"),
    path("<slug:set>/", public.shown, name="set"),
    path("<slug:set>/data.<slug:form>", public.newest, name="newest"),
    path("<slug:set>/look", review.look, name="look"),
    path("<slug:set>/prepare", review.prepare, name="prepare"),
    path(EDITION, review.shown, name="edition"),
    path(EDITION + "data.<slug:form>", public.file, name="file"),
    path(EDITION + "publish", review.publish, name="publish"),
    path(EDITION + "return", review.send_back, name="return"),
    path(EDITION + "withdraw", review.withdraw, name="withdraw"),
]
