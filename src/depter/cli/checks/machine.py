"""The machine around the notebook: disk, clock, swap, core dumps, typefaces."""

from __future__ import annotations

import resource
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import depter
from depter.cli.checks.finding import Finding, State, found

_ENOUGH: Final = 200 * 1024 * 1024
_SCRIPTS: Final = {"Chinese": "zh-cn", "Arabic script": "ug"}
_SWAPS: Final = Path("/proc/swaps")


def check_machine(notebook: Path) -> Iterator[Finding]:
    """What is not Depter's own, but matters to it."""
    yield _disk(notebook)
    yield _clock()
    yield swap()
    yield _core_dumps()
    yield from _typefaces()
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    yield found(
        "Chromium",
        bool(browser),
        browser or "not installed",
        otherwise=State.CAREFUL,
        without="Only the tests of the pages need it; any browser shows the register.",
    )


def _disk(notebook: Path) -> Finding:
    there = next(one for one in (notebook, *notebook.absolute().parents) if one.exists())
    free = shutil.disk_usage(there).free
    return found(
        "Disk",
        free >= _ENOUGH,
        f"{free // (1024 * 1024)} MB free",
        otherwise=State.CAREFUL,
        without="Recording stops when the disk is full; nothing written before is lost.",
    )


def _clock() -> Finding:
    """The clock cannot be right when it is before the program itself was written."""
    installed = Path(depter.__file__).stat().st_mtime
    now = time.time()
    return found(
        "Clock",
        now >= installed,
        time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(now)),
        otherwise=State.CAREFUL,
        without="Entries would carry a wrong time. Set the clock before you record.",
    )


def swap(swaps: Path = _SWAPS, blocks: Path = Path("/sys/class/block")) -> Finding:
    """Keys in memory may be written to swap; encrypted or compressed-memory swap is no risk."""
    try:
        lines = swaps.read_text().splitlines()[1:]
    except OSError:
        return Finding("Swap", State.FINE, "not known on this system")
    plain = [
        one for one in (line.split()[0] for line in lines if line) if not _is_safe(one, blocks)
    ]
    return found(
        "Swap",
        not plain,
        f"not encrypted: {', '.join(plain)}" if plain else "none, or encrypted",
        otherwise=State.CAREFUL,
        without="Keys in memory could be written to the disk. Encrypt the swap or turn it off.",
    )


def _is_safe(device: str, blocks: Path) -> bool:
    name = Path(device).resolve().name
    if name.startswith("zram"):
        return True
    try:
        return (blocks / name / "dm" / "uuid").read_text().startswith("CRYPT-")
    except OSError:
        return False


def _core_dumps() -> Finding:
    limit, _ = resource.getrlimit(resource.RLIMIT_CORE)
    return found(
        "Core dumps",
        limit == 0,
        "off" if limit == 0 else "on for programs started here",
        otherwise=State.CAREFUL,
        without="Depter forbids them for itself; a browser that crashes could still write pages.",
    )


def _typefaces() -> Iterator[Finding]:
    listing = shutil.which("fc-list")
    for script, language in _SCRIPTS.items():
        if listing is None:
            is_there, words = True, "not known: fontconfig is not installed"
        else:
            done = subprocess.run(
                [listing, f":lang={language}", "family"], capture_output=True, check=False
            )
            is_there = bool(done.stdout.strip())
            words = "installed" if is_there else "none installed"
        yield found(
            f"Typeface for {script}",
            is_there,
            words,
            otherwise=State.CAREFUL,
            without="Names in this script may show as boxes, on paper and outside the pages.",
        )
