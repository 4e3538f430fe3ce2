"""What each command takes: one line for every command that opens the notebook.

A command without a line opens nothing. The rights are granted in :mod:`depter.register.access`.
"""

from __future__ import annotations

from typing import Final

from depter.register.access import NotAllowed, Right, Viewer, require

OPEN_NOTHING: Final = frozenset({"init", "serve", "lock", "doctor", "version", "join", "restore"})
"""Commands that open no notebook with a member's keys, or begin one."""

RULES: Final[dict[str, Right]] = {
    "sample": Right.RECORD,
    "synthetic": Right.RECORD,
    "case list": Right.READ,
    "case show": Right.READ,
    "case open": Right.RECORD,
    "statement record": Right.RECORD,
    "source list": Right.READ,
    "source show": Right.READ,
    "source introduce": Right.RECORD,
    "source judge": Right.SETTLE,
    "appeal list": Right.READ,
    "appeal show": Right.READ,
    "place list": Right.READ,
    "organisation list": Right.READ,
    "incident list": Right.READ,
    "proceeding list": Right.READ,
    "figure list": Right.READ,
    "search": Right.READ,
    "strike": Right.STRIKE,
    "ledger verify": Right.MAINTAIN,
    "ledger heads": Right.MAINTAIN,
    "rebuild": Right.MAINTAIN,
    "deed list": Right.READ,
    "deed ask": Right.ASK,
    "deed agree": Right.AGREE,
    "erase": Right.ASK,
    "member list": Right.READ,
    "member invite": Right.MANAGE,
    "member file": Right.READ,  # one's own further device, or for a custodian: the action asks
    "member confirm": Right.MANAGE,
    "member decline": Right.MANAGE,
    "member change": Right.MANAGE,
    "member revoke": Right.MANAGE,
    "member rekey": Right.MANAGE,
    "member custody": Right.OPEN_SEALED,
    "member share-sealed": Right.OPEN_SEALED,
    "member passphrase": Right.READ,
    "exchange offer": Right.EXCHANGE,
    "exchange accept": Right.EXCHANGE,
    "exchange status": Right.EXCHANGE,
    "backup make": Right.BACK_UP,
    "backup verify": Right.BACK_UP,
    "backup status": Right.BACK_UP,
    "trustees appoint": Right.MANAGE,
    "trustees drill": Right.MANAGE,
    "trustees status": Right.MANAGE,
    "trustees share-sealed": Right.OPEN_SEALED,
    "looks": Right.SEE_LOOKS,
}


def require_for(command: str, viewer: Viewer) -> None:
    """Go on only if the viewer's roles allow a command, e.g. ``case list``.

    Raises:
        NotAllowed: they do not, or nothing says what the command takes.
    """
    if command not in RULES:
        raise NotAllowed()
    require(viewer, RULES[command])
