"""What an action finds wrong, told at the head of a sheet with everything typed still on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from depter.errors import BadInput
from depter.web.frame.troubles import told


@contextmanager
def saving(sheet: Any) -> Iterator[None]:
    """The view returns its redirect inside the block; after it, the sheet is drawn again."""
    try:
        yield
    except BadInput as problem:
        sheet.trouble = told(problem)
