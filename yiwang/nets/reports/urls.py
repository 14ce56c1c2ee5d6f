"""Addresses below `/<city>/reports/`."""

from __future__ import annotations

from django.urls import include, path

from yiwang.nets.reports.views import follow, handle, hotline, intake, release, tell

app_name = "reports"
urlpatterns = [
    path("", tell.home, name="home"),
    path("tell/<slug:kind>/", tell.tell, name="tell"),
    path("send", tell.send, name="send"),
    path("follow/", follow.follow, name="follow"),
    path("mine/", follow.mine, name="mine"),
    path("mine/<uuid:report>/", follow.one, name="one"),
    path("cases/<str:number>/", handle.case, name="case"),
    path("cases/<str:number>/<uuid:told>/<int:picture>", handle.picture, name="picture"),
    path("cases/<str:number>/<uuid:told>/<int:picture>/release", release.release, name="release"),
    path("pictures/<uuid:told>/<int:picture>", release.public_picture, name="public-picture"),
    path("open311/", include("yiwang.nets.reports.open311.urls")),
    path("intake/", intake.home, name="intake"),
    path("intake/call/", hotline.call, name="call"),
    path("intake/<uuid:report>/", intake.one, name="intake-one"),
    path("intake/<uuid:report>/print", intake.printed, name="print"),
]
