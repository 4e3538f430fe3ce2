"""Reading another process's whole memory, as somebody who took the running machine would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote, quote_plus

_PIECE: Final = 8 * 1024 * 1024
_KERNEL: Final = ("[vvar]", "[vsyscall]", "[vdso]")


class MemoryUnreadable(AssertionError):
    """The test may not skip: whoever runs it needs the right to look."""


def pieces(pid: int, *, overlap: int) -> Iterator[bytes]:
    """Every readable byte of the process, in overlapping pieces."""
    maps = Path(f"/proc/{pid}/maps").read_text().splitlines()
    try:
        memory = open(f"/proc/{pid}/mem", "rb", buffering=0)  # noqa: SIM115
    except PermissionError as problem:
        raise MemoryUnreadable(
            "This test reads the memory of a process that forbids it, and needs to be root "
            "(CAP_SYS_PTRACE) for that; run it as root, also in a container."
        ) from problem
    with memory:
        for line in maps:
            span, rights, *_ = line.split()
            if not rights.startswith("r") or line.endswith(_KERNEL):
                continue
            start, end = (int(part, 16) for part in span.split("-"))
            for at in range(start, end, _PIECE - overlap):
                memory.seek(at)
                try:
                    yield memory.read(min(_PIECE, end - at))
                except OSError:
                    break  # a page that was given back meanwhile


def spellings(text: str) -> set[bytes]:
    """A text as it may lie in memory: as bytes, as Python keeps it, as a form sends it."""
    found = {text.encode(form) for form in ("utf-8", "utf-16-le", "utf-32-le")}
    found |= {quote(text).encode(), quote_plus(text).encode()}
    return found | {text.encode().hex().encode(), text.encode().hex().upper().encode()}


def spellings_of_key(key: bytes) -> set[bytes]:
    """A key as bytes and in hexadecimal, also as Python keeps text."""
    digits = key.hex()
    return {key, digits.encode(), digits.upper().encode(), digits.encode("utf-16-le")}


def found_in(pid: int, secrets: Mapping[str, set[bytes]]) -> set[str]:
    """Which of the secrets lie anywhere in the memory of the process."""
    longest = max(len(one) for forms in secrets.values() for one in forms)
    found: set[str] = set()
    for piece in pieces(pid, overlap=longest):
        for name, forms in secrets.items():
            if name not in found and any(form in piece for form in forms):
                found.add(name)
    return found
