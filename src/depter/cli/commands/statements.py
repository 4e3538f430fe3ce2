"""``depter statement``: writing down what a source said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from depter.cli.desk import Desk
from depter.cli.failures import CommandNotUnderstood
from depter.cli.verbs import Verbs, pass_desk

if TYPE_CHECKING:
    from depter.cli.commands.statement_sheet import StatementSheet
    from depter.store.book import Book


@click.group("statement", cls=Verbs)
def statement() -> None:
    """Write down what a source said about a person."""


@statement.command("record")
@click.option("--case", default="", metavar="ID", help="The case it is about.")
@click.option("--source", default="", metavar="ID", help="The source who said it.")
@click.option(
    "--source-kind",
    default="",
    metavar="CODE",
    help="Instead of --source: introduce a new protected source of this kind, without a name.",
)
@click.option("--on", default="", metavar="DATE", help="When it was said, as an EDTF date.")
@click.option("--channel", default="", metavar="CODE", help="Through what it was said.")
@click.option("--language", default="", metavar="CODE", help="The language of the words.")
@click.option(
    "--words",
    default="",
    help="The words themselves. They stay in the history of your shell: --words-file does not.",
)
@click.option(
    "--words-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Read the words from a file, or from standard input for “-”.",
)
@click.option("--basis", default="", metavar="CODE", help="How the source knows, for every claim.")
@click.option("--status", default="", metavar="CODE", help="Claim that this was the status.")
@click.option("--as-of", default="", metavar="DATE", help="The date of that status.")
@click.option("--place", default="", metavar="ID", help="The place of that status.")
@click.option(
    "--claim",
    "claims",
    multiple=True,
    metavar="TEXT",
    help="One more claim, written “property=name;text=…;script=Latn”. May be repeated.",
)
@click.option("--consent", multiple=True, metavar="CODE", help="A use agreed to. May be repeated.")
@click.option(
    "--file",
    "sheet_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Read the whole statement from a YAML or JSON sheet, or from standard input for “-”;"
    " of the other options only --case is looked at then.",
)
@pass_desk
def record(desk: Desk, /, *, sheet_file: Path | None, **given: Any) -> None:
    """Record one statement of one source and print its id.

    Simple statements fit into options; a complete one is written as a sheet.
    """
    sheet = _from_file(sheet_file, given["case"]) if sheet_file else _from_options(given)
    if not sheet.case or not (sheet.source or sheet.source_kind):
        raise CommandNotUnderstood(
            mistake="a statement needs a case, and a source or the kind of a new one.",
            command="depter statement record",
        )
    with desk.open() as book:
        written = _write(book, sheet)
    desk.answer(lambda: written["statement"], written)


def _from_file(path: Path, case: str) -> StatementSheet:
    import msgspec

    from depter.cli.commands.statement_sheet import StatementSheet
    from depter.cli.sheets import read_sheet

    sheet = read_sheet(path, StatementSheet)
    return msgspec.structs.replace(sheet, case=case) if case else sheet


def _from_options(given: dict[str, Any]) -> StatementSheet:
    from depter.cli.commands.statement_sheet import OccasionSheet, StatementSheet, split_claim
    from depter.cli.sheets import read_text

    claims = [split_claim(one) for one in given["claims"]]
    if given["status"]:
        status = {name: given[name] for name in ("status", "as_of", "place")}
        claims.insert(0, {"property": "status"} | status)
    path: Path | None = given["words_file"]
    return StatementSheet(
        **{name: given[name] for name in ("case", "source", "source_kind", "language", "basis")},
        occasion=OccasionSheet(on=given["on"], channel=given["channel"]),
        words=read_text(path) if path else given["words"],
        consent=given["consent"],
        claims=tuple(claims),
    )


def _write(book: Book, sheet: StatementSheet) -> dict[str, str]:
    """The statement, and the source when it is a new one: both or neither."""
    from depter.actions.sources import introduce_source
    from depter.actions.statements import record_statement
    from depter.cli.commands.statement_sheet import claims_of
    from depter.register.facts.statements import Occasion
    from depter.values.ids import subject_id

    occasion = sheet.occasion
    with book.notebook.together():
        if sheet.source_kind and not sheet.source:
            source = introduce_source(book.notebook, source_kind=sheet.source_kind)
        else:
            source = subject_id(sheet.source)
        case = subject_id(sheet.case)
        recorded = record_statement(
            book.notebook,
            about=case,
            source=source,
            occasion=Occasion(on=occasion.on, place=occasion.place, channel=occasion.channel),
            language=sheet.language,
            words=sheet.words,
            translations=sheet.translations,
            consent=sheet.consent,
            evidence=[subject_id(one) for one in sheet.evidence],
            claims=claims_of(sheet.claims, basis=sheet.basis),
        )
    return {"case": case, "source": source, "statement": recorded}
