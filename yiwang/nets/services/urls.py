"""Addresses below `/<city>/services/`. Words stand before matters, so that a matter cannot hide one."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.services.views import (
    act,
    apply,
    calendar,
    cases,
    continuing,
    correct,
    document,
    guide,
    others,
    paper,
    shown_on_paper,
    verify,
)

app_name = "services"
urlpatterns = [
    path("", guide.home, name="home"),
    path("inbox/", cases.inbox, name="inbox"),
    path("verify/", verify.verify_form, name="verify-form"),
    path("city.pub", verify.city_key, name="city-key"),
    path("others/", others.all_cases, name="others"),
    path("glass/", others.break_glass, name="glass"),
    path("glass/close", others.close_glass, name="glass-close"),
    path("calendar/", calendar.mine, name="calendar"),
    path("calendar/make", calendar.make, name="calendar-make"),
    path("calendar/revoke", calendar.revoke, name="calendar-revoke"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<str:number>/others", others.of_case, name="case-others"),
    path("cases/<str:number>/", cases.case, name="case"),
    path("cases/<str:number>/filed", apply.filed, name="filed"),
    path("cases/<str:number>/reveal", cases.reveal, name="reveal"),
    path("cases/<str:number>/correct", correct.correct, name="correct"),
    path("cases/<str:number>/receipt", paper.receipt, name="receipt"),
    path("cases/<str:number>/slip", paper.slip, name="slip"),
    path("cases/<str:number>/result", paper.result, name="result"),
    path("cases/<str:number>/result/qr.svg", paper.qr, name="qr"),
    path("cases/<str:number>/result/pdf", document.result_pdf, name="result-pdf"),
    path("cases/<str:number>/result/<str:why>", continuing.start, name="continue"),
    path("cases/<str:number>/papers/<str:paper>/pdf", document.paper_pdf, name="paper-pdf"),
    path("cases/<str:number>/papers/<str:paper>", paper.paper, name="paper"),
    path("cases/<str:number>/papers/<str:paper>/serve", paper.serve, name="serve"),
    *act.urlpatterns,
    path("drafts/<uuid:draft>/check", apply.check, name="check"),
    path("drafts/<uuid:draft>/mandate", shown_on_paper.record, name="draft-mandate"),
    path("drafts/<uuid:draft>/submit", apply.submit, name="submit"),
    path("drafts/<uuid:draft>/discard", apply.discard, name="discard"),
    path("drafts/<uuid:draft>/pages/<str:section>", apply.section, name="section"),
    path("<slug:matter>/", guide.guide, name="guide"),
    path("<slug:matter>/start", guide.start, name="start"),
]
