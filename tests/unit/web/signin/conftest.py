"""Django as the pages use it, and factors that other tests begin with."""

from __future__ import annotations

import os

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "depter.web.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # a test's browser keeps a loop running
django.setup()

from depter.web.signin.factors import Factors, Totp  # noqa: E402

RFC_SECRET = b"12345678901234567890"


@pytest.fixture
def with_phone() -> Factors:
    """A member with a phone that holds the secret of RFC 6238."""
    return Factors(totp=Totp(secret=RFC_SECRET))
