"""Addresses below `/<city>/ratings/`."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.rating.views import acts, case, nothing, public, rate

app_name = "rating"
urlpatterns = [
    path("", public.figures, name="figures"),
    path("changes/", public.changes, name="changes"),
    path("nothing/", nothing.nothing, name="nothing"),
    path("nothing/answer/", nothing.follow, name="follow"),
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/rate", rate.rate, name="rate"),
    path("records/<uuid:rating>/contact", acts.contact, name="contact"),
    path("records/<uuid:rating>/explain", acts.explain, name="explain"),
    path("records/<uuid:rating>/ask-review", acts.ask_review, name="ask-review"),
    path("records/<uuid:rating>/review", acts.review, name="review"),
    path("records/<uuid:rating>/change", acts.record_change, name="change"),
    path("words/<uuid:stuck>/answer", acts.answer, name="answer"),
]
