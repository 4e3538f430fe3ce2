"""One dossier as text: what is displayed first, then who said so, then everything that happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from depter.cli.columns import line, safe
from depter.cli.words import date, fields, label, moment, titled
from depter.register.facts.claims import property_of
from depter.register.folds.advocacy import AppealFile, IncidentFile
from depter.register.folds.claims import KnownClaim, by_property
from depter.register.folds.dossier import StatementFile
from depter.register.folds.history import HistoryLine
from depter.register.folds.timeline import TimelineNode

if TYPE_CHECKING:
    from depter.store.queries.pages import CasePage


def dossier_text(page: CasePage) -> str:
    """The whole dossier."""
    parts = ["\n".join(_head(page))]
    parts += part("Status, as the sources have it", list(_timeline(page)))
    parts += part("Claims", list(_claims(page)))
    for statement in page.case.statements:
        source = titled(page.names, statement.source)
        parts += part(f"Statement of {line(source)}", list(_statement(statement)))
    parts += part("Appeals", [_appeal(key, one) for key, one in page.appeals])
    parts += part("Incidents", [_incident(key, one) for key, one in page.incidents])
    parts += part("Proceedings", [line(one.begun.title or key) for key, one in page.proceedings])
    parts += part("Evidence", [line(one.deposited.file_name) for _, one in page.evidence])
    related = [
        f"{line(name.title)}: {fields(says, page.names)}" for name, says in page.related_from
    ]
    parts += part("Named as a relative by", related)
    parts += part("History", history_lines(page.case.history))
    return "\n\n".join(parts)


def history_lines(history: Sequence[HistoryLine]) -> list[str]:
    """Every entry in order; what was struck out is still there, and marked."""
    return [
        f"{moment(one.at)}  {one.id}  {one.kind}"
        + (f" (struck out by {one.struck_by})" if one.struck_by else "")
        + (" (partly sealed)" if one.closed else "")
        + (f": {line(one.reason)}" if one.reason else "")
        for one in history
    ]


def part(title: str, lines: Sequence[str]) -> list[str]:
    """A title with its lines indented, or nothing where there are none."""
    indented = ["  " + each.replace("\n", "\n  ") for each in lines]
    return ["\n".join([title, *indented])] if lines else []


def _head(page: CasePage) -> Iterator[str]:
    case = page.case
    yield f"{line(case.name) or '(no name yet)'}  {page.id}"
    others = [name for name in case.all_names if name != case.name]
    if others:
        yield "  Also: " + " · ".join(line(name) for name in others)
    status = case.status
    yield "  Now: " + (_node(status, page) if status else "nobody gave a status yet")
    if case.is_disputed:
        yield "  Sources disagree about the status, and nothing was settled."
    yield f"  Last heard of: {date(case.last_heard) or 'not noted'}"
    for other, verdict in case.judged_same.items():
        yield f"  {label('verdict', verdict)}: {line(titled(page.names, other))} ({other})"


def _node(node: TimelineNode, page: CasePage) -> str:
    where = titled(page.names, node.place)
    when = date(node.as_of) if node.is_dated else f"{date(node.as_of)}, the day it was said"
    return (
        f"{label('status', node.status)} ({when or 'undated'})"
        + (f", {line(where)}" if where else "")
        + (f": {line(node.detail)}" if node.detail else "")
    )


def _timeline(page: CasePage) -> Iterator[str]:
    said_by = {known.claim.id: known.source for known in page.case.claims}
    for node in page.case.timeline:
        sources = dict.fromkeys(said_by[claim] for claim in node.claims if claim in said_by)
        named = ", ".join(line(titled(page.names, one)) for one in sources)
        marks = [
            *(["disputed"] if node.disputed else []),
            *(["settled by the office"] if node.settled else []),
            *([] if node.stands else ["no longer stands"]),
        ]
        yield _node(node, page) + f" — {named or 'the office'}" + _marked(marks)


def _claims(page: CasePage) -> Iterator[str]:
    for group in by_property(page.case.claims).values():
        yield from (_claim(known, page) for known in group)


def _claim(known: KnownClaim, page: CasePage) -> str:
    """The value on one line, and below it who says so, how they know, and how it was weighed."""
    claim = known.claim
    source = titled(page.names, known.source)
    marks = [] if known.stands else [known.standing.value]
    marks += [known.level.value] if known.level.value != "internal" else []
    said = fields(claim.says, page.names)
    when_and_where = [date(claim.as_of), line(titled(page.names, claim.place))]
    value = ", ".join(each for each in (said, *when_and_where) if each)
    who = line(source) + (f", {line(claim.locator)}" if claim.locator else "")
    return (
        f"{label('property', property_of(claim))}: {value}{_marked(marks)}\n"
        f"    {who} — {label('basis', claim.basis)}, {known.grade}, claim {claim.id}"
    )


def _statement(one: StatementFile) -> Iterator[str]:
    occasion = one.occasion
    about = [date(occasion.on), occasion.place, label("channel", occasion.channel)]
    yield ", ".join(line(each) for each in about if each) or "Occasion not noted"
    if one.retracted_by:
        yield f"Taken back by: {label('retracted_by', one.retracted_by)}"
    if one.corrections:
        yield f"Corrected {one.corrections} times; the first version is in the history."
    if one.words:
        yield f"[{label('language', one.language) or 'language not noted'}] {safe(one.words)}"
    for language, words in one.translations.items():
        yield f"[{label('language', language)}, translated] {safe(words)}"
    if one.has_sealed:
        yield "A part is sealed: only a custodian can open it."
    yield f"Statement {one.id}, entry {one.entry}"


def _appeal(key: str, appeal: AppealFile) -> str:
    made = appeal.made
    answers = ", ".join(label("response_kind", one.response) for one in appeal.answers)
    return (
        f"{label('appeal_kind', made.appeal_kind)}, {date(made.on) or 'undated'}: "
        f"{line(made.asked)} ({key}) — {answers or 'no answer noted'}"
    )


def _incident(key: str, incident: IncidentFile) -> str:
    kind = label("incident_kind", incident.reported.incident_kind)
    return f"{kind}, {date(incident.reported.on) or 'undated'} ({key})"


def _marked(marks: Sequence[str]) -> str:
    return f" [{', '.join(marks)}]" if marks else ""
