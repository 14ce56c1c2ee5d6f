"""Addresses below `/<city>/services/`. Words stand before matters, so that a matter cannot hide one."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.services.views import (
    act,
    apply,
    cases,
    correct,
    guide,
    joint,
    others,
    paper,
    printed,
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
    path("cases/", cases.cases, name="cases"),
    path("cases/<str:number>/others", others.of_case, name="case-others"),
    path("cases/<str:number>/", cases.case, name="case"),
    path("cases/<str:number>/filed", apply.filed, name="filed"),
    path("cases/<str:number>/reveal", cases.reveal, name="reveal"),
    path("cases/<str:number>/correct", correct.correct, name="correct"),
    path("cases/<str:number>/receipt", paper.receipt, name="receipt"),
    path("cases/<str:number>/form", printed.case, name="case-form"),
    path("cases/<str:number>/slip", paper.slip, name="slip"),
    path("cases/<str:number>/result", paper.result, name="result"),
    path("cases/<str:number>/result/qr.svg", paper.qr, name="qr"),
    path("cases/<str:number>/papers/<str:paper>", paper.paper, name="paper"),
    path("cases/<str:number>/papers/<str:paper>/serve", paper.serve, name="serve"),
    *act.urlpatterns,
    path("joint/", joint.joints, name="joints"),
    path("joint/<uuid:joint>/", joint.show, name="joint"),
    path("joint/<uuid:joint>/sign", joint.sign, name="joint-sign"),
    path("joint/<uuid:joint>/refuse", joint.refuse, name="joint-refuse"),
    path("joint/<uuid:joint>/take-back", joint.take_back, name="joint-take-back"),
    path("joint/<uuid:joint>/withdraw", joint.withdraw, name="joint-withdraw"),
    path("joint/<uuid:joint>/file", joint.file, name="joint-file"),
    path("drafts/<uuid:draft>/joint", joint.begin, name="joint-begin"),
    path("drafts/<uuid:draft>/check", apply.check, name="check"),
    path("drafts/<uuid:draft>/print", printed.draft, name="draft-form"),
    path("drafts/<uuid:draft>/mandate", shown_on_paper.record, name="draft-mandate"),
    path("drafts/<uuid:draft>/submit", apply.submit, name="submit"),
    path("drafts/<uuid:draft>/discard", apply.discard, name="discard"),
    path("drafts/<uuid:draft>/pages/<str:section>", apply.section, name="section"),
    path("<slug:matter>/", guide.guide, name="guide"),
    path("<slug:matter>/start", guide.start, name="start"),
]
