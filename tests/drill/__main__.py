"""``make drill``: what happened and how long it took; fails when anything differs."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from depter.errors import DepterError
from tests.drill.machines import Differs
from tests.drill.play import Play


def main() -> int:
    """Hold the drill in a folder that is removed afterwards."""
    parser = argparse.ArgumentParser(prog="python -m tests.drill", description=__doc__)
    parser.add_argument(
        "--cases", type=int, default=5, help="cases that each machine opens on each day"
    )
    wanted = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="depter-drill-") as folder:
        try:
            Play(Path(folder), cases=wanted.cases, say=_say).run()
        except (Differs, DepterError) as problem:
            print(f"FAILED: {problem}")
            return 1
    _say("in all", time.monotonic() - begun)
    return 0


def _say(what: str, seconds: float) -> None:
    took = f"{seconds:7.1f} s" if seconds else " " * 9
    print(f"{took}  {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
