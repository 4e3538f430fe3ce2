"""Addresses of the office."""

from __future__ import annotations

from django.urls import path

from depter.web.office import views

app_name = "office"
urlpatterns = [
    path("office/", views.hub, name="hub"),
    path("office/looks/", views.looks, name="looks"),
]
