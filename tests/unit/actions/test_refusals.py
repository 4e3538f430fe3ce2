"""What actions refuse, in a sentence, and that nothing is written then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from depter.actions import advocacy, cases, history, sources, statements, world
from depter.actions.cases import NoSuchClaim
from depter.actions.evidence import deposit_evidence
from depter.actions.history import CannotStrike
from depter.actions.sources import ProtectedHasNoName, ReasonMissing
from depter.actions.statements import NothingSaid, new_claim
from depter.actions.world import NameMissing, NegativeFigure
from depter.errors import BadInput
from depter.notebook.errors import NoSuchSubject
from depter.register.facts.advocacy import AppealAnswered, IncidentReported
from depter.register.facts.base import Told
from depter.register.facts.claims import DocumentWas, Remark
from depter.register.facts.statements import Occasion
from depter.register.facts.world import Spelling
from depter.register.vocabulary import UnknownCode
from depter.store.book import Book
from depter.values.edtf import DateNotUnderstood
from depter.values.ids import ClaimId, EntryId, StatementId, SubjectId, new_id
from depter.values.level import Level
from tests.everything import Everything, write_everything
from tests.people import PASSPHRASE

NOWHERE: Final = SubjectId("0000000000000000")
Deed = Callable[[Book, Everything], object]


def told(written: Everything) -> Told:
    return Told(source=written.brother, basis="family")


REFUSED: Final[dict[str, tuple[Deed, type[BadInput]]]] = {
    "an open name for a protected source": (
        lambda book, _: sources.introduce_source(
            book.notebook, source_kind="relative", name="Somebody"
        ),
        ProtectedHasNoName,
    ),
    "opening sealed fields without a reason": (
        lambda book, all_: sources.open_sealed(
            book.notebook, subject=all_.witness, custodian=book.custodian(PASSPHRASE), reason=" "
        ),
        ReasonMissing,
    ),
    "judging a source that is none": (
        lambda book, all_: sources.judge_source(book.notebook, source=all_.case, reliability="A"),
        NoSuchSubject,
    ),
    "a grade that there is not": (
        lambda book, all_: sources.judge_source(
            book.notebook, source=all_.brother, reliability="Z"
        ),
        UnknownCode,
    ),
    "consent on a day nobody can read": (
        lambda book, all_: sources.give_consent(
            book.notebook, source=all_.brother, uses=["store"], on="spring 2018?"
        ),
        DateNotUnderstood,
    ),
    "a statement of white space": (
        lambda book, all_: statements.record_statement(
            book.notebook,
            about=all_.case,
            source=all_.brother,
            occasion=Occasion(),
            words=" \n ",
        ),
        NothingSaid,
    ),
    "a statement about a source": (
        lambda book, all_: statements.record_statement(
            book.notebook,
            about=all_.witness,
            source=all_.brother,
            occasion=Occasion(),
            words="x",
        ),
        NoSuchSubject,
    ),
    "correcting a statement of another page": (
        lambda book, all_: statements.correct_statement(
            book.notebook,
            about=all_.other,
            statement=all_.statement,
            reason="",
            claims=[],
            words="x",
        ),
        NoSuchSubject,
    ),
    "retracting what was never said": (
        lambda book, all_: statements.retract_statement(
            book.notebook, about=all_.case, statement=StatementId(NOWHERE), by="source"
        ),
        NoSuchSubject,
    ),
    "settling on a claim that is none": (
        lambda book, all_: cases.settle_value(
            book.notebook, case=all_.case, claim=ClaimId(NOWHERE), reason=""
        ),
        NoSuchClaim,
    ),
    "a status that relies on nothing known": (
        lambda book, all_: cases.settle_status(
            book.notebook,
            case=all_.case,
            status="camp",
            as_of="2018",
            reason="",
            relies_on=[ClaimId(NOWHERE)],
        ),
        NoSuchClaim,
    ),
    "one person with a place": (
        lambda book, all_: cases.judge_same(
            book.notebook, case=all_.case, other=all_.camp, verdict="same"
        ),
        NoSuchSubject,
    ),
    "a place without a name": (
        lambda book, _: world.describe_place(
            book.notebook, names=[Spelling(text=" ")], place_kind="camp"
        ),
        NameMissing,
    ),
    "a place in nowhere": (
        lambda book, _: world.describe_place(
            book.notebook, names=[Spelling(text="x")], place_kind="camp", within=NOWHERE
        ),
        NoSuchSubject,
    ),
    "fewer than nobody": (
        lambda book, all_: world.claim_figure(
            book.notebook, counts="held_total", value=-1, told=told(all_)
        ),
        NegativeFigure,
    ),
    "an answer to what is no appeal": (
        lambda book, all_: advocacy.answer_appeal(
            book.notebook,
            appeal=all_.case,
            fact=AppealAnswered(response="no_reply", told=told(all_)),
        ),
        NoSuchSubject,
    ),
    "an incident about an appeal that is none": (
        lambda book, all_: advocacy.report_incident(
            book.notebook,
            IncidentReported(incident_kind="visit", told=told(all_), appeals=(all_.case,)),
        ),
        NoSuchSubject,
    ),
    "a file for nobody": (
        lambda book, _: deposit_evidence(
            book.notebook, chunks=[b"x"], file_name="x", media_type="x/y", cases=[NOWHERE]
        ),
        NoSuchSubject,
    ),
    "a file given on a day nobody can read": (
        lambda book, _: deposit_evidence(
            book.notebook, chunks=[b"x"], file_name="x", media_type="x/y", on="spring 2018?"
        ),
        DateNotUnderstood,
    ),
    "striking an entry of another page": (
        lambda book, all_: history.strike_entry(
            book.notebook,
            subject=all_.case,
            entry=book.notebook.facts(all_.other)[0].id,
        ),
        CannotStrike,
    ),
    "striking what is no entry": (
        lambda book, all_: history.strike_entry(
            book.notebook, subject=all_.case, entry=EntryId("x")
        ),
        CannotStrike,
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_is_refused_and_nothing_is_written(full_book: Book, what: str) -> None:
    deed, mistake = REFUSED[what]
    written = found(full_book)
    before = {subject: len(facts) for subject, facts in full_book.notebook.subjects()}
    with pytest.raises(mistake) as refusal:
        deed(full_book, written)
    assert refusal.value.exit_code == 2
    assert {subject: len(facts) for subject, facts in full_book.notebook.subjects()} == before
    assert full_book.differing_cards() == []
    assert len(list((full_book.path / "files").iterdir())) == 1


def found(book: Book) -> Everything:
    """The subjects of a notebook that holds everything, by what they are."""
    begun: dict[str, list[SubjectId]] = {}
    for subject, facts in book.notebook.subjects():
        begun.setdefault(facts[0].fact.__struct_config__.tag, []).append(subject)  # type: ignore[arg-type]
    of = {
        kind: sorted(some, key=lambda one: book.notebook.facts(one)[0].at)
        for kind, some in begun.items()
    }
    case, other = of["case.opened"]
    brother, witness = of["source.introduced"]
    district, camp = of["place.described"]
    statement, hearsay = [one.id for one in book.case(case).case.statements]
    return Everything(
        case=case,
        other=other,
        brother=brother,
        witness=witness,
        camp=camp,
        district=district,
        ministry=of["organisation.described"][0],
        evidence=of["evidence.deposited"][0],
        statement=statement,
        hearsay=hearsay,
        appeal=of["appeal.made"][0],
        incident=of["incident.reported"][0],
        proceeding=of["proceeding.begun"][0],
        figure=of["figure.claimed"][0],
    )


def test_striking_twice_is_refused_and_striking_the_strike_brings_it_back(book: Book) -> None:
    written = write_everything(book)
    entry = book.notebook.facts(written.other)[0].id
    strike = history.strike_entry(book.notebook, subject=written.other, entry=entry)
    assert written.other not in {row.id for row in book.cases().rows}
    with pytest.raises(CannotStrike):
        history.strike_entry(book.notebook, subject=written.other, entry=entry)
    history.strike_entry(book.notebook, subject=written.other, entry=strike)
    assert written.other in {row.id for row in book.cases().rows}


def test_a_claim_with_the_number_of_a_paper_is_protected_by_itself(book: Book) -> None:
    written = write_everything(book)
    statements.record_statement(
        book.notebook,
        about=written.other,
        source=written.brother,
        occasion=Occasion(),
        claims=[
            new_claim(DocumentWas(document="passport", number="Z 77"), basis="document"),
            new_claim(DocumentWas(document="passport"), basis="document"),
            new_claim(Remark(text="tall"), basis="family"),
        ],
    )
    levels = [known.level for known in book.case(written.other).case.claims]
    assert sorted(levels) == [Level.INTERNAL, Level.INTERNAL, Level.PROTECTED]


def test_opening_what_is_sealed_is_recorded_even_when_it_fails_to_open(book: Book) -> None:
    """First the record, then the words; if there are none to give, nothing is recorded either."""
    written = write_everything(book)
    given = sources.open_sealed(
        book.notebook,
        subject=written.incident,
        custodian=book.custodian(PASSPHRASE),
        reason="the lawyer asks",
    )
    assert set(given) == {"victims", "victim_contact"}
    kinds = [line.kind for line in book.notebook.folded(written.incident).history]  # type: ignore[union-attr]
    assert kinds[-1] == "source.opened"


def test_ids_are_random_and_look_alike() -> None:
    ids = {new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert {len(one) for one in ids} == {16}
