"""Every string shipped is translated, and the compiled catalogues are those of the sources."""

from __future__ import annotations

import shutil
from pathlib import Path

import polib
import pytest

from tools import messages

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "depter"


def test_catalogues_are_gathered_from_today_s_code() -> None:
    assert messages.stale(PACKAGE) == []


def test_every_string_is_translated_in_four_languages() -> None:
    assert messages.problems(PACKAGE) == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_catalogues_say_that_no_native_reader_signed_them(language: str) -> None:
    assert messages.catalogue(PACKAGE, language).metadata["X-Review"] == messages.DRAFTED


def test_a_lost_translation_is_noticed(tmp_path: Path) -> None:
    copy = tmp_path / "depter"
    shutil.copytree(PACKAGE / "web" / "locale", copy / "web" / "locale")
    catalogue = messages.catalogue(copy, "ug")
    entry = next(one for one in catalogue if not one.msgid_plural)
    entry.msgstr = ""
    catalogue.save()
    assert any("not translated" in problem for problem in messages.problems(copy))


def test_a_lost_placeholder_is_noticed() -> None:
    entry = polib.POEntry(msgid="%(count)s cases", msgstr="істер")
    assert not messages._keeps_placeholders(entry, [entry.msgstr])
