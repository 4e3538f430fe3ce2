"""What each role may do, and what is still missing, as sentences for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.translation import get_language, gettext, gettext_lazy

from depter.actions.steps import SAID, Step
from depter.register.access import Role
from depter.register.vocabulary import vocabulary

MAY: Final = {
    Role.INTAKE: gettext_lazy(
        "Writes down statements, sources, incidents and files. Does not see what is protected, "
        "and opens nothing that is sealed."
    ),
    Role.COORDINATOR: gettext_lazy(
        "Writes everything down, sees what is protected, weighs and settles, assigns cases, asks "
        "on behalf of people, exchanges and backs up, and agrees to what takes two."
    ),
    Role.CUSTODIAN: gettext_lazy(
        "Opens what is sealed and forgets people for good, with a second person behind it; admits "
        "and removes members; sees who looked. Weighs and settles nothing."
    ),
    Role.PUBLISHER: gettext_lazy(
        "Reads, also what is protected, and may ask to take an original out. Writes nothing down."
    ),
    Role.ADVOCATE: gettext_lazy(
        "A lawyer, for example: sees only the cases assigned to them, also what is protected "
        "there, and notes appeals and proceedings."
    ),
    Role.RESEARCHER: gettext_lazy("Reads what is not protected. Writes nothing down."),
    Role.ADMINISTRATOR: gettext_lazy(
        "Looks after backups and the machine. Holds no key of the office and reads nothing."
    ),
}


def role_words(roles: Iterable[str]) -> str:
    """Roles in the language of the page, one after the other."""
    words, language = vocabulary("role"), get_language() or "en"
    return " · ".join(words.label(one, language) for one in roles)


def still_missing(steps: Iterable[Step]) -> list[str]:
    """What remains to be done, as sentences."""
    return [gettext(SAID[one]) for one in steps]
