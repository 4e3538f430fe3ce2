"""Parts of a bundle in memory, to be spoiled before they are accepted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


class HandedOver:
    """A place that holds parts as they are."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = dict(parts)

    def list(self, prefix: str = "") -> list[str]:
        """All names."""
        return sorted(name for name in self._parts if name.startswith(prefix))

    def size(self, name: str) -> int | None:
        """Bytes of one part."""
        return len(self._parts[name]) if name in self._parts else None

    def read(self, name: str) -> bytes:
        """One part."""
        return self._parts[name]

    def read_file(self, name: str, path: Path) -> None:
        """One file, into the file at ``path``."""
        path.write_bytes(self._parts[name])
