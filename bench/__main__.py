"""``python -m bench``: measure everything and print the table.

Numbers of one run on a shared machine mean little alone: read medians and ratios, and run it
again before believing a change.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import Final

from bench.figures import Figures
from bench.notebooks import cache_folder, written_notebook
from bench.pages import measure_pages
from bench.rebuilding import measure_rebuilding
from bench.recording import measure_recording
from bench.serving import served
from bench.table import keep, markdown

_RESULTS: Final = Path(__file__).parent / "results"
_STARTS: Final = 5


def main() -> None:
    """Write or find the notebooks, measure, print."""
    wanted = _arguments()
    sizes = [300, 1000] if wanted.quick else sorted(wanted.cases)
    requests = 50 if wanted.quick else 200
    if not wanted.keep:
        shutil.rmtree(cache_folder(), ignore_errors=True)
    written = [written_notebook(cases) for cases in sizes]
    first = written[0]
    _say("recording statements")
    recorded = measure_recording(first)
    _say("rebuilding")
    rebuilt = measure_rebuilding(first)
    pages = []
    for one in written:
        _say(f"pages at {one.cases} cases")
        pages.append(measure_pages(one, requests=requests))
    _say("starting")
    figures = Figures(
        written=written,
        recorded=recorded,
        recorded_at=first.cases,
        rebuilt=rebuilt,
        rebuilt_at=first.cases,
        pages=pages,
        starting=[_start(written[-1].path) for _ in range(_STARTS)],
    )
    print(markdown(figures))
    _say(f"kept in {keep(figures, _RESULTS)}")
    if not wanted.keep:
        shutil.rmtree(cache_folder(), ignore_errors=True)


def _start(notebook: str) -> float:
    with served(notebook) as server:
        return server.seconds_to_first_page()


def _say(what: str) -> None:
    sys.stderr.write(f"bench: {what}\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--cases",
        type=int,
        nargs="+",
        default=[10_000, 100_000],
        help="sizes of the registers to measure; the first serves for recording and rebuilding",
    )
    parser.add_argument("--quick", action="store_true", help="small sizes, to try it out")
    parser.add_argument(
        "--keep",
        action="store_true",
        help=f"use the notebooks left in {cache_folder()} and leave them there",
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
