"""Opening a backup: with a member's passphrase, or with the trustees' shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import msgspec

from depter.errors import N_, DepterError
from depter.exchange.place_errors import NotInPlace
from depter.exchange.places import Place
from depter.notebook.keyfile import custodian_secret, open_box, parse_key_file
from depter.recovery import formats
from depter.recovery.escrow import keys_in
from depter.recovery.formats import ABOUT, KEY_FILE, About, BackupDamaged, NoBackupThere
from depter.recovery.shares import Share, join_shares
from depter.vault import sealing
from depter.vault.errors import NoCustody
from depter.vault.keyring import Keyring, OfficeKey
from depter.vault.recoverykey import recovery_secret


class NoTrustees(DepterError):
    """Made before any paper shares were, or by somebody without the office's keys."""

    what: ClassVar[str] = N_("The shares on paper do not open this backup: it knows of none.")
    safe: ClassVar[str] = N_("Nothing was opened or changed.")
    do: ClassVar[str] = N_("Restore it with a member’s passphrase, or use another backup.")
    exit_code: ClassVar[int] = 3


class Unwrapped(msgspec.Struct, frozen=True, kw_only=True):
    """What opens a backup.

    Attributes:
        key: the backup key.
        office: the office's keys: the member's own, or those that were sealed to the trustees.
        keyring: the member's own, where a passphrase opened it; it must not be written with.
        custodian: an age secret that opens what is sealed: the member's own, or the trustees'.
        trustees: the trustees' key, where shares opened it.
    """

    about: About
    key: bytes
    office: tuple[OfficeKey, ...]
    keyring: Keyring | None = None
    custodian: str = ""
    trustees: bytes = b""

    def __repr__(self) -> str:
        return "Unwrapped(…)"


def about_of(place: Place) -> About:
    """The plain part of the backup in a place.

    Raises:
        NoBackupThere: there is none.
    """
    try:
        return formats.read_about(place.read(ABOUT))
    except NotInPlace as problem:
        raise NoBackupThere() from problem


def with_passphrase(place: Place, *, passphrase: str) -> Unwrapped:
    """Open it as a member who signed in on the machine that made it.

    Raises:
        WrongPassphrase, KeyFileDamaged, NoBackupThere: as they say.
    """
    about = about_of(place)
    try:
        key_file = parse_key_file(place.read(KEY_FILE))
    except NotInPlace as problem:
        raise BackupDamaged(file=KEY_FILE) from problem
    if key_file.notebook != about.notebook:
        raise BackupDamaged(file=KEY_FILE)
    keyring = open_box(key_file, passphrase=passphrase).keyring
    try:
        custodian = custodian_secret(key_file, passphrase=passphrase)
    except NoCustody:
        custodian = ""
    return Unwrapped(
        about=about,
        key=formats.backup_key(keyring.database),
        office=keyring.office,
        keyring=keyring,
        custodian=custodian,
    )


def with_shares(place: Place, *, shares: Sequence[Share]) -> Unwrapped:
    """Open it with the trustees' shares.

    Raises:
        TooFewShares, SharesOfAnother, ShareTwice: they do not fit together.
        NotTheTrusteesKey: they fit together, but not this notebook.
        NoTrustees, NoBackupThere, BackupDamaged: as they say.
    """
    about = about_of(place)
    key = join_shares(shares)
    if about.trustees is None or not about.trustees.escrow:
        raise NoTrustees()
    secret = recovery_secret(key, about.trustees, notebook=about.notebook)
    wrapped = sealing.unseal(about.sealed, secret=secret)
    office = keys_in(about.trustees.escrow, secret=secret)
    if wrapped is None or office is None:
        raise BackupDamaged(file=ABOUT)
    try:
        backup = bytes.fromhex(wrapped.decode())
    except ValueError as problem:
        raise BackupDamaged(file=ABOUT) from problem
    return Unwrapped(about=about, key=backup, office=office, custodian=secret, trustees=key)
