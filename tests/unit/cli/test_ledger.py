"""What is there is what was written, or the command says from where on it is not."""

from __future__ import annotations

from pathlib import Path

from tests.notebooks import database, opened
from tests.unit.cli.conftest import Depter


def test_cards_that_differ_are_named_and_drawn_again(depter: Depter, own_sample: Path) -> None:
    with opened(own_sample) as book:
        case = book.cases().rows[0].id
    with database(own_sample) as raw:
        raw.execute("UPDATE case_row SET name = 'Somebody else' WHERE id = ?", (case,))
        raw.commit()
    told = depter("rebuild", "--check", "--notebook", own_sample, "--json")
    assert told.code == 4
    assert told.document["about"]["ids"] == case
    assert depter("rebuild", "--notebook", own_sample).code == 0
    assert depter("rebuild", "--check", "--notebook", own_sample).code == 0


def test_the_first_bad_entry_is_named(depter: Depter, own_sample: Path) -> None:
    with database(own_sample) as raw:
        [(seq, device)] = raw.execute(
            "SELECT seq, device FROM ledger_entry WHERE kind = 'appeal.made' ORDER BY seq LIMIT 1"
        ).fetchall()
        raw.execute("UPDATE ledger_entry SET signature = zeroblob(64) WHERE seq = ?", (seq,))
        raw.commit()
    told = depter("ledger", "verify", "--notebook", own_sample, "--json")
    assert told.code == 4
    assert told.document["error"] == "LedgerBroken"
    assert told.document["about"]["seq"] == seq
    assert told.document["about"]["device"] == device
    assert told.document["about"]["reason"] == "signature"


def test_heads_kept_on_paper_are_compared(depter: Depter, own_sample: Path, tmp_path: Path) -> None:
    kept = tmp_path / "heads.txt"
    kept.write_text(depter("ledger", "heads", "--notebook", own_sample).out, encoding="utf-8")
    against = ("ledger", "heads", "--against", kept, "--notebook", own_sample, "--json")
    assert depter("case", "open", "--notebook", own_sample).code == 0
    assert depter(*against).document["compared"] == 1
    device, seq, _ = kept.read_text().splitlines()[-1].split()
    kept.write_text(f"{device} {int(seq) + 5} x\n")
    ahead = depter(*against)
    assert (ahead.code, ahead.document["error"]) == (4, "OldCopyPutBack")
    kept.write_text(f"{device} {seq} another\n")
    other = depter(*against)
    assert (other.code, other.document["error"]) == (4, "HistoryReplaced")
    kept.write_text("Qarlygash\n")
    unread = depter(*against)
    assert (unread.code, unread.document["error"]) == (2, "HeadsNotUnderstood")
    assert "Qarlygash" not in unread.out
