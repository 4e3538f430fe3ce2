"""Who looked at what: kept beside the cards, in the encrypted database of this notebook.

A look is no fact of the register: it is not signed, not exchanged with other devices and in no
backup or bundle; each notebook knows only the looks that were taken at it. Drawing the cards
anew and updating Depter leave it alone. Whoever holds the database's key and other tools can
change it: it is for a custodian who asks who read a page, not proof before a court.

A look is written before the page is shown, and where it cannot be written, because the disk is
full, the page is not shown either: what is protected is never read unseen. Only the first look
of one member at one subject within fifteen minutes is written, so that reading on costs nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from depter.register.access import Right, Viewer, require
from depter.store.database import DjangoDatabase
from depter.values.ids import SubjectId

APART: Final = timedelta(minutes=15)
PAGE: Final = 50


class What(StrEnum):
    """What was looked at, or taken along."""

    PROTECTED = "protected"  # a page with protected content
    SEALED = "sealed"  # sealed fields, opened by a custodian
    ORIGINAL = "original"  # a file as it was received
    LIST = "list"  # a list, exported
    BUNDLE = "bundle"
    BACKUP = "backup"


class Look(msgspec.Struct, frozen=True):
    """One look. ``at`` is ISO 8601 in UTC; ``subject`` is empty for what is about no one subject;
    ``detail`` holds codes and counts, never a name."""

    id: int
    at: str
    member: str
    subject: SubjectId
    what: str
    detail: str = ""


class LookList(msgspec.Struct, frozen=True):
    """A page of looks, newest first; ``next`` is what to ask on ``after``."""

    rows: tuple[Look, ...]
    next: str


def record_look(
    alias: str, viewer: Viewer, *, subject: str, what: What, at: datetime, detail: str = ""
) -> None:
    """Write down that the viewer looked, unless it was written a moment ago.

    Raises:
        DiskFull: no room; then nothing may be shown either.
        NotebookInUse: something long is being written; likewise.
    """
    database = DjangoDatabase(alias)
    known = database.execute(
        "SELECT 1 FROM look WHERE member = %s AND subject = %s AND what = %s"
        " AND at > %s AND at <= %s LIMIT 1",
        (viewer.member, subject, what.value, _iso(at - APART), _iso(at)),
    )
    if not known:
        database.execute(
            "INSERT INTO look (at, member, subject, what, detail) VALUES (%s, %s, %s, %s, %s)",
            (_iso(at), viewer.member, subject, what.value, detail),
        )


def looks(
    alias: str,
    viewer: Viewer,
    *,
    member: str = "",
    subject: str = "",
    after: str = "",
    size: int = PAGE,
) -> LookList:
    """Who looked, newest first; of one ``member`` or at one ``subject`` where given.

    Raises:
        NotAllowed: only custodians may know.
    """
    require(viewer, Right.SEE_LOOKS)
    where, parameters = ["1 = 1"], list[object]()
    for column, value in (("member", member), ("subject", subject)):
        if value:
            where.append(f"{column} = %s")
            parameters.append(value)
    if after:
        at, _, last = after.rpartition("~")
        where.append("(at, id) < (%s, %s)")
        parameters += [at, int(last) if last.isdecimal() else 0]
    rows = DjangoDatabase(alias).execute(
        f"SELECT id, at, member, subject, what, detail FROM look WHERE {' AND '.join(where)}"
        f" ORDER BY at DESC, id DESC LIMIT {size + 1}",
        parameters,
    )
    page = tuple(Look(*row) for row in rows[:size])
    more = len(rows) > size
    return LookList(rows=page, next=f"{page[-1].at}~{page[-1].id}" if more else "")


def prune_looks(alias: str, *, days: int, at: datetime) -> None:
    """Forget looks older than the office keeps them (``looks_days`` of its policy)."""
    DjangoDatabase(alias).execute("DELETE FROM look WHERE at < %s", (_iso(at - timedelta(days)),))


def _iso(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
