"""Takes fingerprints of an article, so that a test can notice copied sentences without having it.

    python3 tools/shingles.py ARTICLE > FINGERPRINTS

One line for every run of seven consecutive words.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

RUN = 7
_WORD = re.compile(r"[^\W\d_]+")


def runs_of_words(text: str) -> Iterator[str]:
    """Each run of ``RUN`` consecutive words, letters only, in lower case."""
    words = _WORD.findall(text.lower())
    for first in range(len(words) - RUN + 1):
        yield " ".join(words[first : first + RUN])


def fingerprint(run: str) -> str:
    """The first 48 bits of SHA-256, enough for a few thousand runs never to match by chance."""
    return sha256(run.encode()).hexdigest()[:12]


if __name__ == "__main__":
    article = Path(sys.argv[1]).read_text(encoding="utf-8")
    print("\n".join(sorted({fingerprint(run) for run in runs_of_words(article)})))
