"""The ledger's tables: feeds as they go to others, keys that merge, an older table brought over."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import crypto_sign_seed_keypair

from depter.ledger.entry import Entry, SignedLine, b64, is_signed, read_line, sign
from depter.ledger.heads import Head
from depter.ledger.ledger import Ledger, SubjectKeyRow
from depter.values.ids import SubjectId
from depter.values.level import Level
from tests.unit.ledger.test_verify import PlainDatabase

ABOUT = SubjectId("k7m2p9qx4d0r8s3t")
Bodies = dict[Level, bytes]


def new_ledger() -> tuple[Ledger, PlainDatabase]:
    database = PlainDatabase()
    ledger = Ledger(database)
    ledger.create()
    return ledger, database


def feed(number: int, length: int, *, kind: str = "case.opened") -> list[tuple[SignedLine, Bodies]]:
    """A device's feed; every other entry has a body, every fourth two."""
    public, secret = crypto_sign_seed_keypair(number.to_bytes(32, "big"))
    lines: list[tuple[SignedLine, Bodies]] = []
    for seq in range(1, length + 1):
        entry = Entry(
            v=1,
            device=b64(public),
            seq=seq,
            prev=lines[-1][0].id if lines else "",
            at=f"2026-11-24T13:{number % 60:02d}:{seq:02d}.000Z.0000",
            kind=kind,
            subject=ABOUT,
            commits={},
        )
        levels = [Level.INTERNAL, Level.SEALED][: (seq % 2 == 0) + (seq % 4 == 0)]
        bodies = {level: f"{seq} {level.value}".encode() for level in levels}
        lines.append((sign(entry, secret=secret), bodies))
    return lines


def test_every_device_is_found_among_many_and_an_empty_ledger_has_none() -> None:
    ledger, _ = new_ledger()
    assert ledger.devices() == []
    assert ledger.heads() == ledger.readings() == {}
    feeds = [feed(number, 1 + number % 3) for number in range(200)]
    for lines in feeds:
        ledger.append(lines)
    ends = [lines[-1][0] for lines in feeds]
    assert ledger.devices() == sorted(one.entry.device for one in ends)
    assert len(ledger.devices()) == 200
    assert ledger.heads() == {
        one.entry.device: Head(one.entry.device, one.entry.seq, one.id) for one in ends
    }
    assert ledger.readings() == {one.entry.device: one.entry.at for one in ends}


def test_devices_are_found_by_looking_into_the_index_and_not_at_every_entry() -> None:
    """A feed of ten thousand entries costs no more than one of ten."""
    ledger, database = new_ledger()
    for number in range(3):
        ledger.append(feed(number, 5))
    seen: list[str] = []
    told = database.execute

    def explained(sql: str, parameters: Iterable[object] = ()) -> list[tuple[object, ...]]:
        seen.extend(str(row[3]) for row in told(f"EXPLAIN QUERY PLAN {sql}", tuple(parameters)))
        return told(sql, tuple(parameters))

    database.execute = explained  # type: ignore[method-assign]
    assert len(ledger.devices()) == 3
    assert any("sqlite_autoindex_ledger_entry" in one and "SEARCH" in one for one in seen)
    assert not [one for one in seen if one.startswith("SCAN ledger_entry")]
    assert not [one for one in seen if one.startswith("SCAN e")]


@pytest.mark.parametrize(("after", "until"), [(0, None), (0, 3), (2, 5), (6, None), (7, None)])
def test_a_feed_goes_to_others_as_it_stands(after: int, until: int | None) -> None:
    ledger, _ = new_ledger()
    lines, other = feed(1, 7), feed(2, 4)
    ledger.append(other)
    ledger.append(lines)
    device = lines[0][0].entry.device
    found = list(ledger.stored_lines(device, after=after, until=until))
    meant = lines[after : until if until is not None else len(lines)]
    assert [(one.line, one.signature, one.bodies) for one in found] == [
        (signed.line, signed.signature, bodies) for signed, bodies in meant
    ]
    for one in found:
        assert is_signed(one.line, signature=one.signature, device=device)
        assert read_line(one.line).device == device


