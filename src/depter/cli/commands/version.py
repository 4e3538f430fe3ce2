"""``depter version``: what is running."""

from __future__ import annotations

import platform

import click

from depter.cli.desk import Desk
from depter.cli.verbs import Verb, pass_desk


@click.command("version", cls=Verb)
@pass_desk
def tell_version(desk: Desk) -> None:
    """Say which Depter, Python and SQLCipher are running."""
    from importlib.metadata import version

    from depter.cli.checks.libraries import cipher_version

    found = {
        "depter": version("depter"),
        "python": platform.python_version(),
        "sqlcipher": cipher_version() or "missing",
    }
    desk.answer(lambda: "\n".join(f"{name} {number}" for name, number in found.items()), found)
