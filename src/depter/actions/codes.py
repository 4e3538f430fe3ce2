"""Invitation codes: 128 random bits and a last day, as groups that are typed by hand.

Each group of five ends in a check letter over the field of 32 elements, with the group's place in
it: one wrong letter, two swapped letters or two swapped groups never pass, and the group is named.
"""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import ClassVar, Final

from depter.errors import N_, BadInput

DAYS: Final = 14
GROUPS: Final = 7
_SIZE: Final = 5  # four letters that count, and the check letter
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base 32: no I, L, O, U
_ALIKE: Final = str.maketrans("OIL", "011")
_BITS: Final = 5 * (_SIZE - 1) * GROUPS
_DAY_BITS: Final = 12
_FIRST_DAY: Final = date(2026, 1, 1)
_FIELD: Final = 0b100101  # x^5 + x^2 + 1


class CodeMistyped(BadInput):
    """A group of the code cannot be right."""

    what: ClassVar[str] = N_("Group {group} of the code is mistyped.")
    do: ClassVar[str] = N_("Compare that group with the paper, letter by letter, and type again.")


class CodeIncomplete(BadInput):
    """The code has too few or too many letters."""

    what: ClassVar[str] = N_("A code has {groups} groups of {size}; this one has {length} letters.")
    do: ClassVar[str] = N_("Type all groups of the code; hyphens and small letters do not matter.")


def new_code(*, last_day: date) -> str:
    """A code for use until a day, e.g. ``7K2MX-…`` with seven groups."""
    number = secrets.randbits(_BITS - _DAY_BITS) << _DAY_BITS
    number |= (last_day - _FIRST_DAY).days % (1 << _DAY_BITS)
    letters = [number >> (5 * place) & 31 for place in range(_BITS // 5)]
    starts = range(0, len(letters), _SIZE - 1)
    groups = [letters[start : start + _SIZE - 1] for start in starts]
    return "-".join(
        "".join(_LETTERS[one] for one in (*group, _check(group, place)))
        for place, group in enumerate(groups, start=1)
    )


def read_code(typed: str) -> str:
    """The code as it was printed, whatever hyphens, spaces and small letters were typed.

    Raises:
        CodeIncomplete: too few or too many letters.
        CodeMistyped: a group does not fit its check letter; it is named.
    """
    bare = "".join(one for one in typed if one.isalnum()).upper().translate(_ALIKE)
    if len(bare) != GROUPS * _SIZE:
        raise CodeIncomplete(groups=GROUPS, size=_SIZE, length=len(bare))
    groups = [bare[start : start + _SIZE] for start in range(0, len(bare), _SIZE)]
    for place, group in enumerate(groups, start=1):
        values = [_LETTERS.find(letter) for letter in group]
        if min(values) < 0 or _check(values[:-1], place) != values[-1]:
            raise CodeMistyped(group=place)
    return "-".join(groups)


def is_code(typed: str) -> bool:
    """Whether this is an invitation's code, and so no passphrase of anybody's."""
    try:
        read_code(typed)
    except BadInput:
        return False
    return True


def last_day_of(code: str) -> date:
    """The last day on which a code, as :func:`read_code` gives it, may be used."""
    return _FIRST_DAY + timedelta(days=_number(code) % (1 << _DAY_BITS))


def _number(code: str) -> int:
    letters = [one for group in code.split("-") for one in group[:-1]]
    return sum(_LETTERS.index(one) << (5 * place) for place, one in enumerate(letters))


def _check(group: list[int], place: int) -> int:
    """A weighted sum with a different weight for each place, so that swapping shows too."""
    check = place
    for weight, value in enumerate(group, start=2):
        check ^= _times(weight, value)
    return check


def _times(one: int, other: int) -> int:
    product = 0
    while other:
        if other & 1:
            product ^= one
        one <<= 1
        if one & 32:
            one ^= _FIELD
        other >>= 1
    return product
