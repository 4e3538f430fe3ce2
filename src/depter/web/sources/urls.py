"""Addresses of sources."""

from __future__ import annotations

from django.urls import path

from depter.web.sources import consent, opening, views

app_name = "sources"
urlpatterns = [
    path("sources/", views.listed, name="list"),
    path("sources/new/", views.new, name="new"),
    path("sources/<str:source>/", views.page, name="page"),
    path("sources/<str:source>/judge/", views.judge, name="judge"),
    path("sources/<str:source>/consent/", consent.give, name="consent"),
    path("sources/<str:source>/withdraw/", consent.withdraw, name="withdraw"),
    path("sources/<str:source>/open/", opening.open_fields, name="open"),
]
