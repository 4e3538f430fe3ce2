"""What the page of a source shows."""

from __future__ import annotations

from typing import Any

from depter.register.deeds import Deed
from depter.register.folds.source import Consent
from depter.store.book import Book
from depter.store.queries.pages import SourcePage
from depter.values.ids import SubjectId
from depter.web.deeds.opening import OpenForm
from depter.web.deeds.standing import standing
from depter.web.frame.history import members, written_lines
from depter.web.sources.forms import ConsentForm, ReliabilityForm, WithdrawForm


def source_sheet(book: Book, source: SubjectId) -> dict[str, Any]:
    """Everything the template of one source shows, with empty forms.

    Raises:
        NoSuchSubject: there is no such source.
    """
    page = book.source(source)
    file = page.source
    two = standing(book, source, Deed.UNSEAL) if file.sealed_entries else None
    return {
        "page": page,
        "source": file,
        "names": page.names,
        "consents": [(one, page.names.get(one.case or "")) for one in by_use(file.consents)],
        "mentions": [name for name in page.mentioned_by if name.type not in _SPOKEN_ABOUT],
        "lines": written_lines(file.history, members=members(book)),
        "judge": ReliabilityForm(initial={"reliability": file.reliability}),
        "consent": ConsentForm(cases=cases_of(page)),
        "withdraw": WithdrawForm(),
        "open": OpenForm(is_alone=two is None or two.is_alone),
        "two": two,
    }


_SPOKEN_ABOUT = ("case", "place", "organisation")  # listed with their statements already


def cases_of(page: SourcePage) -> list[tuple[str, str]]:
    """Cases the source spoke about: consent may be for one of them."""
    cases = {name.id: name.title for name, _ in page.statements if name.type == "case"}
    return sorted(cases.items(), key=lambda pair: pair[1].casefold())


def by_use(consents: tuple[Consent, ...]) -> list[Consent]:
    """Consent in the order of its uses."""
    return sorted(consents, key=lambda one: (one.use, one.case or ""))
