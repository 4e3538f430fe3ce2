"""Addresses of what takes two people."""

from __future__ import annotations

from django.urls import path

from depter.web.deeds import forgetting, views

app_name = "deeds"
urlpatterns = [
    path("office/requests/", views.listed, name="list"),
    path("office/requests/ask/", views.ask, name="ask"),
    path("office/requests/agree/", views.agree, name="agree"),
    path("office/requests/cancel/", views.cancel, name="cancel"),
    path("subjects/<str:subject>/forget/", forgetting.forget, name="forget"),
    path("subjects/<str:subject>/forget/now/", forgetting.carry_out, name="carry_out"),
]
