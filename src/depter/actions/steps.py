"""What was written about the office, and what is still missing before it is done."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec

from depter.errors import N_
from depter.notebook.notebook import Notebook
from depter.register.facts import Fact
from depter.values.ids import EntryId


class Step(StrEnum):
    """What is still missing before something is done."""

    CONFIRM = "confirm"
    JOIN = "join"
    REKEY = "rekey"
    SHARE_SEALED = "share-sealed"
    INVITE_AGAIN = "invite-again"
    TAKE_CUSTODY = "take-custody"


SAID: Final[dict[Step, str]] = {
    Step.CONFIRM: N_("It waits for a second custodian, who must confirm it."),
    Step.JOIN: N_("The new member must now use the code, within 14 days."),
    Step.REKEY: N_("The office needs new keys: until then, the old ones open what is written."),
    Step.SHARE_SEALED: N_("What is sealed must now be shared with the present custodians."),
    Step.INVITE_AGAIN: N_(
        "The member's machine lacks a key for this role: revoke and invite the member again."
    ),
    Step.TAKE_CUSTODY: N_("The member must now take custody, on the member's own machine."),
}
"""Each step as a sentence for people."""


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What was written, and the steps that are still missing; see :data:`SAID`."""

    entry: EntryId
    missing: tuple[Step, ...] = ()


def proposed(book: Notebook, fact: Fact, *, then: tuple[Step, ...]) -> Done:
    """Write what takes custodians' signatures, and say whether one is still missing."""
    entry = book.write(book.office_id, fact)[0]
    waits = any(one.entry == entry for one in book.office.pending)
    return Done(entry=entry, missing=(Step.CONFIRM, *then) if waits else then)


def last_seen(book: Notebook, device: str) -> int:
    """The last entry of a device that this notebook holds; 0 when it wrote none."""
    head = book.ledger.head(device)
    return head.seq if head else 0
