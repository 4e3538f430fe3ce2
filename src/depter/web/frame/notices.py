"""The only line that a failure leaves on the terminal: its kind and the page's name, no more."""

from __future__ import annotations

import logging


class OneLine(logging.Formatter):
    """Leaves out message, arguments, path and trace: any of them may hold a name or a text."""

    def format(self, record: logging.LogRecord) -> str:
        """For example ``depter: KeyError in cases:page``."""
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        kind = record.exc_info[0] if record.exc_info else None
        what = kind.__name__ if kind else record.name
        return f"depter: {what} in {match.view_name}" if match else f"depter: {what}"
