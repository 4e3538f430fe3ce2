"""One small register of invented people that holds every kind of fact, at every level."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from depter.actions import advocacy, cases, evidence, history, sources, statements, world
from depter.actions.statements import new_claim
from depter.register.facts import claims as says
from depter.register.facts.advocacy import (
    AppealAnswered,
    AppealFollowed,
    AppealMade,
    IncidentReported,
    ProceedingBegun,
    RepresentationChanged,
    StageReached,
)
from depter.register.facts.base import Told
from depter.register.facts.sources import SourceIntroduced
from depter.register.facts.statements import Occasion
from depter.register.facts.world import Spelling
from depter.store.book import Book
from depter.values.ids import StatementId, SubjectId
from tests.everybody import Everybody, write_everybody
from tests.people import (
    CAMP,
    DISTRICT,
    MELIKE,
    MINISTRY,
    PASSPHRASE,
    TOLEUTAI,
    TRANSLATION,
    WORDS,
    ZEREKA,
)

FILE = bytes(range(256)) * 300  # more than one block of the encrypted stream


class Everything(NamedTuple):
    """The subjects that were written."""

    case: SubjectId
    other: SubjectId
    brother: SubjectId
    witness: SubjectId
    camp: SubjectId
    district: SubjectId
    ministry: SubjectId
    evidence: SubjectId
    statement: StatementId
    hearsay: StatementId
    appeal: SubjectId
    incident: SubjectId
    proceeding: SubjectId
    figure: SubjectId
    office: Everybody | None = None


def write_everything(book: Book, *, with_others: bool = True) -> Everything:
    """Write every kind; those of cases through the actions that people's clicks become.

    In the middle of it people come and go, and the office's keys change twice: much of it is
    under an older key, the rest under the present one. Without others it is one feed.
    """
    notebook = book.notebook
    district, camp = _places(book)
    ministry = world.describe_organisation(
        notebook, names=[Spelling(text=MINISTRY)], organisation_kind="ministry", country="KZ"
    )
    case = cases.open_case(notebook, label="woman from Poplar district")
    other = cases.open_case(notebook, label=TOLEUTAI.latin)
    brother, witness = _sources(book, other)
    given = evidence.deposit_evidence(
        notebook,
        chunks=[FILE],
        file_name="letter.pdf",
        media_type="application/pdf",
        cases=[case],
        given_by=brother,
        on="2018-11-03",
        note="two pages",
    )
    statement = _family_statement(book, case, brother, camp, given)
    office = write_everybody(book, case=case, evidence=given) if with_others else None
    _introduced_again(book, witness)
    hearsay = _sealed_statement(book, case, witness, camp)
    appeal, incident = _advocacy(book, case, brother, ministry)
    return Everything(
        case=case,
        other=other,
        brother=brother,
        witness=witness,
        camp=camp,
        district=district,
        ministry=ministry,
        evidence=given,
        statement=statement,
        hearsay=hearsay,
        appeal=appeal,
        incident=incident,
        proceeding=_proceeding(book, case, brother, ministry),
        figure=world.claim_figure(
            notebook,
            counts="held_in_place",
            value=2500,
            told=Told(source=brother, basis="hearsay", statement=statement),
            qualifier="about",
            as_of="2018",
            place=camp,
        ),
        office=office,
    )


def _places(book: Book) -> tuple[SubjectId, SubjectId]:
    district = world.describe_place(
        book.notebook, names=[Spelling(text=DISTRICT)], place_kind="district", country="CN"
    )
    camp = world.describe_place(
        book.notebook,
        names=[
            Spelling(text=CAMP),
            Spelling(text="第七白杨培训中心", script="Hani", language="zh"),
        ],
        place_kind="camp",
        within=district,
        country="CN",
    )
    return district, camp


def _introduced_again(book: Book, witness: SubjectId) -> None:
    """The same about the witness, under the keys of today: at every level there are two by now."""
    [before] = [
        one.fact for one in book.notebook.facts(witness) if isinstance(one.fact, SourceIntroduced)
    ]
    sealed = book.notebook.unsealed(witness, custodian=book.custodian(PASSPHRASE))
    book.notebook.write(witness, msgspec.structs.replace(before, **sealed))


def _sources(book: Book, other: SubjectId) -> tuple[SubjectId, SubjectId]:
    notebook = book.notebook
    brother = sources.introduce_source(
        notebook, source_kind="relative", protection="open", name=MELIKE.latin, note="calls at dusk"
    )
    sources.judge_source(notebook, source=brother, reliability="B", reason="consistent")
    witness = sources.introduce_source(
        notebook,
        source_kind="survivor",
        case=other,
        identity=TOLEUTAI.cyrillic,
        note="calls back on Fridays",
        contact="+7 000 000 00 00",
        whereabouts="the town by the salt lake",
    )
    sources.give_consent(
        notebook,
        source=brother,
        uses=["store", "publish_named", "share_un"],
        on="2018-11-03",
        channel="in_person",
    )
    sources.withdraw_consent(notebook, source=brother, uses=["publish_named"], reason="afraid")
    sources.open_sealed(
        notebook, subject=witness, custodian=book.custodian(PASSPHRASE), reason="to call back"
    )
    return brother, witness


def _family_statement(
    book: Book, case: SubjectId, brother: SubjectId, camp: SubjectId, given: SubjectId
) -> StatementId:
    notebook = book.notebook
    name = new_claim(
        says.NameIs(text=ZEREKA.cyrillic, script="Cyrl", language="kk"), basis="family"
    )
    status = new_claim(says.StatusWas(status="camp"), basis="hearsay", as_of="2018-04", place=camp)
    paper = new_claim(
        says.DocumentWas(document="passport", number="Z 0000001", country="CN", holder="seized"),
        basis="family",
    )
    statement = statements.record_statement(
        notebook,
        about=case,
        source=brother,
        occasion=Occasion(on="2018-11-03", channel="in_person", place="the desk"),
        language="kk",
        words=WORDS,
        translations={"en": TRANSLATION},
        consent=["store"],
        evidence=[given],
        claims=[name, status, paper],
    )
    cases.judge_claim(notebook, case=case, claim=status.id, credibility="3", reason="one voice")
    cases.settle_value(notebook, case=case, claim=name.id, reason="as in her passport")
    cases.settle_status(
        notebook, case=case, status="camp", as_of="2018-04", reason="two voices", place=camp
    )
    return statement


def _sealed_statement(
    book: Book, case: SubjectId, witness: SubjectId, camp: SubjectId
) -> StatementId:
    notebook = book.notebook
    seen = new_claim(
        says.StatusWas(status="forced_work"),
        basis="eyewitness",
        as_of="2018-09/2018-12",
        place=camp,
    )
    hearsay = statements.record_statement(
        notebook,
        about=case,
        source=witness,
        occasion=Occasion(on="2019-01", channel="phone"),
        claims=[seen],
        sealed_claims=[new_claim(says.Remark(text="slept in the next bunk"), basis="self")],
    )
    statements.correct_statement(
        notebook,
        about=case,
        statement=hearsay,
        reason="misheard",
        claims=[new_claim(says.StatusWas(status="camp"), basis="eyewitness", as_of="2018-09")],
    )
    statements.retract_statement(notebook, about=case, statement=hearsay, by="source", on="2019-02")
    return hearsay


def _advocacy(
    book: Book, case: SubjectId, brother: SubjectId, ministry: SubjectId
) -> tuple[SubjectId, SubjectId]:
    notebook, told = book.notebook, Told(source=brother, basis="self", locator="page 1")
    appeal = advocacy.make_appeal(
        notebook,
        AppealMade(
            appeal_kind="letter",
            told=told,
            on="2018-11-10",
            by_name="the family",
            addressee=ministry,
            cases=(case,),
            asked="Where is she?",
        ),
    )
    answer = AppealAnswered(response="official_reply", told=told, on="2018-12-01", by=ministry)
    advocacy.answer_appeal(notebook, appeal=appeal, fact=answer)
    mistaken = advocacy.follow_appeal(
        notebook, appeal=appeal, fact=AppealFollowed(impact="released", told=told, on="2019-01")
    )
    history.strike_entry(notebook, subject=appeal, entry=mistaken, reason="another woman")
    incident = advocacy.report_incident(
        notebook,
        IncidentReported(
            incident_kind="threatening_call",
            told=told,
            on="2018-12",
            summary="a call at night",
            appeals=(appeal,),
            cases=(case,),
            victims=MELIKE.cyrillic,
            victim_contact="through the shop",
        ),
    )
    return appeal, incident


def _proceeding(book: Book, case: SubjectId, brother: SubjectId, ministry: SubjectId) -> SubjectId:
    notebook, told = book.notebook, Told(source=brother, basis="document")
    proceeding = advocacy.begin_proceeding(
        notebook,
        ProceedingBegun(
            proceeding_kind="citizenship",
            told=told,
            title="Renunciation",
            on="2017",
            cases=(case,),
            body=ministry,
        ),
    )
    advocacy.reach_stage(
        notebook,
        proceeding=proceeding,
        fact=StageReached(stage="fined", told=told, on="2018-02", amount=1000, currency="KZT"),
    )
    advocacy.change_representation(
        notebook,
        proceeding=proceeding,
        fact=RepresentationChanged(lawyer="A. Lawyer", change="began", told=told, on="2018-01"),
    )
    cases_are_two = [one.id for one in book.cases().rows if one.id != case]
    cases.judge_same(notebook, case=case, other=SubjectId(cases_are_two[0]), verdict="different")
    return proceeding
