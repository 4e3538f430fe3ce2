"""Reading and writing entries: encoding, keys and signatures put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby

from depter.ledger.clock import next_reading
from depter.ledger.disclosure import read_body
from depter.ledger.entry import VERSION, Entry, SealedBody, SignedLine, b64, digest_of, sign
from depter.ledger.heads import Head
from depter.ledger.ledger import Kept, Ledger, SubjectKeyRow
from depter.notebook.encoding import bodies_of, fact_from
from depter.register.facts import Fact, kind_of
from depter.register.recorded import Recorded
from depter.values.ids import EntryId, SubjectId
from depter.values.level import Level
from depter.vault.errors import BodyDamaged
from depter.vault.keyfile import Keyring
from depter.vault.subjectkeys import (
    WrappedKey,
    decrypt_body,
    encrypt_body,
    new_subject_key,
    open_subject_key,
    unseal_body,
)

Written = tuple[SignedLine, Mapping[Level, bytes]]


class Pen:
    """Writes facts as signed entries of this device's feed; one for a transaction."""

    def __init__(self, ledger: Ledger, keyring: Keyring) -> None:
        self._ledger = ledger
        self._keyring = keyring
        public, self._secret = keyring.device_keys()
        self.device = b64(public)
        self.head = ledger.head(self.device) or Head(self.device, 0, "")
        self._latest = ledger.latest()
        self._keys: dict[tuple[SubjectId, Level], WrappedKey] = {}

    def write(self, subject: SubjectId, facts: Iterable[Fact], *, now: datetime) -> list[EntryId]:
        """Append facts about one subject; the caller's transaction makes them durable."""
        written = [self._line(subject, fact, now) for fact in facts]
        self._ledger.append(written)
        return [line.id for line, _ in written]

    def plain_key(self, subject: SubjectId, level: Level) -> bytes:
        """The subject's key itself, for its files (not for the sealed level)."""
        return open_subject_key(self._key(subject, level), keyring=self._keyring)

    def _line(self, subject: SubjectId, fact: Fact, now: datetime) -> Written:
        bodies, stored, sealed = bodies_of(fact), {}, None
        for body in bodies:
            key = self._key(subject, body.level)
            stored[body.level] = encrypt_body(body.plain, key=key, keyring=self._keyring)
            if body.level is Level.SEALED:
                sealed = SealedBody(to=key.recipient, digest=digest_of(stored[body.level]))
        self._latest = next_reading(self._latest, now=now)
        entry = Entry(
            v=VERSION,
            device=self.device,
            seq=self.head.seq + 1,
            prev=self.head.id,
            at=self._latest,
            kind=kind_of(fact),
            subject=subject,
            commits={body.level: body.commits for body in bodies},
            sealed=sealed,
        )
        line = sign(entry, secret=self._secret)
        self.head = Head(self.device, entry.seq, line.id)
        return line, stored

    def _key(self, subject: SubjectId, level: Level) -> WrappedKey:
        if (subject, level) not in self._keys:
            self._keys[subject, level] = self._found_or_new_key(subject, level)
        return self._keys[subject, level]

    def _found_or_new_key(self, subject: SubjectId, level: Level) -> WrappedKey:
        row = self._ledger.key(subject, level)
        if row is not None:
            return wrapped(row)
        key = new_subject_key(subject, level=level, keyring=self._keyring)
        self._ledger.add_keys([SubjectKeyRow(subject, level, key.recipient, key.wrapped)])
        return key


FindKey = Callable[[str, Level], SubjectKeyRow | None]


class KeysInOrder:
    """Wrapped keys for readers that go through the subjects in order: one query for all."""

    def __init__(self, ledger: Ledger) -> None:
        self._groups = groupby(ledger.keys(), key=lambda row: row.subject)
        self._subject = ""
        self._rows: dict[Level, SubjectKeyRow] = {}

    def __call__(self, subject: str, level: Level) -> SubjectKeyRow | None:
        """The key, given that no subject before this one will be asked for again."""
        while self._subject < subject:
            self._subject, rows = next(self._groups, (_AFTER_ALL, iter(())))
            self._rows = {row.level: row for row in rows}
        return self._rows.get(level) if self._subject == subject else None


_AFTER_ALL = "\U0010ffff"  # no id sorts behind it


class Reader:
    """Opens the bodies that this member's keys open; remembers one subject's keys at a time.

    ``key`` finds the wrapped key of a subject's level: one by one by default; a pass over the
    whole ledger gives :class:`KeysInOrder` instead.
    """

    def __init__(self, ledger: Ledger, keyring: Keyring, *, key: FindKey | None = None) -> None:
        self._key = key or ledger.key
        self._keyring = keyring
        self._subject: str = ""
        self._keys: dict[Level, bytes] = {}

    def read(self, kept: Iterable[Kept]) -> Iterator[Recorded]:
        """Facts in the order given; sealed levels stay closed.

        Raises:
            BodyDamaged: a body or key was changed, or a key is missing.
            FactNotUnderstood: written by a newer Depter.
        """
        for one in kept:
            yield Recorded(
                id=one.id,
                device=one.device,
                at=one.at,
                subject=one.subject,
                fact=fact_from(one.kind, self._opened(one)),
                closed=frozenset(one.bodies.keys() & {Level.SEALED}),
            )

    def plain(self, one: Kept, level: Level) -> bytes:
        """One internal or protected body, decrypted."""
        if one.subject != self._subject:
            self._subject, self._keys = one.subject, {}
        key = self._keys.get(level)
        if key is None:
            row = self._key(one.subject, level)
            if row is None:
                raise BodyDamaged()
            key = self._keys[level] = open_subject_key(wrapped(row), keyring=self._keyring)
        return decrypt_body(one.bodies[level], subject=one.subject, level=level, key=key)

    def _opened(self, one: Kept) -> list[dict[str, object]]:
        return [
            read_body(self.plain(one, level)) for level in one.bodies if level is not Level.SEALED
        ]


def unsealed(ledger: Ledger, one: Kept, *, custodian: str) -> dict[str, object]:
    """The sealed fields of one entry, for a custodian.

    Raises:
        BodyDamaged: not this custodian's, changed, or the key was destroyed.
    """
    row = ledger.key(one.subject, Level.SEALED)
    if row is None:
        raise BodyDamaged()
    plain = unseal_body(one.bodies[Level.SEALED], key=wrapped(row), custodian=custodian)
    return read_body(plain)


def wrapped(row: SubjectKeyRow) -> WrappedKey:
    """The ledger's row as the vault's key."""
    return WrappedKey(
        subject=row.subject, level=row.level, recipient=row.recipient, wrapped=row.wrapped
    )
