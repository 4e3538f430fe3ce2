"""Whoever changes the ledger on the disk, even with its key, is noticed and the place is named."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Container
from pathlib import Path

import pytest

from depter.errors import DepterError
from depter.ledger.heads import HistoryReplaced, OldCopyPutBack
from depter.ledger.schema import TRIGGERS
from depter.ledger.verify import BadEntry
from depter.store.book import Book
from tests.everything import write_everything
from tests.hostile import tampering
from tests.hostile.tampering import Falsified, every, one
from tests.notebooks import copied, database, opened


def first_bad(folder: Path) -> BadEntry | type[DepterError] | str:
    """By what a change is noticed: the entry named, a refusal to open, differing cards, or ""."""
    try:
        with opened(folder) as book:
            bad = book.verify().first_bad
            return bad or ("cards" if book.differing_cards() else "")
    except DepterError as refusal:
        return type(refusal)


@pytest.fixture(scope="module")
def full_template(empty_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One feed, so that an entry's place in the database is its number in the feed."""
    folder = copied(empty_template, tmp_path_factory.mktemp("template") / "register")
    with opened(folder) as book:
        write_everything(book, with_others=False)
    return folder


def change(folder: Path, way: Falsified, number: int) -> None:
    """Falsify, and put the triggers back as somebody careful would."""
    with database(folder) as behind:
        behind.execute("PRAGMA foreign_keys = OFF")
        way.change(behind, number)
        for trigger in TRIGGERS:
            behind.execute(trigger)


def entries(folder: Path) -> int:
    with database(folder, is_guarded=True) as behind:
        return int(one(behind, "SELECT COUNT(*) FROM ledger_entry"))


def test_nothing_is_found_where_nothing_was_changed(full_folder: Path) -> None:
    assert first_bad(full_folder) == ""


def test_every_kind_of_change_is_found_and_named(full_template: Path, tmp_path: Path) -> None:
    missed, tried = falsify_each(full_template, tmp_path, at=(1, 2, 16))
    assert not missed
    assert set(tried.values()) == {3}


@pytest.mark.slow
def test_every_change_at_every_entry_is_found_and_named(
    full_template: Path, tmp_path: Path
) -> None:
    """Several hundred falsified copies; not one may pass, and not one be blamed elsewhere."""
    missed, tried = falsify_each(full_template, tmp_path, at=range(1, 10**6))
    assert not missed
    assert sum(tried.values()) > 400
    assert min(tried.values()) > 25


def falsify_each(
    template: Path, tmp_path: Path, *, at: Container[int]
) -> tuple[list[object], Counter[str]]:
    """Each way at each of these entries: what was not found or wrongly named; what was tried."""
    missed, tried = list[object](), Counter[str]()
    last = entries(copied(template, tmp_path / "count"))
    for way, number in every(last):
        if number not in at:
            continue
        folder = copied(template, tmp_path / "copy")
        change(folder, way, number)
        bad = first_bad(folder)
        tried[way.name] += 1
        if not named(bad, way, number) and not (bad is HistoryReplaced and number >= last - 1):
            missed.append((way.name, number, bad))
        shutil.rmtree(folder)
    return missed, tried


def named(bad: object, way: Falsified, number: int) -> bool:
    """Whether the right entry was named with a right reason."""
    if not isinstance(bad, BadEntry) or bad.reason not in way.reasons:
        return False
    if way.reasons == {"body without entry"}:
        return bad.seq == 0
    if "sealed key" in way.reasons:  # every entry of the subject is closed: the first counts
        return 0 < bad.seq <= number
    if "chain" in way.reasons:  # two feeds are broken: the one it left, the one it came to
        return bad.seq in (number, number + 1)
    return bad.seq == number + way.found_at


@pytest.mark.parametrize("number", [2, 7, 31])
def test_the_last_entry_said_again_is_named(full_folder: Path, number: int) -> None:
    count = entries(full_folder)
    change(full_folder, tampering.AT_THE_END, number)
    bad = first_bad(full_folder)
    assert isinstance(bad, BadEntry)
    assert (bad.seq, bad.reason) == (count + 1, "id")


@pytest.mark.parametrize("cut", [1, 2, 5, 20])
def test_a_ledger_cut_at_its_end_does_not_open(full_folder: Path, cut: int) -> None:
    last = entries(full_folder)
    with database(full_folder) as behind:
        behind.execute("DELETE FROM ledger_body WHERE entry > ?", (last - cut,))
        behind.execute("DELETE FROM ledger_entry WHERE number > ?", (last - cut,))
    with pytest.raises(OldCopyPutBack) as refusal:
        opened(full_folder)
    assert str(cut) in str(refusal.value)


def test_bodies_of_one_subject_changed_about_are_found(full_folder: Path) -> None:
    """They open with the same key: only the signed digests tell."""
    with database(full_folder) as behind:
        first, second = [
            number
            for (number,) in behind.execute(
                "SELECT number FROM ledger_entry WHERE kind LIKE 'consent.%' ORDER BY number"
            )
        ]
        for old, new in ((first, 9001), (second, first), (9001, second)):
            behind.execute("UPDATE ledger_body SET entry = ? WHERE entry = ?", (new, old))
    bad = first_bad(full_folder)
    assert isinstance(bad, BadEntry)
    assert (bad.seq, bad.reason) == (first, "digests")


