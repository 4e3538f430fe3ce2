"""The ``depter`` command: one way in, and every failure told on the way out."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

import click

from depter.cli.commands.appeals import appeal
from depter.cli.commands.backups import backup
from depter.cli.commands.cases import case
from depter.cli.commands.deeds import deed, erase
from depter.cli.commands.doctor import examine
from depter.cli.commands.exchanging import exchange
from depter.cli.commands.joining import join_office
from depter.cli.commands.ledgers import ledger, rebuild
from depter.cli.commands.listing import all_listers
from depter.cli.commands.looking import list_looks
from depter.cli.commands.members import member
from depter.cli.commands.notebooks import begin_notebook, open_the_sample, write_invented
from depter.cli.commands.restoring import restore_backup
from depter.cli.commands.searching import search_register
from depter.cli.commands.serving import lock_notebook, serve_pages
from depter.cli.commands.sources import source
from depter.cli.commands.statements import statement
from depter.cli.commands.striking import strike
from depter.cli.commands.trustees import trustees
from depter.cli.commands.version import tell_version
from depter.cli.failures import as_told, document, paragraph
from depter.cli.plain import as_json
from depter.cli.verbs import Verbs


@click.group("depter", cls=Verbs)
def root() -> None:
    """Keep a register of missing people in which every value is a claim with its source.

    The register is one encrypted notebook: a folder that only a passphrase opens. It is the one
    that --notebook names, else DEPTER_NOTEBOOK, else depter/register in XDG_DATA_HOME (usually
    ~/.local/share/depter/register). The passphrase is asked for, or read from the file that
    DEPTER_PASSPHRASE_FILE names.

    Begin with “depter serve” and a browser, or with “depter sample” to look around.

    The exit code is 0 when all went well, 2 for wrong input, 3 when the notebook is missing, in
    use or does not open, 4 when something on the disk is damaged, 5 when the disk is full, 6 when
    it is not allowed, 130 when stopped, and 1 for everything else.
    """


for command in (
    *(begin_notebook, serve_pages, open_the_sample, write_invented),
    *(case, statement, source, appeal, *all_listers(), search_register),
    *(member, join_office, exchange),
    *(backup, trustees, restore_backup),
    *(deed, erase, list_looks),
    *(strike, ledger, rebuild, lock_notebook, examine, tell_version),
):
    root.add_command(command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code. Nothing that fails shows a trace, a name or a text."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _mend_streams()
    try:
        code = root.main(args=given, prog_name="depter", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1
    except (Exception, KeyboardInterrupt) as problem:  # noqa: BLE001 (told plainly)
        failure = as_told(problem)
        if isinstance(problem, click.exceptions.NoArgsIsHelpError) and "--json" not in given:
            click.echo(problem.ctx.get_help() if problem.ctx else "", err=True)
        elif "--json" in given:
            click.echo(as_json(document(failure)))
        else:
            click.echo(paragraph(failure), err=True)
        return failure.exit_code


def _mend_streams() -> None:
    """A terminal that cannot show a letter shows its number; it does not fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
