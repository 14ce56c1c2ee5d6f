"""Addresses below `/<city>/security/`."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.security.views import acts, assets, board, exports, lists, scans

app_name = "security"
urlpatterns = [
    path("", board.board, name="board"),
    path("findings/", board.findings, name="findings"),
    path("findings/open", board.open_findings, name="open-findings"),
    path("scans/", scans.scan, name="scan"),
    path("scans/<uuid:source>/", scans.source, name="source"),
    path("assets/", assets.assets, name="assets"),
    path("assets/new", acts.register, name="register"),
    path("assets/list", lists.look, name="list"),
    path("assets/list/apply", lists.apply, name="apply-list"),
    path("assets/export", exports.assets, name="export-assets"),
    path("findings/export", exports.findings, name="export-findings"),
    path("assets/<uuid:asset>/", assets.asset, name="asset"),
    path("assets/<uuid:asset>/change", acts.change, name="change"),
    path("assets/<uuid:asset>/own", acts.own, name="own"),
    path("assets/<uuid:asset>/retire", acts.retire, name="retire"),
    path("assets/<uuid:asset>/open", assets.open_asset, name="open-asset"),
]
