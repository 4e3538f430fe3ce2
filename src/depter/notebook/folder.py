"""A notebook on the disk: one folder, a handful of files, one holder at a time."""

from __future__ import annotations

import fcntl
import os
import stat
from pathlib import Path

from depter.errors import is_disk_full
from depter.notebook.errors import (
    DiskFull,
    NotebookDamaged,
    NotebookExists,
    NotebookInUse,
    NotebookMissing,
)
from depter.notebook.keyfile import KeyFile, write_key_file


class NotebookFolder:
    """Where everything lies. Nothing in it is readable without a passphrase."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.keys = path / "keys.json"
        self.database = path / "register.db"
        self.heads = path / "heads.jsonl"
        self.files = path / "files"
        self.closed = path / "closed"
        self._holder = path / "holder"
        self._held: int | None = None

    @property
    def exists(self) -> bool:
        """Whether a notebook was begun here."""
        return self.keys.exists()

    def create(self, key_file: KeyFile) -> None:
        """Make the folder, private to its owner.

        Raises:
            NotebookExists: there is something in the folder already.
            DiskFull: no room.
        """
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if any(self.path.iterdir()):
                raise NotebookExists()
            self.files.mkdir(mode=0o700)
            write_key_file(self.keys, key_file)
        except OSError as problem:
            if is_disk_full(problem):
                raise DiskFull() from problem
            raise

    def hold(self) -> None:
        """Take the notebook for this process, until the process ends.

        Raises:
            NotebookMissing: there is none.
            NotebookInUse: another process holds it.
            NotebookDamaged: a part leads elsewhere; nothing was opened.
        """
        if not self.exists:
            raise NotebookMissing()
        self._refuse_what_leads_elsewhere()
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        descriptor = os.open(self._holder, flags, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            holder = os.pread(descriptor, 16, 0).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise NotebookInUse(process=holder or "?") from problem
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        self._held = descriptor
        for half in self.files.glob("*.part"):  # of a file whose deposit a crash cut short
            half.unlink(missing_ok=True)

    def holder(self) -> int | None:
        """The process that holds the notebook now, if any.

        Raises:
            NotebookDamaged: a part leads elsewhere; nothing was opened.
        """
        self._refuse_what_leads_elsewhere()
        try:
            descriptor = os.open(self._holder, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            text = os.pread(descriptor, 16, 0).decode("ascii", "replace").strip()
            return int(text) if text.isdigit() else None
        else:
            return None
        finally:
            os.close(descriptor)

    def release(self) -> None:
        """Let another process have it."""
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def _refuse_what_leads_elsewhere(self) -> None:
        """A folder that somebody hands over must not make us write into other files of ours.

        A link in the place of a part would be followed, and a pipe would be waited at for ever.
        """
        wal, shm = (self.database.with_name(f"register.db-{end}") for end in ("wal", "shm"))
        beside = (self.keys.with_suffix(".new"), self.heads.with_suffix(".new"))
        parts = (self.keys, self.database, wal, shm, self.heads, self.closed, self._holder)
        for part in (*parts, *beside):
            if _is_there(part) and not stat.S_ISREG(part.lstat().st_mode):
                raise NotebookDamaged()
        if _is_there(self.files) and not stat.S_ISDIR(self.files.lstat().st_mode):
            raise NotebookDamaged()


def _is_there(part: Path) -> bool:
    """Whether something has this name, a link that leads nowhere included."""
    return os.path.lexists(part)
