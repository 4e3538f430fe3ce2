"""``depter init``, ``sample`` and ``synthetic``: beginning a notebook, and filling it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depter.cli.columns import line
from depter.cli.desk import Desk
from depter.cli.progress import progress
from depter.cli.verbs import Verb, pass_desk

if TYPE_CHECKING:
    from depter.store.book import Book


@click.command("init", cls=Verb)
@click.option("--office", default="", help="The name of the office that keeps the register.")
@click.option("--member", default="", help="The name under which you write in it.")
@pass_desk
def begin_notebook(desk: Desk, *, office: str, member: str) -> None:
    """Begin an empty, encrypted notebook.

    The new passphrase is typed twice, or read from the file that DEPTER_PASSPHRASE_FILE names."""
    with desk.create(office=office, member=member) as book:
        path = str(book.path)
    text = "Keep the passphrase: without it nobody can open the notebook, and nobody can reset it."
    desk.answer(lambda: f"The notebook was begun in {line(path)}.\n{text}", {"notebook": path})


@click.command("sample", cls=Verb)
@pass_desk
def open_the_sample(desk: Desk) -> None:
    """Write the sample: a published article as a register.

    The notebook is begun if there is none. The sample is written once, through the same
    actions as everything else, all of it or nothing.
    """
    from depter.actions.sample import open_sample

    with _opened_or_begun(desk) as book, progress("Sample", length=_rows_of_sample()) as done:
        opened = open_sample(book.notebook, progress=done)
    written = {name: getattr(opened, name) for name in opened.__dataclass_fields__}
    document = {"notebook": str(desk.path.absolute()), "written": written}
    named = ", ".join(f"{count} {name}" for name, count in written.items())
    desk.answer(lambda: f"The sample was written: {named}.\nSee “depter case list”.", document)


def _opened_or_begun(desk: Desk) -> Book:
    from depter.notebook.folder import NotebookFolder

    return desk.open() if NotebookFolder(desk.path).exists else desk.create()


def _rows_of_sample() -> int:
    """How much there is to write, for the bar."""
    from depter.actions.sample.sheet import read_sheet, sample_text

    sheet = read_sheet(sample_text())
    parts = (getattr(sheet, name) for name in sheet.__struct_fields__)
    return sum(len(part) for part in parts if isinstance(part, dict | list | tuple))


@click.command("synthetic", cls=Verb)
@click.argument("cases", type=click.IntRange(1, 10_000_000), metavar="N")
@click.option(
    "--seed", type=int, default=1, show_default=True, help="The same seed makes the same people."
)
@pass_desk
def write_invented(desk: Desk, *, cases: int, seed: int) -> None:
    """Write N invented cases, for trying things out.

    The notebook is begun if there is none. Nobody in the cases exists. Do not mix them with
    real ones: nothing can be taken out again.
    """
    from depter.actions.synthetic import write_synthetic

    with _opened_or_begun(desk) as book, progress("Inventing", length=cases) as done:
        written = write_synthetic(book.notebook, cases=cases, seed=seed, progress=done)
    document = {name: getattr(written, name) for name in written.__dataclass_fields__}
    text = f"{written.cases} invented cases were written, {written.facts} facts in all."
    desk.answer(lambda: text, {"notebook": str(desk.path.absolute()), "written": document})
