"""Invented registers of any size, for tests, demonstrations and measurements."""

from __future__ import annotations

from depter.actions.synthetic.writing import SyntheticWritten, write_synthetic

__all__ = ["SyntheticWritten", "write_synthetic"]
