"""Django, set up for cards alone; a web application brings settings of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db import connections


def configure() -> None:
    """Make the models usable; does nothing where Django is set up already."""
    if not settings.configured:
        settings.configure(
            INSTALLED_APPS=["depter.store"],
            DATABASES={},
            USE_TZ=True,
            SECRET_KEY="",
            LOGGING_CONFIG=None,
        )
    if not apps.ready:
        django.setup()


def register_database(alias: str, *, path: Path, key: bytes) -> None:
    """Let Django know one notebook's database under ``alias``."""
    options: dict[str, Any] = {
        "key": key.hex(),
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
    wanted = {
        "ENGINE": "depter.store.sqlcipher",
        "NAME": str(path),
        "OPTIONS": options,
        "CONN_MAX_AGE": None,  # a thread keeps its connection between requests
    }
    known = connections.configure_settings({"default": {}, alias: wanted})
    connections.databases[alias] = known[alias]


def forget_database(alias: str) -> None:
    """Close this thread's connection and forget the key."""
    if alias in connections.databases:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]
