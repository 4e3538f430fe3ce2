"""Addresses of places and organisations."""

from __future__ import annotations

from django.urls import include, path

from depter.web.places import organisations, places

_PLACES = [
    path("", places.list_, name="list"),
    path("new/", places.new, name="new"),
    path("<str:place>/", places.page, name="page"),
    path("<str:place>/describe/", places.describe, name="describe"),
]
_ORGANISATIONS = [
    path("", organisations.list_, name="list"),
    path("new/", organisations.new, name="new"),
    path("<str:organisation>/", organisations.page, name="page"),
    path("<str:organisation>/describe/", organisations.describe, name="describe"),
]
urlpatterns = [
    path("places/", include((_PLACES, "places"))),
    path("organisations/", include((_ORGANISATIONS, "organisations"))),
]
