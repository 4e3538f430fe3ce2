"""Addresses of signing in."""

from __future__ import annotations

from django.urls import path

from depter.web.signin import adding, closing, sessions, views

app_name = "signin"
urlpatterns = [
    path("signin/second/", views.second, name="second"),
    path("signin/passkey/", views.passkey, name="passkey"),
    path("signin/again/", views.again, name="again"),
    path("signin/out/", views.out, name="out"),
    path("signin/waiting/", views.waiting, name="waiting"),
    path("signin/sessions/", sessions.sessions, name="sessions"),
    path("signin/passphrase/", closing.passphrase, name="passphrase"),
    path("signin/everyone-out/", closing.everyone_out, name="everyone_out"),
    path("signin/factors/", adding.factors, name="factors"),
    path("signin/factors/phone/", adding.phone, name="phone"),
    path("signin/factors/key/", adding.key, name="key"),
    path("signin/factors/codes/", adding.codes, name="codes"),
    path("signin/factors/remove/", adding.remove, name="remove"),
]