def test_one_line_is_found_or_is_none() -> None:
    ledger, _ = new_ledger()
    lines = feed(1, 4)
    ledger.append(lines)
    device = lines[0][0].entry.device
    [fourth] = ledger.stored_lines(device, after=3, until=4)
    assert fourth is not None
    assert (fourth.line, set(fourth.bodies)) == (lines[3][0].line, {Level.INTERNAL, Level.SEALED})
    assert [*ledger.stored_lines(device, after=4), *ledger.stored_lines("nobody")] == []
    assert list(ledger.stored_lines("nobody")) == []


def test_what_came_in_first_of_a_kind_is_first_whatever_its_date() -> None:
    ledger, _ = new_ledger()
    assert ledger.first_entry("office.founded") is None
    assert ledger.first_subject("office.founded") is None
    ours, theirs = (feed(number, 1, kind="office.founded") for number in (9, 1))
    ledger.append(feed(5, 2))
    ledger.append(ours)
    ledger.append(theirs)
    assert theirs[0][0].entry.at < ours[0][0].entry.at
    assert ledger.first_entry("office.founded") == ours[0][0].id
    assert ledger.first_subject("office.founded") == ABOUT
    assert ledger.subjects_of(ours[0][0].entry.device) == [ABOUT]


KEY = SubjectKeyRow("subject000000000", Level.SEALED, "id", "", "age1r", 0, b"first")


def kept(rows: Iterable[SubjectKeyRow]) -> list[SubjectKeyRow]:
    ledger, _ = new_ledger()
    for row in rows:
        ledger.add_keys([row])
    return list(ledger.keys())


def test_of_one_key_the_latest_turn_is_kept_in_whatever_order_they_come() -> None:
    turns = [msgspec.structs.replace(KEY, turn=turn, wrapped=b"%d" % turn) for turn in range(4)]
    for order in permutations(turns):
        assert kept(order) == [turns[-1]]


@given(st.lists(st.tuples(st.integers(0, 3), st.binary(max_size=2)), min_size=1), st.randoms())
def test_two_wrappings_of_one_turn_come_out_the_same_everywhere(
    given_rows: list[tuple[int, bytes]], chance: object
) -> None:
    rows = [msgspec.structs.replace(KEY, turn=turn, wrapped=raw) for turn, raw in given_rows]
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert kept(shuffled) == kept(rows) == [max(rows, key=lambda row: (row.turn, row.wrapped))]


@pytest.mark.parametrize("changed", [{"recipient": "age1thief"}, {"under": "another"}])
def test_a_key_does_not_change_what_it_is(changed: dict[str, str]) -> None:
    """Else somebody could put a key of their own in the place of a subject's."""
    forged = msgspec.structs.replace(KEY, turn=9, wrapped=b"forged", **changed)
    assert kept([KEY, forged]) == [KEY]


def test_keys_of_other_ids_levels_and_subjects_stand_beside_it() -> None:
    others = [
        msgspec.structs.replace(KEY, id="id2"),
        msgspec.structs.replace(KEY, level=Level.INTERNAL),
        msgspec.structs.replace(KEY, subject="subject000000001"),
    ]
    ledger, _ = new_ledger()
    ledger.add_keys([KEY, *others])
    assert len(list(ledger.keys())) == 4
    assert ledger.keys_of(KEY.subject, Level.SEALED) == [KEY, others[0]]
    assert ledger.destroy_keys(KEY.subject) == 3
    assert ledger.destroy_keys(KEY.subject) == 0
    assert list(ledger.keys()) == [others[2]]


def test_the_keys_of_the_first_format_are_brought_over_once() -> None:
    ledger, database = new_ledger()
    database.execute("DROP TABLE ledger_subject_key")
    database.execute(
        "CREATE TABLE ledger_subject_key (subject TEXT NOT NULL, level TEXT NOT NULL,"
        " recipient TEXT NOT NULL, wrapped BLOB NOT NULL, PRIMARY KEY (subject, level))"
    )
    database.execute(
        "INSERT INTO ledger_subject_key VALUES (%s, %s, %s, %s)", ("s", "sealed", "age1r", b"w")
    )
    brought = [SubjectKeyRow("s", Level.SEALED, "", "", "age1r", 0, b"w")]
    for _ in range(2):
        ledger.update()
        assert list(ledger.keys()) == brought
    ledger.add_keys([msgspec.structs.replace(brought[0], id="second")])
    assert len(list(ledger.keys())) == 2
