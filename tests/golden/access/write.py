"""Writes who is let through to which page, and which right each command takes.

    python -m tests.golden.access.write

Look at the difference before it is committed: a line that grows opens something to somebody.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

from depter.cli import rules
from depter.cli.main import root
from depter.register.access import Role, rights_of
from tests.hostile.walking import commands
from tests.notebooks import new_notebook, opened

HERE: Final = Path(__file__).parent
PAGES: Final = HERE / "pages.txt"
COMMANDS: Final = HERE / "commands.txt"


def command_lines() -> list[str]:
    """``name: role, role`` for every command that there is."""
    lines = []
    for name, _ in sorted(commands(root)):
        right = rules.RULES.get(name)
        who = [role.value for role in Role if right in rights_of(frozenset({role}))]
        if name in rules.OPEN_NOTHING:
            who = ["opens no notebook"]
        lines.append(f"{name}: {', '.join(who) or 'none'}")
    return lines


def main() -> None:
    """Write both files anew."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "depter.web.settings"
    import django

    django.setup()
    from depter.web.frame.desk import DESK
    from tests.hostile.matrix import browsers, members, page_lines

    with tempfile.TemporaryDirectory() as where:
        book = opened(new_notebook(Path(where) / "register"))
        DESK.path = book.path
        DESK.open(book)
        lines = page_lines(browsers(book, members(book)))
        DESK.lock()
    PAGES.write_text("\n".join(lines) + "\n", encoding="utf-8")
    COMMANDS.write_text("\n".join(command_lines()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
