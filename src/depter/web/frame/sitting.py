"""Sessions: what is kept of a browser that signed in, and how its cookie alone opens it.

Whoever copies everything that the server keeps finds each member's keys encrypted under a key
that lives in that member's cookie, and nothing from which the cookie could be made.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Final

import msgspec
from django.http import HttpResponse

from depter.notebook.keyfile import Box, Opened
from depter.values.ids import EntryId, SubjectId
from depter.vault import symmetric
from depter.vault.keyring import Keyring

_TOKEN_BYTES: Final = 32
_KEPT: Final = 4  # answers of one browser, so that "back" still shows the last few


class Flash(msgspec.Struct, frozen=True):
    """One sentence about what was just done; ``undo`` names the entry to strike."""

    sentence: str
    tone: str = "good"
    undo: tuple[SubjectId, EntryId] | None = None


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What a member's cookie opens: the keys, and what it takes to write them anew.

    ``phone`` is the secret of a phone that has not shown its first code yet.
    """

    keyring: Keyring
    master: bytes = b""
    box: Box | None = None
    phone: str = ""

    def __repr__(self) -> str:
        return "Held(…)"

    @property
    def opened(self) -> Opened | None:
        """The member's box, opened; None where the session came without one."""
        if self.box is None:
            return None
        return Opened(box=self.box, master=self.master, keyring=self.keyring)


@dataclass(slots=True, kw_only=True)
class Session:
    """One browser that signed in, as the server keeps it: times, and sealed bytes.

    Attributes:
        id: what the cookie's token is known by; it does not lead back to the token.
        mark: digest of the browser it began in.
        browser: how that browser calls itself, for the member's list of sessions.
        began, seen, sure: seconds of a clock that never goes back; ``sure`` is when the
            passphrase was last typed.
        waits: a second factor is still asked for; nothing else is answered.
    """

    id: str
    member: str
    mark: str
    browser: str
    began: float
    seen: float
    sure: float
    waits: bool = False
    sealed: bytes = b""
    flashes: list[bytes] = field(default_factory=list)
    answers: dict[str, bytes] = field(default_factory=dict)


class Sitting:
    """One request of a session, with the key that its cookie brought."""

    def __init__(self, session: Session, *, token: str) -> None:
        self.session = session
        self._key = _key(token)

    def hold(self, held: Held) -> None:
        """Keep a member's keys, sealed."""
        self.session.sealed = self._seal(msgspec.msgpack.encode(held), "keys")

    def held(self) -> Held | None:
        """The member's keys; None when the cookie is not that of this session."""
        plain = self._open(self.session.sealed, "keys")
        return None if plain is None else msgspec.msgpack.decode(plain, type=Held)

    def say(self, notice: Flash) -> None:
        """Show a notice on the next page."""
        self.session.flashes.append(self._seal(msgspec.msgpack.encode(notice), "flash"))

    def take_flashes(self) -> list[Flash]:
        """The notices that wait; they are shown once."""
        waiting, self.session.flashes = self.session.flashes, []
        opened = (self._open(one, "flash") for one in waiting)
        return [msgspec.msgpack.decode(one, type=Flash) for one in opened if one is not None]

    def keep_answer(self, response: HttpResponse, *, is_shown_once: bool) -> str:
        """Keep a page that answers a form; the name under which it can be fetched."""
        name = secrets.token_urlsafe(16)
        headers = dict(response.headers.items())
        page = (response.status_code, headers, response.content, is_shown_once)
        self.session.answers[name] = self._seal(msgspec.msgpack.encode(page), name)
        while len(self.session.answers) > _KEPT:
            del self.session.answers[next(iter(self.session.answers))]
        return name

    def answer(self, name: str) -> HttpResponse | None:
        """The kept page, if there is one of that name."""
        plain = self._open(self.session.answers.get(name, b""), name)
        if plain is None:
            return None
        status, headers, content, is_shown_once = msgspec.msgpack.decode(
            plain, type=tuple[int, dict[str, str], bytes, bool]
        )
        if is_shown_once:
            del self.session.answers[name]
        again = HttpResponse(content, status=status)
        for header, value in headers.items():
            again.headers[header] = value
        return again

    def moved(self, token: str) -> Sitting:
        """The same session under a new token; what the old one sealed is sealed anew."""
        held = self.held()
        new = Sitting(self.session, token=token)
        flashes = self.take_flashes()
        self.session.id, self.session.answers = session_id(token), {}
        if held is not None:
            new.hold(held)
        for one in flashes:
            new.say(one)
        return new

    def _seal(self, plain: bytes, what: str) -> bytes:
        return symmetric.encrypt(plain, key=self._key, context=what.encode())

    def _open(self, sealed: bytes, what: str) -> bytes | None:
        return symmetric.decrypt(sealed, key=self._key, context=what.encode())


def new_token() -> str:
    """What a cookie holds: 256 random bits."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def session_id(token: str) -> str:
    """What the server knows a token by."""
    return hashlib.blake2b(
        token.encode("utf-8", "surrogatepass"), digest_size=16, person=b"depter-sitting"
    ).hexdigest()


def _key(token: str) -> bytes:
    return hashlib.blake2b(
        token.encode("utf-8", "surrogatepass"), digest_size=32, person=b"depter-cookie"
    ).digest()
