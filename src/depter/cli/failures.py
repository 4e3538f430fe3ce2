"""Telling a failure: three sentences, or one JSON document; never a trace, never a text."""

from __future__ import annotations

import errno
import os
from typing import Any, ClassVar, Final

import click

from depter.errors import N_, BadInput, DepterError, is_disk_full

CLOSED: Final = (errno.EACCES, errno.EPERM, errno.EROFS)


# Where a sentence speaks of a page and its buttons: what does the same on a command line. In
# English alone, as everything else that is printed here.
_HERE: Final = {
    "DiskFull": "Free some space, then run the command again.",
    "NoSuchSubject": "Look the id up in a list or with “depter search”, then run it again.",
    "CannotStrike": "Look at the history: “show” prints every entry with its id, struck or not.",
}


class CommandNotUnderstood(BadInput):
    """The arguments fit no command. What was typed is not repeated: it may hold a name."""

    what: ClassVar[str] = N_("The command was not understood: {mistake}")
    do: ClassVar[str] = N_("Type “{command} --help”: it lists what can be given.")


class Unforeseen(DepterError):
    """Whatever nobody thought of; only the kind of the failure is told."""

    what: ClassVar[str] = N_("Something went wrong that Depter did not foresee ({kind}).")


class SystemRefused(DepterError):
    """The operating system did not do what it was asked; it says why in its own words."""

    what: ClassVar[str] = N_("The operating system refused: {reason}.")
    do: ClassVar[str] = N_("Check the folder of the notebook, and run “depter doctor”.")


class NotReachable(SystemRefused):
    """This account may not read or write where the notebook is."""

    what: ClassVar[str] = N_("This account may not read or write there: {reason}.")
    exit_code: ClassVar[int] = 6


class PartMissing(DepterError):
    """A library that Depter stands on is not installed."""

    what: ClassVar[str] = N_("A part of Depter is not installed: {module}.")
    do: ClassVar[str] = N_("Install Depter again, then run “depter doctor”.")


class Interrupted(DepterError):
    """The person stopped the command."""

    what: ClassVar[str] = N_("Stopped before the end.")
    safe: ClassVar[str] = N_("What was not finished was not written; everything before is intact.")
    do: ClassVar[str] = N_("Run the command again when you like.")
    exit_code: ClassVar[int] = 130


def as_told(problem: BaseException) -> DepterError:
    """Any failure as one of ours."""
    match problem:
        case DepterError():
            return problem
        case click.UsageError():
            return _usage(problem)
        case click.Abort() | KeyboardInterrupt():
            return Interrupted()
        case click.FileError():
            return CommandNotUnderstood(mistake="a file cannot be opened.", command="depter")
        case ModuleNotFoundError():
            return PartMissing(module=(problem.name or "?").partition(".")[0])
        case OSError() if is_disk_full(problem):
            from depter.notebook.errors import DiskFull

            return DiskFull()
        case OSError() if problem.errno in CLOSED:
            return NotReachable(reason=os.strerror(problem.errno))
        case OSError() if problem.errno:
            return SystemRefused(reason=os.strerror(problem.errno))
        case _:
            return Unforeseen(kind=type(problem).__name__)


def document(failure: DepterError) -> dict[str, Any]:
    """The failure for a program: the same keys for every failure."""
    return {
        "error": type(failure).__name__,
        "what": failure.what.format(**failure.about),
        "safe": failure.safe.format(**failure.about),
        "do": _HERE.get(type(failure).__name__, failure.do).format(**failure.about),
        "about": dict(failure.about),
        "suggestion": getattr(failure, "suggestion", None),
        "exit_code": failure.exit_code,
    }


def paragraph(failure: DepterError) -> str:
    """The failure for a person."""
    told = document(failure)
    lines = [f"depter: {told['what']}", f"  Safe: {told['safe']}"]
    if told["suggestion"]:
        lines.append(f"  Did you mean: {told['suggestion']}")
    return "\n".join([*lines, f"  Next: {told['do']}"])


def _usage(problem: click.UsageError) -> CommandNotUnderstood:
    command = problem.ctx.command_path if problem.ctx else "depter"
    return CommandNotUnderstood(mistake=_mistake(problem), command=command)


def _mistake(problem: click.UsageError) -> str:
    """What is wrong, in words of the program only."""
    match problem:
        case click.MissingParameter():
            return f"{_of(problem)} is missing."
        case click.BadParameter():
            choices = problem.param.type if problem.param else None
            if isinstance(choices, click.Choice):
                return f"{_of(problem)} must be one of: {', '.join(map(str, choices.choices))}."
            if isinstance(choices, click.IntRange):
                return f"{_of(problem)} must be a whole number{_bounds(choices)}."
            return f"the value of {_of(problem)} cannot be used."
        case click.NoSuchOption():
            nearest = ", ".join(problem.possibilities or ())
            return "there is no such option" + (f"; near it are: {nearest}." if nearest else ".")
        case click.BadOptionUsage():
            return "an option was given without its value, or a flag with one."
        case _:
            return "a word is missing, unknown or one too many."


def _bounds(numbers: click.IntRange) -> str:
    least = f" from {numbers.min}" if numbers.min is not None else ""
    return least + (f" to {numbers.max}" if numbers.max is not None else "")


def _of(problem: click.BadParameter) -> str:
    if problem.param is None:
        return "a value"
    if isinstance(problem.param, click.Argument):
        return problem.param.metavar or "a word"
    return " / ".join(problem.param.opts)
