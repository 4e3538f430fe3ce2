"""Addresses of statements: about a person, a place or an organisation."""

from __future__ import annotations

from django.urls import path

from depter.web.statements import views

app_name = "statements"
urlpatterns = [
    path("cases/<str:about>/statements/new/", views.new, name="new"),
    path("cases/<str:about>/statements/<str:statement>/correct/", views.correct, name="correct"),
    path("cases/<str:about>/statements/<str:statement>/retract/", views.retract, name="retract"),
    path("subjects/<str:about>/statements/new/", views.new, name="new_about"),
    path(
        "subjects/<str:about>/statements/<str:statement>/correct/",
        views.correct,
        name="correct_about",
    ),
    path(
        "subjects/<str:about>/statements/<str:statement>/retract/",
        views.retract,
        name="retract_about",
    ),
]
