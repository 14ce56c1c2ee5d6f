"""Addresses below `/<city>/data/`."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.stewards import correct_views, finding_views, report_views, views

app_name = "stewards"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("requests/", views.requests, name="requests"),
    path("corrections/", views.corrections, name="corrections"),
    path("correct/<slug:product>/", correct_views.correct, name="correct"),
    path("products/", views.products, name="products"),
    path("exchanges/", views.exchanges, name="exchanges"),
    path("needs/", views.needs, name="needs"),
    path("findings/", finding_views.overview, name="findings"),
    path("findings/<slug:query>/", finding_views.query, name="finding"),
    path("report/", report_views.this_year, name="this-year"),
    path("report/<int:year>/", report_views.report, name="report"),
    path("report/<int:year>/report.xlsx", report_views.sheet, name="report-sheet"),
    path("report/<int:year>/report.pdf", report_views.pdf, name="report-pdf"),
]
