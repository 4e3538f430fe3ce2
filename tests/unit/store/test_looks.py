"""Who looked is written down before the page is shown, once in a while, and stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from depter.actions import cases, sources, statements
from depter.actions.statements import new_claim
from depter.ledger.database import Row
from depter.notebook.errors import DiskFull
from depter.register.access import NotAllowed
from depter.register.facts.claims import DocumentWas, NameIs
from depter.register.facts.office import PolicySet
from depter.register.facts.statements import Occasion
from depter.register.folds.source import SourceFile
from depter.store.book import Book
from depter.store.database import DjangoDatabase
from depter.store.looks import APART, What, prune_looks, record_look
from depter.values.ids import SubjectId
from tests.notebooks import copied, database, opened
from tests.offices import NAMES, Office, office_of

FOUNDER, INTAKE, SECOND = NAMES[:3]
GOLDEN = Path(__file__).parents[2] / "golden" / "ledger" / "notebook-1"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_of(tmp_path, ["", "intake", "coordinator"]) as one:
        yield one


@pytest.fixture
def case(office: Office) -> SubjectId:
    """A case with the number of a passport."""
    return numbered_case(office.founder)


def numbered_case(book: Book) -> SubjectId:
    source = sources.introduce_source(book.notebook, source_kind="relative", note="Calls at dusk.")
    case = cases.open_case(book.notebook)
    shapes = (
        NameIs(text="Zereka Balqybek", script="Latn"),
        DocumentWas(document="passport", number="Z 0000001"),
    )
    statements.record_statement(
        book.notebook,
        about=case,
        source=source,
        occasion=Occasion(on="2018-11-03"),
        claims=[new_claim(one, basis="family") for one in shapes],
    )
    return case


def seen(office: Office, *, member: str = "", subject: str = "") -> list[tuple[str, str, str]]:
    """Looks as a custodian sees them: who, at what, and how."""
    rows = office.book(FOUNDER).looks(member=member, subject=subject).rows
    return [(one.member, one.subject, one.what) for one in rows]


def test_a_page_with_something_protected_is_a_look(office: Office, case: SubjectId) -> None:
    office.book(SECOND).case(case)
    assert seen(office) == [(office.id_of(SECOND), case, "protected")]


def test_every_way_to_the_page_is_a_look(office: Office, case: SubjectId) -> None:
    second = office.book(SECOND)
    source = second.case(case).case.statements[0].source
    second.source(source)
    assert [one[1] for one in seen(office)] == [source, case]
    office.watch.turn(hours=1)
    second.subject(source, SourceFile)
    office.watch.turn(hours=1)
    second.shelf.folded(source)
    assert [one[1] for one in seen(office)] == [source, source, source, case]


def test_whoever_may_not_read_it_did_not_look(office: Office, case: SubjectId) -> None:
    assert len(office.book(INTAKE).case(case).case.claims) == 1
    assert seen(office) == []


def test_a_page_without_anything_protected_is_no_look(office: Office) -> None:
    plain = cases.open_case(office.founder.notebook, label="nobody yet")
    office.book(SECOND).case(plain)
    assert seen(office) == []


def test_what_shows_nothing_protected_is_no_look(office: Office, case: SubjectId) -> None:
    """Lists, search and names carry nothing protected, of whomever they are asked."""
    second = office.book(SECOND)
    assert second.listed("source").rows and second.search("Zereka") and second.cases().rows
    assert second.shelf.many([case]) and second.shelf.names([case])
    assert seen(office) == []


def test_reading_on_is_one_look_and_coming_back_another(office: Office, case: SubjectId) -> None:
    for _ in range(5):
        office.book(SECOND).case(case)
        office.watch.turn(hours=0.04)
    assert len(seen(office)) == 1
    office.watch.turn(hours=0.25)
    office.book(SECOND).case(case)
    assert len(seen(office)) == 2


def test_another_member_and_another_way_are_looks_of_their_own(
    office: Office, case: SubjectId
) -> None:
    office.book(SECOND).case(case)
    office.book(FOUNDER).case(case)
    office.book(SECOND).record_look(What.ORIGINAL, subject=case, detail="letter")
    office.book(SECOND).record_look(What.ORIGINAL, subject=case, detail="letter")
    office.book(SECOND).record_look(What.LIST, detail="cases 40")
    assert [(one[0], one[2]) for one in seen(office)] == [
        (office.id_of(SECOND), "list"),
        (office.id_of(SECOND), "original"),
        (office.id_of(FOUNDER), "protected"),
        (office.id_of(SECOND), "protected"),
    ]
    first = office.book(FOUNDER).looks().rows[0]
    assert first.detail == "cases 40" and first.subject == ""


def test_a_custodian_asks_by_member_and_by_subject_page_by_page(
    office: Office, case: SubjectId
) -> None:
    for number in range(5):
        office.book(SECOND).record_look(What.BUNDLE, detail=str(number))
        office.watch.turn(hours=1)
    office.book(FOUNDER).case(case)
    assert len(seen(office, member=office.id_of(SECOND))) == 5
    assert seen(office, subject=case) == [(office.id_of(FOUNDER), case, "protected")]
    custodian, details, after = office.book(FOUNDER), list[str](), ""
    while True:
        page = custodian.looks(member=office.id_of(SECOND), after=after, size=2)
        details += [one.detail for one in page.rows]
        after = page.next
        if not after:
            break
    assert details == ["4", "3", "2", "1", "0"]
    assert custodian.looks(after="no mark at all").rows is not None


@pytest.mark.parametrize("name", [INTAKE, SECOND])
def test_only_a_custodian_may_know_who_looked(office: Office, name: str) -> None:
    with pytest.raises(NotAllowed):
        office.book(name).looks()


def test_where_a_look_cannot_be_written_nothing_protected_is_shown(
    office: Office, case: SubjectId, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = cases.open_case(office.founder.notebook, label="nobody yet")
    execute = DjangoDatabase.execute

    def full(self: DjangoDatabase, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        if sql.startswith("INSERT"):
            raise DiskFull()
        return execute(self, sql, parameters)

    monkeypatch.setattr(DjangoDatabase, "execute", full)
    with pytest.raises(DiskFull):
        office.book(SECOND).case(case)
    assert office.book(SECOND).case(plain).case.label == "nobody yet"
    assert office.book(INTAKE).case(case).case.name == "Zereka Balqybek"


def test_looks_stay_when_the_cards_are_drawn_anew(office: Office, case: SubjectId) -> None:
    office.book(SECOND).case(case)
    before = seen(office)
    office.founder.rebuild()
    assert office.founder.differing_cards() == [] and office.founder.verify().first_bad is None
    assert seen(office) == before != []


def test_looks_are_no_part_of_the_ledger(office: Office, case: SubjectId) -> None:
    before = office.founder.notebook.ledger.heads()
    office.book(SECOND).case(case)
    assert office.founder.notebook.ledger.heads() == before


def test_old_looks_are_forgotten_when_the_notebook_is_opened(notebook_folder: Path) -> None:
    now = datetime.now(UTC)
    with opened(notebook_folder) as book:
        for days in (5, 20, 400):
            at = now - timedelta(days=days)
            record_look(
                book.alias, book.viewer, subject="", what=What.LIST, at=at, detail=str(days)
            )
    with opened(notebook_folder) as book:
        assert [one.detail for one in book.looks().rows] == ["5", "20"]
        book.notebook.write(book.notebook.office_id, PolicySet(looks_days=10))
        assert [one.detail for one in book.looks().rows] == ["5", "20"]
    with opened(notebook_folder) as book:
        assert [one.detail for one in book.looks().rows] == ["5"]


def test_a_look_at_the_limit_is_kept(book: Book) -> None:
    now = datetime(2019, 5, 1, 12, tzinfo=UTC)
    for seconds in (0, 1):
        at = now - timedelta(days=10, seconds=seconds)
        record_look(book.alias, book.viewer, subject="", what=What.LIST, at=at)
    assert len(book.looks().rows) == 2
    prune_looks(book.alias, days=10, at=now)
    assert [one.at for one in book.looks().rows] == ["2019-04-21T12:00:00Z"]


def test_a_clock_that_was_set_back_does_not_swallow_looks(book: Book) -> None:
    now = datetime(2019, 5, 1, 12, tzinfo=UTC)
    for at in (now, now - timedelta(days=1), now + APART):
        record_look(book.alias, book.viewer, subject="", what=What.LIST, at=at)
    assert len(book.looks().rows) == 3


def test_a_notebook_of_the_first_format_takes_looks(tmp_path: Path) -> None:
    folder = copied(GOLDEN, tmp_path / "register")
    with opened(folder) as book:
        assert book.looks().rows == ()
        case = numbered_case(book)
        book.case(case)
        assert [one.subject for one in book.looks().rows] == [case]


def test_looks_lie_encrypted(notebook_folder: Path) -> None:
    with opened(notebook_folder) as book:
        book.record_look(What.LIST, detail="forty cases of Poplar")
    with database(notebook_folder, is_guarded=True) as behind:
        assert behind.execute("SELECT detail FROM look").fetchall() == [("forty cases of Poplar",)]
    files = [path.read_bytes() for path in notebook_folder.rglob("*") if path.is_file()]
    assert files and not any(b"Poplar" in one for one in files)
