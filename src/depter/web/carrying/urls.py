"""Addresses of exchange, backup, recovery and the pages for bad days."""

from __future__ import annotations

from django.urls import path

from depter.web.carrying import baddays, copies, exchanging, practice, running

app_name = "carrying"
urlpatterns = [
    path("office/exchange/", exchanging.exchange, name="exchange"),
    path("office/exchange/offer/", exchanging.offer, name="offer"),
    path("office/exchange/accept/", exchanging.accept_there, name="accept"),
    path("office/backup/", copies.backup, name="backup"),
    path("office/backup/make/", copies.make, name="backup_make"),
    path("office/recovery/", practice.recovery, name="recovery"),
    path("office/recovery/practice/", practice.declare, name="practice"),
    path("errands/<str:errand>/", running.errand, name="errand"),
    path("when/", baddays.index, name="when"),
    path("when/<slug:day>/", baddays.page, name="bad_day"),
]
