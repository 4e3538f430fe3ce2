"""The list of cases: what was asked for, as chips that can be taken off again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from depter.errors import BadInput
from depter.store.queries.cases import ORDERS, CaseFilter
from depter.values.edtf import parse_date

_USUAL: Final = "opened"
_FILTERS: Final = (
    "status",
    "place",
    "year",
    "source_kind",
    "not_heard_since",
    "disputed",
    "conflict",
)


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is on; ``without`` is the query that leaves it out."""

    filter: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for the list: the filter, and the same as query and chips.

    ``mistake`` is what was wrong with the date; the list then leaves that filter out.
    """

    wanted: CaseFilter
    given: Mapping[str, str]
    mistake: BadInput | None = None

    @property
    def chips(self) -> tuple[Chip, ...]:
        """Every filter that narrows."""
        on = [name for name in _FILTERS if self.given.get(name) and self._narrows(name)]
        return tuple(Chip(name, self.given[name], self.query(without=name)) for name in on)

    def query(self, *, without: str = "", **changed: str) -> str:
        """The same list, changed, as a query; a changed list begins at its first page."""
        kept = {name: value for name, value in self.given.items() if value and name != without}
        return urlencode(kept | {name: value for name, value in changed.items() if value})

    def _narrows(self, name: str) -> bool:
        return not (name == "not_heard_since" and self.mistake)


def asked(query: Mapping[str, str]) -> Asked:
    """Read the query of the list; what is not one of its fields is ignored."""
    given = {name: query.get(name, "").strip() for name in (*_FILTERS, "order")}
    if given["order"] not in ORDERS or given["order"] == _USUAL:
        given["order"] = ""
    since, mistake = given["not_heard_since"], None
    if since:
        try:
            since = parse_date(since).text
        except BadInput as problem:
            since, mistake = "", problem
    wanted = CaseFilter(
        status=given["status"],
        place=given["place"],
        year=given["year"],
        source_kind=given["source_kind"],
        disputed=bool(given["disputed"]),
        conflict=bool(given["conflict"]),
        not_heard_since=since,
        order=given["order"] or _USUAL,
        after=query.get("after", ""),
    )
    return Asked(wanted, given, mistake)
