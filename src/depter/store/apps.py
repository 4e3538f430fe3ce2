"""The Django app of the cards."""

from __future__ import annotations

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Cards; everything in them can be drawn again from the ledger."""

    name = "depter.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
