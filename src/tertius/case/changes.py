"""Changes as data: `apply_changes` makes the changed case, with everything wrong in the words of the case."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from tertius.case.argument import Change
from tertius.case.changed import Step, bare_case, faults_of, findings_of, made, steps_of
from tertius.case.changing import check_changes
from tertius.case.findings import Desk, Finding
from tertius.case.mentions import check_mentions
from tertius.case.model import Case
from tertius.case.move import Move
from tertius.case.origin import Origin, Path, Place
from tertius.case.paths import check_quantities
from tertius.case.places import place_of
from tertius.errors import CaseError, Problem

__all__ = ["apply_changes", "apply_steps"]


def apply_changes(case: Case, changes: Change | Iterable[Change]) -> Case:
    """The case after changes. The case that goes in stays as it is.

    What belonged to something that is taken away goes with it: the links and threats of a talk, the stances of an
    actor. The issues of a talk that is taken away stand at their level without agreement. Moves and claims that are
    no longer possible are left out, and `origin.notes` of the new case says which and why; a move that only excludes
    one of them (`not_with`) stays.

    Args:
        case: A checked case.
        changes: What to set, add or remove; each is made on what the ones before have left.

    Raises:
        CaseError: A change leads nowhere, brings a value that does not fit, or leaves a case that does not fit
            together; `problems` holds every mistake.
    """
    listed = (changes,) if isinstance(changes, Change) else tuple(changes)
    return apply_steps(case, steps_of(("changes",), listed), Origin())


def apply_steps(case: Case, steps: Sequence[Step], written: Origin, place: Callable[[Path], str] = place_of) -> Case:
    """The case after changes that are written somewhere.

    Args:
        case: A checked case.
        steps: The changes, each with the path at which it is written.
        written: The file and line of each such path.
        place: What messages call such a path.

    Raises:
        CaseError: As `apply_changes` does.
    """
    desk = Desk(bare_case(case))
    findings = list(dict.fromkeys(findings_of(desk, steps, faults_of(desk))))
    if findings:
        order = {step.at[:-1]: number for number, step in enumerate(steps)}
        findings.sort(key=lambda finding: max(order.get(finding.path[:end], -1) for end in range(len(finding.path))))
        raise CaseError([_problem(finding, written, place) for finding in findings])
    changed = made(case, steps).case
    changed._origin = _origin_of(case, steps, written)
    return _possible(changed)


def _problem(finding: Finding, written: Origin, place: Callable[[Path], str]) -> Problem:
    where = place(finding.path)
    problem = Problem(where=where, found=finding.found, legal=finding.legal, suggestion=finding.suggestion)
    return written.place(finding.path).put(problem)


def _origin_of(case: Case, steps: Sequence[Step], written: Origin) -> Origin:
    """Where everything in the changed case is written: in the case, or where the last change of it is."""
    before = case.origin
    cells = {path: Place(before.file, line) for path, line in before.lines.items()} | dict(before.cells)
    for step in steps:
        target = step.target
        cells = {path: where for path, where in cells.items() if path[: len(target)] != target}
        if step.change.verb != "remove":
            cells[target] = written.place(step.at_value)
    return Origin(written.file or before.file, {}, cells, before.notes)


def _possible(case: Case) -> Case:
    """The case without moves and claims that are no longer possible, and with a note on each."""
    notes: list[Problem] = []
    while True:
        lost: dict[Path, Finding] = {}
        desk = Desk(case)
        for check in (check_mentions, check_changes, check_quantities):
            for finding in check(desk):
                if finding.path[0] in ("moves", "claims"):
                    lost.setdefault(finding.path[:2], finding)
        if not lost:
            case._origin = replace(case.origin, notes=(*case.origin.notes, *notes))
            return case
        origin = case.origin
        for path, finding in lost.items():
            said = f"it is left out of the changed case: {finding.found}"
            notes.append(origin.place(path).put(Problem(where=place_of(path), found=said)))
        case = _without(case, lost)


def _without(case: Case, lost: Collection[Path]) -> Case:
    """The case without some moves and claims. What a lost move ruled out, or was ruled out by, goes on without it."""
    moves: dict[str, Move] = {}
    for ident, move in case.moves.items():
        if ("moves", ident) not in lost:
            left = tuple(other for other in move.not_with if ("moves", other) not in lost)
            moves[ident] = move if left == move.not_with else move.model_copy(update={"not_with": left})
    claims = {ident: claim for ident, claim in case.claims.items() if ("claims", ident) not in lost}
    return case.model_copy(update={"moves": moves, "claims": claims})
