"""Addresses of figures."""

from __future__ import annotations

from django.urls import path

from depter.web.figures import views

app_name = "figures"
urlpatterns = [
    path("figures/", views.list_, name="list"),
    path("figures/new/", views.new, name="new"),
    path("figures/<str:figure>/", views.page, name="page"),
]
