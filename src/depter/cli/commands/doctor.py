"""``depter doctor``: what is missing on this machine, and what stops working without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depter.cli.columns import table
from depter.cli.desk import Desk
from depter.cli.verbs import Verb, pass_desk

if TYPE_CHECKING:
    from depter.cli.checks.finding import Finding


@click.command("doctor", cls=Verb)
@pass_desk
def examine(desk: Desk) -> None:
    """Say what is missing on this machine.

    It also says what stops working without it.

    No passphrase is needed and nothing is changed. It ends with 1 only if Depter cannot work.
    """
    from depter.cli.checks import look_around
    from depter.cli.checks.finding import State

    findings = look_around(desk.path.absolute())
    is_well = all(one.state is not State.MISSING for one in findings)
    desk.answer(lambda: _report(findings, desk.room), {"can_work": is_well, "findings": findings})
    if not is_well:
        click.get_current_context().exit(1)


def _report(findings: list[Finding], room: int | None) -> str:
    rows = [(one.name, one.state.value, one.found) for one in findings]
    lines = [table(("looked at", "state", "found"), rows, room=room)]
    lines += [f"{one.name}: {one.without}" for one in findings if one.without]
    return "\n".join(lines)
