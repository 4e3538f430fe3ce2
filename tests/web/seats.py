"""Members of one office, each before a browser of their own on the same machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.test import Client

from depter.web.frame.desk import COOKIE, DESK
from tests.offices import NAMES, Office, Roles, office_of

FOUNDER, SECOND, THIRD = NAMES[:3]


@dataclass(frozen=True)
class Seats:
    """An office at the desk."""

    office: Office

    def at(self, name: str) -> Client:
        """A browser in which this member signed in a moment ago."""
        browser = Client(HTTP_HOST="127.0.0.1")
        browser.cookies[COOKIE] = DESK.open(self.office.book(name))
        return browser


@contextmanager
def seated(where: Path, roles: Sequence[Roles]) -> Iterator[Seats]:
    """An office of which each member can sit down; see :func:`tests.offices.office_of`."""
    with office_of(where, roles) as office:
        DESK.path = office.folder
        try:
            yield Seats(office)
        finally:
            DESK.when_locked = lambda room: None
            DESK.lock()
            DESK.when_locked = type(office.founder.room).close
