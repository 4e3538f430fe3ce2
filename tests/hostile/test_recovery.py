"""T15: an office comes back from paper and a stick; nothing less than that brings it back.

T20 for backups: what was erased is in no file of the next backup.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import msgspec
import pytest

from depter.actions.cases import open_case
from depter.actions.erasure import ask_erasure
from depter.actions.evidence import deposit_evidence
from depter.actions.sealed_sharing import share_sealed
from depter.actions.sources import introduce_source
from depter.exchange.places import open_place
from depter.ledger.entry import b64
from depter.ledger.ledger import SubjectKeyRow
from depter.recovery import formats
from depter.recovery.formats import BackupDamaged, BackupOfAnother
from depter.recovery.reading import entries, read_manifest, subject_keys
from depter.recovery.returning import NoSuchMemberThere
from depter.recovery.share_errors import ShareMistyped, SharesOfAnother, TooFewShares
from depter.recovery.shares import read_share
from depter.recovery.unwrap import NoTrustees, with_passphrase, with_shares
from depter.register.facts.office import OfficeFounded
from depter.store.book import Book
from depter.store.copies import make_copy, verify_copy
from depter.store.erasing import erase_due
from depter.store.trusteeship import share_with_papers
from depter.values.ids import SubjectId
from depter.values.level import Level
from depter.vault.errors import BodyDamaged, WrongPassphrase
from depter.vault.files import read_file
from depter.vault.recoverykey import NotTheTrusteesKey
from tests.machines import carry, make_slots_light
from tests.notebooks import new_notebook, opened
from tests.offices import office_of
from tests.trustees import (
    NEW_PASSPHRASE,
    back_from_paper,
    back_with_passphrase,
    recovered,
    with_trustees,
)

IDENTITY = "Zereka Balqybek"
CONTACT = "a telephone number"


@pytest.fixture(autouse=True)
def _light(monkeypatch: pytest.MonkeyPatch) -> None:
    make_slots_light(monkeypatch)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def protected_source(book: Book) -> SubjectId:
    return introduce_source(
        book.notebook, source_kind="relative", identity=IDENTITY, contact=CONTACT
    )


def test_every_quorum_brings_it_back_and_no_smaller_one(
    book: Book, stick: Path, tmp_path: Path
) -> None:
    papers, _ = with_trustees(book, threshold=3, shares=5)
    make_copy(book, open_place(str(stick)))
    place = open_place(str(stick))
    opened_with = [
        with_shares(place, shares=papers.typed(*some)).key for some in combinations(range(1, 6), 3)
    ]
    assert len(opened_with) == 10
    assert len(set(opened_with)) == 1
    for size in (1, 2):
        for some in combinations(range(1, 6), size):
            with pytest.raises(TooFewShares):
                with_shares(place, shares=papers.typed(*some))
    done = back_from_paper(stick, papers, tmp_path / "new", numbers=(5, 2, 4))
    assert done.first_bad == ""


def test_words_are_typed_as_people_type(book: Book, stick: Path) -> None:
    papers, _ = with_trustees(book)
    make_copy(book, open_place(str(stick)))
    first, second, _ = (one.mnemonic.split() for one in papers.shares)
    sloppy = "\n".join(f"{n}. {word.title()}" for n, word in enumerate(first, 1))
    short = "  ".join(word[:4].upper() for word in second)
    shares = [read_share(sloppy), read_share(short)]
    assert with_shares(open_place(str(stick)), shares=shares).office


def test_a_typo_names_the_word(book: Book) -> None:
    papers, _ = with_trustees(book)
    words = papers.shares[0].mnemonic.split()
    right, words[20] = words[20], "academic" if words[20] != "academic" else "acid"
    with pytest.raises(ShareMistyped) as told:
        read_share(" ".join(words))
    assert told.value.about["position"] == 21
    assert told.value.about["likely"] == right


def test_papers_of_another_notebook_open_nothing(book: Book, stick: Path, tmp_path: Path) -> None:
    papers, _ = with_trustees(book)
    make_copy(book, open_place(str(stick)))
    with opened(new_notebook(tmp_path / "another")) as another:
        other, _ = with_trustees(another)
    place = open_place(str(stick))
    with pytest.raises(NotTheTrusteesKey):
        with_shares(place, shares=other.typed(1, 2))
    with pytest.raises(SharesOfAnother):
        with_shares(place, shares=[*papers.typed(1), *other.typed(2)])


def test_a_backup_before_the_ceremony_says_so(book: Book, stick: Path) -> None:
    make_copy(book, open_place(str(stick)))
    papers, _ = with_trustees(book)
    with pytest.raises(NoTrustees):
        with_shares(open_place(str(stick)), shares=papers.typed(1, 2))


def test_what_was_sealed_opens_for_the_new_custodian_alone(
    book: Book, stick: Path, tmp_path: Path
) -> None:
    source = protected_source(book)
    papers, _ = with_trustees(book)
    later = protected_source(book)
    make_copy(book, open_place(str(stick)))
    back_from_paper(stick, papers, tmp_path / "new", name="", member="qarlygash")
    with recovered(tmp_path / "new") as back:
        assert [one.name for one in back.office.members] == ["Qarlygash"]
        secret = back.custodian(NEW_PASSPHRASE)
        for one in (source, later):
            found = back.notebook.unsealed(one, custodian=secret)
            assert found["identity"] == IDENTITY
            with pytest.raises(BodyDamaged):
                back.notebook.unsealed(one, custodian=back.notebook.keyring.secret)
        third = protected_source(back)
        assert back.notebook.unsealed(third, custodian=secret)["contact"] == CONTACT


def test_the_trustees_shut_out_whom_the_office_lost(stick: Path, tmp_path: Path) -> None:
    with office_of(tmp_path, ("", "intake")) as office:
        papers, _ = with_trustees(office.book("Qarlygash"))
        lost = office.id_of("Boran")
        open_case(office.notebook("Boran"))
        make_copy(office.book("Qarlygash"), open_place(str(stick)))
        device = office.notebook("Boran").device
        head = office.notebook("Boran").ledger.head(device)
    done = back_from_paper(
        stick, papers, tmp_path / "new", numbers=(1, 3), name="Sayasat", without=(lost,)
    )
    assert done.custodians == 2
    with recovered(tmp_path / "new") as back:
        assert head is not None
        assert back.office.counts(device, head.seq)
        assert not back.office.counts(device, head.seq + 1)
        member = back.office.member(lost)
        assert member is not None
        assert not member.stands
        names = sorted(one.name for one in back.office.members if one.stands)
        assert names == ["Qarlygash", "Sayasat"]


def test_who_is_no_member_comes_back_as_nobody(book: Book, stick: Path, tmp_path: Path) -> None:
    papers, _ = with_trustees(book)
    make_copy(book, open_place(str(stick)))
    for wrong in ({"member": "Somebody"}, {"without": ("Somebody",)}):
        with pytest.raises(NoSuchMemberThere):
            back_from_paper(stick, papers, tmp_path / "new", **wrong)
    assert not list(tmp_path.glob("*new*"))


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) - 7])


def lose(path: Path) -> None:
    path.unlink()


def swap(path: Path) -> None:
    """Another encrypted file of the same backup, under this one's name."""
    others = [one for one in path.parent.parent.rglob("*/*") if one.is_file() and one != path]
    path.write_bytes(others[0].read_bytes())


