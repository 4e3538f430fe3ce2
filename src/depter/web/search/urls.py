"""Addresses of the search."""

from __future__ import annotations

from django.urls import path

from depter.web.search import views

app_name = "search"
urlpatterns = [
    path("search/", views.page, name="page"),
    path("search/names/", views.names, name="names"),
]
