"""The sample as it is written: one frozen value per entry of the YAML, and the reader.

The shape is described at the head of the YAML file itself. What is not in it is refused here, so
a slip of the pen in the sheet cannot be lost silently.
"""

from __future__ import annotations

from importlib.resources import files
from typing import ClassVar, Final

import msgspec
import yaml

from depter.errors import N_, DepterError

SAMPLE_FILE: Final = "foreign-policy-2019-03-04.yaml"

Words = dict[str, str | int]  # one claim as written: the first key names the property


class SampleDamaged(DepterError):
    """The sheet that ships with Depter is missing or was changed so that it cannot be read."""

    what: ClassVar[str] = N_("The sample that comes with Depter is missing or damaged.")
    safe: ClassVar[str] = N_("Nothing was written to the notebook.")
    do: ClassVar[str] = N_("Install Depter again; your own notebooks are not touched by that.")


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entry of the sheet. Fields are those of the fact of the same name."""


class Article(Row, frozen=True, kw_only=True):
    """What the sheet was written from; ``reference`` is also that of the medium as a source."""

    title: str
    published: str
    reference: str


class OrganisationRow(Row, frozen=True, kw_only=True):
    """A body that acts; ``also`` are other names it goes by."""

    name: str
    kind: str
    also: tuple[str, ...] = ()
    country: str = ""
    detail: str = ""


class PlaceRow(Row, frozen=True, kw_only=True):
    """A place; ``within`` is the handle of the larger one, which stands above it."""

    name: str
    kind: str
    within: str | None = None
    country: str = ""
    detail: str = ""


class CaseRow(Row, frozen=True, kw_only=True):
    """A person with a dossier."""

    label: str


class SourceRow(Row, frozen=True, kw_only=True):
    """Somebody who says something; ``case`` and ``organisation`` are handles."""

    kind: str
    protection: str = "open"
    name: str = ""
    case: str | None = None
    organisation: str | None = None
    reference: str = ""


class OccasionRow(Row, frozen=True, kw_only=True):
    """When, where and how something was said."""

    date: str
    place: str = ""
    channel: str = ""


class StatementRow(Row, frozen=True, kw_only=True):
    """What a source said of a subject; ``basis`` and ``at`` hold for claims without their own."""

    about: str
    source: str
    occasion: str
    claims: tuple[Words, ...]
    basis: str = ""
    at: str = ""


class ToldRow(Row, frozen=True, kw_only=True):
    """Who says so: the speaker of a statement (``in``), or a source (``by``)."""

    basis: str
    at: str
    statement: str | None = msgspec.field(default=None, name="in")
    source: str | None = msgspec.field(default=None, name="by")


class AnswerRow(Row, frozen=True, kw_only=True):
    """What came back on an appeal."""

    response: str
    date: str
    told: ToldRow
    by: str | None = None
    by_name: str = ""
    words: str = ""
    elapsed: str = ""


class FollowedRow(Row, frozen=True, kw_only=True):
    """What changed after an appeal; ``claim`` is the ``key`` of a claim."""

    impact: str
    date: str
    told: ToldRow
    case: str | None = None
    claim: str | None = None
    words: str = ""


class AppealRow(Row, frozen=True, kw_only=True):
    """Somebody asked somebody for something."""

    kind: str
    date: str
    told: ToldRow
    by: str | None = None
    by_name: str = ""
    addressee: str | None = None
    addressee_name: str = ""
    cases: tuple[str, ...] = ()
    asked: str = ""
    answers: tuple[AnswerRow, ...] = ()
    followed: tuple[FollowedRow, ...] = ()


class IncidentRow(Row, frozen=True, kw_only=True):
    """Intimidation or reprisal; ``appeals`` are handles of what it answers."""

    kind: str
    date: str
    told: ToldRow
    summary: str
    origin: str = ""
    demanded: str = ""
    threatened: str = ""
    appeals: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    organisation: str | None = None


class StageRow(Row, frozen=True, kw_only=True):
    """A step of a proceeding; ``amount`` in whole units of ``currency``."""

    stage: str
    date: str
    told: ToldRow
    outcome: str = ""
    amount: int | None = None
    currency: str = ""
    body: str | None = None


class LawyerRow(Row, frozen=True, kw_only=True):
    """A lawyer who took a proceeding on, or left it."""

    lawyer: str
    change: str
    date: str
    told: ToldRow
    reason: str = ""


class ProceedingRow(Row, frozen=True, kw_only=True):
    """A procedure before a court or an authority."""

    kind: str
    title: str
    told: ToldRow
    date: str = ""
    cases: tuple[str, ...] = ()
    organisation: str | None = None
    body: str | None = None
    body_name: str = ""
    stages: tuple[StageRow, ...] = ()
    representation: tuple[LawyerRow, ...] = ()


class FigureRow(Row, frozen=True, kw_only=True):
    """A number somebody claimed."""

    counts: str
    value: int
    told: ToldRow
    qualifier: str
    said_on: str
    as_of: str
    by: str | None = None
    by_name: str = ""
    place: str | None = None
    about: str = ""


class SettledRow(Row, frozen=True, kw_only=True):
    """A status the article leaves no doubt about; ``relies_on`` are keys of claims."""

    case: str
    status: str
    as_of: str
    reason: str
    relies_on: tuple[str, ...]
    place: str | None = None


class Sheet(Row, frozen=True, kw_only=True):
    """The whole sample; every mapping goes from handle to entry, in the order of the file."""

    about: Article
    organisations: dict[str, OrganisationRow]
    places: dict[str, PlaceRow]
    cases: dict[str, CaseRow]
    sources: dict[str, SourceRow]
    occasions: dict[str, OccasionRow]
    statements: dict[str, StatementRow]
    appeals: dict[str, AppealRow]
    incidents: dict[str, IncidentRow]
    proceedings: dict[str, ProceedingRow]
    figures: dict[str, FigureRow]
    settled: tuple[SettledRow, ...]


def read_sheet(text: str) -> Sheet:
    """The sheet that was written.

    Raises:
        SampleDamaged: not YAML, something missing, or something the sheet has no room for.
    """
    try:
        return msgspec.convert(yaml.load(text, Loader=yaml.CSafeLoader), Sheet)
    except (yaml.YAMLError, msgspec.ValidationError) as reason:
        raise SampleDamaged from reason


def sample_text() -> str:
    """The YAML that ships with Depter.

    Raises:
        SampleDamaged: the file is not there or cannot be read.
    """
    try:
        shelf = files("depter") / "resources" / "samples"
        return (shelf / SAMPLE_FILE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as reason:
        raise SampleDamaged from reason
