"""The pages for what no view foresaw; they also work while the notebook is locked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from depter.errors import DepterError
from depter.web.frame.troubles import Trouble, told, trouble_page


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the browser sent what no page of ours sends."""
    trouble = Trouble(
        gettext("The browser sent a request that this notebook does not take."),
        gettext("Nothing was written."),
        gettext("Open the address that Depter printed when it started, and begin there."),
    )
    return trouble_page(request, trouble, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not this member's to see or do."""
    trouble = Trouble(
        gettext("You may not see or do this."),
        gettext("Nothing was written."),
        gettext("Go back, or ask the member who may."),
    )
    return trouble_page(request, trouble, status=403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without the mark that only our own pages carry."""
    trouble = Trouble(
        gettext("This form did not come from a page that is still open here."),
        gettext("Nothing was written. It protects you when another page tries to write for you."),
        gettext("Go back, load the page again and send the form once more."),
    )
    return trouble_page(request, trouble, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page."""
    trouble = Trouble(
        gettext("There is no page at this address."),
        gettext("Nothing was written."),
        gettext("Go to the list of cases, or search."),
    )
    return trouble_page(request, trouble, status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """500: a mistake in Depter."""
    return trouble_page(request, told(DepterError()), status=500)


def too_large(request: HttpRequest, *, limit: int) -> HttpResponse:
    """413: more than the page takes; ``limit`` in bytes."""
    size = str(limit // (1024 * 1024))
    trouble = Trouble(
        gettext("What was sent is larger than {size} MB.").format(size=size),
        gettext("Nothing was written, and nothing of it stayed on this computer."),
        gettext("Divide it, or send a smaller file, then try again."),
    )
    return trouble_page(request, trouble, status=413)
