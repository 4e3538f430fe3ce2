"""Every command that there is, and something for each place in it that has to be filled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

_ID: Final = "0123456789abcdef"
_ALSO: Final = {"statement record": ("--case", _ID, "--source", _ID)}
"""What a command asks for in words before it opens anything."""


def commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command by its name, e.g. ``case list``."""
    for name, command in group.commands.items():
        full = f"{before} {name}".strip()
        if isinstance(command, click.Group):
            yield from commands(command, full)
        else:
            yield full, command


def filled(name: str, command: click.Command, folder: Path) -> list[str]:
    """The command with something in each place that has to be filled."""
    words = name.split()
    for one in command.params:
        if not one.required:
            continue
        value = "3" if isinstance(one.type, click.IntRange) else _ID
        if isinstance(one.type, click.Path):
            value = str(folder.parent / "somewhere")
        elif isinstance(one.type, click.Choice):
            value = str(one.type.choices[0])
        words += [value] if isinstance(one, click.Argument) else [one.opts[0], value]
    return [*words, *_ALSO.get(name, ()), "--notebook", str(folder)]
