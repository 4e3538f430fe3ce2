"""The pages of cases: reading, narrowing, settling, weighing, crossing out and bringing back."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from depter.actions.cases import judge_same, open_case
from depter.actions.history import strike_entry
from depter.actions.statements import retract_statement
from depter.register.facts.claims import BornOn, NameIs, OccupationWas, RelatedTo, StatusWas
from depter.register.folds.case import CaseFile
from depter.store.book import Book
from depter.values.ids import EntryId, SubjectId
from tests.people import MELIKE, TOLEUTAI, ZEREKA
from tests.web.telling import HOSTILE, choice, link, ministry, relative, tell, text_of, told_case


def file_of(book: Book, case: SubjectId) -> CaseFile:
    return book.case(case).case


def newest(book: Book, subject: SubjectId) -> EntryId:
    return book.notebook.facts(subject)[-1].id


def test_an_empty_register_says_how_to_begin(client: Client) -> None:
    seen = text_of(client.get("/cases/"))
    assert "This register is empty" in seen
    assert "Open the first case" in seen
    assert "Year it began" not in seen


def test_a_new_case_leads_to_its_first_statement(client: Client, book: Book) -> None:
    answer = client.post("/cases/new/", {"label": "seamstress from Poplar street"})
    [row] = book.cases().rows
    assert row.name == "seamstress from Poplar street"
    assert answer.headers["Location"] == f"/cases/{row.id}/statements/new/"


def test_a_label_with_hidden_turns_is_refused_with_a_sentence(client: Client, book: Book) -> None:
    answer = client.post("/cases/new/", {"label": "Zereka \u202egpj.exe"})
    assert answer.status_code == 200
    assert "hidden characters" in text_of(answer)
    assert not book.cases().rows


def test_an_empty_label_is_refused_beside_its_field(client: Client, book: Book) -> None:
    answer = client.post("/cases/new/", {"label": "  "})
    assert "This is not recorded yet" in text_of(answer)
    assert not book.cases().rows


def test_the_list_is_narrowed_and_each_filter_can_be_taken_off(client: Client, book: Book) -> None:
    told_case(book, status="camp")
    free, source = open_case(book.notebook), relative(book)
    tell(
        book,
        free,
        source,
        (NameIs(text=TOLEUTAI.latin, script="Latn"), ""),
        (StatusWas(status="released"), "2019-02"),
    )
    everybody = text_of(client.get("/cases/"))
    assert ZEREKA.latin in everybody and TOLEUTAI.latin in everybody
    answer = client.get("/cases/", {"status": "camp", "year": "2018"})
    seen = text_of(answer)
    assert ZEREKA.latin in seen and TOLEUTAI.latin not in seen
    assert "1 case" in seen
    body = answer.content.decode()
    assert 'href="?year=2018"' in body and 'href="?status=camp"' in body


def test_who_was_not_heard_of_since_a_date(client: Client, book: Book) -> None:
    told_case(book)
    assert ZEREKA.latin in text_of(client.get("/cases/", {"not_heard_since": "2018-09"}))


def test_a_date_that_cannot_be_read_offers_what_was_meant(client: Client, book: Book) -> None:
    told_case(book)
    answer = client.get("/cases/", {"not_heard_since": "spring 2018", "status": "camp"})
    assert answer.status_code == 200
    assert "This date could not be read." in text_of(answer)
    assert "?status=camp&amp;not_heard_since=2018-21" in answer.content.decode()
    assert ZEREKA.latin in text_of(answer)


def test_no_match_offers_to_clear_the_filters(client: Client, book: Book) -> None:
    told_case(book)
    seen = text_of(client.get("/cases/", {"status": "prison"}))
    assert "No case matches" in seen and "Clear all filters" in seen


@pytest.mark.parametrize("query", ["?status=%00", "?after=x", "?order=rm", "?year=%F0%9F%98%80"])
def test_a_strange_address_is_no_failure(client: Client, book: Book, query: str) -> None:
    told_case(book)
    assert client.get(f"/cases/{query}").status_code == 200


def test_the_list_goes_on_where_the_page_ended(client: Client, book: Book) -> None:
    with book.notebook.together():
        for number in range(53):
            open_case(book.notebook, label=f"Person {number:02}")
    first = client.get("/cases/", {"order": "name"})
    assert "Person 49" in text_of(first) and "Person 50" not in text_of(first)
    second = text_of(client.get(f"/cases/{link(first, 'Next page')}"))
    assert "Person 50" in second and "Person 49" not in second
    assert "First page" in second


def test_the_page_shows_who_says_what_and_how_they_know(client: Client, book: Book) -> None:
    case, source = told_case(book)
    seen = text_of(client.get(f"/cases/{case}/"))
    pseudonym = book.source(source).source.name
    assert ZEREKA.latin in seen
    assert "In a re-education camp" in seen
    assert pseudonym in seen and "From the family" in seen


def test_names_stand_in_their_own_script_and_direction(client: Client, book: Book) -> None:
    case, source = told_case(book)
    tell(book, case, source, (NameIs(text=ZEREKA.arabic, script="Arab", language="kk-Arab"), ""))
    body = client.get(f"/cases/{case}/").content.decode()
    assert f'<dd lang="kk-Arab" dir="rtl">{ZEREKA.arabic}</dd>' in body


def test_sources_that_disagree_stand_beside_each_other(client: Client, book: Book) -> None:
    case, _ = told_case(book)
    tell(book, case, ministry(book), (StatusWas(status="at_liberty"), "2018-04"))
    answer = client.get(f"/cases/{case}/")
    assert "Sources disagree" in text_of(answer)
    assert 'data-branches="2"' in answer.content.decode()


def test_the_office_settles_the_situation_and_takes_it_back(client: Client, book: Book) -> None:
    case, _ = told_case(book)
    tell(book, case, ministry(book), (StatusWas(status="at_liberty"), "2018-04"))
    chosen = choice(client.get(f"/cases/{case}/settle/"), "In a re-education camp")
    answer = client.post(
        f"/cases/{case}/settle/",
        {"chosen": chosen, "reason": "two relatives saw her"},
        follow=True,
    )
    assert "The office stands by this" in text_of(answer)
    assert "two relatives saw her" in text_of(answer)
    assert not file_of(book, case).is_disputed
    client.post("/entries/strike/", {"subject": case, "entry": newest(book, case)})
    assert file_of(book, case).is_disputed


def test_settling_needs_a_reason(client: Client, book: Book) -> None:
    case, _ = told_case(book)
    answer = client.post(f"/cases/{case}/settle/", {"chosen": "0", "reason": ""})
    assert "Write why" in text_of(answer)
    assert not file_of(book, case).settlements


def test_a_competing_value_can_be_chosen(client: Client, book: Book) -> None:
    case, source = told_case(book)
    tell(book, case, source, (BornOn(date="1984~"), ""))
    tell(book, case, ministry(book), (BornOn(date="1985-05-03"), ""), on="2018-12")
    assert "1 other claim" in text_of(client.get(f"/cases/{case}/"))
    page = f"/cases/{case}/settle/birth/"
    chosen = choice(client.get(page), "1985-05-03")
    client.post(page, {"chosen": chosen, "reason": "it stands in the paper"})
    assert file_of(book, case).displayed["birth"] == chosen
    other = choice(client.get(page), "1984~")
    client.post(page, {"chosen": other, "reason": "the paper was forged"})
    assert file_of(book, case).displayed["birth"] == other


def test_a_claim_is_weighed(client: Client, book: Book) -> None:
    case, _ = told_case(book)
    claim = next(k.claim.id for k in file_of(book, case).claims if k.claim.as_of)
    client.post(f"/cases/{case}/judge/status/", {"claim": claim, "credibility": "2"})
    known = {known.claim.id: known for known in file_of(book, case).claims}
    assert known[claim].credibility == "2"
    assert "–2" in text_of(client.get(f"/cases/{case}/"))


def test_weighing_without_a_choice_says_so(client: Client, book: Book) -> None:
    case, _ = told_case(book)
    answer = client.post(f"/cases/{case}/judge/status/", {"claim": "x"}, follow=True)
    assert "Choose how credible the claim is." in text_of(answer)


def test_what_was_taken_back_stays_legible(client: Client, book: Book) -> None:
    case, source = told_case(book)
    statement = tell(book, case, source, (StatusWas(status="released"), "2018-08"), words="Free!")
    retract_statement(
        book.notebook, about=case, statement=statement, by="source", reason="a rumour only"
    )
    answer = client.get(f"/cases/{case}/")
    seen = text_of(answer)
    assert "The source took this back." in seen and "a rumour only" in seen and "Free!" in seen
    assert "data-retracted" in answer.content.decode()


def test_related_people_are_linked_from_both_sides(client: Client, book: Book) -> None:
    case, source = told_case(book)
    other = open_case(book.notebook, label=MELIKE.latin)
    tell(book, other, source, (RelatedTo(relation="sibling", to=case), ""))
    assert f'href="/cases/{case}/"' in client.get(f"/cases/{other}/").content.decode()
    assert f'href="/cases/{other}/"' in client.get(f"/cases/{case}/").content.decode()


def test_a_person_who_speaks_is_linked_with_the_source(client: Client, book: Book) -> None:
    case, _ = told_case(book)
    source = relative(book, protection="open", name=ZEREKA.latin, case=case)
    assert f'href="/sources/{source}/"' in client.get(f"/cases/{case}/").content.decode()


def test_crossing_out_and_bringing_back_as_often_as_one_likes(client: Client, book: Book) -> None:
    case, source = told_case(book)
    tell(book, case, source, (OccupationWas(text="seamstress"), ""))
    page, history = f"/cases/{case}/", f"/cases/{case}/history/"
    told = newest(book, case)
    for _ in range(2):
        assert "seamstress" in text_of(client.get(page))
        form = {"subject": case, "entry": told, "next": page, "reason": "wrong person"}
        assert client.post("/entries/strike/", form).headers["Location"] == page
        assert "seamstress" not in text_of(client.get(page))
        assert "wrong person" in text_of(client.get(history))
        client.post("/entries/strike/", {"subject": case, "entry": newest(book, case)})
    assert "seamstress" in text_of(client.get(page))


def test_a_case_opened_by_mistake_is_gone_and_comes_back(client: Client, book: Book) -> None:
    case = open_case(book.notebook, label="twice")
    entry = book.notebook.facts(case)[0].id
    answer = client.post("/entries/strike/", {"subject": case, "entry": entry})
    assert answer.headers["Location"] == "/cases/"
    assert client.get(f"/cases/{case}/").status_code == 404
    strike = book.notebook.facts(case)[-1].id
    client.post("/entries/strike/", {"subject": case, "entry": strike})
    assert client.get(f"/cases/{case}/").status_code == 200


@pytest.mark.parametrize("address", ["//evil.example/", "https://evil.example/", "javascript:1"])
def test_undo_never_leads_away(client: Client, book: Book, address: str) -> None:
    case, _ = told_case(book)
    entry = book.notebook.facts(case)[-1].id
    answer = client.post("/entries/strike/", {"subject": case, "entry": entry, "next": address})
    assert answer.headers["Location"] == "/cases/"


def test_looking_at_an_address_that_only_takes_forms_leads_back(client: Client, book: Book) -> None:
    case, _ = told_case(book)
    assert client.get("/entries/strike/").headers["Location"] == "/cases/"
    assert client.get(f"/cases/{case}/judge/status/").headers["Location"] == f"/cases/{case}/"


def test_striking_twice_is_told(client: Client, book: Book) -> None:
    case, _ = told_case(book)
    form = {"subject": case, "entry": book.notebook.facts(case)[-1].id}
    client.post("/entries/strike/", form)
    answer = client.post("/entries/strike/", form)
    assert answer.status_code == 400
    assert "struck out already" in text_of(answer)


@pytest.mark.parametrize("nobody", ["0000000000000000", "not-an-id", "k7m2p9qx4d0r8s3T"])
def test_a_case_that_is_not_there_is_told(client: Client, nobody: str) -> None:
    for page in ("", "history/", "settle/", "settle/birth/", "evidence/"):
        assert client.get(f"/cases/{nobody}/{page}").status_code == 404


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_is_shown_as_it_stands(client: Client, book: Book, text: str) -> None:
    case = open_case(book.notebook, label=text)
    source = introduce(book, text)
    tell(
        book,
        case,
        source,
        (NameIs(text=text, script="Latn"), ""),
        (OccupationWas(text=text), ""),
        (StatusWas(status="camp", detail=text), "2018"),
        (RelatedTo(relation="sibling", name=text, detail=text), ""),
        words=text,
        translations={"en": text},
    )
    for page in ("/cases/", f"/cases/{case}/", f"/cases/{case}/history/", f"/sources/{source}/"):
        body = client.get(page).content.decode()
        assert "<script>alert" not in body and "<img src=x" not in body
        assert text in text_of(client.get(page)), page


def introduce(book: Book, text: str) -> SubjectId:
    return relative(book, protection="open", name=text, reference=text, note=text)


def test_a_stranger_sees_no_page_of_a_case(stranger: Client, client: Client, book: Book) -> None:
    case, _ = told_case(book)
    for page in ("/cases/", f"/cases/{case}/", f"/cases/{case}/history/", "/cases/new/"):
        answer = stranger.get(page)
        assert answer.status_code == 302 and "unlock" in answer.headers["Location"]
    form = {"subject": case, "entry": book.notebook.facts(case)[-1].id}
    assert stranger.post("/entries/strike/", form).status_code == 302
    assert len(book.notebook.facts(case)) == 2


def test_every_page_of_everything_can_be_read(
    everything_client: Client, everything_book: Book
) -> None:
    for row in everything_book.cases().rows:
        for page in ("", "history/", "settle/", "evidence/"):
            assert everything_client.get(f"/cases/{row.id}/{page}").status_code == 200


def test_cases_that_were_compared_are_linked(client: Client, book: Book) -> None:
    case, _ = told_case(book)
    other = open_case(book.notebook, label=MELIKE.latin)
    judge_same(book.notebook, case=case, other=other, verdict="different")
    for one, another in ((case, other), (other, case)):
        answer = client.get(f"/cases/{one}/")
        assert f'href="/cases/{another}/"' in answer.content.decode()
        assert "compared with this case" in text_of(answer)


def test_every_link_on_a_page_leads_somewhere(
    everything_client: Client, everything_book: Book
) -> None:
    for row in everything_book.cases().rows:
        body = everything_client.get(f"/cases/{row.id}/").content.decode()
        for address in set(re.findall(r'href="(/[^"#]*)"', body)):
            if address != "/" and not address.startswith("/static/"):
                answer = everything_client.get(address)
                assert answer.status_code == 200, address
                getattr(answer, "close", lambda: None)()


def test_people_change_the_filters_without_losing_the_others(client: Client, book: Book) -> None:
    told_case(book)
    body = client.get("/cases/", {"status": "camp", "disputed": "yes"}).content.decode()
    assert '<option value="camp" selected>' in body
    assert 'name="disputed" value="yes" checked' in body


def test_a_source_that_was_crossed_out_leaves_no_empty_link(client: Client, book: Book) -> None:
    case, source = told_case(book)
    strike_entry(book.notebook, subject=source, entry=book.notebook.facts(source)[0].id)
    for page in (f"/cases/{case}/", f"/cases/{case}/settle/"):
        answer = client.get(page)
        assert "not in the register" in text_of(answer)
        assert f"/sources/{source}/" not in answer.content.decode()


def test_the_browser_is_told_to_keep_no_page(client: Client, book: Book) -> None:
    case, _ = told_case(book)
    answer = client.get(f"/cases/{case}/")
    assert '"historyCacheSize":0' in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert "autocomplete" in re.findall(r"<input[^>]*data-search[^>]*>", answer.content.decode())[0]
