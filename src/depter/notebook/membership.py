"""Who belongs to the office, read from the ledger, and the office keys learnt on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from depter.ledger.entry import unb64
from depter.ledger.ledger import Kept, Ledger
from depter.notebook.bodies import Reader
from depter.notebook.encoding import FactNotUnderstood
from depter.notebook.erased import Erasures
from depter.register.access import Right, Role, Viewer, roles_from
from depter.register.facts.office import OfficeRekeyed
from depter.register.folds.office import OfficeFile
from depter.register.folds.office_fold import fold_office
from depter.register.recorded import Recorded
from depter.values.ids import EntryId, SubjectId
from depter.vault import sealing
from depter.vault.errors import BodyDamaged
from depter.vault.keyring import Keyring, OfficeKey

_FOUNDED: Final = "office.founded"


class Membership:
    """The office as the ledger now says, and the keyring with every office key learnt from it."""

    def __init__(self, ledger: Ledger, keyring: Keyring, *, device: str) -> None:
        self.keyring = keyring
        self.office_id: SubjectId | None = None  # looked for when somebody first asks
        self._ledger = ledger
        self._device = device
        self._known = -1
        self._office = OfficeFile(name="", opened_at="")
        self._erasures: Erasures | None = None
        self._looked = -1
        self._settled: dict[SubjectId, EntryId] = {}

    @property
    def is_stale(self) -> bool:
        """Whether something about the office came in since it was last read."""
        return self._known != self._last() or self._erased() != self._office.erased

    def _erased(self) -> dict[SubjectId, EntryId]:
        """What counts as erased; what proves it may come in after the entry that says so."""
        if self._erasures is None:
            return {}
        last = self._ledger.last_of_all()
        if last != self._looked:
            self._settled, self._looked = self._erasures.standing(), last
        return self._settled

    def office(self) -> OfficeFile:
        """The office; read again only when something about it came in."""
        last = self._last()
        if self.office_id is not None and last != self._known:
            kept = list(self._ledger.about(self.office_id))
            keyring, facts = learn(self._ledger, self.keyring, kept, self._device)
            self._office = fold_office(facts, {}) if facts else OfficeFile(name="", opened_at="")
            if not all(_counts(self._office, one) for one in facts):
                # A key from behind its device's end is forgotten: everything is read once more.
                counting = [one for one in kept if _counts(self._office, one)]
                keyring, _ = learn(self._ledger, self.keyring, counting, self._device)
            self.keyring = msgspec.structs.replace(keyring, custodians=self._office.custodians)
            self._known = last
            self._looked = -1
            self._erasures = (
                Erasures(self._ledger, self.keyring, office=self._office, facts=facts)
                if self._office.erased
                else None
            )
        erased = self._erased()
        if erased != self._office.erased:
            self._office = msgspec.structs.replace(self._office, erased=erased)
        return self._office

    def viewer(self) -> Viewer:
        """The member whose keys these are, with the roles that the ledger gives them now."""
        office = self.office()
        member, device = office.member_of(self._device), office.device(self._device)
        if member is not None and device is not None:
            stands = member.stands and device.ends is None
            roles = roles_from(member.roles) if stands else frozenset[Role]()
            return Viewer(member=member.id, roles=roles)
        if not self.keyring.office:  # who holds no key of the office looks after the machine
            return Viewer(member=self.keyring.member, roles=frozenset({Role.ADMINISTRATOR}))
        return Viewer(member=self.keyring.member, roles=frozenset())

    def _last(self) -> int:
        if self.office_id is None:
            self.office_id = self._ledger.first_subject(_FOUNDED)
        return self._ledger.last_number(self.office_id) if self.office_id else -1


def learn(
    ledger: Ledger,
    keyring: Keyring,
    kept: Iterable[Kept],
    device: str,
    *,
    known: Sequence[Recorded] = (),
) -> tuple[Keyring, tuple[Recorded, ...]]:
    """The facts about the office, and the keyring with the keys that they bring.

    Facts are read in order, because a later one may be under a key that an earlier one brought.
    Keys are taken from custodians alone: anybody could send others under the same id. ``known``
    are facts that came before.
    """
    reader = Reader(ledger, keyring)
    facts: list[Recorded] = []
    for one in kept:
        if is_second_founding(ledger, one):
            continue
        for recorded in _readable(reader, one):
            facts.append(recorded)
            fact = recorded.fact
            if isinstance(fact, OfficeRekeyed) and _is_a_custodians([*known, *facts], recorded):
                key = _opened(fact.boxes.get(device, ""), keyring)
                if key is not None and key.id == fact.key:
                    reader.keyring = keyring = keyring.knowing(key)
    return keyring, tuple(facts)


def _readable(reader: Reader, one: Kept) -> list[Recorded]:
    """The entry, unless it was damaged: it then takes no effect, and verification names it."""
    try:
        return list(reader.read((one,)))
    except (BodyDamaged, FactNotUnderstood):
        return []


def _is_a_custodians(facts: Sequence[Recorded], one: Recorded) -> bool:
    """Whether a custodian wrote it, as things stood then."""
    office = fold_office(facts, {})
    author = office.member_of(one.device)
    return author is not None and Right.MANAGE in author.rights and _counts(office, one)


def _counts(office: OfficeFile, one: Kept | Recorded) -> bool:
    """Whether it does not stand behind the end of its device."""
    device = office.device(one.device)
    return device is None or device.ends is None or one.seq <= device.ends


def is_second_founding(ledger: Ledger, one: Kept) -> bool:
    """Whether it would found the office once more.

    Somebody who once held a key of the office could date such an entry back to before the true
    one. The one that was here first counts, whatever comes later and whatever its date.
    """
    return one.kind == _FOUNDED and one.id != (ledger.first_entry(_FOUNDED) or one.id)


def box_for(key: OfficeKey, *, recipient: str) -> bytes:
    """An office key, sealed to one device."""
    return sealing.seal(msgspec.json.encode(key), recipients=(recipient,))


def _opened(box: str, keyring: Keyring) -> OfficeKey | None:
    if not box or not keyring.secret:
        return None
    try:
        plain = sealing.unseal(unb64(box), secret=keyring.secret)
        return msgspec.json.decode(plain, type=OfficeKey) if plain else None
    except (ValueError, msgspec.MsgspecError):
        return None
