"""The translation catalogues: gathered from the code, merged, compiled, checked.

    python tools/messages.py            gather, merge, compile; say what is untranslated
    python tools/messages.py --check    change nothing; exit 1 if anything is missing or stale

Gathering needs GNU gettext (xgettext, msgmerge); showing the pages does not.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

import django
import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.makemessages import Command

ROOT: Final = Path(__file__).resolve().parent.parent
LOCALE: Final = Path("web/locale")
LANGUAGES: Final = ("kk", "ru", "ug", "zh_Hans")
DRAFTED: Final = "machine-drafted, needs a native reader"
_PLACEHOLDER: Final = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

# ``N_`` marks the sentences of errors, which are raised far from any screen.
Command.xgettext_options = [*Command.xgettext_options, "--keyword=N_"]


def gather(package: Path) -> None:
    """Bring the catalogues below ``package`` up to date with its code and templates."""
    if not settings.configured:
        # As the store sets Django up, so that in a test's process notebooks can still be opened.
        settings.configure(
            INSTALLED_APPS=["depter.store"],
            DATABASES={},
            USE_TZ=True,
            USE_I18N=True,
            LOCALE_PATHS=[],
            SETTINGS_MODULE="",
        )
        django.setup()
    settings.LOCALE_PATHS = [str(package / LOCALE)]
    (package / LOCALE).mkdir(exist_ok=True)
    before = Path.cwd()
    os.chdir(package)
    try:
        call_command(
            "makemessages",
            locale=list(LANGUAGES),
            no_location=True,
            no_wrap=True,
            no_obsolete=True,
            verbosity=0,
        )
    finally:
        os.chdir(before)


def catalogue(package: Path, language: str) -> polib.POFile:
    """One language's catalogue."""
    return polib.pofile(str(package / LOCALE / language / "LC_MESSAGES" / "django.po"))


def finish(package: Path) -> None:
    """Sort, stamp and compile what was gathered; the same input gives the same bytes."""
    for language in LANGUAGES:
        messages = catalogue(package, language)
        messages.header = f"Depter, {language}. {DRAFTED}."
        messages.metadata = {
            "Project-Id-Version": "depter",
            "Language": language,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": messages.metadata["Plural-Forms"],
            "X-Review": DRAFTED,
        }
        messages.metadata_is_fuzzy = False
        messages.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
        messages.save()
        messages.save_as_mofile(str(Path(messages.fpath).with_suffix(".mo")))


def problems(package: Path) -> list[str]:
    """What is untranslated, doubtful, or lost a placeholder."""
    found = []
    for language in LANGUAGES:
        for entry in catalogue(package, language):
            texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
            if not all(texts):
                found.append(f"{language}: not translated: {entry.msgid[:70]!r}")
            elif entry.fuzzy:
                found.append(f"{language}: to be looked at: {entry.msgid[:70]!r}")
            elif not _keeps_placeholders(entry, texts):
                found.append(f"{language}: a placeholder is lost: {entry.msgid[:70]!r}")
    return found


def _keeps_placeholders(entry: polib.POEntry, texts: list[str]) -> bool:
    """Each form holds the original's placeholders; a plural form may leave out the number."""
    wanted = set(_PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    for text in texts:
        kept = set(_PLACEHOLDER.findall(text))
        if kept - wanted or (not entry.msgid_plural and wanted - kept):
            return False
    return True


def stale(package: Path) -> list[str]:
    """Files that gathering and compiling anew would change."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "depter"
        shutil.copytree(package, copy, ignore=shutil.ignore_patterns("static", "__pycache__"))
        gather(copy)
        finish(copy)
        return [
            str(LOCALE / language / name)
            for language in LANGUAGES
            for name in ("LC_MESSAGES/django.po", "LC_MESSAGES/django.mo")
            if _bytes(package / LOCALE / language / name) != _bytes(copy / LOCALE / language / name)
        ]


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def main(arguments: list[str]) -> int:
    """Run as a command."""
    package = ROOT / "src" / "depter"
    if arguments == ["--check"]:
        found = [f"stale, run “make messages”: {name}" for name in stale(package)]
    else:
        gather(package)
        finish(package)
        found = []
    found += problems(package)
    print("\n".join(found) or "Every string is translated.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
