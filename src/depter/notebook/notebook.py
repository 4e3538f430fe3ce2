"""The open notebook: facts in, cards out, both in one transaction."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import groupby
from typing import Final

from depter.ledger.database import Database
from depter.ledger.entry import b64
from depter.ledger.heads import Head, HeadsFile
from depter.ledger.ledger import Kept, Ledger
from depter.notebook.bodies import KeysInOrder, Pen, Reader, unsealed
from depter.notebook.cards import Cards
from depter.notebook.folder import NotebookFolder
from depter.notebook.judged import JudgedSources, grade_of
from depter.register.facts import Fact
from depter.register.folds import Folded, fold
from depter.register.recorded import Recorded
from depter.values.ids import EntryId, SubjectId
from depter.values.level import Level
from depter.vault.keyfile import Keyring

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
    ) -> None:
        self.folder = folder
        self.keyring = keyring
        self.database = database
        self.ledger = Ledger(database)
        self._heads = HeadsFile(folder.heads)
        self._cards = cards
        self._clock = clock
        self._writing = threading.RLock()
        self._pen: Pen | None = None
        self._touched: dict[SubjectId, None] = {}
        self._judged = JudgedSources(self._facts_of_judged)
        # Facts of the subjects at work, so that each save need not decrypt all before it.
        self._recent: dict[SubjectId, tuple[int, tuple[Recorded, ...]]] = {}

    @property
    def device(self) -> str:
        """The public key of this device, by which its feed is known."""
        public, _ = self.keyring.device_keys()
        return b64(public)

    def facts(self, subject: SubjectId) -> tuple[Recorded, ...]:
        """Everything recorded about one subject, in order; empty when nothing is."""
        with self._writing:
            number, known = self._recent.pop(subject, (0, ()))
            new = list(self.ledger.about(subject, after=number))
            if new:
                facts = (*known, *Reader(self.ledger, self.keyring).read(new))
                if known and (facts[len(known)].at, new[0].device) < (
                    known[-1].at,
                    known[-1].device,
                ):
                    return self.facts(subject)  # came from elsewhere and belongs further up
                number, known = max(one.number for one in new), facts
            self._recent[subject] = number, known
            if len(self._recent) > _RECENT:
                del self._recent[next(iter(self._recent))]
            return known

    def folded(self, subject: SubjectId) -> Folded | None:
        """One subject as its facts make it, or None when there is none."""
        return fold(self.facts(subject), reliability=self._judged)

    def has_begun(self, subject: SubjectId, *kinds: str) -> bool:
        """Whether an entry of one of these kinds is about the subject, and it still stands."""
        if not self.ledger.has_kind(subject, kinds):
            return False
        # Only where something was struck out does it take a fold to know.
        return not self.ledger.has_kind(subject, ("entry.struck",)) or (
            self.folded(subject) is not None
        )

    def unsealed(self, subject: SubjectId, *, custodian: str) -> dict[str, object]:
        """The sealed fields of a subject, later entries over earlier ones.

        Raises:
            BodyDamaged: not this custodian's, or the key was destroyed.
        """
        fields: dict[str, object] = {}
        for kept in self.ledger.about(subject):
            if Level.SEALED in kept.bodies:
                fields.update(unsealed(self.ledger, kept, custodian=custodian))
        return fields

    def subject_key(self, subject: SubjectId, level: Level) -> bytes:
        """The plain key of a subject's level, for its files; made when there is none yet."""
        with self.together():
            assert self._pen is not None
            return self._pen.plain_key(subject, level)

    def write(self, subject: SubjectId, *facts: Fact) -> list[EntryId]:
        """Append facts about one subject and redraw its cards: all durable, or nothing.

        Raises:
            BadInput: a code, a date or a text that no field takes; nothing was written.
            DiskFull: no room; nothing was written.
        """
        with self.together():
            assert self._pen is not None
            entries = self._pen.write(subject, facts, now=self._clock())
            self._touched[subject] = None
            self._judged.forget((subject,))
        return entries

    @contextmanager
    def together(self) -> Iterator[None]:
        """Everything written inside becomes durable at once, or not at all."""
        with self._writing:
            if self._pen is not None:
                yield
                return
            try:
                with self.database.transaction():
                    pen = self._pen = Pen(self.ledger, self.keyring)
                    before = pen.head
                    yield
                    self._draw_touched()
                if pen.head != before:
                    self._note(pen.head)
            except BaseException:
                self._judged.clear()
                self._recent.clear()
                raise
            finally:
                self._pen = None
                self._touched = {}

    def subjects(self) -> Iterator[tuple[SubjectId, tuple[Recorded, ...]]]:
        """Every subject with its facts."""
        return self._by_subject(self.ledger.everything())

    def _by_subject(self, kept: Iterable[Kept]) -> Iterator[tuple[SubjectId, tuple[Recorded, ...]]]:
        reader = Reader(self.ledger, self.keyring, key=KeysInOrder(self.ledger))
        for subject, facts in groupby(reader.read(kept), key=lambda recorded: recorded.subject):
            yield subject, tuple(facts)

    def rebuild(self, *, progress: Progress | None = None) -> None:
        """Throw all cards away and draw them again from the ledger, in one transaction."""
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
            self._cards.draw(subject, self.folded(subject))

    def _ranks_others(self, subject: SubjectId) -> bool:
        return self.ledger.has_kind(subject, ("source.judged",))

    def _facts_of_judged(self, source: SubjectId) -> tuple[Recorded, ...]:
        return self.facts(source) if self._ranks_others(source) else ()
