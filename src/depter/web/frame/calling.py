"""What a member is called on a page; a founder may have given no name."""

from __future__ import annotations

from depter.register.folds.office import Member, OfficeFile


def called(member: Member) -> str:
    """The name, or the id where there is none."""
    return member.name or member.id


def names_of(office: OfficeFile) -> dict[str, str]:
    """What each member is called, by id; those who left too."""
    return {one.id: called(one) for one in office.members}
