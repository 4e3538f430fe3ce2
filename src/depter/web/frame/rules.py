"""What each page takes: one line for every address. An address without a line is closed to all.

The rights themselves are granted in :mod:`depter.register.access`. ``sure`` asks for the
passphrase again where the last time was more than five minutes ago.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from depter.register.access import Right, Viewer, may


class Rule(NamedTuple):
    """The right that a page takes; None where belonging to the office is enough."""

    right: Right | None
    sure: bool = False


OPEN_TO_ALL: Final = frozenset(
    {"door:begin", "door:unlock", "door:join", "set_language", "carrying:when", "carrying:bad_day"}
)
"""Answered without signing in."""

WHILE_WAITING: Final = frozenset(
    {"signin:second", "signin:passkey", "signin:out", "door:lock", "set_language"}
)
"""Answered after the passphrase, before the second factor."""

WITHOUT_ROLES: Final = frozenset(
    {"signin:waiting", "signin:out", "door:lock", "door:ping", "set_language"}
)
"""Answered to a member without roles: not confirmed yet, or shut out."""

_READ, _RECORD, _SETTLE = Rule(Right.READ), Rule(Right.RECORD), Rule(Right.SETTLE)
_ADVOCATE, _CONSENT = Rule(Right.ADVOCATE), Rule(Right.CONSENT)

RULES: Final[dict[str, Rule]] = {
    "first": Rule(None),
    "door:lock": Rule(None),
    "door:ping": Rule(None),
    "signin:second": Rule(None),
    "signin:passkey": Rule(None),
    "signin:out": Rule(None),
    "signin:again": Rule(None),
    "signin:waiting": Rule(None),
    "signin:sessions": Rule(None),
    "signin:passphrase": Rule(None),  # asks for the present one itself
    "signin:factors": Rule(None, sure=True),
    "signin:phone": Rule(None, sure=True),
    "signin:key": Rule(None, sure=True),
    "signin:codes": Rule(None, sure=True),
    "signin:remove": Rule(None, sure=True),
    "signin:everyone_out": Rule(Right.EVERYONE_OUT, sure=True),
    "carrying:exchange": Rule(Right.EXCHANGE),
    "carrying:offer": Rule(Right.EXCHANGE, sure=True),
    "carrying:accept": Rule(Right.EXCHANGE),
    "carrying:backup": Rule(Right.BACK_UP),
    "carrying:backup_make": Rule(Right.BACK_UP),
    "carrying:recovery": Rule(None),
    "carrying:practice": _RECORD,
    "carrying:errand": Rule(None),
    "office:hub": Rule(None),
    "office:looks": Rule(Right.SEE_LOOKS),
    "members:list": _READ,
    "members:page": _READ,
    "members:invite": Rule(Right.MANAGE, sure=True),
    "members:letter": Rule(None),  # one's own further device, or for a custodian: the action asks
    "members:letter_safe": Rule(None),
    "members:roles": Rule(Right.MANAGE, sure=True),
    "members:revoke": Rule(Right.MANAGE, sure=True),
    "members:waiting": Rule(Right.MANAGE, sure=True),
    "members:confirm": Rule(Right.MANAGE, sure=True),
    "members:decline": Rule(Right.MANAGE, sure=True),
    "members:rekey": Rule(Right.MANAGE, sure=True),
    "members:share": Rule(Right.OPEN_SEALED),  # asks for the passphrase itself
    "members:custody": Rule(Right.OPEN_SEALED),  # likewise
    "members:device": Rule(Right.READ, sure=True),
    "members:retire": Rule(Right.READ, sure=True),
    "deeds:list": Rule(Right.ASK),
    "deeds:ask": Rule(Right.ASK),
    "deeds:agree": Rule(Right.AGREE),
    "deeds:cancel": Rule(Right.STRIKE),
    "deeds:forget": Rule(Right.ERASE, sure=True),
    "deeds:carry_out": Rule(Right.ERASE, sure=True),
    "cases:list": _READ,
    "cases:new": _RECORD,
    "cases:page": _READ,
    "cases:history": _READ,
    "cases:settle": _SETTLE,
    "cases:settle_value": _SETTLE,
    "cases:judge": _SETTLE,
    "cases:assign": Rule(Right.ASSIGN),
    "cases:unassign": Rule(Right.ASSIGN),
    "cases:strike": Rule(Right.STRIKE),
    "sources:list": _READ,
    "sources:new": _RECORD,
    "sources:page": _READ,
    "sources:judge": _SETTLE,
    "sources:consent": _CONSENT,
    "sources:withdraw": _CONSENT,
    "sources:open": Rule(Right.OPEN_SEALED),  # asks for the passphrase itself, each time
    "search:page": _READ,
    "search:names": _READ,
    "evidence:deposit": _RECORD,
    "evidence:page": _READ,
    "evidence:file": Rule(Right.TAKE_OUT, sure=True),
    "statements:new": _RECORD,
    "statements:correct": _RECORD,
    "statements:retract": _RECORD,
    "statements:new_about": _RECORD,
    "statements:correct_about": _RECORD,
    "statements:retract_about": _RECORD,
    "appeals:list": _READ,
    "appeals:new": _ADVOCATE,
    "appeals:page": _READ,
    "appeals:answer": _ADVOCATE,
    "appeals:follow": _ADVOCATE,
    "incidents:list": _READ,
    "incidents:new": _RECORD,
    "incidents:page": _READ,
    "incidents:open": Rule(Right.OPEN_SEALED),  # asks for the passphrase itself, each time
    "proceedings:list": _READ,
    "proceedings:new": _ADVOCATE,
    "proceedings:page": _READ,
    "proceedings:stage": _ADVOCATE,
    "proceedings:representation": _ADVOCATE,
    "figures:list": _READ,
    "figures:new": _RECORD,
    "figures:page": _READ,
    "places:list": _READ,
    "places:new": _RECORD,
    "places:page": _READ,
    "places:describe": _RECORD,
    "organisations:list": _READ,
    "organisations:new": _RECORD,
    "organisations:page": _READ,
    "organisations:describe": _RECORD,
}


UNDECIDED: Final = frozenset({"cases:new", "sources:new"})
"""Closed until the recovery sheets are verified, or the notebook is declared to be practice."""


def is_open_to(viewer: Viewer, name: str) -> bool:
    """Whether the viewer's roles open the page of this name."""
    rule = RULES.get(name)
    if rule is None or not viewer.roles:
        return False
    return rule.right is None or may(viewer, rule.right)