@pytest.mark.parametrize("spoil", [flip, cut, lose, swap])
@pytest.mark.parametrize("folder", ["segments", "keys", "files"])
def test_a_spoilt_file_is_named_and_nothing_is_restored(
    book: Book, stick: Path, tmp_path: Path, folder: str, spoil: Callable[[Path], None]
) -> None:
    deposit_evidence(
        book.notebook, chunks=[b"a film" * 900], file_name="film", media_type="video/mp4"
    )
    place = open_place(str(stick))
    make_copy(book, place)
    assert verify_copy(book, place).files == 1
    [spoilt] = (stick / folder).iterdir()
    spoil(spoilt)
    with pytest.raises(BackupDamaged) as told:
        verify_copy(book, place)
    assert told.value.about["file"] == f"{folder}/{spoilt.name}"
    with pytest.raises(BackupDamaged):
        back_with_passphrase(stick, tmp_path / "new")
    assert not list(tmp_path.glob("*new*"))


@pytest.mark.parametrize("spoil", [flip, cut])
def test_a_spoilt_manifest_is_noticed_and_made_anew(
    book: Book, stick: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    place = open_place(str(stick))
    make_copy(book, place)
    spoil(stick / "manifest")
    with pytest.raises(BackupDamaged):
        back_with_passphrase(stick, tmp_path / "new")
    made = make_copy(book, place)
    assert made.new_entries == made.entries
    assert verify_copy(book, place).missing == 0


def test_an_old_backup_put_back_forks_nothing(book: Book, stick: Path, tmp_path: Path) -> None:
    place = open_place(str(stick))
    make_copy(book, place)
    shutil.copytree(stick, tmp_path / "old")
    open_case(book.notebook)
    make_copy(book, place)
    done = back_with_passphrase(tmp_path / "old", tmp_path / "new")
    with opened(tmp_path / "new") as back:
        open_case(back.notebook)
        assert back.notebook.device != book.notebook.device
        lost = book.notebook.ledger.head(book.notebook.device)
        known = back.notebook.ledger.head(book.notebook.device)
        assert lost is not None
        assert known is not None
        assert known.seq == lost.seq - 1 == done.entries


def test_two_machines_do_not_write_over_each_other(book: Book, stick: Path, tmp_path: Path) -> None:
    place = open_place(str(stick))
    make_copy(book, place)
    before = {one: one.read_bytes() for one in stick.rglob("*") if one.is_file()}
    back_with_passphrase(stick, tmp_path / "new")
    with opened(tmp_path / "new") as back, pytest.raises(BackupOfAnother):
        make_copy(back, place)
    with opened(new_notebook(tmp_path / "another")) as another, pytest.raises(BackupOfAnother):
        make_copy(another, place)
    assert {one: one.read_bytes() for one in stick.rglob("*") if one.is_file()} == before


def test_a_wrong_passphrase_opens_nothing(book: Book, stick: Path) -> None:
    make_copy(book, open_place(str(stick)))
    with pytest.raises(WrongPassphrase):
        with_passphrase(open_place(str(stick)), passphrase=NEW_PASSPHRASE)


def test_trustees_at_the_place_are_not_believed(book: Book, stick: Path, tmp_path: Path) -> None:
    """Whoever holds the stick puts their own recipient there: the next backup is not sealed to it.

    The ledger says who the trustees are, and neither the plain part nor the key file does.
    """
    papers, _ = with_trustees(book)
    with opened(new_notebook(tmp_path / "another")) as another:
        with_trustees(another)
        forged = another.key_file.recovery
    make_copy(book, open_place(str(stick)))
    about = formats.read_about((stick / "about.json").read_bytes())
    (stick / "about.json").write_bytes(
        msgspec.json.encode(msgspec.structs.replace(about, trustees=forged))
    )
    book.keep_keys(msgspec.structs.replace(book.key_file, recovery=forged))
    back_with_passphrase(stick, tmp_path / "new")
    (tmp_path / "second").mkdir()
    with opened(tmp_path / "new") as back:
        assert back.key_file.recovery is not None
        assert back.key_file.recovery.recipient == papers_recipient(book)
        make_copy(back, open_place(str(tmp_path / "second")))
    assert with_shares(open_place(str(tmp_path / "second")), shares=papers.typed(1, 2)).office


def papers_recipient(book: Book) -> str:
    assert book.office.trustees is not None
    return book.office.trustees.recipient


def everything_in(stick: Path, key: bytes) -> bytes:
    """All that the backup's key opens in any file of the place."""
    found = b""
    for one in sorted(stick.rglob("*")):
        if one.is_file():
            found += one.read_bytes()
            try:
                found += b"".join(read_file(one, key=key))
            except BodyDamaged:
                continue
    return found


def test_what_was_erased_is_in_no_file_of_the_next_backup(stick: Path, tmp_path: Path) -> None:
    with office_of(tmp_path, ()) as office:
        book = office.book("Qarlygash")
        source = protected_source(book)
        kept = protected_source(book)
        film = deposit_evidence(
            book.notebook, chunks=[b"film"], file_name="film", media_type="video/mp4"
        )
        with_trustees(book)
        place, key = open_place(str(stick)), formats.backup_key(book.notebook.keyring.database)
        make_copy(book, place)
        gone = [row.wrapped for one in (source, film) for row in rows(book, one)]
        stays = [row.wrapped for row in rows(book, kept)]
        plain = everything_in(stick, key)
        assert gone
        assert all(one in plain for one in (*gone, *stays))  # the search would find them
        files = set((stick / "files").iterdir())
        for one in (source, film):
            ask_erasure(book.notebook, subject=one, reason="asked for")
        office.watch.turn(hours=200)
        assert set(erase_due(book)) == {source, film}
        make_copy(book, place)
        plain = everything_in(stick, key)
        assert not any(one in plain for one in gone)
        assert all(one in plain for one in stays)
        assert not files & set((stick / "files").iterdir())
        assert verify_copy(book, place).missing == 0


def rows(book: Book, subject: SubjectId) -> list[SubjectKeyRow]:
    return [row for level in Level for row in book.notebook.ledger.keys_of(subject, level)]


def test_the_order_in_which_the_office_was_founded_is_kept(
    book: Book, stick: Path, tmp_path: Path
) -> None:
    """Of two foundings the one that was here first counts, also after restoring."""
    notebook = book.notebook
    notebook.write(notebook.office_id, OfficeFounded(name="Another", custodians=()))
    place, key = open_place(str(stick)), formats.backup_key(notebook.keyring.database)
    make_copy(book, place)
    manifest = read_manifest(place, key=key)
    beside = tmp_path / "beside"
    batches = list(entries(place, manifest, key=key, beside=beside))
    there = [line.id for batch in batches for line, _ in batch]
    here = [i for (i,) in notebook.database.execute("SELECT id FROM ledger_entry ORDER BY number")]
    assert there == here
    assert sum(map(len, subject_keys(place, manifest, key=key, beside=beside)))
    assert not beside.exists()


def test_an_administrator_finds_no_key_of_the_office_in_a_backup(
    stick: Path, tmp_path: Path
) -> None:
    """Whoever looks after the machine holds the backup's key, and reads nothing with it."""
    with office_of(tmp_path, ("", "administrator")) as office:
        book = office.book("Qarlygash")
        make_copy(book, open_place(str(stick)))
        key = formats.backup_key(office.notebook("Boran").keyring.database)
        plain = everything_in(stick, key)
        secrets = [k for one in book.notebook.keyring.office for k in (one.internal, one.protected)]
        assert secrets
        for one in secrets:
            for shape in (one, one.hex().encode(), b64(one).encode()):
                assert shape not in plain
        assert b64(book.notebook.keyring.device_seed).encode() not in plain


def test_what_others_sealed_meanwhile_opens_with_the_papers_again(
    book: Book, stick: Path, tmp_path: Path
) -> None:
    """Who had not heard of the new custodian sealed to the lost one and to the trustees."""
    papers, _ = with_trustees(book)
    make_copy(book, open_place(str(stick)))
    meanwhile = protected_source(book)
    back_from_paper(stick, papers, tmp_path / "new")
    with recovered(tmp_path / "new") as back:
        carry(book.notebook, back.notebook)
        secret = back.custodian(NEW_PASSPHRASE)
        assert share_sealed(back.notebook, custodian=secret).closed == 1
        with pytest.raises(TooFewShares):
            share_with_papers(back, papers.typed(2))
        assert share_with_papers(back, papers.typed(2, 3)).closed == 0
        assert back.notebook.unsealed(meanwhile, custodian=secret)["identity"] == IDENTITY
