"""Commands and groups of Depter: each takes ``--notebook`` and ``--json``, before or after."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from depter.cli.desk import Desk, desk_of

_MOST_LINES: Final = 100_000

pass_desk = click.make_pass_decorator(Desk)


def _choose_notebook(context: click.Context, _: click.Parameter, given: Path | None) -> None:
    desk = desk_of(context)
    if given is not None:
        desk.path = given.expanduser()


def _choose_json(context: click.Context, _: click.Parameter, given: bool) -> None:  # noqa: FBT001 (click's own form)
    desk = desk_of(context)
    desk.is_json = desk.is_json or given


def common_options() -> list[click.Parameter]:
    """What every command takes."""
    return [
        click.Option(
            ["--notebook"],
            type=click.Path(path_type=Path),
            metavar="PATH",
            expose_value=False,
            callback=_choose_notebook,
            help="Use the notebook in this folder.",
        ),
        click.Option(
            ["--json"],
            is_flag=True,
            expose_value=False,
            callback=_choose_json,
            help="Answer with one JSON document, also when something goes wrong.",
        ),
    ]


def paged(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Let a list be cut into pages."""
    after = click.option(
        "--after",
        default="",
        metavar="MARK",
        help="Go on after the “next” mark of the list before.",
    )
    limit = click.option(
        "--limit",
        type=click.IntRange(1, _MOST_LINES),
        default=50,
        show_default=True,
        help="List at most so many.",
    )
    return limit(after(verb))


class Verb(click.Command):
    """A command that does something."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params += common_options()


class Verbs(click.Group):
    """A group of commands about one thing."""

    command_class = Verb

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params += common_options()

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which somebody needs them, not by letter."""
        return list(self.commands)


Verbs.group_class = Verbs
