"""What was said about a place or an organisation, laid out for its page."""

from __future__ import annotations

from typing import Any

from depter.register.facts.claims import property_of
from depter.register.folds.dossier import Dossier
from depter.web.cases.said import parts_of


def statements(dossier: Dossier) -> list[tuple[Any, list[Any]]]:
    """Each statement with the claims it makes now, as parts that a template can set."""
    return [
        (
            statement,
            [
                (property_of(known.claim), known, parts_of(known.claim.says))
                for known in dossier.claims
                if known.statement == statement.id and (known.stands or statement.retracted_by)
            ],
        )
        for statement in dossier.statements
    ]