@pytest.mark.parametrize(
    ("way", "reason"),
    [
        (tampering.seal_again, "sealed body"),
        (tampering.own_sealed_key, "sealed key"),
        (tampering.level_swap, "bodies"),
    ],
)
def test_what_is_sealed_cannot_be_replaced(full_folder: Path, way: object, reason: str) -> None:
    with database(full_folder) as behind:
        number = one(
            behind,
            "SELECT MIN(entry) FROM ledger_body b WHERE level = 'sealed' AND EXISTS (SELECT 1"
            " FROM ledger_body i WHERE i.entry = b.entry AND i.level = 'internal')"
            + (
                " AND NOT EXISTS (SELECT 1 FROM ledger_body p WHERE p.entry = b.entry AND"
                " p.level = 'protected')"
                if reason == "bodies"
                else ""
            ),
        )
        way(behind, number)  # type: ignore[operator]
    bad = first_bad(full_folder)
    assert isinstance(bad, BadEntry)
    assert (bad.seq, bad.reason) == (number, reason)


def test_a_whole_feed_signed_again_by_a_stranger_does_not_open(full_folder: Path) -> None:
    rewrite_everything(full_folder)
    assert first_bad(full_folder) is OldCopyPutBack


def test_not_even_when_the_heads_outside_are_taken_away(full_folder: Path) -> None:
    """Then the chain holds, but nobody was ever admitted with that device."""
    rewrite_everything(full_folder)
    (full_folder / "heads.jsonl").unlink()
    bad = first_bad(full_folder)
    assert isinstance(bad, BadEntry)
    assert (bad.seq, bad.reason) == (1, "stranger")


def rewrite_everything(folder: Path) -> None:
    """Every line rewritten to a new device, with a chain and signatures that fit."""
    with database(folder) as behind:
        before, prev = "", ""
        for number, line in behind.execute(
            "SELECT number, line FROM ledger_entry ORDER BY seq"
        ).fetchall():
            device = one(behind, "SELECT device FROM ledger_entry WHERE number = ?", number)
            mine = tampering.b64(tampering.crypto_sign_seed_keypair(tampering.SEED)[0])
            new = line.replace(device.encode(), mine.encode())
            new = new.replace(before.encode(), prev.encode()) if before else new
            before, prev = tampering.id_of(line), tampering.id_of(new)
            behind.execute(
                "UPDATE ledger_entry SET device = ?, line = ?, id = ?, signature = ?"
                " WHERE number = ?",
                (mine, new, prev, tampering.resigned(new), number),
            )


def test_another_history_under_the_same_device_does_not_open(full_folder: Path) -> None:
    """The heads file names an entry the ledger does not pass through."""
    heads = full_folder / "heads.jsonl"
    id_ = heads.read_text().rsplit('"id":"', 1)[1].split('"')[0]
    heads.write_text(heads.read_text().replace(id_, id_[::-1]))
    assert first_bad(full_folder) is HistoryReplaced


def test_an_old_copy_of_the_file_put_back_does_not_open(
    full_template: Path, full_folder: Path
) -> None:
    with opened(full_folder) as book:
        write_one_more(book)
    shutil.copy(full_template / "register.db", full_folder / "register.db")
    with pytest.raises(OldCopyPutBack):
        opened(full_folder)


def write_one_more(book: Book) -> None:
    from depter.actions.cases import open_case

    open_case(book.notebook, label="one more")


@pytest.mark.parametrize("table", ["card", "case_row", "link", "facet", "part"])
def test_a_changed_card_is_noticed(full_folder: Path, table: str) -> None:
    column = {"card": "body", "case_row": "name", "link": "role", "facet": "value", "part": "body"}
    with database(full_folder) as behind:
        changed = "CAST('{}' AS BLOB)" if column[table] == "body" else "'other'"
        behind.execute(
            f"UPDATE {table} SET {column[table]} = {changed} WHERE rowid ="
            f" (SELECT MAX(rowid) FROM {table})"
        )
    assert first_bad(full_folder) == "cards"


STATEMENTS = (
    "UPDATE ledger_entry SET kind = 'case.opened' WHERE number = 1",
    "DELETE FROM ledger_entry WHERE number = 1",
    "UPDATE ledger_body SET stored = x'00' WHERE entry = 1",
    "DELETE FROM ledger_body WHERE entry = 1",
    "INSERT OR REPLACE INTO ledger_body VALUES (1, 'internal', x'00')",
    "REPLACE INTO ledger_entry SELECT number, id, device, seq, at, 'case.opened', subject, line,"
    " signature FROM ledger_entry WHERE number = 1",
)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_itself_refuses_to_change_an_entry(full_book: Book, statement: str) -> None:
    with pytest.raises(Exception, match="append-only"):
        full_book.notebook.database.execute(statement)
    assert full_book.verify().first_bad is None


@pytest.mark.parametrize("statement", STATEMENTS[:4])
def test_so_it_does_for_another_program_that_has_the_key(full_folder: Path, statement: str) -> None:
    with (
        database(full_folder, is_guarded=True) as behind,
        pytest.raises(Exception, match="append-only"),
    ):
        behind.execute(statement)


def test_replacing_walks_past_the_triggers_of_another_program_but_is_noticed(
    full_folder: Path,
) -> None:
    with database(full_folder, is_guarded=True) as behind:
        behind.execute(STATEMENTS[5])
    assert isinstance(first_bad(full_folder), BadEntry)


def test_triggers_taken_away_are_back_after_opening(full_folder: Path) -> None:
    with database(full_folder):
        pass  # dropped
    with opened(full_folder) as book, pytest.raises(Exception, match="append-only"):
        book.notebook.database.execute(STATEMENTS[0])
