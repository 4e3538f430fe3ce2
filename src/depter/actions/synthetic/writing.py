"""Writing an invented register into a notebook, some hundred cases at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Final

from depter.actions.synthetic.advocacy import invent_advocacy
from depter.actions.synthetic.people import invent_case
from depter.actions.synthetic.world import World, Writing, invent_world
from depter.notebook.notebook import Notebook, Progress
from depter.values.ids import SubjectId

_AT_ONCE: Final = 200  # cases; what one transaction keeps in memory until it is durable
# Beside its statements a case holds its opening and decisions, and its sources and appeals
# hold facts of their own: so many facts for each statement, and so many whatever its number.
_FACTS_PER_STATEMENT, _FACTS_BESIDE = 1.75, 3.6
_MOST_STATEMENTS: Final = 40
_HAS_RELATIVE: Final = 0.15


@dataclass(frozen=True, slots=True)
class SyntheticWritten:
    """How much was written."""

    cases: int
    subjects: int
    facts: int


def write_synthetic(
    notebook: Notebook,
    *,
    cases: int,
    seed: int,
    facts_per_case: int = 14,
    progress: Progress | None = None,
) -> SyntheticWritten:
    """Add ``cases`` invented cases; the same seed makes the same content.

    Ids and clock readings are new each time. The ledger grows by about ``facts_per_case``
    facts for each case, counting those about its sources and appeals; single cases differ
    widely. ``progress`` is told 1 for each case. Each two hundred cases are durable at once.

    Raises:
        DiskFull: no room; the cases told to ``progress`` so far are kept.
    """
    world = invent_world(_random(seed, "world"), cases=cases)
    subjects, facts = _write(notebook, iter([list(world.writings)]))
    register = invented_cases(world, cases=cases, seed=seed, facts_per_case=facts_per_case)
    while some := list(islice(register, _AT_ONCE)):
        more_subjects, more_facts = _write(notebook, iter(some))
        subjects, facts = subjects + more_subjects, facts + more_facts
        if progress:
            progress(len(some))
    return SyntheticWritten(cases=cases, subjects=subjects, facts=facts)


def invented_cases(
    world: World, *, cases: int, seed: int, facts_per_case: int
) -> Iterator[list[Writing]]:
    """For each case what is to be written about it, its sources, appeals and incidents."""
    mean = max(1.0, (facts_per_case - _FACTS_BESIDE) / _FACTS_PER_STATEMENT)
    before: SubjectId | None = None
    for number in range(cases):
        rng = _random(seed, f"case {number}")
        relative = before if rng.random() < _HAS_RELATIVE else None
        case = invent_case(rng, world, statements=_statements(rng, mean), relative=relative)
        yield [*case.writings, *invent_advocacy(rng, world, case)]
        before = case.id


def _statements(rng: Random, mean: float) -> int:
    """Many cases have one or two statements, a few have dozens."""
    most = max(_MOST_STATEMENTS, round(3 * mean))
    return min(most, 1 + int(rng.expovariate(1 / max(mean - 0.5, 0.5))))


def _write(notebook: Notebook, writings: Iterator[list[Writing]]) -> tuple[int, int]:
    """Write the facts themselves instead of calling one action for each.

    The actions look in the ledger whether every subject exists and open one durable
    transaction each, which is right for a person at the desk. Here everything mentioned was
    written a line before, and a hundred thousand cases would take hours. Facts still pass the
    same gate (texts, codes, dates), are signed one by one, and draw the same cards.
    """
    subjects = facts = 0
    with notebook.together():
        for some in writings:
            for subject, about in some:
                notebook.write(subject, *about)
                subjects, facts = subjects + 1, facts + len(about)
    return subjects, facts


def _random(seed: int, part: str) -> Random:
    """Each case has a stream of its own, so that a larger register begins like a smaller one."""
    return Random(f"{seed} {part}")
