"""Opening the sample: one published article, written into a notebook by the usual actions."""

from __future__ import annotations

from depter.actions.sample.opening import SampleAlreadyThere, SampleOpened, open_sample
from depter.actions.sample.sheet import SampleDamaged

__all__ = ["SampleAlreadyThere", "SampleDamaged", "SampleOpened", "open_sample"]
