"""Places and organisations: names in several scripts, where they lie, what witnesses say."""

from __future__ import annotations

from django.test import Client

from depter.actions.sources import introduce_source
from depter.actions.world import describe_place
from depter.register.facts.world import Spelling
from depter.register.folds.world import OrganisationFile, PlaceFile
from depter.store.book import Book
from tests.web.sheets import sent


def test_a_place_is_described_in_several_scripts(client: Client, book: Book) -> None:
    region = describe_place(book.notebook, names=[Spelling(text="A region")], place_kind="region")
    page = sent(client, "/places/new/", names__0__text="Лагерь А", add_row="names")
    assert "names-1-text" in page.content.decode()
    answer = sent(
        client,
        "/places/new/",
        names__0__text="Лагерь А",
        names__TOTAL_FORMS="2",
        **{"names-1-text": "营地甲", "names-1-script": "", "names-1-language": "zh"},
        fact__place_kind="camp",
        fact__within="A region",
    )
    assert answer.status_code == 302
    shown = client.get(answer["Location"]).content.decode()
    assert "Лагерь А" in shown
    assert "营地甲" in shown
    assert f"/places/{region}/" in shown
    assert "/cases/?place=" in shown


def test_a_place_without_a_name_is_refused_and_nothing_typed_is_lost(
    client: Client, book: Book
) -> None:
    page = sent(
        client, "/places/new/", fact__place_kind="camp", fact__detail="By the river"
    ).content.decode()
    assert "No name was given." in page
    assert "By the river" in page
    assert book.counts().get("place", 0) == 0


def test_what_is_learnt_later_is_described_anew_and_can_be_undone(
    client: Client, book: Book
) -> None:
    camp = describe_place(
        book.notebook, names=[Spelling(text="Camp A")], place_kind="camp", country="CN"
    )
    answer = sent(client, f"/places/{camp}/describe/", fact__detail="By the river")
    assert answer.status_code == 302
    folded = book.shelf.folded(camp)
    assert isinstance(folded, PlaceFile)
    assert folded.described.detail == "By the river"
    assert folded.described.country == "CN"
    assert 'name="entry"' in client.get(answer["Location"]).content.decode()


def test_the_page_says_how_many_a_witness_counted(client: Client, book: Book) -> None:
    introduce_source(book.notebook, source_kind="survivor", protection="open", name="A survivor")
    camp = describe_place(book.notebook, names=[Spelling(text="Camp A")], place_kind="camp")
    sent(
        client,
        f"/subjects/{camp}/statements/new/",
        speaker__source="A survivor",
        sheet__basis="eyewitness",
        capacity__0__count="2500",
    )
    shown = client.get(f"/places/{camp}/").content.decode()
    assert "2,500" in shown
    assert "A survivor" in shown


def test_an_organisation_is_described(client: Client, book: Book) -> None:
    answer = sent(
        client,
        "/organisations/new/",
        names__0__text="Foreign Ministry",
        fact__organisation_kind="ministry",
        fact__country="KZ",
    )
    assert answer.status_code == 302
    [row] = book.listed("organisation").rows
    assert isinstance(row.folded, OrganisationFile)
    assert row.folded.name == "Foreign Ministry"
    assert "Foreign Ministry" in client.get(answer["Location"]).content.decode()


def test_every_place_and_organisation_of_the_sample_has_a_page(
    sample_client: Client, sample_book: Book
) -> None:
    for type_, folder in (("place", "places"), ("organisation", "organisations")):
        for row in sample_book.listed(type_, size=100).rows:
            assert sample_client.get(f"/{folder}/{row.id}/").status_code == 200
        assert sample_client.get(f"/{folder}/").status_code == 200
