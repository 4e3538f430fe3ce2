"""Every address of the pages, gathered from the features."""

from __future__ import annotations

from typing import Final

from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

FEATURES: Final = (
    "signin",
    "office",
    "members",
    "deeds",
    "carrying",
    "cases",
    "sources",
    "search",
    "evidence",
    "statements",
    "appeals",
    "incidents",
    "proceedings",
    "figures",
    "places",
)

urlpatterns = [
    path("", RedirectView.as_view(url="/cases/"), name="first"),
    path("language/", set_language, name="set_language"),
    path("", include("depter.web.door.urls")),
    *(path("", include(f"depter.web.{name}.urls")) for name in FEATURES),
]

handler400 = "depter.web.frame.errorpages.bad_request"
handler403 = "depter.web.frame.errorpages.forbidden"
handler404 = "depter.web.frame.errorpages.not_found"
handler500 = "depter.web.frame.errorpages.failed"
