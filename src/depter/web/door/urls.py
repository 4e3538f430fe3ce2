"""Addresses of the door."""

from __future__ import annotations

from django.urls import path

from depter.web.door import joining, views

app_name = "door"
urlpatterns = [
    path("begin/", views.begin, name="begin"),
    path("unlock/", views.unlock, name="unlock"),
    path("join/", joining.join, name="join"),
    path("lock/", views.lock, name="lock"),
    path("ping/", views.ping, name="ping"),
]
