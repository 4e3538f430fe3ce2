"""The header under which a file is given out: saved, never shown, under a harmless name."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import quote

_HARMFUL: Final = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|;]')
_LONGEST: Final = 120


def disposition(file_name: str) -> str:
    """``Content-Disposition: attachment`` with the name twice: plain letters, and RFC 5987.

    Controls, quotes and path separators become ``_``, marks that turn the direction of letters
    are left out (``exe.‮fdp``), so that no name breaks out of the header, picks a folder or
    looks like another.
    """
    kept = "".join(one for one in file_name if unicodedata.category(one) not in ("Cf", "Cs"))
    name = _HARMFUL.sub("_", kept).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if len(name) > _LONGEST and dot and len(ending) <= 10:
        name = f"{stem[: _LONGEST - len(ending) - 1]}.{ending}"
    name = name[:_LONGEST] or "file"
    plain = re.sub(r"[^ -~]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
