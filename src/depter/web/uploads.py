"""Files on their way in: encrypted in pieces before they touch the disk, and bounded in size.

Django would write anything above 2.5 MB into a plain temporary file. Here each piece is encrypted
with a key that only this object holds, into a file without a name in the notebook's own folder.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from nacl.secret import SecretBox
from nacl.utils import random

from depter.notebook.folder import NotebookFolder
from depter.web.frame.desk import DESK
from depter.web.frame.errorpages import too_large

LARGEST_FILE: Final = 200 * 1024 * 1024
LARGEST_FORM: Final = 4 * 1024 * 1024
_AROUND: Final = 1024 * 1024  # the other fields of a form that carries a file
_PIECE: Final = 64 * 1024
_SEALED: Final = _PIECE + SecretBox.NONCE_SIZE + SecretBox.MACBYTES

if TYPE_CHECKING:
    _Uploaded = UploadedFile[bytes]
else:
    _Uploaded = UploadedFile

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def takes_files(view: View) -> View:
    """Let a view take files of up to 200 MB; every other view takes 4 MB in all."""
    view.largest_body = LARGEST_FILE + _AROUND  # type: ignore[attr-defined]
    return view


class BoundedBody:
    """Refuses a body that the page does not take, before anything of it is read in."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do before the view is known."""
        return self._answer(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """413, told plainly; what was sent is read away so that the browser shows it."""
        limit: int = getattr(view, "largest_body", LARGEST_FORM)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and int(length) <= limit:
            return None
        with suppress(OSError):
            while request.read(_PIECE):
                pass
        return too_large(request, limit=min(limit, LARGEST_FILE))


class SealedUpload(_Uploaded):
    """A file that was sent; :meth:`chunks` gives its plain bytes, as often as asked."""

    def __init__(self, *, sealed: IO[bytes], box: SecretBox, size: int, **about: Any) -> None:
        super().__init__(file=None, size=size, **about)
        self._pieces = sealed
        self._box = box

    def multiple_chunks(self, chunk_size: int | None = None) -> bool:
        """Always: it is never whole in memory."""
        return True

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The plain bytes from the beginning, piece by piece."""
        self._pieces.seek(0)
        while piece := self._pieces.read(_SEALED):
            yield self._box.decrypt(piece)

    def close(self) -> None:
        """Give the room on the disk back."""
        self._pieces.close()


class SealedUploadHandler(FileUploadHandler):
    """Takes every file of a form, encrypted at once."""

    chunk_size = _PIECE

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A new file begins; only an open notebook takes one."""
        super().new_file(*args, **kwargs)
        if DESK.path is None or not DESK.is_open:
            raise StopUpload(connection_reset=True)
        self._box = SecretBox(random(SecretBox.KEY_SIZE))
        self._pieces = _nameless(NotebookFolder(DESK.path).files)
        self._waiting = bytearray()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Encrypt what came."""
        self._waiting += raw_data
        while len(self._waiting) >= _PIECE:
            self._seal(bytes(self._waiting[:_PIECE]))
            del self._waiting[:_PIECE]
        return None

    def file_complete(self, file_size: int) -> SealedUpload:
        """The whole file, sealed."""
        if self._waiting:
            self._seal(bytes(self._waiting))
        return SealedUpload(
            sealed=self._pieces,
            box=self._box,
            size=file_size,
            name=self.file_name,
            content_type=self.content_type,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        """The browser went away."""
        if hasattr(self, "_pieces"):
            self._pieces.close()

    def _seal(self, piece: bytes) -> None:
        self._pieces.write(self._box.encrypt(piece))


def _nameless(folder: Path) -> IO[bytes]:
    """A file without a name: it is gone when it is closed, even by a crash."""
    return tempfile.TemporaryFile(dir=folder)
