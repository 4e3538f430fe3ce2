"""Addresses of members, their machines and the office's keys."""

from __future__ import annotations

from django.urls import path

from depter.web.members import changing, inviting, keys, views

app_name = "members"
urlpatterns = [
    path("office/members/", views.listed, name="list"),
    path("office/members/invite/", inviting.invite, name="invite"),
    path("office/members/letter/", inviting.letter, name="letter"),
    path("office/members/letter/safe/", inviting.letter_safe, name="letter_safe"),
    path("office/members/device/", inviting.device, name="device"),
    path("office/members/device/retire/", inviting.retire, name="retire"),
    path("office/members/keys/", keys.rekey, name="rekey"),
    path("office/members/sealed/", keys.share, name="share"),
    path("office/members/custody/", keys.custody, name="custody"),
    path("office/members/waiting/<str:entry>/", changing.wait, name="waiting"),
    path("office/members/waiting/<str:entry>/confirm/", changing.sign, name="confirm"),
    path("office/members/waiting/<str:entry>/decline/", changing.refuse, name="decline"),
    path("office/members/<str:member>/", views.page, name="page"),
    path("office/members/<str:member>/roles/", changing.roles, name="roles"),
    path("office/members/<str:member>/leave/", changing.leave, name="revoke"),
]
