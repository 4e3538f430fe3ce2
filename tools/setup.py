"""Brings a bare machine to where `make run` or `make test` can start.

    python3 tools/setup.py run     the program: .venv, hashed packages, the `depter` command
    python3 tools/setup.py test    the same, the test packages, and the Debian packages tests use

Needs nothing but Python's standard library. Each step leaves a stamp in `.venv` that names what
it was made from, so a second call costs milliseconds and a changed requirement is noticed.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

# Debian package -> the command or file that shows it is there.
DEBIAN_FOR_TESTS = {
    "chromium": "chromium",
    "gettext": "msgfmt",
    "libatomic1": "/usr/lib/*/libatomic.so.1",  # for the driver of the browser journeys
    "fonts-noto-core": "/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf",
    "fonts-noto-cjk": "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
}


def stop(sentence: str) -> None:
    """Ends the set-up with one sentence and a failing exit code."""
    raise SystemExit(f"depter set-up: {sentence}")


def call(command: list[str], *, failing: str, env: dict[str, str] | None = None) -> None:
    """Runs a command silently; if it fails, says so and shows its last lines.

    Addresses are cut out of those lines: where packages came from is this machine's affair,
    and build logs get published.
    """
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=ROOT, check=False)
    if done.returncode:
        lines = re.sub(r"\S+://\S+", "(address)", done.stdout + done.stderr).splitlines()
        stop("\n  ".join([failing, *lines[-12:]]))


def apt_install(packages: list[str]) -> None:
    """Installs Debian packages; the caller has checked that we are root and have apt."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"depter set-up: installing {' '.join(packages)} …", flush=True)
    failing = f"Debian's packages {' '.join(packages)} could not be installed."
    call(["apt-get", "update", "-q"], failing=failing, env=env)
    command = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages]
    call(command, failing=failing, env=env)


def may_use_apt() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def is_present(probe: str) -> bool:
    if probe.startswith("/"):
        return any(Path("/").glob(probe[1:]))
    return shutil.which(probe) is not None


def ensure_debian() -> None:
    """Installs what the tests need from Debian, or says which packages are missing and stops."""
    missing = [name for name, probe in DEBIAN_FOR_TESTS.items() if not is_present(probe)]
    if not missing:
        return
    if not may_use_apt():
        stop(
            f"the tests also need {', '.join(missing)}. Ask whoever looks after this machine for "
            f"`apt-get install {' '.join(missing)}`, then try again. `make run` works without."
        )
    apt_install(missing)


def ensure_venv() -> None:
    """Creates `.venv`; mends one that was left half made or whose Python has gone."""
    works = [str(PYTHON), "-c", "import pip"]
    if PYTHON.exists() and subprocess.run(works, capture_output=True, check=False).returncode == 0:
        return
    try:
        import ensurepip  # noqa: F401  Debian leaves it out of python3
    except ImportError:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not may_use_apt():
            stop(f"Python lacks its venv part. Install Debian's package {package}, then try again.")
        apt_install([package])
    print("depter set-up: creating .venv …", flush=True)
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    call(command, failing="the virtual environment could not be created.")


def step(name: str, *, made_from: list[str], command: list[str], doing: str) -> None:
    """Runs one pip step unless its stamp says that it was made from these same files."""
    stamp = VENV / f".stamp-{name}"
    digest = hashlib.sha256(sys.version.encode() + str(ROOT).encode())
    for path in made_from:
        digest.update((ROOT / path).read_bytes())
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    print(f"depter set-up: {doing} …", flush=True)
    quiet = ["-q", "--disable-pip-version-check", "--no-input"]
    failing = f"{doing} failed. Nothing outside .venv was changed; `make setup` tries again."
    call([str(PYTHON), "-m", "pip", "install", *quiet, *command], failing=failing)
    stamp.write_text(digest.hexdigest())


def ensure_packages(name: str, *, doing: str) -> None:
    hashed = ["--require-hashes", "--only-binary", ":all:", "-r", f"{name}.txt"]
    step(name, made_from=[f"{name}.txt"], command=hashed, doing=doing)


def main(arguments: list[str]) -> None:
    if arguments not in (["run"], ["test"]):
        stop("say what for: `run` or `test`.")
    if sys.version_info < (3, 11):  # noqa: UP036  whoever clones may have an older one
        stop("Depter needs Python 3.11 or later.")
    ensure_venv()
    ensure_packages("requirements-build", doing="installing the build tool")
    ensure_packages("requirements", doing="installing what Depter needs")
    own = ["--no-deps", "--no-build-isolation", "-e", "."]
    step("depter", made_from=["pyproject.toml"], command=own, doing="installing Depter itself")
    if arguments == ["test"]:
        ensure_packages("requirements-dev", doing="installing what the tests need")
        ensure_debian()


if __name__ == "__main__":
    main(sys.argv[1:])
