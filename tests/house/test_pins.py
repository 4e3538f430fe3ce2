"""What gets installed is exact, hashed, and named in the papers."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements-build.txt", "requirements.txt", "requirements-dev.txt")
PIN = re.compile(r"([a-z0-9-]+)==([0-9][^ ]*)((?: --hash=sha256:[0-9a-f]{64})*)")


def mistakes(text: str) -> list[str]:
    """What would let a machine install something other than what was looked at."""
    lines = text.replace("\\\n", " ").splitlines()
    wanted = [" ".join(line.split()) for line in lines if not line.lstrip().startswith("#")]
    wrong = []
    for line in filter(None, wanted):
        pin = PIN.fullmatch(line)
        if pin is None or not pin[3]:
            wrong.append(f"not pinned with a hash: {line[:60]}")
        elif pin[2] == "999.9.9":
            wrong.append(f"a decoy: {line[:60]}")
    return wrong + (["an address"] if "://" in text else [])


def names(text: str) -> set[str]:
    """The normalised package names at the start of requirement lines, without their extras."""
    found = re.findall(r"^([A-Za-z0-9_.-]+)(?=$|[ =<>[])", text, re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower() for name in found if not name.startswith("-")}


def test_a_name_is_read_without_its_extras_and_bounds() -> None:
    assert names("moto[s3]\nwsgidav<4.4\nTypes_X==1\n-c other.txt\n") == {
        "moto",
        "wsgidav",
        "types-x",
    }


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_exact_and_hashed(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert names(text)
    assert not mistakes(text)


@pytest.mark.parametrize(
    "text",
    [
        "click>=8\n",
        "click==8.5.1\n",
        "click==999.9.9 \\\n    --hash=sha256:" + "0" * 64 + "\n",
        "--index-url https" + "://example.org/simple\n",
        "-e .\n",
    ],
)
def test_a_loose_requirement_is_noticed(text: str) -> None:
    assert mistakes(text)


def test_the_package_asks_for_what_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = names("\n".join(project["dependencies"]))
    assert asked == names((ROOT / "requirements.in").read_text("utf-8"))
    assert asked <= names((ROOT / "requirements.txt").read_text("utf-8"))


def test_both_locks_agree_where_they_meet() -> None:
    pinned: dict[str, str] = {}
    for lock in LOCKS:
        for name, version, _ in PIN.findall((ROOT / lock).read_text("utf-8").replace("\\\n", " ")):
            assert pinned.setdefault(name, version) == version, f"{lock}: {name}"


def test_every_direct_dependency_is_explained() -> None:
    page = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    explained = {name.lower() for name in re.findall(r"^\| `([^`]+)`", page, re.MULTILINE)}
    direct = set()
    for kind in ("requirements.in", "requirements-build.in", "requirements-dev.in"):
        direct |= names((ROOT / kind).read_text("utf-8"))
    assert direct == explained


def test_no_lock_with_addresses_is_kept() -> None:
    assert not (ROOT / "uv.lock").exists()
