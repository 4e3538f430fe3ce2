"""Failures of a notebook as a whole: missing, there already, in use, damaged, full."""

from __future__ import annotations

from typing import ClassVar

from depter.errors import N_, BadInput, DepterError


class NotebookMissing(DepterError):
    """There is no notebook in that folder."""

    what: ClassVar[str] = N_("There is no notebook in this folder.")
    safe: ClassVar[str] = N_("Nothing was created or changed.")
    do: ClassVar[str] = N_("Check the path, or begin a notebook with “depter init”.")
    exit_code: ClassVar[int] = 3


class NotebookExists(DepterError):
    """A notebook, or something else, is already there."""

    what: ClassVar[str] = N_("The folder is not empty, so no new notebook was begun in it.")
    safe: ClassVar[str] = N_("Nothing in it was changed.")
    do: ClassVar[str] = N_("Choose a new folder, or open the notebook that is there.")


class NotebookInUse(DepterError):
    """Another process holds the notebook."""

    what: ClassVar[str] = N_("This notebook is open in another Depter (process {process}).")
    safe: ClassVar[str] = N_("Both are safe: only one may write at a time, and this one did not.")
    do: ClassVar[str] = N_("Use the window that is open, or close it and try again.")
    exit_code: ClassVar[int] = 3


class NotebookDamaged(DepterError):
    """The database cannot be read with its key."""

    what: ClassVar[str] = N_("The register file is missing, damaged or cut short.")
    safe: ClassVar[str] = N_("Nothing was written to it, so that it can still be rescued.")
    do: ClassVar[str] = N_("Copy the whole folder first, then restore the latest backup.")
    exit_code: ClassVar[int] = 4


class NotebookTooNew(DepterError):
    """The notebook was written by a later Depter."""

    what: ClassVar[str] = N_("This notebook was written by a newer Depter.")
    safe: ClassVar[str] = N_("Nothing was changed.")
    do: ClassVar[str] = N_("Install the newer Depter and open the notebook with it.")
    exit_code: ClassVar[int] = 3


class DiskFull(DepterError):
    """There was no room to write."""

    what: ClassVar[str] = N_("The disk is full, so this was not written.")
    safe: ClassVar[str] = N_("Everything written before is intact.")
    do: ClassVar[str] = N_("Free some space, then press save again.")
    exit_code: ClassVar[int] = 5


class NoSuchSubject(BadInput):
    """The register holds nothing under this id."""

    what: ClassVar[str] = N_("The register has nothing under this id.")
    safe: ClassVar[str] = N_("Nothing was written.")
    do: ClassVar[str] = N_("Go back to the list and choose again.")


class ClockBehind(DepterError):
    """The clock of this machine says less than what this device wrote already."""

    what: ClassVar[str] = N_(
        "The clock of this machine says {now}, but the last entry written here is of {last}."
    )
    safe: ClassVar[str] = N_("Nothing was written: a wrong date would stay in the register.")
    do: ClassVar[str] = N_("Set date and time of the machine, then write again.")
    exit_code: ClassVar[int] = 3
