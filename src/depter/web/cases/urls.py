"""Addresses of cases and of striking out."""

from __future__ import annotations

from django.urls import path

from depter.web.cases import assigning, striking, views, weighing

app_name = "cases"
urlpatterns = [
    path("cases/", views.listed, name="list"),
    path("cases/new/", views.new, name="new"),
    path("cases/<str:case>/", views.page, name="page"),
    path("cases/<str:case>/history/", views.history, name="history"),
    path("cases/<str:case>/settle/", weighing.status, name="settle"),
    path("cases/<str:case>/settle/<slug:name>/", weighing.value, name="settle_value"),
    path("cases/<str:case>/judge/<slug:name>/", weighing.judge, name="judge"),
    path("cases/<str:case>/assign/", assigning.assign, name="assign"),
    path("cases/<str:case>/unassign/", assigning.unassign, name="unassign"),
    path("entries/strike/", striking.strike, name="strike"),
]
