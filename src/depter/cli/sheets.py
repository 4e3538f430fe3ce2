"""A sheet that somebody wrote: YAML or JSON, read into a typed value, with mistakes told."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from depter.errors import N_, BadInput

if TYPE_CHECKING:
    import msgspec

S = TypeVar("S", bound="msgspec.Struct")
_LARGEST: Final = 32 * 1024 * 1024
_AT: Final = re.compile(r" - at `(\$[^`]*)`$")
_TYPES: Final = re.compile(r"Expected `[a-z| ]+`, got `[a-z]+`|missing required field `\w+`")


class FileUnreadable(BadInput):
    """The file that was named is not there, is a folder, or may not be read."""

    what: ClassVar[str] = N_("The file that was named cannot be read.")
    do: ClassVar[str] = N_("Check its path, or give “-” and write to standard input.")


class FileTooLarge(BadInput):
    """Far more than any statement."""

    what: ClassVar[str] = N_("The file is too large: at most {most} bytes are read.")
    do: ClassVar[str] = N_("Deposit it as evidence on the page of the case instead.")


class SheetNotUnderstood(BadInput):
    """The file is neither YAML nor JSON, or is no UTF-8."""

    what: ClassVar[str] = N_("The sheet is neither YAML nor JSON: it breaks off at line {line}.")
    do: ClassVar[str] = N_("Correct that line; the form is shown in docs/cli.md.")


class SheetMistaken(BadInput):
    """The sheet can be read but does not have the right fields."""

    what: ClassVar[str] = N_("The sheet has a mistake at {place}: {mistake}.")
    do: ClassVar[str] = N_("Correct that place; the form is shown in docs/cli.md.")


def read_text(path: Path) -> str:
    """The text of a file, or of standard input for ``-``.

    Raises:
        FileUnreadable, FileTooLarge: there is none that can be read.
        TextBroken: it is no UTF-8.
    """
    from depter.values.text import TextBroken

    try:
        if str(path) == "-":
            content = sys.stdin.buffer.read(_LARGEST + 1)
        else:
            with path.open("rb") as file:
                content = file.read(_LARGEST + 1)
    except OSError:
        raise FileUnreadable from None
    if len(content) > _LARGEST:
        raise FileTooLarge(most=_LARGEST)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TextBroken from None


def read_sheet(path: Path, shape: type[S]) -> S:
    """The sheet in a file.

    Raises:
        SheetNotUnderstood, SheetMistaken: the sentence says where; what was written is not
            repeated.
    """
    return sheet_from(read_text(path), shape)


def sheet_from(text: str, shape: type[S]) -> S:
    """As :func:`read_sheet`, for text.

    YAML is read without its guesses: every scalar is a text, so that 2018-04 stays a month and
    NO stays Norway. JSON is YAML, so one reader serves both.
    """
    import msgspec
    import yaml

    try:
        written = yaml.load(text, yaml.CBaseLoader)  # noqa: S506 (texts, lists, mappings)
    except yaml.YAMLError as mistake:
        mark = getattr(mistake, "problem_mark", None)
        raise SheetNotUnderstood(line=mark.line + 1 if mark else 1) from None
    except (ValueError, RecursionError):
        raise SheetNotUnderstood(line=1) from None
    try:
        return msgspec.convert(written, shape, strict=False)
    except (msgspec.ValidationError, RecursionError) as mistake:
        raise _told(str(mistake)) from None


def _told(message: str) -> SheetMistaken:
    """The place and the kind of a mistake, in words of the program only."""
    at = _AT.search(message)
    # A path may pass through a key that somebody typed; msgspec writes those as […].
    place = at.group(1) if at else "$"
    known = _TYPES.search(message)
    if known:
        mistake = known.group(0).replace("`", "")
    elif "unknown field" in message:
        mistake = "a field that it cannot have"
    else:
        mistake = "a value of the wrong kind"
    return SheetMistaken(place=place, mistake=mistake)
