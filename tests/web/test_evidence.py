"""Files: taken in encrypted, given out unchanged, never shown, under a harmless name."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from depter.actions.cases import open_case
from depter.register.facts.world import EvidenceTakenOut
from depter.register.folds.world import EvidenceFile
from depter.store.book import Book
from depter.values.ids import SubjectId
from depter.web.evidence.attachment import disposition
from tests.web.telling import HOSTILE, text_of, told_case

PAPER = b"%PDF-1.4 a paper with a stamp " * 9000  # more than one piece of the sealed upload


def deposit(client: Client, case: SubjectId, *files: tuple[str, bytes], **given: str) -> Any:
    sent = [SimpleUploadedFile(name, content, "application/pdf") for name, content in files]
    return client.post(f"/cases/{case}/evidence/", {"file": sent, **given})


def given_out(client: Client, evidence: SubjectId) -> tuple[Any, bytes]:
    answer = client.post(f"/evidence/{evidence}/file/", {"reason": "for the hearing"})
    return answer, b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_a_file_comes_back_bit_for_bit(client: Client, book: Book) -> None:
    case, source = told_case(book)
    answer = deposit(client, case, ("stamp.pdf", PAPER), given_by=source, on="2019-01", note="seen")
    assert answer.headers["Location"] == f"/cases/{case}/#evidence"
    [(evidence, file)] = book.case(case).evidence
    assert file.deposited.sha256 == hashlib.sha256(PAPER).hexdigest()
    answer, content = given_out(client, evidence)
    assert content == PAPER
    assert answer.headers["Content-Length"] == str(len(PAPER))


def test_several_files_are_one_deposit(client: Client, book: Book) -> None:
    case = open_case(book.notebook)
    deposit(client, case, ("front.jpg", b"front"), ("back.jpg", b"back"))
    names = {file.deposited.file_name for _, file in book.case(case).evidence}
    assert names == {"front.jpg", "back.jpg"}
    seen = text_of(client.get(f"/cases/{case}/"))
    assert "front.jpg" in seen and hashlib.sha256(b"back").hexdigest() in seen


def test_one_empty_file_and_none_is_kept(client: Client, book: Book) -> None:
    case = open_case(book.notebook)
    answer = deposit(client, case, ("front.jpg", b"front"), ("empty.jpg", b""))
    assert "One file is empty." in text_of(answer)
    assert not book.case(case).evidence


def test_no_file_is_told_beside_the_field(client: Client, book: Book) -> None:
    case = open_case(book.notebook)
    assert "Choose at least one file." in text_of(client.post(f"/cases/{case}/evidence/", {}))


def test_what_stands_in_the_file_is_not_on_the_disk(
    client: Client, book: Book, tmp_path: Path
) -> None:
    case = open_case(book.notebook)
    deposit(client, case, ("stamp.pdf", PAPER))
    kept = [path for path in book.path.rglob("*") if path.is_file()]
    assert any(path.parent.name == "files" for path in kept)
    assert not any(b"a paper with a stamp" in path.read_bytes() for path in kept)


def test_no_browser_opens_what_was_deposited(client: Client, book: Book) -> None:
    case = open_case(book.notebook)
    page = b"<html><script>alert(1)</script>"
    deposit(client, case, ("page.html", page))
    [(evidence, _)] = book.case(case).evidence
    headers = given_out(client, evidence)[0].headers
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_hidden_turns_are_dropped_from_a_name_and_refused_in_words(
    client: Client, book: Book
) -> None:
    case = open_case(book.notebook)
    deposit(client, case, ("photo\u202egpj.exe", b"x"))
    [(_, file)] = book.case(case).evidence
    assert file.deposited.file_name == "photogpj.exe"
    answer = deposit(client, case, ("photo.jpg", b"x"), note="seen \u202ereh")
    assert "hidden characters" in text_of(answer)
    assert len(book.case(case).evidence) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_names_and_notes_are_shown_as_they_stand(client: Client, book: Book, text: str) -> None:
    case = open_case(book.notebook)
    deposit(client, case, ("note.txt", b"x"), note=text)
    [(evidence, _)] = book.case(case).evidence
    for page in (f"/cases/{case}/", f"/evidence/{evidence}/"):
        answer = client.get(page)
        assert "<script>alert" not in answer.content.decode()
        assert text in text_of(answer)


@pytest.mark.parametrize(
    "name",
    [
        "stamp.pdf",
        "куәлік.pdf",
        "身份证.jpg",
        'a"; filename="b.exe',
        "a\r\nSet-Cookie: x=1.txt",
        "../../etc/passwd",
        "C:\\autoexec.bat",
        "photo\u202egpj.exe",
        "...",
        "",
        "n" * 500 + ".mp4",
    ],
)
def test_no_name_breaks_out_of_the_header(name: str) -> None:
    header = disposition(name)
    found = re.fullmatch(
        r'attachment; filename="([ !#-\[\]-~]+)"; filename\*=UTF-8\'\'([A-Za-z0-9%._~-]+)', header
    )
    assert found
    for shown in (found.group(1), unquote(found.group(2))):
        assert not set(shown) & set('/\\"\r\n\u202e') and not shown.startswith(".")
        assert len(shown) <= 120
    assert header.isascii()


def test_the_ending_survives_shortening_and_letters_of_any_script() -> None:
    assert "mp4" in unquote(disposition("n" * 500 + ".mp4"))[-4:]
    assert unquote(disposition("куәлік.pdf")).endswith("куәлік.pdf")


@given(st.text(max_size=300))
def test_every_name_gives_one_line_of_plain_letters(name: str) -> None:
    header = disposition(name)
    assert header.isascii() and header.isprintable()
    assert header.count('"') == 2


def test_a_file_that_was_damaged_is_told_before_a_byte_is_sent(client: Client, book: Book) -> None:
    case = open_case(book.notebook)
    deposit(client, case, ("stamp.pdf", PAPER))
    [(evidence, file)] = book.case(case).evidence
    kept = book.path / "files" / file.deposited.blob
    kept.write_bytes(bytes(reversed(kept.read_bytes())))
    answer = client.post(f"/evidence/{evidence}/file/", {"reason": "for the hearing"})
    assert answer.status_code == 503
    assert not any(isinstance(one.fact, EvidenceTakenOut) for one in book.notebook.facts(evidence))
    assert "changed or damaged" in text_of(answer)


def test_a_deposit_is_undone_from_its_page(client: Client, book: Book) -> None:
    case = open_case(book.notebook)
    deposit(client, case, ("stamp.pdf", PAPER))
    [(evidence, _)] = book.case(case).evidence
    entry = book.notebook.facts(evidence)[0].id
    client.post("/entries/strike/", {"subject": evidence, "entry": entry})
    assert not book.case(case).evidence
    assert client.get(f"/evidence/{evidence}/").status_code == 404


def test_a_stranger_gets_no_file_and_leaves_none(
    stranger: Client, client: Client, book: Book
) -> None:
    case = open_case(book.notebook)
    deposit(client, case, ("stamp.pdf", PAPER))
    [(evidence, _)] = book.case(case).evidence
    assert stranger.get(f"/evidence/{evidence}/file/").status_code == 302
    assert stranger.get(f"/evidence/{evidence}/").status_code == 302
    deposit(stranger, case, ("worm.exe", b"x"))
    assert len(book.case(case).evidence) == 1
    assert isinstance(book.subject(evidence, EvidenceFile).folded, EvidenceFile)
