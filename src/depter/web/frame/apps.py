"""The Django app that carries the template tags."""

from __future__ import annotations

from django.apps import AppConfig


class FrameConfig(AppConfig):
    """The frame of all pages; it has no tables."""

    name = "depter.web.frame"
    label = "frame"
