"""Somebody has the disk in their hands for a minute, and puts their own recipient in keys.json."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from depter.exchange.places import open_place
from depter.notebook.keyfile import KeptRecovery, recovery_in
from depter.recovery import formats
from depter.store.copies import make_copy
from depter.vault import sealing
from tests.offices import Office, office_of
from tests.trustees import with_trustees

FOUNDER, ADMINISTRATOR = "Qarlygash", "Boran"


def about(office: Office, who: str, stick: Path) -> formats.About:
    """The plain part of the backup that a member makes."""
    stick.mkdir()
    make_copy(office.book(who), open_place(str(stick)))
    return formats.read_about((stick / "about.json").read_bytes())


def put_in(office: Office, **changed: object) -> KeptRecovery:
    """What an editor of text can do to the key file."""
    path = office.folder / "keys.json"
    key_file = office.founder.key_file
    assert key_file.recovery is not None
    forged = msgspec.structs.replace(key_file.recovery, **changed)
    path.write_bytes(msgspec.json.encode(msgspec.structs.replace(key_file, recovery=forged)))
    return forged


@pytest.mark.parametrize("what", ["recipient", "guarded", "escrow", "mark"])
def test_no_backup_is_sealed_to_who_wrote_into_the_key_file(tmp_path: Path, what: str) -> None:
    thief, secret = sealing.new_identity()
    changed: dict[str, object] = (
        {"recipient": thief} if what in ("recipient", "mark") else {what: b"x" * 60}
    )
    if what == "mark":
        changed["mark"] = b"\0" * 32
    with office_of(tmp_path, ("", "administrator")) as office:
        with_trustees(office.book(FOUNDER))
        before = about(office, ADMINISTRATOR, tmp_path / "before")
        assert before.trustees is not None and before.sealed  # the control: it is passed on
        plain = msgspec.json.decode((tmp_path / "before/about.json").read_bytes())
        assert "mark" not in plain["trustees"]
        put_in(office, **changed)
        after = about(office, ADMINISTRATOR, tmp_path / "after")
        assert (after.trustees, after.sealed) == (None, b"")
        assert not sealing.unseal(before.sealed, secret=secret)
        # Who holds the office's keys looks into the ledger, and puts it right.
        mended = about(office, FOUNDER, tmp_path / "mended")
        assert mended.trustees is not None
        assert mended.trustees.recipient == before.trustees.recipient
        again = about(office, ADMINISTRATOR, tmp_path / "again")
        assert again.sealed and again.trustees is not None
        assert again.trustees.recipient == before.trustees.recipient


def test_the_mark_is_of_this_machine(tmp_path: Path) -> None:
    with office_of(tmp_path, ("", "administrator")) as office:
        with_trustees(office.book(FOUNDER))
        key_file = office.founder.key_file
        database = office.founder.notebook.keyring.database
        assert recovery_in(key_file, database=database) is not None
        assert recovery_in(key_file, database=b"\1" * 32) is None
