"""Addresses of proceedings."""

from __future__ import annotations

from django.urls import path

from depter.web.proceedings import views

app_name = "proceedings"
urlpatterns = [
    path("proceedings/", views.list_, name="list"),
    path("proceedings/new/", views.new, name="new"),
    path("proceedings/<str:proceeding>/", views.page, name="page"),
    path("proceedings/<str:proceeding>/stage/", views.stage, name="stage"),
    path(
        "proceedings/<str:proceeding>/representation/",
        views.representation,
        name="representation",
    ),
]
