"""The tags of all pages: codes, dates, names and numbers, safe in every direction."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.template import Context, engines
from django.urls import resolve
from django.utils import translation

from depter.register.folds.source import pseudonym
from depter.register.vocabulary import vocabulary
from depter.store.queries.shelf import Name
from depter.values.ids import SubjectId
from depter.web.frame.links import PAGES, page_of
from depter.web.frame.marks import ink_of
from depter.web.frame.templatetags import depter as tags

ID = SubjectId("0123456789abcdef")
NASTY = '<script>alert("1")</script>'


def drawn(source: str, **context: object) -> str:
    template = engines["django"].from_string(source)
    return str(template.template.render(Context(context))).strip()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("language", "word"), [("en", "In a re-education camp"), ("zh-hans", "在再教育营")]
)
def test_a_code_is_shown_by_its_word(language: str, word: str) -> None:
    with translation.override(language):
        assert drawn('{{ code|label:"status" }}', code="camp") == word
        assert drawn('{{ code|label:"status" }}', code="of-a-newer-sheet") == "of-a-newer-sheet"
        assert drawn('{{ code|label:"status" }}', code="") == ""


def test_a_date_is_shown_in_words_above_its_code() -> None:
    assert drawn("{{ d|date_words }}", d="2018-21") == (
        '<span class="edtf"><bdi>spring 2018</bdi><code><bdi dir="ltr">2018-21</bdi></code></span>'
    )
    assert drawn("{{ d|date_words }}|{{ d|date_line }}", d="") == "|"
    assert drawn("{{ d|date_line }}", d="2018-21") == "spring 2018"


def test_a_date_of_a_newer_depter_is_shown_as_it_stands() -> None:
    assert drawn("{{ d|date_line }}", d="Y-17E7") == "Y-17E7"
    assert "&lt;b&gt;" in drawn("{{ d|date_words }}", d="<b>")


def test_a_clock_reading_is_shown_to_the_minute() -> None:
    shown = '<time dir="ltr" datetime="2026-11-24T13:34Z">2026-11-24 13:34</time>'
    assert drawn("{{ at|moment }}", at="2026-11-24T13:34:25.123Z.0007") == shown
    assert drawn("{{ at|moment }}", at=datetime(2026, 11, 24, 13, 34, tzinfo=UTC)) == shown
    assert drawn("{{ at|moment }}", at="yesterday") == ""


@pytest.mark.parametrize("type_", list(PAGES))
def test_a_name_leads_to_its_page(type_: str) -> None:
    name = Name(ID, type_, "Қара өзен")
    assert resolve(page_of(name)).view_name
    assert drawn("{{ n|named }}", n=name) == (
        f'<a href="{page_of(name)}"><bdi dir="auto">Қара өзен</bdi></a>'
    )


def test_a_protected_source_is_a_chip_with_its_pseudonym() -> None:
    shown = drawn("{{ n|named }}", n=Name(ID, "source", pseudonym(ID), "relative"))
    assert 'class="chip protected"' in shown
    assert pseudonym(ID) in shown
    assert "chip" not in drawn("{{ n|named }}", n=Name(ID, "case", pseudonym(ID)))


def test_what_has_no_title_is_called_by_its_kind() -> None:
    kind = vocabulary("appeal_kind").codes[0]
    word = vocabulary("appeal_kind").label(kind, "en")
    assert word in drawn("{{ n|named }}", n=Name(ID, "appeal", "", kind))
    assert "Name not known" in drawn("{{ n|named }}", n=Name(ID, "case", ""))
    assert "not in the register" in drawn("{{ n|named }}", n=None)


def test_links_are_found_by_id() -> None:
    names = {ID: Name(ID, "case", "Аққу")}
    assert "Аққу" in drawn("{% link_to id names %}", id=ID, names=names)
    assert drawn("{% link_to id names %}", id="", names=names) == ""
    assert "not in the register" in drawn("{% link_to id names %}", id="f" * 16, names=names)


def test_every_status_is_sign_word_and_ink() -> None:
    inks = {"held", "work", "guard", "free", "away", "unknown", "died"}
    codes = vocabulary("status").codes
    assert {ink_of(code) for code in codes} == inks
    assert ink_of("of-a-newer-sheet") == "unknown"
    for code in codes:
        shown = drawn("{% mark code %}", code=code)
        assert f'data-status="{ink_of(code)}"' in shown
        assert f"marks.svg#{ink_of(code)}" in shown
        assert vocabulary("status").label(code, "en") in shown


@pytest.mark.parametrize(
    ("lang", "direction"),
    [
        ("ug", "rtl"),
        ("kk", "ltr"),
        ("kk-Arab", "rtl"),
        ("ug-Latn", "ltr"),
        ("ug-Cyrl", "ltr"),
        ("zh-Hans", "ltr"),
        ("", "auto"),
    ],
)
def test_a_language_has_a_direction(lang: str, direction: str) -> None:
    assert drawn("{{ lang|dir_of }}", lang=lang) == direction


def test_script_and_language_make_a_tag() -> None:
    assert tags.lang_of("Arab", "kk") == "kk-Arab"
    assert tags.lang_of("Hani") == "und-Hani"
    assert tags.lang_of("", "kk") == "kk"


def test_numbers_keep_together() -> None:
    assert drawn("{{ n|numeral }}", n=1500) == "<bdi>1,500</bdi>"


@pytest.mark.parametrize(
    "source",
    [
        "{{ t|bdi }}",
        "{{ t|ltr }}",
        "{{ t|date_words }}",
        '{{ t|label:"status" }}',
        "{{ n|named }}",
        "{% mark t %}",
    ],
)
def test_nothing_a_person_wrote_becomes_markup(source: str) -> None:
    shown = drawn(source, t=NASTY, n=Name(ID, "place", NASTY))
    assert "<script" not in shown
    assert "&lt;script" in shown
