"""Addresses of an account, below a city: `/<city>/account/…`."""

from __future__ import annotations

from django.urls import path

from yiwang.web.account.views import confirming, enrol, enter, join, mine, ways
from yiwang.web.identity import views as identity

app_name = "account"
urlpatterns = [
    path("", mine.home, name="home"),
    path("enter", enter.enter, name="enter"),
    path("passkey/options", enter.passkey_options, name="passkey-options"),
    path("passkey/enter", enter.passkey_enter, name="passkey-enter"),
    path("join", join.join, name="join"),
    path("join/passkey/options", join.passkey_options, name="join-options"),
    path("join/passkey", join.by_passkey, name="join-passkey"),
    path("enrol/<slug:token>", enrol.enrol, name="enrol"),
    path("enrol/<slug:token>/passkey/options", enrol.passkey_options, name="enrol-options"),
    path("enrol/<slug:token>/passkey", enrol.by_passkey, name="enrol-passkey"),
    path("confirm", confirming.confirm, name="confirm"),
    path("confirm/options", confirming.options, name="confirm-options"),
    path("confirm/<uuid:which>", confirming.confirmed, name="confirmed"),
    path("password", ways.password, name="password"),
    path("totp", ways.totp, name="totp"),
    path("totp/remove", ways.remove_totp, name="totp-remove"),
    path("recovery-codes", ways.recovery_codes, name="recovery-codes"),
    path("passkeys/options", ways.passkey_options, name="passkeys-options"),
    path("passkeys", ways.passkeys_page, name="passkeys"),
    path("passkeys/<int:number>/remove", ways.remove_passkey, name="passkey-remove"),
    path("sessions", mine.open_sessions, name="sessions"),
    path("sessions/<uuid:which>/end", mine.end_session, name="session-end"),
    path("sessions/end-all", mine.end_all, name="sessions-end-all"),
    path("hat", mine.hat, name="hat"),
    path("identity/<slug:provider>/start", identity.start, name="identity-start"),
    path("identity/<slug:provider>/back", identity.back, name="identity-back"),
    path("identity/<slug:provider>/logout", identity.logout, name="identity-logout"),
]
