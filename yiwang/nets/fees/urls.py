"""Addresses below `/<city>/fees/`."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.fees.views import case, differences, provider

app_name = "fees"
urlpatterns = [
    path("callback", provider.callback, name="callback"),
    path("provider/<str:order>/", provider.pay, name="provider"),
    path("differences/", differences.differences, name="differences"),
    path("differences/<uuid:difference>/settle", differences.settle, name="difference-settle"),
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/demand", case.demand, name="demand"),
    path("cases/<str:number>/take-back", case.take_back, name="take-back"),
    path("cases/<str:number>/pay", case.pay, name="pay"),
    path("cases/<str:number>/refund", case.refund, name="refund"),
    path("cases/<str:number>/post", case.ask_post, name="post"),
    path("cases/<str:number>/post/call-off", case.call_off, name="call-off"),
    path("cases/<str:number>/post/send", case.send, name="send"),
    path("cases/<str:number>/post/look", case.look, name="look"),
]
