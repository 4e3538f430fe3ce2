"""Headers, hosts and forged forms: what protects an open notebook from other pages."""

from __future__ import annotations

import pytest
from django.test import Client

from depter.web.frame.headers import HEADERS

STYLE = "/static/depter/css/depter.css"


@pytest.mark.parametrize("path", ["/unlock/", "/", "/nosuchpage/", "/lock/", STYLE])
def test_every_answer_carries_them(client: Client, stranger: Client, path: str) -> None:
    for browser in (client, stranger):
        response = browser.get(path)
        for name, value in HEADERS.items():
            assert response.headers[name] == value
        kept = response.headers["Cache-Control"]
        assert ("no-store" in kept) is (path != STYLE)


def test_the_policy_names_no_foreign_origin() -> None:
    policy = HEADERS["Content-Security-Policy"]
    for closed in ("default-src", "frame-ancestors", "base-uri"):
        assert f"{closed} 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("path", ["/unlock/", "/nosuchpage/"])
def test_no_page_has_inline_style_or_script(client: Client, stranger: Client, path: str) -> None:
    for browser in (client, stranger):
        page = browser.get(path).content.decode()
        assert "<style" not in page
        assert " style=" not in page
        assert "<script>" not in page
        assert " onclick" not in page


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.0.5", "a b"])
def test_another_host_name_is_a_rebinding_attack(client: Client, host: str) -> None:
    for path in ("/", "/unlock/"):
        response = client.get(path, headers={"host": host})
        assert response.status_code == 400
        assert host not in response.content.decode()


@pytest.mark.parametrize("host", ["127.0.0.1:8421", "localhost:8421", "[::1]:8421", "127.0.0.1"])
def test_this_machine_is_welcome_under_each_of_its_names(client: Client, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 302


@pytest.mark.parametrize("path", ["/unlock/", "/lock/", "/ping/", "/language/"])
def test_a_form_without_the_mark_is_refused(client: Client, path: str) -> None:
    strict = Client(enforce_csrf_checks=True, HTTP_HOST="127.0.0.1")
    strict.cookies = client.cookies
    response = strict.post(path, {"language": "ru", "passphrase": "x"})
    assert response.status_code == 403
    assert "did not come from a page" in response.content.decode()


def test_a_form_from_another_origin_is_refused_though_it_has_the_mark(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True, HTTP_HOST="127.0.0.1")
    strict.cookies = client.cookies
    strict.get("/nosuchpage/")
    mark = {"csrfmiddlewaretoken": strict.cookies["depter_csrf"].value}
    foreign = strict.post("/ping/", mark, headers={"origin": "http://127.0.0.1:9"})
    assert foreign.status_code == 403
    assert strict.post("/ping/", mark).status_code == 204


def test_a_page_larger_than_any_form_is_refused_plainly(client: Client) -> None:
    response = client.post("/ping/", {"words": "x" * (5 * 1024 * 1024)})
    assert response.status_code == 413
    assert "larger than 4 MB" in response.content.decode()
