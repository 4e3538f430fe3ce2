"""Headers of every answer: no foreign origin, no frame, no copy kept by the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # `no-referrer` would make browsers send `Origin: null` with forms, which the check
    # against forged forms must refuse; nothing leaves this origin with `same-origin` either.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), usb=(), serial=(), "
    "payment=(), browsing-topics=(), clipboard-read=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-DNS-Prefetch-Control": "off",
}


class SafeHeaders:
    """Puts :data:`HEADERS` on every answer, the static files' included.

    A page may bring a stricter policy of its own: a file that is given out is sandboxed.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the headers."""
        response = self._answer(request)
        for name, value in HEADERS.items():
            if name != "Content-Security-Policy" or name not in response.headers:
                response.headers.setdefault(name, value)  # a file's own policy is stricter still
        if not request.path_info.startswith("/static/"):
            response.headers["Cache-Control"] = "no-store"
        return response
