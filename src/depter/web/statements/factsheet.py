"""A form for one fact, with the part that says who says so, handled as one."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from depter.web.frame.troubles import Trouble
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.statements.directory import Directory
from depter.web.statements.sheetform import ADD, SheetForm, draft_of
from depter.web.statements.told import ToldForm

F = TypeVar("F", bound=SheetForm)


class FactSheet(Generic[F]):
    """What the template draws and the view saves. ``told`` is left out where nobody says it."""

    def __init__(
        self,
        form: type[F],
        request: UnlockedRequest,
        *,
        initial: dict[str, Any] | None = None,
        **about: Any,
    ) -> None:
        posted = request.POST if request.method == "POST" else None
        data, self.is_final = draft_of(posted) if posted is not None else (None, False)
        self.directory = Directory(request.book)
        shared: dict[str, Any] = {
            "directory": self.directory,
            "quiet": posted is not None and ADD in posted,
        }
        self.trouble: Trouble | None = None
        self.form = form(data, prefix="fact", initial=initial, **shared, **about)
        self.told = ToldForm(data, prefix="told", initial=_asked_with(request), **shared)

    def may_save(self) -> bool:
        """Whether it is to be saved and can be; both parts are read, so all mistakes show."""
        if not self.is_final:
            return False
        is_told, is_valid = self.told.is_valid(), self.form.is_valid()
        return is_told and is_valid

    def mistakes(self) -> list[Any]:
        """Every field that was misread, in the order of the page."""
        return [*self.form.mistakes(), *self.told.mistakes()]


def _asked_with(request: UnlockedRequest) -> dict[str, str]:
    """A link may bring along who says so."""
    return {name: request.GET[name] for name in ("source", "statement") if name in request.GET}
