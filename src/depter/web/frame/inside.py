"""Going back to a page of ours, and to no other."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def inside(request: HttpRequest, address: str, *, otherwise: str) -> str:
    """The address to go back to, if it is one of our own pages."""
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=False
    )
    return address if is_ours else otherwise
