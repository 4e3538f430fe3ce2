"""A length that is no plain number is not believed."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from depter.web.uploads import BoundedBody


def _view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@pytest.mark.parametrize("length", ["+1", "-1", "1_000", "١", "1e3", "9" * 30])
def test_a_strange_or_huge_length_is_refused(length: str) -> None:
    request = RequestFactory().post("/cases/new/", {"label": "x"})
    request.META["CONTENT_LENGTH"] = length
    refused = BoundedBody(_view).process_view(request, _view, (), {})
    assert refused is not None
    assert refused.status_code == 413


def test_an_ordinary_length_is_let_through() -> None:
    request = RequestFactory().post("/cases/new/", {"label": "x"})
    assert BoundedBody(_view).process_view(request, _view, (), {}) is None
