"""The table at which the trustees' ceremony is held: sheets out, words back, nothing left."""

from __future__ import annotations

import gettext
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from depter.recovery.shares import Share

_MEMORY: Final = Path("/dev/shm")
_ROUTES: Final = Path("/proc/net/route")
_ACROSS: Final = 3


class Table:
    """Hands the sheets out and asks for words; whatever it wrote is gone when it is left.

    ``folder`` is where the sheets go: the empty path for this computer's memory, None to show the
    words instead.
    """

    def __init__(
        self,
        *,
        notebook: str,
        office: str,
        made: str,
        languages: Sequence[str],
        folder: Path | None,
    ) -> None:
        self._notebook = notebook
        self._office = office
        self._made = made
        self._languages = languages
        self._folder = folder
        self._written: list[Path] = []
        self._own: Path | None = None

    def __enter__(self) -> Table:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for path in self._written:
            path.unlink(missing_ok=True)
        if self._own is not None:
            shutil.rmtree(self._own, ignore_errors=True)
        if self._written:
            click.echo("The sheets were removed from this computer.", err=True)

    def hand_out(self, shares: Sequence[Share]) -> None:
        """Every share on its sheet, or on the screen, one by one.

        Raises:
            LettersMissing: this computer cannot draw the letters of a language.
        """
        if self._folder is None:
            for share in shares:
                _show(share, shares=len(shares))
            return
        folder = self._place()
        for share in shares:
            path = folder / f"share-{share.index}.pdf"
            self._written.append(path)
            with open(path, "wb", opener=_private) as out:
                out.write(self._sheet(share, len(shares)))
        where = "in this computer's memory" if self._own else "in that folder"
        click.echo(f"The sheets are in {folder}.", err=True)
        click.echo(
            f"Print them now: they lie {where} and are removed when the ceremony ends."
            " Hand each to its trustee, who then reads two words from the paper.",
            err=True,
        )

    def ask(self, share: Share, place: int) -> str:
        """The word at a number on a sheet, as somebody reads it off."""
        typed: str = click.prompt(
            f"Sheet {share.index}, word {place}", default="", show_default=False, err=True
        )
        return typed

    def told_wrong(self, share: Share) -> None:
        """What was typed is not on the sheet."""
        click.echo(f"That is not what sheet {share.index} says. Look again.", err=True)

    def _place(self) -> Path:
        if self._folder is not None and self._folder != Path():
            self._folder.mkdir(parents=True, exist_ok=True)
            return self._folder.absolute()
        memory = str(_MEMORY) if _MEMORY.is_dir() else None
        self._own = Path(tempfile.mkdtemp(prefix="depter-sheets-", dir=memory))
        return self._own

    def _sheet(self, share: Share, shares: int) -> bytes:
        from depter.recovery.sheets import share_sheet

        language = self._languages[min(share.index, len(self._languages)) - 1]
        return share_sheet(
            share,
            shares=shares,
            notebook=self._notebook,
            made=self._made,
            language=language,
            say=_said_in(language),
            office=self._office,
        )


def warn_of_network() -> None:
    """Say so where this computer has a way into a network."""
    if has_network():
        click.echo(
            "Warning: this computer is connected to a network. Unplug it, and switch the radio"
            " off, until the ceremony is over.",
            err=True,
        )


def has_network(routes: Path = _ROUTES) -> bool:
    """Whether the system knows any route that leaves this computer."""
    try:
        lines = routes.read_text("ascii").splitlines()[1:]
    except (OSError, ValueError):
        return False
    return any(line.split()[:1] not in ([], ["lo"]) for line in lines)


def _show(share: Share, *, shares: int) -> None:
    """The words of one share, and then nothing."""
    words = [f"{place:>3}. {word}" for place, word in enumerate(share.mnemonic.split(), 1)]
    click.echo(f"Share {share.index} of {shares}: for the eyes of one trustee.", err=True)
    for start in range(0, len(words), _ACROSS):
        click.echo("".join(f"{word:<16}" for word in words[start : start + _ACROSS]), err=True)
    click.prompt("Copied by hand? Press Enter", default="", show_default=False, err=True)
    if sys.stderr.isatty():
        click.clear()


def _said_in(language: str) -> Callable[[str], str]:
    """The catalogue of a language; English where a sentence is not in it."""
    code, _, script = language.partition("-")
    named = f"{code}_{script.capitalize()}" if script else code
    folder = str(resources.files("depter.web") / "locale")
    return gettext.translation("django", folder, [named], fallback=True).gettext


def _private(path: str, flags: int) -> int:
    """For its owner alone; a link in its place is not followed."""
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)
