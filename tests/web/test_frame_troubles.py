"""Failures become pages with three sentences; the terminal gets one line that says nothing."""

from __future__ import annotations

import io
import logging

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from depter.errors import BadInput, DepterError
from depter.notebook.errors import DiskFull, NoSuchSubject
from depter.register.access import NotAllowed
from depter.values.text import TextTooLong
from depter.web.frame.fields import CodeField, EdtfField
from depter.web.frame.flash import flash, take_flashes
from depter.web.frame.notices import OneLine
from depter.web.frame.rules import RULES, Rule
from depter.web.frame.troubles import form_errors
from tests.web.test_frame_tags import drawn

RAISED: list[Exception] = []
NAME = "Қарлығаш Құпиякүл"


def fails(request: HttpRequest) -> HttpResponse:
    raise RAISED[0]


@pytest.fixture(autouse=True)
def _the_address_has_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RULES, "fails", Rule(None))


urlpatterns = [path("fails/", fails, name="fails"), path("", include("depter.web.urls"))]
handler500 = "depter.web.frame.errorpages.failed"
handler404 = "depter.web.frame.errorpages.not_found"


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (NoSuchSubject(), 404),
        (NotAllowed(), 403),
        (TextTooLong(length=9, limit=3), 400),
        (DiskFull(), 503),
        (DepterError(), 503),
    ],
)
@override_settings(ROOT_URLCONF=__name__)
def test_a_failure_is_a_page_with_three_sentences(
    client: Client, problem: DepterError, status: int
) -> None:
    RAISED[:] = [problem]
    response = client.get("/fails/")
    page = response.content.decode()
    assert response.status_code == status
    for heading in ("What happened", "What is safe", "What to do"):
        assert heading in page
    assert problem.what.format(**problem.about) in page
    assert "data-lock" in page


@override_settings(ROOT_URLCONF=__name__)
def test_a_mistake_of_ours_shows_no_trace_and_logs_no_text(client: Client) -> None:
    RAISED[:] = [KeyError(NAME)]
    client.raise_request_exception = False
    said = io.StringIO()
    listening = logging.StreamHandler(said)
    listening.setFormatter(OneLine())
    logger = logging.getLogger("django")
    logger.addHandler(listening)
    try:
        response = client.get(f"/fails/?q={NAME}")
    finally:
        logger.removeHandler(listening)
    page = response.content.decode()
    assert response.status_code == 500
    assert "Something went wrong that Depter did not foresee." in page
    assert NAME not in page
    assert "Traceback" not in page
    assert said.getvalue() == "depter: KeyError in fails\n"


def test_pages_that_are_not_there_say_so_locked_and_unlocked(
    client: Client, stranger: Client
) -> None:
    for browser in (client, stranger):
        response = browser.get("/nosuchpage/")
        assert response.status_code == 404
        assert "There is no page at this address." in response.content.decode()
    assert "data-lock" not in stranger.get("/nosuchpage/").content.decode()


class Sheet(forms.Form):
    on = EdtfField(label="When", required=False)
    basis = CodeField("basis", label="Basis", required=False)


def test_what_an_action_finds_wrong_stands_at_the_head_of_the_form() -> None:
    form = Sheet({"on": "2018"})
    assert form.is_valid()
    with form_errors(form):
        raise TextTooLong(length=9, limit=3)
    assert not form.is_valid()
    shown = drawn('{% include "frame/_summary.html" %}', form=form)
    assert "The text is too long: 9 characters, at most 3 fit." in shown
    assert "What is safe" in shown


def test_other_failures_pass_through_a_form() -> None:
    with pytest.raises(DiskFull), form_errors(Sheet({})):
        raise DiskFull


def test_a_date_that_cannot_be_read_offers_what_was_probably_meant() -> None:
    form = Sheet({"on": "весна 2018"})
    assert not form.is_valid()
    shown = drawn('{% include "frame/_field.html" with field=form.on %}', form=form)
    assert 'name="on-accept" value="2018-21"' in shown
    assert "spring 2018" in shown
    assert 'aria-invalid="true"' in shown
    assert 'id="id_on_error"' in shown
    assert 'href="#id_on"' in drawn('{% include "frame/_summary.html" %}', form=form)


def test_an_accepted_suggestion_is_taken() -> None:
    form = Sheet({"on": "весна 2018", "on-accept": "2018-21"})
    assert form.is_valid()
    assert form.cleaned_data["on"] == "2018-21"


def test_a_date_without_a_suggestion_offers_none() -> None:
    form = Sheet({"on": "sometime"})
    shown = drawn('{% include "frame/_field.html" with field=form.on %}', form=form)
    assert "This date could not be read." in shown
    assert "-accept" not in shown


def test_codes_are_offered_by_their_words() -> None:
    form = Sheet({"basis": "not-a-code"})
    assert "basis" in form.errors
    assert 'value="eyewitness"' in str(Sheet()["basis"])


def test_a_notice_is_shown_once(client: Client) -> None:
    request = HttpRequest()
    flash(request, "nobody sees this")
    assert take_flashes(request) == []


def test_every_bad_input_says_that_nothing_was_written() -> None:
    assert BadInput.safe == "Nothing was written."
