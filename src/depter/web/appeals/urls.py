"""Addresses of appeals."""

from __future__ import annotations

from django.urls import path

from depter.web.appeals import views

app_name = "appeals"
urlpatterns = [
    path("appeals/", views.list_, name="list"),
    path("appeals/new/", views.new, name="new"),
    path("appeals/<str:appeal>/", views.page, name="page"),
    path("appeals/<str:appeal>/answer/", views.answer, name="answer"),
    path("appeals/<str:appeal>/follow/", views.follow, name="follow"),
]
