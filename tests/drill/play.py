"""The play itself, scene by scene; each is timed, and each ends in what must hold."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from depter.actions import members
from depter.actions.cases import open_case, settle_status
from depter.actions.devices import retire_device
from depter.actions.sealed_sharing import share_sealed, unshared
from depter.actions.sources import introduce_source
from depter.errors import DepterError
from depter.exchange.errors import SenderShutOut
from depter.exchange.places import open_place
from depter.recovery.ceremony import hold_ceremony
from depter.recovery.unwrap import with_shares
from depter.store.book import create_notebook, open_notebook
from depter.store.copies import make_copy, verify_copy
from depter.store.restoring import restore
from depter.store.trusteeship import appoint
from depter.values.ids import SubjectId
from depter.vault.errors import BodyDamaged
from tests.desk import known, write_something
from tests.drill.machines import WORDS, Differs, Scene, expect_same
from tests.trustees import Papers

AGAIN = "reed boats crossing the wide brown river"
IDENTITY = "whoever told it, by name"
Say = Callable[[str, float], None]


class Play:
    """Qarlygash and Sayasat at office A, Boran at office B, Tolqyn who travels."""

    def __init__(self, where: Path, *, cases: int, say: Say) -> None:
        self.scene = Scene(where)
        self._cases = cases
        self._say = say
        self._papers = Papers()
        self._case = SubjectId("")
        self._source = SubjectId("")

    def run(self) -> None:
        """All scenes, in their order.

        Raises:
            Differs: something that must hold does not.
        """
        try:
            self._found()
            self._appoint_trustees()
            self._write_for_a_week()
            self._raid()
            self._come_back()
            self._shut_out()
            self._converge()
            self._refuse_the_late_bundle()
        finally:
            for book in self.scene.books.values():
                book.close()

    @contextmanager
    def _timed(self, what: str) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self._say(what, time.monotonic() - begun)

    def _found(self) -> None:
        scene = self.scene
        with self._timed("office A is founded; Boran joins on a machine at office B"):
            scene.books["Qarlygash"] = create_notebook(
                scene.where / "Qarlygash",
                passphrase=WORDS["Qarlygash"],
                office="Two rooms",
                member="Qarlygash",
                clock=scene.calendar,
            )
            scene.invite("Boran", "custodian", "coordinator", "intake", by="Qarlygash")
            for waiting in scene.notebook("Qarlygash").office.pending:
                members.confirm(scene.notebook("Qarlygash"), entry=waiting.entry)
            scene.carry("Qarlygash", "Boran")
        with self._timed("two custodians admit Sayasat, a volunteer at A, and Tolqyn, who travels"):
            for name in ("Sayasat", "Tolqyn"):
                scene.invite(name, "intake", "coordinator", by="Qarlygash", second="Boran")
            scene.meet("Qarlygash", "Boran", "Sayasat", "Tolqyn")

    def _appoint_trustees(self) -> None:
        scene, book = self.scene, self.scene.books["Qarlygash"]
        with self._timed("five sheets of paper, words typed back, two custodians appoint"):
            recovery = hold_ceremony(
                notebook=book.key_file.notebook,
                threshold=3,
                shares=5,
                hand_out=self._papers.hand_out,
                ask=self._papers.word,
            )
            appointed = appoint(book, recovery, passphrase=WORDS["Qarlygash"])
            if not appointed.waits:
                raise Differs("one custodian of two appointed the trustees alone")
            scene.carry("Qarlygash", "Boran")
            members.confirm(scene.notebook("Boran"), entry=appointed.entry)
            scene.meet("Qarlygash", "Boran", "Sayasat", "Tolqyn")
            share_sealed(book.notebook, custodian=book.custodian(WORDS["Qarlygash"]))

    def _write_for_a_week(self) -> None:
        scene = self.scene
        notebook = scene.notebook("Qarlygash")
        self._case = open_case(notebook, label="a case of both offices")
        scene.meet("Qarlygash", "Boran", "Sayasat", "Tolqyn")
        with self._timed("a week apart: four machines write, two sticks travel, one backup"):
            for day in range(1, 8):
                for name in ("Qarlygash", "Boran", "Sayasat", "Tolqyn"):
                    self._write_a_day(name)
                if day == 3:
                    scene.meet("Qarlygash", "Sayasat")
                if day == 5:
                    scene.carry("Qarlygash", "Boran")
                    scene.carry("Boran", "Tolqyn")
                if day == 6:
                    self._back_up()
                if day == 7:
                    self._contradict()
                    scene.carry("Sayasat", "Qarlygash")
                    scene.carry("Qarlygash", "Tolqyn")
                scene.calendar.next_day()

    def _write_a_day(self, name: str) -> None:
        notebook = self.scene.notebook(name)
        for _ in range(self._cases):
            open_case(notebook, label=f"heard of by {name}")
            write_something(notebook, self.scene.chance)
        introduce_source(notebook, source_kind="relative", identity=IDENTITY)

    def _back_up(self) -> None:
        book = self.scene.books["Qarlygash"]
        self._source = introduce_source(
            book.notebook, source_kind="relative", identity=IDENTITY, contact="a number"
        )
        backup = open_place(str(self.scene.stick("backup")))
        if not make_copy(book, backup).recoverable or verify_copy(book, backup).missing:
            raise Differs("the backup is not whole")

    def _contradict(self) -> None:
        """Each office decides, and neither knows of the other."""
        for name, status in (("Qarlygash", "camp"), ("Boran", "released")):
            settle_status(
                self.scene.notebook(name),
                case=self._case,
                status=status,
                as_of="2018-04",
                reason="so we heard",
            )

    def _raid(self) -> None:
        with self._timed("office A is raided: its register is gone, Sayasat's laptop taken"):
            self.scene.books.pop("Qarlygash").close()
            shutil.rmtree(self.scene.where / "Qarlygash")
            shutil.rmtree(self.scene.stick("Qarlygash"))

    def _come_back(self) -> None:
        scene = self.scene
        place = open_place(str(scene.stick("backup")))
        with self._timed("a third machine is restored from three papers and the stick"):
            done = restore(
                place,
                with_shares(place, shares=self._papers.typed(2, 5, 3)),
                into=scene.where / "again",
                passphrase=AGAIN,
                member="Qarlygash",
                clock=scene.calendar,
            )
            if done.first_bad or done.closed:
                raise Differs("not everything came back")
        with self._timed("Qarlygash opens it, and what was sealed to her"):
            book = open_notebook(scene.where / "again", passphrase=AGAIN, clock=scene.calendar)
            scene.books["Qarlygash, again"] = book
            opened = book.notebook.unsealed(self._source, custodian=book.custodian(AGAIN))
            if opened["identity"] != IDENTITY:
                raise Differs("what was sealed did not come back")
            try:
                book.notebook.unsealed(self._source, custodian=book.notebook.keyring.secret)
            except BodyDamaged:
                return
            raise Differs("an unlocked session opens what is sealed")

    def _shut_out(self) -> None:
        scene, again = self.scene, "Qarlygash, again"
        notebook = scene.notebook(again)
        with self._timed("the others bring what the backup lacked"):
            scene.meet(again, "Boran", "Tolqyn")
        with self._timed("two custodians revoke Sayasat and draw new keys of the office"):
            own = notebook.office.member_of(notebook.device)
            lost = [one.key for one in own.devices if one.key != notebook.device] if own else []
            for device in lost:
                known = notebook.office.device(device)
                if known is not None and known.ends is None:
                    retire_device(notebook, device=device)
            [gone] = [one for one in notebook.office.members if one.name == "Sayasat"]
            revoked = members.revoke(notebook, member=gone.id, reason="the laptop was taken")
            scene.decide(revoked, by=again, second="Boran")
            renewed = members.rekey(notebook, reason="the laptop was taken")
            scene.decide(renewed, by=again, second="Boran")
            scene.meet(again, "Boran", "Tolqyn")

    def _converge(self) -> None:
        scene, names = self.scene, ("Qarlygash, again", "Boran", "Tolqyn")
        for name in names:
            self._write_a_day(name)
        with self._timed("all three exchange until nobody has anything new"):
            scene.meet(*names)
            settle_status(
                scene.notebook("Boran"),
                case=self._case,
                status="camp",
                as_of="2018-04",
                reason="both offices looked again",
            )
            self._share_what_the_others_sealed()
            scene.meet(*names)
        with self._timed("compared: every row, a rebuild, every signature"):
            rows = expect_same(scene, names)
        entries = sum(one.seq for one in scene.notebook("Boran").ledger.heads().values())
        self._say(f"identical on all three: {entries} entries, {rows} rows", 0)
        again = scene.books[names[0]]
        secret = again.custodian(AGAIN)
        sources = known(again.notebook, "source.introduced")
        for source in sources:
            again.notebook.unsealed(source, custodian=secret)
        self._say(f"what {len(sources)} sources said of themselves opens with her passphrase", 0)

    def _share_what_the_others_sealed(self) -> None:
        """Machines that had not heard of the new custodian sealed to Boran and the trustees."""
        boran = self.scene.books["Boran"]
        given = share_sealed(boran.notebook, custodian=boran.custodian(WORDS["Boran"]))
        if given.closed or unshared(boran.notebook):
            raise Differs("something sealed is not shared with the custodians")

    def _refuse_the_late_bundle(self) -> None:
        scene = self.scene
        with self._timed("a bundle that Sayasat's machine makes later is refused"):
            self._write_a_day("Sayasat")
            before = scene.notebook("Boran").ledger.heads()
            for name in ("Boran", "Tolqyn"):
                try:
                    [came] = scene.carry("Sayasat", name)
                except SenderShutOut:
                    continue
                except DepterError as other:
                    raise Differs(f"refused, but as {type(other).__name__}") from other
                raise Differs(f"{name} accepted it: {came}")
            if scene.notebook("Boran").ledger.heads() != before:
                raise Differs("something of it was taken in")
