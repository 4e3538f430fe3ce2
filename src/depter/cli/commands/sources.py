"""``depter source``: who can say something, and how far they are to be believed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from depter.cli.columns import line, safe, table
from depter.cli.desk import Desk
from depter.cli.verbs import Verbs, paged, pass_desk

if TYPE_CHECKING:
    from depter.store.queries.pages import SourcePage


@click.group("source", cls=Verbs)
def source() -> None:
    """List the sources, show one, introduce one, or weigh one."""


@source.command("list")
@click.option("--kind", default="", metavar="CODE", help="Only sources of this kind.")
@paged
@pass_desk
def list_sources(desk: Desk, *, kind: str, limit: int, after: str) -> None:
    """List the sources, newest first.

    Protected ones stand under a pseudonym."""
    from depter.cli.commands.listing import answer_list

    answer_list(desk, "source", kind=kind, limit=limit, after=after)


@source.command("show")
@click.argument("source_id", metavar="ID")
@pass_desk
def show_source(desk: Desk, *, source_id: str) -> None:
    """Show one source and what it said about whom.

    Who a protected source is stays sealed."""
    from depter.values.ids import subject_id

    wanted = subject_id(source_id)
    with desk.open() as book:
        page = book.source(wanted)
    desk.answer(lambda: _source_text(page, room=desk.room), page)


@source.command("introduce")
@click.option("--kind", required=True, metavar="CODE", help="What kind of source it is.")
@click.option(
    "--protection",
    default="protected",
    show_default=True,
    metavar="CODE",
    help="“open” if everybody may know who it is, else “protected”.",
)
@click.option("--name", default="", help="The name of an open source.")
@click.option("--case", default="", metavar="ID", help="The case of the same person, if any.")
@click.option("--organisation", default="", metavar="ID", help="The organisation it speaks for.")
@click.option("--reference", default="", help="Where it can be found, for a paper or a medium.")
@click.option(
    "--sealed",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A YAML or JSON sheet (“-” for standard input) with identity, contact, whereabouts and"
    " note. The first three are sealed at once: only the custodian's passphrase opens them.",
)
@pass_desk
def introduce(
    desk: Desk,
    *,
    kind: str,
    protection: str,
    name: str,
    case: str,
    organisation: str,
    reference: str,
    sealed: Path | None,
) -> None:
    """Introduce a source and print its id.

    Who a protected source is comes from a sheet, so that it stays in no history of a shell."""
    from depter.actions.sources import introduce_source
    from depter.cli.commands.source_sheet import SealedSheet
    from depter.cli.commands.statement_sheet import subject_if_any
    from depter.cli.sheets import read_sheet

    sheet = read_sheet(sealed, SealedSheet) if sealed else SealedSheet()
    with desk.open() as book:
        introduced = introduce_source(
            book.notebook,
            source_kind=kind,
            protection=protection,
            name=name,
            case=subject_if_any(case),
            organisation=subject_if_any(organisation),
            reference=reference,
            note=sheet.note,
            identity=sheet.identity,
            contact=sheet.contact,
            whereabouts=sheet.whereabouts,
        )
    desk.answer(lambda: introduced, {"source": introduced})


@source.command("judge")
@click.argument("source_id", metavar="ID")
@click.option(
    "--reliability",
    required=True,
    metavar="GRADE",
    help="From A (completely reliable) to E, or F where it cannot be judged.",
)
@click.option("--reason", default="", help="Why it is weighed so.")
@pass_desk
def judge(desk: Desk, *, source_id: str, reliability: str, reason: str) -> None:
    """Weigh how reliable a source is.

    Competing claims are ranked anew everywhere, and nothing is thrown away."""
    from depter.actions.sources import judge_source
    from depter.values.ids import subject_id

    with desk.open() as book:
        entry = judge_source(
            book.notebook, source=subject_id(source_id), reliability=reliability, reason=reason
        )
    desk.answer(lambda: entry, {"source": source_id, "entry": entry})


def _source_text(page: SourcePage, *, room: int | None) -> str:
    from depter.cli.commands.dossier import history_lines, part
    from depter.cli.words import date, label, titled

    file = page.source
    kind, protection = label("source_kind", file.source_kind), label("protection", file.protection)
    weighed = label("reliability", file.reliability)
    graded = f"{file.reliability}, {weighed}" if file.reliability else "not weighed yet"
    lines = [f"{line(file.name)}  {page.id}", f"  {kind}, {protection}", f"  Reliability: {graded}"]
    if file.reliability_reason:
        lines.append(f"  Because: {line(file.reliability_reason)}")
    if file.reference:
        lines.append(f"  Reference: {line(file.reference)}")
    if file.note:
        lines.append(f"  Note (protected): {safe(file.note)}")
    if file.sealed_entries:
        lines.append(f"  Sealed; opened {file.times_opened} times.")
    for one in file.consents:
        where = titled(page.names, one.case) or "every case"
        lines.append(f"  Agreed: {label('consent_use', one.use)}, for {line(where)}")
    rows = [
        (said.id, name.title, date(said.occasion.on), label("channel", said.occasion.channel))
        for name, said in page.statements
    ]
    said = table(("id", "about", "said on", "channel"), rows, room=room and room - 2)
    parts = part("Statements", said.splitlines() if rows else [])
    return "\n\n".join(["\n".join(lines), *parts, *part("History", history_lines(file.history))])
