"""Addresses of evidence."""

from __future__ import annotations

from django.urls import path

from depter.web.evidence import taking_out, views

app_name = "evidence"
urlpatterns = [
    path("cases/<str:case>/evidence/", views.deposit, name="deposit"),
    path("evidence/<str:evidence>/", views.page, name="page"),
    path("evidence/<str:evidence>/file/", taking_out.take_out, name="file"),
]
