"""Office keys learnt from the ledger, and what a member who holds fewer of them can read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from depter.actions.cases import open_case
from depter.actions.sources import introduce_source
from depter.ledger.entry import Entry, SignedLine, b64, sign
from depter.notebook.encoding import bodies_of
from depter.notebook.membership import box_for
from depter.notebook.notebook import Notebook
from depter.register.access import ALONE, NotAllowed, Role
from depter.register.facts.cases import CaseOpened
from depter.register.facts.office import MemberAdmitted, OfficeFounded, OfficeRekeyed
from depter.register.facts.sources import SourceIntroduced
from depter.values.ids import new_id
from depter.values.level import Level
from depter.vault.errors import KeyNotHeld
from depter.vault.keyring import new_keyring, new_office_key
from depter.vault.subjectkeys import encrypt_body
from tests.everybody import rekey
from tests.offices import Office, office_of

NOTE = "calls at dusk"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A founder, an intake volunteer, a researcher, an administrator."""
    roles = ("", "coordinator", "researcher", "administrator")
    with office_of(tmp_path, roles) as made:
        yield made


def as_new(office: Office, name: str) -> Notebook:
    """The member's notebook, opened anew with the keyring as the key file has it."""
    notebook = office.notebook(name)
    given = msgspec.structs.replace(notebook.keyring, office=notebook.keyring.office[:1])
    return office.founder.for_member(given).notebook


def ids(notebook: Notebook) -> list[str]:
    return [key.id for key in notebook.keyring.office]


def test_after_rekeying_everybody_with_a_box_reads_and_writes_on(office: Office) -> None:
    founder, other = office.notebook("Qarlygash"), office.notebook("Boran")
    before = open_case(founder, label="before")
    key = rekey(founder)
    after = open_case(founder, label="after")
    answer = open_case(other, label="an answer")
    assert (founder.office.key, other.office.key) == (key, key)
    assert ids(other) == ["", key]
    for notebook in (founder, other, as_new(office, "Boran")):
        assert [len(notebook.facts(case)) for case in (before, after, answer)] == [1, 1, 1]
    keys = founder.ledger.keys_of
    assert [row.under for row in keys(before, Level.INTERNAL)] == [""]
    assert [row.under for row in keys(answer, Level.INTERNAL)] == [key]


def test_two_new_keys_in_a_row_are_learnt_in_their_order(office: Office) -> None:
    """The second box lies under the first new key: it is legible only once that is learnt."""
    founder = office.notebook("Qarlygash")
    keys = [rekey(founder), rekey(founder)]
    case = open_case(founder, label="after both")
    other = as_new(office, "Boran")  # with the one key that its box in the key file has
    assert other.office.key == keys[1]
    assert ids(other) == ["", *keys]
    assert other.facts(case)[0].fact == CaseOpened(label="after both")
    under = {row.under for row in founder.ledger.keys_of(founder.office_id, Level.INTERNAL)}
    assert under == {"", keys[0]}  # so the second was indeed written under the first


def test_who_never_got_the_box_passes_what_is_under_that_key_over(office: Office) -> None:
    founder = office.notebook("Qarlygash")
    before = open_case(founder, label="before")
    key = new_office_key(new_id())
    own = {founder.device: b64(box_for(key, recipient=founder.keyring.recipient()))}
    founder.write(founder.office_id, OfficeRekeyed(key=key.id, boxes=own))
    hidden = open_case(founder, label="after")
    founder.write(before, CaseOpened(label="once more"))
    other = office.notebook("Boran")
    assert ids(other) == [""]
    assert other.facts(hidden) == ()
    assert other.folded(hidden) is None
    assert [one.fact for one in other.facts(before)] == [CaseOpened(label="before")]
    assert len(founder.facts(before)) == 2
    assert hidden not in dict(other.subjects())
    assert hidden in dict(founder.subjects())
    with pytest.raises(KeyNotHeld):
        open_case(other, label="x")  # nor can it write under a key that it does not know


def test_who_never_got_the_box_still_finds_every_chain_sound(office: Office) -> None:
    founder = office.notebook("Qarlygash")
    key = new_office_key(new_id())
    own = {founder.device: b64(box_for(key, recipient=founder.keyring.recipient()))}
    founder.write(founder.office_id, OfficeRekeyed(key=key.id, boxes=own))
    open_case(founder, label="after")
    for name in ("Qarlygash", "Boran", "Tolqyn"):
        assert office.book(name).verify().first_bad is None


@pytest.mark.parametrize("box", ["", "x", "!", b64(b"age-encryption.org/v1\n")])
def test_a_box_that_does_not_open_teaches_nothing(office: Office, box: str) -> None:
    founder, other = office.notebook("Qarlygash"), office.notebook("Boran")
    fact = OfficeRekeyed(key="k2", boxes={other.device: box})
    founder.write(founder.office_id, fact)
    assert other.office.key == "k2"
    assert ids(other) == [""]


