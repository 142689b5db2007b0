"""Whether a case makes sense: `check_case` finds mistakes, `warn_case` what a reader must bear in mind."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from weakref import WeakValueDictionary

from tertius.case.beliefs import check_beliefs
from tertius.case.check.bodies import check_bodies, check_twice_told
from tertius.case.check.changes import check_changes, check_order
from tertius.case.check.consistency import (
    check_ids,
    check_issues,
    check_levels,
    check_pressures,
    check_ruled_talks,
    check_talks,
)
from tertius.case.check.dates import check_dates, check_publications
from tertius.case.check.failing import check_demands, check_failing, check_kinds
from tertius.case.check.references import (
    check_answers,
    check_margins,
    check_members,
    check_quantities,
    check_references,
)
from tertius.case.check.talks.promises import check_promises
from tertius.case.check.talks.tables import check_closing, check_plans, check_refusals, check_voice
from tertius.case.check.warnings import warnings_of
from tertius.case.edit.cascade import references_of
from tertius.case.edit.changes import bare_case
from tertius.case.edit.numbers import numbers_of
from tertius.case.findings import CheckContext, Finding
from tertius.case.groups import check_groups
from tertius.case.model import Case
from tertius.case.parse.origin import DamagedPaths, Path
from tertius.case.paths import NOUNS
from tertius.errors import CaseError, Problem, UsageError

_CHECKS: tuple[Callable[[CheckContext], Iterator[Finding]], ...] = (
    check_references,
    check_members,
    check_ids,
    check_issues,
    check_levels,
    check_talks,
    check_ruled_talks,
    check_kinds,
    check_pressures,
    check_demands,
    check_failing,
    check_refusals,
    check_plans,
    check_closing,
    check_promises,
    check_voice,
    check_bodies,
    check_twice_told,
    check_beliefs,
    check_groups,
    check_dates,
    check_publications,
    check_order,
    check_changes,
    check_quantities,
    check_answers,
    check_margins,
)


def check_case(case: Case, lost: Collection[Path] = ()) -> list[Problem]:
    """Return every mistake in how the parts of a case fit together, in the order of the file.

    Args:
        case: The case; one read from a file gives problems with file and line.
        lost: Paths that reading had to take out as faulty; what only follows from that is no mistake.
    """
    desk = CheckContext(case, DamagedPaths(lost))
    findings = [finding for check in _CHECKS for finding in check(desk)]
    problems = [f.problem(case) for f in findings if not desk.lost.holds(f.path)]
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.order)


_SOUND: WeakValueDictionary[int, Case] = WeakValueDictionary()
"""Cases that were found to fit together, for as long as somebody holds them."""


def sound(case: Case) -> Case:
    """The case itself, if its parts fit together: what is settled has come through `load`, or is checked here.

    Moves and claims are checked where they are written and again when they are made, not here.

    Raises:
        UsageError: This is no case.
        CaseError: It was made in Python, and its parts do not fit together: every mistake.
    """
    if not isinstance(case, Case):
        known = f": load it first, tertius.load({case!r})" if isinstance(case, str | os.PathLike) else ""
        raise UsageError(f"found {type(case).__name__} where a case belongs{known}")
    if _SOUND.get(id(case)) is not case:
        problems = check_case(bare_case(case))
        if problems:
            raise CaseError(problems)
        note_sound(case)
    return case


def note_sound(case: Case) -> None:
    """Keep in mind that a case was found to fit together, so that nobody checks it again."""
    _SOUND[id(case)] = case


def warn_case(case: Case) -> list[Problem]:
    """Return what a reader must know about the shape of a valid case; nothing here is a mistake."""
    return [*case.origin.notes, *(finding.problem(case) for finding in warnings_of(case))]


def open_comments(case: Case) -> list[Problem]:
    """The comments on a case that nobody has settled yet, each where it is written."""
    return [
        Finding(("comments", ident), f"{one.who}, {one.date.isoformat()}, on {one.on}: {one.says}").problem(case)
        for ident, one in case.comments.items()
        if one.state == "open"
    ]


@dataclass(frozen=True)
class Checked:
    """How much was checked: how many of what, by its singular and its plural."""

    counts: tuple[tuple[int, str, str], ...]

    def __str__(self) -> str:
        parts = [f"{count} {one if count == 1 else many}" for count, one, many in self.counts if count]
        return ", ".join(parts) + " checked"


def count_checked(case: Case) -> Checked:
    """Return what `check_case` has looked at, for people: 5 actors, 9 issues, ... checked."""
    counts = [(len(getattr(case, name)), noun, name) for name, noun in NOUNS.items() if name != "stances"]
    counts.insert(3, (sum(map(len, case.stances.values())), "stance", "stances"))
    counts.append((len(numbers_of(case)), "number", "numbers"))
    counts.append((sum(1 for _ in references_of(case)), "reference", "references"))
    return Checked(tuple(counts))
