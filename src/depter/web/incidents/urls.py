"""Addresses of incidents."""

from __future__ import annotations

from django.urls import path

from depter.web.incidents import opening, views

app_name = "incidents"
urlpatterns = [
    path("incidents/", views.list_, name="list"),
    path("incidents/new/", views.new, name="new"),
    path("incidents/<str:incident>/", views.page, name="page"),
    path("incidents/<str:incident>/open/", opening.open_fields, name="open"),
]
