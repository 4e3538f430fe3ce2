"""Members who sign in on one machine, each with a passphrase and a browser of their own."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any, Final

import msgspec
import pyotp
from django.test import Client

from depter.ledger.entry import b64
from depter.notebook.keyfile import open_box, with_box, with_keyring
from depter.register.access import Right, rights_of, roles_from
from depter.register.facts.office import MemberAdmitted
from depter.store.book import Book
from depter.values.ids import new_id
from depter.vault.keyring import Keyring, new_keyring
from depter.web.signin.factors import Factors, Totp, read_factors, write_factors
from tests.machines import WORDS
from tests.people import PASSPHRASE

AGENT: Final = "Mozilla/5.0 (X11; Linux) Firefox/140.0"
SECRET: Final = b"twenty bytes, secret"


def admitted(
    book: Book, *roles: str, name: str = "Boran", passphrase: str = "", has_box: bool = True
) -> Keyring:
    """A member with these roles, who signs in with :data:`tests.machines.WORDS` or another
    passphrase; call with light slots."""
    mine = book.notebook.keyring
    rights = rights_of(roles_from(roles))
    office = mine.office if Right.READ in rights or not roles else ()
    if Right.READ_PROTECTED not in rights:
        office = tuple(msgspec.structs.replace(one, protected=b"") for one in office)
    keyring = msgspec.structs.replace(
        new_keyring(member=new_id(), office=office), database=mine.database
    )
    book.notebook.write(
        book.notebook.office_id,
        MemberAdmitted(
            member=keyring.member,
            device=b64(keyring.device_keys()[0]),
            recipient=keyring.recipient(),
            name=name,
            roles=roles,
        ),
    )
    if has_box:
        words = passphrase or WORDS[name]
        book.keep_keys(with_box(book.key_file, keyring, passphrase=words))
    return keyring


def with_factors(
    book: Book, change: Callable[[Factors], Factors], *, passphrase: str = PASSPHRASE
) -> Factors:
    """Second factors of whose passphrase it is, as ``change`` leaves them."""
    opened = open_box(book.key_file, passphrase=passphrase)
    factors = change(read_factors(opened.keyring.factors))
    keyring = msgspec.structs.replace(opened.keyring, factors=write_factors(factors))
    book.keep_keys(with_keyring(book.key_file, opened, keyring))
    return factors


def with_phone(book: Book, *, passphrase: str = PASSPHRASE) -> None:
    """Signing in asks for a code of :data:`SECRET`."""
    with_factors(
        book,
        lambda factors: msgspec.structs.replace(factors, totp=Totp(secret=SECRET)),
        passphrase=passphrase,
    )


def phone() -> pyotp.TOTP:
    """The phone that holds :data:`SECRET`."""
    return pyotp.TOTP(base64.b32encode(SECRET).decode())


def browser(agent: str = AGENT, **more: Any) -> Client:
    """A browser that nobody signed in with."""
    return Client(HTTP_HOST="127.0.0.1", HTTP_USER_AGENT=agent, **more)


def signed_in(passphrase: str = PASSPHRASE, **more: Any) -> Client:
    """A browser after the passphrase; a second factor may still be asked for."""
    one = browser(**more)
    answer = one.post("/unlock/", {"passphrase": passphrase})
    assert answer.status_code == 302, answer.content.decode()
    return one
