"""Nothing in the repository says where it was written or where packages came from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.map import kept_files

ROOT = Path(__file__).resolve().parents[2]

# Written in pieces, so that this file does not find itself.
REGISTRIES = ["pypi" + r"\.org", "python" + r"hosted\.org", "npm" + r"js\.(org|com)", "deb" + "pi"]
OWN_FOLDERS = ["work", "root", "opt", "home", "Users", "mnt"]
TELLING = re.compile(
    "|".join(REGISTRIES)
    + r"|https?://[a-z0-9.:-]*(proxy|mirror|registry|artifactory|nexus)"
    + rf"|(?<![\w./}}~-])/({'|'.join(OWN_FOLDERS)})/[\w.]",
    re.IGNORECASE,
)


def telling_lines(text: str) -> list[str]:
    return [line.strip()[:120] for line in text.splitlines() if TELLING.search(line)]


def test_no_file_tells_of_this_machine() -> None:
    found = {}
    for path in kept_files(ROOT):
        if (ROOT / path).is_dir():
            continue  # a link to a folder whose files are listed themselves
        text = (ROOT / path).read_bytes().decode("utf-8", errors="replace")
        if lines := telling_lines(text):
            found[path] = lines
    assert not found


@pytest.mark.parametrize(
    "line",
    [
        "see /" + "work/main/src",
        'PATH = "/' + 'root/.cache"',
        "--find-links=/" + "opt/wheels",
        "https" + "://pypi" + ".org/simple",
        "https" + "://my-mirror.example/simple",
        "/" + "home/someone/depter",
    ],
)
def test_a_telling_line_is_noticed(line: str) -> None:
    assert telling_lines(line)


@pytest.mark.parametrize(
    "line",
    ["/usr/bin/chromium", "/proc/self/mem", "docs/home/page.md", "https://example.org/home/page"],
)
def test_a_common_path_is_not(line: str) -> None:
    assert not telling_lines(line)
