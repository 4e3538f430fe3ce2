"""Whether a source agrees to a use: asked before anything is published or given to others."""

from __future__ import annotations

from datetime import date

from depter.register.folds.source import Consent, SourceFile
from depter.values.edtf import parse_date
from depter.values.ids import SubjectId


def is_agreed(source: SourceFile, *, use: str, case: SubjectId | None, on: date) -> bool:
    """Whether the source's consent to one use holds on a day.

    Agreed for one case holds for that case alone; agreed for all holds for each, until it is
    withdrawn, everywhere or there. ``case`` None asks about the source in general, so only what
    was agreed for all answers. Nothing agreed is not agreed.
    """
    return any(
        one.use == use
        and one.case in (None, case)
        and case not in one.except_for
        and not _is_over(one, on)
        for one in source.consents
    )


def agreed_uses(source: SourceFile, *, case: SubjectId | None, on: date) -> frozenset[str]:
    """Every use that :func:`is_agreed` says yes to."""
    return frozenset(
        one.use for one in source.consents if is_agreed(source, use=one.use, case=case, on=on)
    )


def _is_over(consent: Consent, on: date) -> bool:
    """Whether it ran out: after the last day that “until” may mean at the least.

    “Until 2019” may have meant its first day; who spoke so vaguely is not held to December. An
    end that is said, but not when, ends at once.
    """
    if not consent.until:
        return False
    until = parse_date(consent.until)
    last = until.earliest or until.latest
    return last is None or on > last
