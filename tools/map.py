"""Draws docs/map.md: one caption for every file, taken from the file itself.

    python3 tools/map.py            lists what is missing or out of date; exit code 1 if anything is
    python3 tools/map.py --write    writes the map anew

A caption is the first sentence of a Python module's docstring, the heading of a Markdown page, the
`meaning:` of a vocabulary, or the first comment of any other text. Files without room for one are
in tools/captions.txt.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import groupby
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 140

INTRODUCTION = """\
# Map: what every file is for

Drawn by `make map` from the first line of each file; a test compares. To change a caption, change
the first line of the file it speaks of (or `tools/captions.txt`), then draw again.
"""

COMMENTS = (
    re.compile(r"\{#\s*(.+?)\s*#\}", re.DOTALL),
    re.compile(r"\{%\s*comment\s*%\}\s*(.+?)\s*\{%\s*endcomment\s*%\}", re.DOTALL),
    re.compile(r"/\*+\s*(.+?)\s*\*/", re.DOTALL),
    re.compile(r"<!--\s*(.+?)\s*-->", re.DOTALL),
    re.compile(r"^//\s*(.+)$", re.MULTILINE),
    re.compile(r"^#(?!!)\s*(\S.*)$", re.MULTILINE),
    re.compile(r"^meaning:\s*(.+)$", re.MULTILINE),  # how our vocabularies say what they list
)


@dataclass(frozen=True)
class Caption:
    """One row of tools/captions.txt: what to say about the files that its pattern meets."""

    pattern: str
    words: str

    @property
    def is_folder(self) -> bool:
        return self.pattern.endswith("/")

    def speaks_of(self, path: str) -> bool:
        return fnmatchcase(path, f"{self.pattern}*" if self.is_folder else self.pattern)


def read_table(text: str) -> list[Caption]:
    """The rows of tools/captions.txt, comments left out."""
    rows = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return [Caption(*re.split(r"\s{2,}", row.strip(), maxsplit=1)) for row in rows]


def first_sentence(words: str) -> str:
    """The first sentence of a comment's first paragraph, on one line and not too long."""
    paragraph = " ".join(re.split(r"\n\s*\n", words.strip(), maxsplit=1)[0].split())
    sentence = re.split(r"(?<=[.!?])\s", paragraph, maxsplit=1)[0].removesuffix(".")
    if len(sentence) <= LONGEST:
        return sentence
    return sentence[:LONGEST].rsplit(" ", 1)[0] + " …"


def own_caption(path: str, text: str) -> str | None:
    """What a file says about itself in its first lines, or None if it is silent."""
    if path.endswith(".py"):
        docstring = ast.get_docstring(ast.parse(text))
        return first_sentence(docstring) if docstring else None
    if path.endswith(".md"):
        heading = re.search(r"^# (.+)$", text, re.MULTILINE)
        return heading[1].strip() if heading else None
    beginning = "\n".join(text.splitlines()[:8])
    found = [match for comment in COMMENTS if (match := comment.search(beginning))]
    earliest = min(found, key=lambda match: match.start(), default=None)
    return first_sentence(earliest[1]) if earliest else None


def is_present(path: Path) -> bool:
    """Whether a listed path is still there: a file, or a link to a folder."""
    return path.is_file() or path.is_symlink()


def kept_files(root: Path) -> list[str]:
    """Every file that is, or is about to be, in the repository, sorted."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True, text=True).stdout
    paths = {path for path in listed.split("\0") if path and is_present(root / path)}
    return sorted(paths, key=lambda path: (PurePosixPath(path).parts[:-1], path))


def captions(root: Path) -> tuple[dict[str, str], list[str]]:
    """Path (or folder) to caption, and what is wrong: files without one, rows without a file."""
    table = read_table((root / "tools/captions.txt").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    wrong: list[str] = []
    used: set[str] = set()
    for path in kept_files(root):
        row = next((row for row in table if row.speaks_of(path)), None)
        if row is not None:
            used.add(row.pattern)
            found[row.pattern if row.is_folder and "*" not in row.pattern else path] = row.words
            continue
        try:
            words = own_caption(path, (root / path).read_text(encoding="utf-8"))
        except (UnicodeDecodeError, SyntaxError, IsADirectoryError):
            words = None
        if words is None:
            wrong.append(f"{path} has no caption")
        else:
            found[path] = words
    # A row with a star may wait for files to come; one without must speak of a file that is there.
    stale = (row.pattern for row in table if row.pattern not in used and "*" not in row.pattern)
    wrong += [f"tools/captions.txt: no file at {pattern}" for pattern in stale]
    return found, wrong


def draw(found: dict[str, str]) -> str:
    """The whole of docs/map.md, grouped by folder."""

    def folder_of(path: str) -> str:
        return str(PurePosixPath(path).parent)

    parts = [INTRODUCTION]
    ordered = sorted(found, key=lambda path: (PurePosixPath(path).parts[:-1], path))
    for folder, paths in groupby(ordered, key=folder_of):
        parts.append(f"\n## {'The root' if folder == '.' else folder}\n\n")
        parts += [f"- `{path.removeprefix(f'{folder}/')}` — {found[path]}\n" for path in paths]
    return "".join(parts)


def main(arguments: list[str]) -> int:
    """Writes the map, or lists what is wrong with it; returns the exit code."""
    page = ROOT / "docs/map.md"
    found, wrong = captions(ROOT)
    if arguments == ["--write"]:
        page.write_text(draw(found), encoding="utf-8")
    elif not page.exists() or page.read_text(encoding="utf-8") != draw(found):
        wrong.append("docs/map.md is out of date: run `make map`")
    print("\n".join(wrong) or "docs/map.md speaks of every file.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
