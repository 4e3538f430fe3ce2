"""What ``depter doctor`` looks at; nothing here needs a passphrase or opens a notebook."""

from __future__ import annotations

from pathlib import Path

from depter.cli.checks.finding import Finding
from depter.cli.checks.folder import check_folder
from depter.cli.checks.libraries import check_libraries
from depter.cli.checks.machine import check_machine


def look_around(notebook: Path) -> list[Finding]:
    """Every finding, in the order in which they are printed."""
    return [*check_libraries(), *check_folder(notebook), *check_machine(notebook)]
