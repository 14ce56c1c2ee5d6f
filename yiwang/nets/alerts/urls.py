"""Addresses below `/<city>/alerts/`."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.alerts.views import alerts, bulletins, drafts, duty, evacuation, patrols, plans, supplies

app_name = "alerts"
PLAN = "plans/<slug:plan>/"
urlpatterns = [
    path("", alerts.home, name="home"),
    path("feed.atom", alerts.feed, name="feed"),
    path("certificate.pem", alerts.certificate, name="certificate"),
    path("draft", drafts.draft, name="draft"),
    path("take", drafts.take, name="take"),
    path("<uuid:alert>/", alerts.one, name="one"),
    path("<uuid:alert>/<int:number>.xml", alerts.xml, name="xml"),
    path("<uuid:alert>/issue", drafts.issue, name="issue"),
    path("<uuid:alert>/cancel", drafts.cancel, name="cancel"),
    path("bulletins/<str:number>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<str:number>/receipt", bulletins.receipt, name="bulletin-receipt"),
    path(PLAN, plans.plan, name="plan"),
    path(PLAN + "level", plans.set_level, name="level"),
    path(PLAN + "bulletins", bulletins.publish, name="publish"),
    path(PLAN + "duty/", duty.overview, name="duty"),
    path(PLAN + "duty/<slug:post>/", duty.post, name="post"),
    path(PLAN + "duty/<slug:post>/arrange", duty.arrange, name="arrange"),
    path(PLAN + "duty/<slug:post>/swap", duty.swap, name="swap"),
    path(PLAN + "duty/<slug:post>/sign-on", duty.sign_on, name="sign-on"),
    path(PLAN + "duty/<slug:post>/hand-over", duty.hand_over, name="hand-over"),
    path(PLAN + "duty/<slug:post>/take-over", duty.take_over, name="take-over"),
    path(PLAN + "shelters/", supplies.shelters, name="shelters"),
    path(PLAN + "shelters/<slug:shelter>", supplies.keep_shelter, name="keep-shelter"),
    path(PLAN + "stocks/", supplies.stocks, name="stocks"),
    path(PLAN + "stocks/<slug:stock>", supplies.keep_stock, name="keep-stock"),
    path(PLAN + "patrols/", patrols.listed, name="patrols"),
    path(PLAN + "patrols/record", patrols.record, name="record-patrol"),
    path(PLAN + "patrols/worker.js", patrols.worker, name="patrol-worker"),
    path(PLAN + "evacuation/", evacuation.overview, name="evacuation"),
    path(PLAN + "evacuation/<str:place>/", evacuation.village, name="village"),
    path(PLAN + "evacuation/<str:place>/open", evacuation.open_list, name="open-list"),
    path(PLAN + "evacuation/<str:place>/enter", evacuation.enter, name="enter"),
    path(PLAN + "evacuation/<str:place>/move", evacuation.move, name="move"),
    path(PLAN + "evacuation/<str:place>/close", evacuation.close, name="close-list"),
]
