"""docs/roles.md: who may do what and which keys a role's device holds, written from the code.

python -m tools.roles            write the document
python -m tools.roles --check    change nothing; exit 1 if it is not what the code says
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from depter.actions.office_keys import share_of
from depter.register.access import NEEDED, OWN_PROOF, Right, Role, rights_of
from depter.register.facts import KINDS, Fact, kind_of
from depter.register.vocabulary import vocabulary
from depter.vault.keyring import OfficeKey

DOCUMENT: Final = Path(__file__).resolve().parent.parent / "docs/roles.md"
_WHOLE: Final = OfficeKey(internal=b"i", protected=b"p")

_INTRODUCTION: Final = """\
# Roles

Written by `tools/roles.py` from `depter.register.access` and the vocabulary `role`; a test
compares. A member may have several roles and then may do what any of them allows. Whoever founds
an office is coordinator, custodian, publisher and administrator until others join. What nobody is
granted here, nobody may do.

Rules guard screens and commands. What somebody reads who takes the machine away, or writes a
program of their own, is decided by the keys that the machine holds: see the last part.
"""

_TWO: Final = """\
Facts about members, keys and trustees take two custodians' signatures as soon as an office has two
custodians. Opening what is sealed, taking an original out and erasing are asked for by one member
and agreed to by another. Why is told in
`docs/decisions/0009-members-feeds-and-two-signatures.md`.
"""

_KEYS: Final = """\
Every role's device also holds the key of the database and the key with which its own feed is
signed. A member with several roles holds what the most trusted of them holds.

Where members share one machine, each has a box of their own in the key file, and nobody opens
another's. But they share one database, and with it the cards that were drawn for whoever reads the
most. On such a machine the differences below hold against screens and commands, not against a
program that a member writes: who must not read what others read needs a machine of their own.
"""


def lines() -> Iterator[str]:
    """The document, paragraph by paragraph."""
    yield _INTRODUCTION
    yield "## What each role may do\n"
    yield _matrix("right", [(right.value, _has(right)) for right in Right])
    yield "## What each role may write\n"
    yield _TWO
    yield _matrix("fact", [(f"`{kind}`", _may_write(fact)) for kind, fact in KINDS.items()])
    yield (
        "* A device says this itself: `device.introduced` is about a device of the same member;"
        " the others carry a signature of their own, without which they do nothing.\n"
    )
    yield "## What each role's device can open\n"
    yield _KEYS
    for role in Role:
        yield f"- **{_name(role)}.** {_opens(role)}"


def written() -> str:
    """The whole document."""
    return "\n".join(lines()) + "\n"


def _name(role: Role) -> str:
    return vocabulary("role").label(role.value, "en")


def _matrix(first: str, rows: Sequence[tuple[str, Callable[[Role], str]]]) -> str:
    head = "| " + " | ".join([first, *map(_name, Role)]) + " |"
    rule = "|---|" + ":-:|" * len(Role)
    body = ["| " + " | ".join([name, *map(cell, Role)]) + " |" for name, cell in rows]
    return "\n".join([head, rule, *body]) + "\n"


def _has(right: Right) -> Callable[[Role], str]:
    return lambda role: "yes" if right in rights_of(frozenset({role})) else "–"


def _may_write(fact: type[Fact]) -> Callable[[Role], str]:
    if fact in NEEDED:
        return _has(NEEDED[fact])
    assert kind_of(fact) == "device.introduced" or fact in OWN_PROOF
    return lambda role: "*"


def _opens(role: Role) -> str:
    share = share_of(_WHOLE, roles=(role.value,))
    rights = rights_of(frozenset({role}))
    if share is None:
        return (
            "No key of the office. The device keeps, verifies and copies the register, and reads"
            " none of it: not a name, not a statement."
        )
    if not share.protected:
        opened = "Everything internal. Protected fields are as closed as sealed ones."
    elif Right.READ_PROTECTED in rights:
        opened = "Everything internal and protected."
    else:
        opened = (
            "Everything internal, and the protected key too, since whoever records writes protected"
            " fields; screens do not show them, but a program of the member's own could."
        )
    if Right.OPEN_SEALED in rights:
        return f"{opened} With the passphrase typed once more, everything sealed as well."
    return f"{opened} Nothing sealed, not even what was typed on this device."


def main(arguments: Sequence[str]) -> int:
    """Write the document, or compare."""
    if "--check" not in arguments:
        DOCUMENT.write_text(written(), "utf-8")
        return 0
    if DOCUMENT.exists() and DOCUMENT.read_text("utf-8") == written():
        return 0
    print("docs/roles.md is not what the code says: run “python -m tools.roles”.")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
