"""Tables fit the terminal, whatever letters are in them, and nothing in them moves the cursor."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from depter.cli.columns import cut, line, safe, table, width

CELLS = st.text(alphabet="ab 古丽گۈلЖ́\u200d\u2068\x1b", max_size=30)


def test_chinese_letters_take_two_columns() -> None:
    assert width("古丽") == 4
    assert width("Айнұр") == 5
    assert width("e\u0301") == 1


def test_a_cut_name_says_so() -> None:
    assert cut("Qarlygash", 5) == "Qarl…"
    assert cut("古丽孜拉", 6) == "古丽…"
    assert cut("short", 5) == "short"


def test_arabic_script_is_isolated_so_that_columns_keep_their_order() -> None:
    assert line("گۈل") == "\u2068گۈل\u2069"
    assert line("Gul") == "Gul"


def test_what_was_cut_keeps_its_isolates_closed() -> None:
    shown = cut(line("گۈلزىرا ئابدۇللا"), 6)
    assert shown.count("\u2068") == shown.count("\u2069") == 1


def test_ids_are_never_cut_and_the_last_columns_go_first() -> None:
    shown = table(
        ("id", "name", "place"), [("k7m2p9qx4d0r8s3t", "Ainur Example", "A long place")], room=32
    )
    assert "k7m2p9qx4d0r8s3t" in shown
    assert "name" in shown
    assert "place" not in shown


def test_without_a_terminal_nothing_is_cut() -> None:
    assert "x" * 300 in table(("id", "text"), [("1", "x" * 300)], room=None)


@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=4), room=st.integers(30, 120))
def test_every_line_fits(rows: list[tuple[str, str, str]], room: int) -> None:
    for each in table(("one", "two", "three"), rows, room=room).splitlines():
        assert width(each) <= room


@given(st.text())
def test_nothing_is_left_that_a_terminal_obeys(text: str) -> None:
    left = safe(text)
    assert not {"\x1b", "\x07", "\x9b", "\r", "\u202e"} & set(left)
    assert safe(left) == left
