"""The open notebook: facts in, cards out, both in one transaction."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import groupby
from typing import Final

from depter.ledger.database import Database
from depter.ledger.entry import b64
from depter.ledger.heads import Head, HeadsFile
from depter.ledger.ledger import Kept, Ledger, SubjectKeyRow
from depter.notebook.bodies import FindKeys, KeysInOrder, Pen, Reader, Written, unsealed
from depter.notebook.cards import Cards
from depter.notebook.errors import NoSuchSubject
from depter.notebook.folder import NotebookFolder
from depter.notebook.judged import JudgedSources, grade_of
from depter.notebook.membership import Membership, is_second_founding
from depter.register.access import NotAllowed, Viewer, require_to_write
from depter.register.facts import Fact
from depter.register.facts.office import SubjectErased
from depter.register.folds import Folded, fold
from depter.register.folds.office import OfficeFile
from depter.register.recorded import Recorded
from depter.values.ids import EntryId, SubjectId
from depter.values.level import Level
from depter.vault.errors import KeyNotHeld
from depter.vault.keyring import Keyring

Clock = Callable[[], datetime]
Progress = Callable[[int], None]
_RECENT: Final = 8


class Notebook:
    """Ledger, vault and cards of one office, open for one member with one device key.

    One process writes at a time, and within it one thread; readers are not held up.
    """

    def __init__(
        self,
        *,
        folder: NotebookFolder,
        keyring: Keyring,
        database: Database,
        cards: Cards,
        clock: Clock,
        writing: threading.RLock | None = None,
    ) -> None:
        self.folder = folder
        self.database = database
        self.ledger = Ledger(database)
        public, _ = keyring.device_keys()
        self.device: Final = b64(public)
        """The public key of this device, by which its feed is known."""
        self._membership = Membership(self.ledger, keyring, device=self.device)
        self._heads = HeadsFile(folder.heads)
        self._cards = cards
        self._clock = clock
        self._writing = writing or threading.RLock()
        self.may_touch: Callable[[SubjectId], bool] | None = None
        """Asked about each subject where the member sees assigned cases only: is it one that
        exists for them? Set by whoever draws the cards, which say so."""
        self._pen: Pen | None = None
        self._begun: list[SubjectId] = []
        self._touched: dict[SubjectId, None] = {}
        self._foreign: dict[str, Head] = {}
        self._judged = JudgedSources(self._facts_of_judged)
        self._written_to = -1
        # Facts of the subjects at work, so that each save need not decrypt all before it.
        self._recent: dict[SubjectId, tuple[int, tuple[Recorded, ...]]] = {}

    @property
    def clock(self) -> Clock:
        """What time it is."""
        return self._clock

    @property
    def keyring(self) -> Keyring:
        """The member's keys, with those of the office that the ledger brought."""
        return self._membership.keyring

    @property
    def office(self) -> OfficeFile:
        """The office as the ledger now says."""
        with self._writing:
            if self._membership.is_stale:  # which entries count may have changed
                self._recent.clear()
                self._judged.clear()
            return self._membership.office()

    @property
    def office_id(self) -> SubjectId:
        """The subject under which everything about the office is kept."""
        _ = self.office
        assert self._membership.office_id is not None
        return self._membership.office_id

    @property
    def viewer(self) -> Viewer:
        """The member whose keys these are, with the roles that the ledger gives them now."""
        with self._writing:
            _ = self.office
            return self._membership.viewer()

    def without_keys(self) -> Notebook:
        """The same notebook for nobody: what is shared between members, and no key of any."""
        return self.for_member(Keyring(database=b"", device_seed=bytes(32)))

    def for_member(self, keyring: Keyring) -> Notebook:
        """The same notebook for another member of this device; both write one after another."""
        return Notebook(
            folder=self.folder,
            keyring=keyring,
            database=self.database,
            cards=self._cards,
            clock=self._clock,
            writing=self._writing,
        )

    def now(self) -> datetime:
        """The time by this notebook's clock."""
        return self._clock()

    def recorded(self, kind: str) -> Iterator[Recorded]:
        """Every fact of one kind, subject by subject."""
        yield from self._reader(keys=KeysInOrder(self.ledger)).read(self.ledger.of_kind(kind))

    def facts(self, subject: SubjectId) -> tuple[Recorded, ...]:
        """Everything recorded about one subject, in order; empty when nothing is, or nothing that
        exists for this member."""
        return self._facts(subject) if self._exists(subject) else ()

    def _facts(self, subject: SubjectId) -> tuple[Recorded, ...]:
        with self._writing:
            reader = self._reader()
            number, known = self._recent.pop(subject, (0, ()))
            new = list(self.ledger.about(subject, after=number))
            if new:
                if known and (new[0].at, new[0].device) < (known[-1].at, known[-1].device):
                    return self._facts(subject)  # came from elsewhere and belongs further up
                number, known = max(one.number for one in new), (*known, *reader.read(new))
            self._recent[subject] = number, known
            if len(self._recent) > _RECENT:
                del self._recent[next(iter(self._recent))]
            return known

    def folded(self, subject: SubjectId) -> Folded | None:
        """One subject as its facts make it, or None when there is none."""
        return fold(self.facts(subject), reliability=self._judged)

    def _exists(self, subject: SubjectId) -> bool:
        """Whether the subject exists for this member: so does what nothing was written about
        yet, what was begun a moment ago, and the office."""
        if self.may_touch is None or not self.viewer.sees_assigned_only:
            return True
        if subject in self._touched or subject == self.office_id:
            return True
        return self.ledger.last_number(subject) < 0 or self.may_touch(subject)

    def _expect(self, subject: SubjectId) -> None:
        if not self._exists(subject):
            raise NoSuchSubject()

    def has_begun(self, subject: SubjectId, *kinds: str) -> bool:
        """Whether an entry of one of these kinds is about the subject, and it still stands."""
        if not self.ledger.has_kind(subject, kinds) or not self._exists(subject):
            return False
        # Only where something was struck out does it take a fold to know.
        return not self.ledger.has_kind(subject, ("entry.struck",)) or (
            self.folded(subject) is not None
        )

    def unsealed(self, subject: SubjectId, *, custodian: str) -> dict[str, object]:
        """The sealed fields of a subject, later entries over earlier ones.

        Raises:
            BodyDamaged: not this custodian's, or the key was destroyed.
            NoSuchSubject: it does not exist for this member.
        """
        self._expect(subject)
        fields: dict[str, object] = {}
        for kept in self.ledger.about(subject):
            if Level.SEALED in kept.bodies:
                fields.update(unsealed(self.ledger, kept, custodian=custodian))
        return fields

    def subject_key(self, subject: SubjectId, level: Level) -> bytes:
        """The plain key of a subject's level, for its files; made when there is none yet.

        Raises:
            NoSuchSubject: it does not exist for this member.
        """
        self._expect(subject)
        with self.together():
            assert self._pen is not None
            return self._pen.plain_key(subject, level)

    def subject_keys(self, subject: SubjectId, level: Level) -> tuple[list[bytes], bool]:
        """The plain keys of a subject's level that this member can open, and whether these are
        all there are. Not for the sealed level.

        Raises:
            NoSuchSubject: it does not exist for this member.
        """
        self._expect(subject)
        rows = self.ledger.keys_of(subject, level)
        opened = self._reader().opened_keys(rows)
        return opened, len(opened) == len(rows)

    def write(self, subject: SubjectId, *facts: Fact) -> list[EntryId]:
        """Append facts about one subject and redraw its cards: all durable, or nothing.

        Raises:
            BadInput: a code, a date or a text that no field takes; nothing was written.
            NotAllowed: the member's roles do not allow it, or it would be about nothing that
                exists for a member who sees assigned cases only, or erase what only one wants
                to be erased.
            NoSuchSubject: it does not exist for this member.
            DiskFull: no room; nothing was written.
        """
        with self.together():
            assert self._pen is not None
            self._expect(subject)
            viewer = self.viewer
            if self._membership.office_id is not None:  # also where this member reads nothing of it
                if viewer.sees_assigned_only and self.ledger.last_number(subject) < 0:
                    self._begun.append(subject)
                for fact in facts:
                    require_to_write(viewer, fact)
            entries = self._pen.write(subject, facts, now=self._clock())
            self._touched[subject] = None
            self._judged.forget((subject,))
            erased = {fact.subject for fact in facts if isinstance(fact, SubjectErased)}
            if erased and not erased <= self.office.erased.keys():
                raise NotAllowed()  # nobody else would believe it
            self._forget_erased(erased)
        return entries

    def accept(self, lines: Sequence[Written], keys: Iterable[SubjectKeyRow]) -> None:
        """Take in entries that other devices wrote, with the keys of their subjects.

        Signatures, chains and senders were looked at before (:mod:`depter.exchange`). All is
        durable, or nothing.
        """
        with self.together():
            before = self.office
            self.ledger.add_keys(keys)
            self.ledger.append(lines)
            self._judged.clear()
            self._recent.clear()
            self._touched |= dict.fromkeys(signed.entry.subject for signed, _ in lines)
            self._foreign |= {
                signed.entry.device: Head(signed.entry.device, signed.entry.seq, signed.id)
                for signed, _ in lines
            }
            after = self.office
            self._forget_erased(after.erased)
            ends = {one.key: one.ends for member in before.members for one in member.devices}
            for member in after.members:
                for device in member.devices:
                    if ends.get(device.key, 0) != device.ends:  # more of it counts now, or less
                        self._touched |= dict.fromkeys(self.ledger.subjects_of(device.key))

    def _forget_erased(self, subjects: Iterable[SubjectId]) -> None:
        """Nothing of an erased subject may be opened from here on, whoever brings its keys."""
        for subject in subjects:
            if self.ledger.destroy_keys(subject):
                self._recent.pop(subject, None)
                self._touched[subject] = None

    @contextmanager
    def together(self) -> Iterator[None]:
        """Everything written inside becomes durable at once, or not at all."""
        with self._writing:
            if self._pen is not None:
                yield
                return
            try:
                with self.database.transaction():
                    under = self.office.key
                    if self._written_to != self.ledger.last_of_all():
                        self._judged.clear()  # another member of this device wrote meanwhile
                    pen = self._pen = Pen(self.ledger, self.keyring, under=under, now=self._clock())
                    before = pen.head
                    yield
                    self._draw_touched()
                    self._written_to = self.ledger.last_of_all()
                    if self.may_touch and not all(self.may_touch(one) for one in self._begun):
                        raise NotAllowed()
                for head in (*self._foreign.values(), *([pen.head] if pen.head != before else [])):
                    self._note(head)
            except BaseException:
                self._judged.clear()
                self._recent.clear()
                raise
            finally:
                self._pen = None
                self._begun, self._touched, self._foreign = [], {}, {}

    def _reader(self, *, keys: FindKeys | None = None) -> Reader:
        office = self.office

        def counts(kept: Kept) -> bool:
            if kept.subject == self._membership.office_id:
                # What else of it takes effect is decided by its own fold.
                return not is_second_founding(self.ledger, kept)
            return kept.subject not in office.erased and office.counts(kept.device, kept.seq)

        return Reader(self.ledger, self.keyring, keys=keys, counts=counts)

    def subjects(self) -> Iterator[tuple[SubjectId, tuple[Recorded, ...]]]:
        """Every subject with its facts."""
        return self._by_subject(self.ledger.everything())

    def _by_subject(self, kept: Iterable[Kept]) -> Iterator[tuple[SubjectId, tuple[Recorded, ...]]]:
        reader = self._reader(keys=KeysInOrder(self.ledger))
        for subject, facts in groupby(reader.read(kept), key=lambda recorded: recorded.subject):
            yield subject, tuple(facts)

    def rebuild(self, *, progress: Progress | None = None) -> None:
        """Throw all cards away and draw them again from the ledger, in one transaction.

        Raises:
            KeyNotHeld: this member cannot read everything, so that what others see would go.
        """
        if self.keyring.wrapping(self.office.key, Level.PROTECTED) is None:
            raise KeyNotHeld()
        with self._writing, self.database.transaction():
            self._cards.draw_all(self._all_folded(progress))

    def differing_cards(self, *, progress: Progress | None = None) -> list[SubjectId]:
        """Subjects whose cards are not what the ledger says (``rebuild --check``)."""
        with self._writing:
            return self._cards.differing(self._all_folded(progress))

    def outside_heads(self) -> dict[str, Head]:
        """The heads kept outside the database."""
        return self._heads.read()

    def check_heads(self) -> None:
        """Compare the ledger with the heads kept outside; run when a notebook is opened.

        Raises:
            OldCopyPutBack: the ledger ends before what was written.
            HistoryReplaced: the ledger passes through another entry there.
        """
        self.ledger.expect(self._heads.read().values())
        self._heads.compact(self.ledger.heads())

    def _note(self, head: Head) -> None:
        """Keep the head outside. The entry is written already, so a full disk does not fail it:
        a head that lags behind is caught up on when the notebook is opened next."""
        with suppress(OSError):
            self._heads.note(head)

    def _all_folded(self, progress: Progress | None) -> Iterator[tuple[SubjectId, Folded | None]]:
        judged = self._by_subject(self.ledger.subjects_with("source.judged"))
        reliability = {source: grade_of(facts) for source, facts in judged}
        for subject, facts in self.subjects():
            yield subject, fold(facts, reliability=reliability)
            if progress:
                progress(len(facts))

    def _draw_touched(self) -> None:
        """Redraw what was written, and the cases whose claims a judged source ranks."""
        subjects = dict(self._touched)
        for subject in self._touched:
            if self._ranks_others(subject):
                subjects |= dict.fromkeys(self._cards.dependents(subject))
        for subject in subjects:
            folded = fold(self._facts(subject), reliability=self._judged)
            self._cards.draw(subject, folded)

    def _ranks_others(self, subject: SubjectId) -> bool:
        return self.ledger.has_kind(subject, ("source.judged",))

    def _facts_of_judged(self, source: SubjectId) -> tuple[Recorded, ...]:
        return self._facts(source) if self._ranks_others(source) else ()
