"""``depter appeal``: what was asked of whom, and what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depter.cli.columns import line
from depter.cli.desk import Desk
from depter.cli.verbs import Verbs, paged, pass_desk

if TYPE_CHECKING:
    from depter.register.folds.advocacy import AppealFile
    from depter.store.queries.pages import SubjectPage


@click.group("appeal", cls=Verbs)
def appeal() -> None:
    """List the appeals, or show one with what came back."""


@appeal.command("list")
@click.option("--kind", default="", metavar="CODE", help="Only appeals of this kind.")
@paged
@pass_desk
def list_appeals(desk: Desk, *, kind: str, limit: int, after: str) -> None:
    """List the appeals, newest first."""
    from depter.cli.commands.listing import answer_list

    answer_list(desk, "appeal", kind=kind, limit=limit, after=after)


@appeal.command("show")
@click.argument("appeal_id", metavar="ID")
@pass_desk
def show_appeal(desk: Desk, *, appeal_id: str) -> None:
    """Show one appeal with its answers.

    It says who asked whom for what, what came back, and what changed afterwards."""
    from depter.register.folds.advocacy import AppealFile
    from depter.values.ids import subject_id

    wanted = subject_id(appeal_id)
    with desk.open() as book:
        page = book.subject(wanted, AppealFile)
    assert isinstance(page.folded, AppealFile)
    shown = page.folded
    document = {
        "id": page.id,
        "appeal": shown,
        "hours_to_answer": shown.hours_to_answer,
        "names": page.names,
        "mentioned_by": page.mentioned_by,
    }
    desk.answer(lambda: _appeal_text(page, shown), document)


def _appeal_text(page: SubjectPage, shown: AppealFile) -> str:
    from depter.cli.commands.dossier import history_lines, part
    from depter.cli.words import date, label, titled

    made, names = shown.made, page.names
    lines = [
        f"{label('appeal_kind', made.appeal_kind)}, {date(made.on) or 'undated'}  {page.id}",
        f"  By: {line(titled(names, made.by, made.by_name)) or 'not noted'}",
        f"  To: {line(titled(names, made.addressee, made.addressee_name)) or 'not noted'}",
        f"  Asked: {line(made.asked) or 'not noted'}",
        f"  Told by: {line(titled(names, made.told.source))}, {line(made.told.locator)}",
    ]
    lines += [f"  For: {line(titled(names, one))} ({one})" for one in made.cases]
    for one in shown.answers:
        who = line(titled(names, one.by, one.by_name))
        answered = f"{label('response_kind', one.response)}, {date(one.on) or 'undated'}"
        lines.append(f"  Answer: {answered} {who} {line(one.words)}".rstrip())
    if not shown.answers:
        lines.append("  Answer: none noted")
    if shown.hours_to_answer is not None:
        lines.append(f"  Hours until the first answer: {shown.hours_to_answer}")
    for followed in shown.followed:
        what = f"{label('impact', followed.impact)}, {date(followed.on) or 'undated'}"
        lines.append(f"  Afterwards: {what} {line(followed.words)}".rstrip())
    return "\n\n".join(["\n".join(lines), *part("History", history_lines(shown.history))])
