"""Reading and writing entries: encoding, keys and signatures put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from depter.ledger.clock import next_reading, reading_at
from depter.ledger.disclosure import read_body
from depter.ledger.entry import VERSION, Entry, SealedBody, SignedLine, b64, digest_of, sign
from depter.ledger.heads import Head
from depter.ledger.ledger import Kept, Ledger, SubjectKeyRow
from depter.notebook.encoding import bodies_of, fact_from
from depter.notebook.errors import ClockBehind
from depter.notebook.keyrows import named, row_of, wrapped
from depter.register.facts import Fact, kind_of
from depter.register.recorded import Recorded
from depter.values.ids import EntryId, SubjectId
from depter.values.level import Level
from depter.vault.errors import BodyDamaged, KeyNotHeld
from depter.vault.keyring import Keyring
from depter.vault.subjectkeys import (
    WrappedKey,
    decrypt_body,
    encrypt_body,
    new_subject_key,
    open_subject_key,
    unseal_body,
)

Written = tuple[SignedLine, Mapping[Level, bytes]]
_APART: Final = timedelta(days=1)  # by how much clocks may differ before somebody must look


class Pen:
    """Writes facts as signed entries of this device's feed; one for a transaction.

    ``under`` names the office's key that new keys of subjects are wrapped under.
    """

    def __init__(self, ledger: Ledger, keyring: Keyring, *, under: str, now: datetime) -> None:
        self._ledger = ledger
        self._keyring = keyring
        self._under = under
        public, self._secret = keyring.device_keys()
        self.device = b64(public)
        self.head = ledger.head(self.device) or Head(self.device, 0, "")
        self._latest = _latest(ledger.readings(), device=self.device, now=now)
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
        """A key of the present office key; older ones may be known to somebody who left."""
        rows = self._ledger.keys_of(subject, level)
        own = self._own_sealed(subject, rows) if level is Level.SEALED else set()
        for row in rows:
            if row.under == self._under and self._may_use(row, own):
                return wrapped(row)
        key = named(new_subject_key(subject, level=level, keyring=self._keyring, under=self._under))
        self._ledger.add_keys([row_of(key)])
        return key

    def _may_use(self, row: SubjectKeyRow, own: set[str]) -> bool:
        """Whether what is written under this key is closed to whoever it should be closed to."""
        if row.level is Level.SEALED:
            return row.recipient in own
        try:
            open_subject_key(wrapped(row), keyring=self._keyring)
        except BodyDamaged:
            return False  # it came before the key that would have shown that it does not open
        return True

    def _own_sealed(self, subject: SubjectId, rows: Iterable[SubjectKeyRow]) -> set[str]:
        """Recipients of the sealed keys that this device drew under the present office key.

        Whoever draws a sealed key could keep its secret, so a device seals to none but its own;
        its entries say to which. One that also stands under another office key may be known to
        a custodian who left, whoever wrote the newer row.
        """
        earlier = {row.recipient for row in rows if row.under != self._under}
        return set(self._ledger.sealed_to(self.device, subject)) - earlier


def _latest(readings: Mapping[str, str], *, device: str, now: datetime) -> str:
    """The reading after which the next one comes.

    A clock far ahead, on another device, does not drag this one along.

    Raises:
        ClockBehind: this device wrote later than its clock now says.
    """
    own = readings.get(device, "")
    if own > reading_at(now + _APART):
        raise ClockBehind(last=own[:10], now=f"{now:%Y-%m-%d}")
    ceiling = reading_at(now + _APART)
    return max((at for at in readings.values() if at <= ceiling), default="")


FindKeys = Callable[[str, Level], list[SubjectKeyRow]]


class KeysInOrder:
    """Wrapped keys for readers that go through the subjects in order: one query for all."""

    def __init__(self, ledger: Ledger) -> None:
        self._groups = groupby(ledger.keys(), key=lambda row: row.subject)
        self._subject = ""
        self._rows: dict[Level, list[SubjectKeyRow]] = {}

    def __call__(self, subject: str, level: Level) -> list[SubjectKeyRow]:
        """The keys, given that no subject before this one will be asked for again."""
        while self._subject < subject:
            self._subject, rows = next(self._groups, (_AFTER_ALL, iter(())))
            self._rows = {}
            for row in rows:
                self._rows.setdefault(row.level, []).append(row)
        return self._rows.get(level, []) if self._subject == subject else []


_AFTER_ALL = "\U0010ffff"  # no id sorts behind it


class Reader:
    """Opens the bodies that this member's keys open; remembers one subject's keys at a time.

    ``keys`` finds the wrapped keys of a subject's level: one by one by default; a pass over the
    whole ledger gives :class:`KeysInOrder` instead. ``counts`` says which entries count: not
    those of strangers, nor what a device wrote after it was shut out, nor what was erased.
    """

    def __init__(
        self,
        ledger: Ledger,
        keyring: Keyring,
        *,
        keys: FindKeys | None = None,
        counts: Callable[[Kept], bool] | None = None,
    ) -> None:
        self.rows = keys or ledger.keys_of
        self.keyring = keyring
        self._counts = counts
        self._subject: str = ""
        self._keys: dict[Level, list[bytes]] = {}

    def read(self, kept: Iterable[Kept]) -> Iterator[Recorded]:
        """Facts in the order given; sealed levels stay closed.

        An entry whose internal body is under a key that this member never held is passed over:
        to this member it does not exist.

        Raises:
            BodyDamaged: a body or key was changed, or a key is missing.
            FactNotUnderstood: written by a newer Depter.
        """
        for one in kept:
            if self._counts is not None and not self._counts(one):
                continue
            opened: list[dict[str, object]] = []
            closed: set[Level] = set()
            for level in one.bodies:
                try:
                    if level is not Level.SEALED:
                        opened.append(read_body(self.plain(one, level)))
                        continue
                except KeyNotHeld:
                    pass
                closed.add(level)
            if Level.INTERNAL in closed:
                continue
            yield Recorded(
                id=one.id,
                device=one.device,
                at=one.at,
                subject=one.subject,
                fact=fact_from(one.kind, opened),
                closed=frozenset(closed),
                seq=one.seq,
            )

    def plain(self, one: Kept, level: Level) -> bytes:
        """One internal or protected body, decrypted.

        Raises:
            KeyNotHeld: it is under an office key that this member was never given.
            BodyDamaged: changed, or its key is gone.
        """
        if one.subject != self._subject:
            self._subject, self._keys = one.subject, {}
        keys = self._keys.get(level)
        for key in keys or ():
            plain = decrypt_body(one.bodies[level], subject=one.subject, level=level, key=key)
            if plain is not None:
                return plain
        rows = self.rows(one.subject, level)
        keys = self._keys[level] = self.opened_keys(rows)
        for key in keys:
            plain = decrypt_body(one.bodies[level], subject=one.subject, level=level, key=key)
            if plain is not None:
                return plain
        if any(self.keyring.wrapping(row.under, level) is None for row in rows):
            raise KeyNotHeld()
        raise BodyDamaged()

    def opened_keys(self, rows: Iterable[SubjectKeyRow]) -> list[bytes]:
        """Those of the wrapped keys that this member's keyring opens.

        One that is damaged closes nothing but what is under it: somebody may have sent it.
        """
        opened = []
        for row in rows:
            with suppress(KeyNotHeld, BodyDamaged):
                opened.append(open_subject_key(wrapped(row), keyring=self.keyring))
        return opened


def unsealed(ledger: Ledger, one: Kept, *, custodian: str) -> dict[str, object]:
    """The sealed fields of one entry, for a custodian.

    Raises:
        BodyDamaged: not this custodian's, changed, or the key was destroyed.
    """
    for row in ledger.keys_of(one.subject, Level.SEALED):
        try:
            plain = unseal_body(one.bodies[Level.SEALED], key=wrapped(row), custodian=custodian)
        except BodyDamaged:
            continue
        return read_body(plain)
    raise BodyDamaged()
