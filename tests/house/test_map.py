"""docs/map.md speaks of every file, and of none that is gone."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tools.map import Caption, captions, draw, first_sentence, own_caption

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def small_repository(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools/captions.txt").write_text("# rows\ntools/captions.txt  the table\n")
    return tmp_path


def test_the_map_is_what_the_files_say_of_themselves() -> None:
    found, wrong = captions(ROOT)
    assert not wrong, "\n".join(wrong)
    assert (ROOT / "docs/map.md").read_text(encoding="utf-8") == draw(found), "run `make map`"


def test_a_silent_file_is_noticed(small_repository: Path) -> None:
    (small_repository / "silent.py").write_text("x = 1\n")
    assert captions(small_repository)[1] == ["silent.py has no caption"]


def test_a_caption_without_its_file_is_noticed(small_repository: Path) -> None:
    table = small_repository / "tools/captions.txt"
    table.write_text(table.read_text() + "gone.bin  what was here\n")
    assert captions(small_repository)[1] == ["tools/captions.txt: no file at gone.bin"]


def test_a_changed_caption_changes_the_map(small_repository: Path) -> None:
    (small_repository / "a.py").write_text('"""The first words."""\n')
    before = draw(captions(small_repository)[0])
    (small_repository / "a.py").write_text('"""Other words."""\n')
    assert "The first words" in before
    assert draw(captions(small_repository)[0]) != before


def test_a_folder_is_captioned_once(small_repository: Path) -> None:
    for name in ("one.bin", "two.bin"):
        (small_repository / "fonts").mkdir(exist_ok=True)
        (small_repository / "fonts" / name).write_bytes(b"\xff\xfe\x00")
    table = small_repository / "tools/captions.txt"
    table.write_text(table.read_text() + "fonts/  the letters\n")
    found, wrong = captions(small_repository)
    assert not wrong
    assert found["fonts/"] == "the letters"
    assert draw(found).count("the letters") == 1


@pytest.mark.parametrize(
    ("path", "text", "caption"),
    [
        ("a.py", '"""Says one thing. Then another."""\n', "Says one thing"),
        ("a.md", "\n# A heading\n\ntext", "A heading"),
        ("a.html", "{# The list of cases #}\n<p>", "The list of cases"),
        ("a.css", "/* Colours,\n   and why. */", "Colours, and why"),
        ("a.yaml", "# Words of the field.\na: 1", "Words of the field"),
        ("a.yaml", "vocabulary: basis\nmeaning: How one knows.\n", "How one knows"),
        ("a.sh", "#!/bin/sh\n# Starts it.\n", "Starts it"),
        ("a.py", "x = 1\n", None),
        ("a.html", "<p>nothing</p>", None),
    ],
)
def test_each_kind_of_file_says_what_it_is(path: str, text: str, caption: str | None) -> None:
    assert own_caption(path, text) == caption


def test_a_long_first_sentence_is_cut_at_a_word() -> None:
    cut = first_sentence("word " * 60)
    assert cut.endswith("word …")
    assert len(cut) <= 143


def test_a_row_ending_in_a_slash_speaks_of_the_whole_folder() -> None:
    assert Caption("fonts/", "letters").speaks_of("fonts/deep/a.woff2")
    assert not Caption("fonts/", "letters").speaks_of("src/fonts.py")