def test_a_box_with_a_key_of_another_name_teaches_nothing(office: Office) -> None:
    """Else it could take the place of a key that is still to come."""
    founder, other = office.notebook("Qarlygash"), office.notebook("Boran")
    forged = b64(box_for(new_office_key("later"), recipient=other.keyring.recipient()))
    founder.write(founder.office_id, OfficeRekeyed(key="k2", boxes={other.device: forged}))
    assert other.office.key == "k2"
    assert ids(other) == [""]


def test_a_researcher_reads_what_is_internal_and_no_more(office: Office) -> None:
    founder, researcher = office.notebook("Qarlygash"), office.notebook("Sayasat")
    assert [bool(key.protected) for key in researcher.keyring.office] == [False]
    source = introduce_source(
        founder, source_kind="relative", protection="open", name="A name", note=NOTE
    )
    [seen] = researcher.facts(source)
    assert isinstance(seen.fact, SourceIntroduced)
    assert (seen.fact.name, seen.fact.note) == ("A name", "")
    assert seen.closed == {Level.PROTECTED}
    [whole] = founder.facts(source)
    assert isinstance(whole.fact, SourceIntroduced)
    assert whole.fact.note == NOTE
    with pytest.raises(NotAllowed):
        open_case(researcher)


def test_an_administrator_holds_no_key_and_reads_nothing(office: Office) -> None:
    founder, machine = office.notebook("Qarlygash"), office.notebook("Tolqyn")
    case = open_case(founder, label="before")
    rekey(founder)
    open_case(founder, label="after")
    assert machine.viewer.roles == {Role.ADMINISTRATOR}
    assert machine.keyring.office == ()
    bare = [one.fact for _, facts in machine.subjects() for one in facts]
    assert [one for one in bare if bodies_of(one)] == []  # nothing that has a field
    assert machine.facts(case) == ()
    assert machine.office.members == ()
    assert len(list(founder.subjects())) > 2
    with pytest.raises(NotAllowed):
        open_case(machine)
    assert office.book("Tolqyn").verify().first_bad is None


def test_who_wrote_nothing_and_holds_no_known_device_has_no_role(office: Office) -> None:
    held = office.notebook("Qarlygash").keyring.office
    stranger = office.founder.for_member(new_keyring(member=new_id(), office=held)).notebook
    assert stranger.viewer.roles == frozenset()
    with pytest.raises(NotAllowed):
        open_case(stranger)


def test_the_office_is_read_again_only_when_something_came_in(office: Office) -> None:
    founder = office.notebook("Qarlygash")
    first = founder.office
    open_case(founder)
    assert founder.office is first
    rekey(founder)
    assert founder.office is not first


def test_a_founding_dated_back_by_somebody_who_held_a_key_changes_nothing(office: Office) -> None:
    """Whoever left, or took a laptop, still knows the office key of that time."""
    founder = office.notebook("Qarlygash")
    thief = new_keyring(member=new_id(), office=founder.keyring.office[:1])
    device = b64(thief.device_keys()[0])
    own = MemberAdmitted(member="thief", device=device, roles=tuple(ALONE), name="Thief")
    lines = forged(
        founder, thief.device_keys()[1], device, [OfficeFounded(name="T", custodians=()), own]
    )
    before = founder.office
    founder.accept(lines, [])
    assert founder.office.name == before.name
    assert [one.id for one in founder.office.members] == [one.id for one in before.members]
    assert founder.viewer.roles == frozenset(ALONE)
    folded = founder.folded(founder.office_id)
    assert folded is not None
    assert msgspec.to_builtins(folded)["name"] == before.name


def forged(
    notebook: Notebook, secret: bytes, device: str, facts: list[OfficeFounded | MemberAdmitted]
) -> list[tuple[SignedLine, dict[Level, bytes]]]:
    """A feed that claims to be older than the office, with bodies that open."""
    from depter.notebook.keyrows import wrapped

    [row] = notebook.ledger.keys_of(notebook.office_id, Level.INTERNAL)
    lines: list[tuple[SignedLine, dict[Level, bytes]]] = []
    for seq, fact in enumerate(facts, start=1):
        [body] = bodies_of(fact)
        stored = encrypt_body(body.plain, key=wrapped(row), keyring=notebook.keyring)
        entry = Entry(
            v=1,
            device=device,
            seq=seq,
            prev=lines[-1][0].id if lines else "",
            at=f"2001-01-01T00:00:00.{seq:03d}Z.0000",
            kind=str(fact.__struct_config__.tag),
            subject=notebook.office_id,
            commits={body.level: body.commits},
        )
        lines.append((sign(entry, secret=secret), {body.level: stored}))
    return lines
