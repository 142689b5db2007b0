"""Whether the changes of moves and claims lead somewhere, and whether moves can follow one another.

`apply_changes` makes the changed case, with everything that is wrong in the words of the case.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from tertius.case.actions import Change, Move
from tertius.case.beliefs import check_beliefs
from tertius.case.check.bodies import check_bodies
from tertius.case.check.consistency import (
    check_ids,
    check_issues,
    check_levels,
    check_pressures,
    check_ruled_talks,
    check_talks,
)
from tertius.case.check.references import check_members, check_quantities, check_references
from tertius.case.edit.changes import Step, apply_steps, bare_case, steps_of
from tertius.case.edit.moves import case_before, changes_of_move, check_move
from tertius.case.findings import CheckContext, Finding
from tertius.case.model import Case
from tertius.case.parse.origin import Origin, Path, Place
from tertius.case.paths import describe_path, subject_of
from tertius.errors import CaseError, Problem


def check_changes(desk: CheckContext) -> Iterator[Finding]:
    """Yield the changes that lead nowhere, bring a value that does not fit, or make a case that does not."""
    bare = CheckContext(bare_case(desk.case), desk.lost)
    before = faults_of(bare)
    for ident in desk.case.moves:
        yield from _move(desk, bare, ident, before)
    for ident, claim in desk.case.claims.items():
        at: Path = ("claims", ident, claim.form)
        for edits in claim.test.versions():
            steps = [Step(change, (*at, *named), (*at, *valued)) for change, named, valued in edits]
            if steps:
                yield from findings_of(bare, steps, before)


def _move(desk: CheckContext, bare: CheckContext, ident: str, before: set[Finding]) -> Iterator[Finding]:
    """What is wrong with one move, made after those that it comes after."""
    move, start = desk.case.moves[ident], bare
    if move.after:
        start = CheckContext(bare_case(case_before(desk.case, ident)), desk.lost)
        before = faults_of(start)
    misused = list(check_move(start.case, ident, move))
    yield from misused
    said = {finding.path[:3] for finding in misused}  # what is wrong with the kind that a step comes from
    steps = [step for step in changes_of_move(start.case, ident, move) if step.at[:3] not in said]
    if steps:
        yield from findings_of(start, steps, before)


def check_order(desk: CheckContext) -> Iterator[Finding]:
    """Yield moves that come after themselves, or after one that rules them out."""
    moves = desk.case.moves
    for ident, move in moves.items():
        for index, earlier in enumerate(move.after):
            path: Path = ("moves", ident, "after", index)
            if ident in _before(desk.case, earlier):
                said = "it comes after itself" if earlier == ident else f"'{earlier}' comes after '{ident}' itself"
                yield Finding(path, said, "moves cannot wait for one another", "leave it out")
            elif earlier in moves and (earlier in move.not_with or ident in moves[earlier].not_with):
                yield Finding(path, f"'{earlier}' rules '{ident}' out", "", "take it out of `after` or of `not_with`")
        if ident in move.not_with:
            yield Finding(("moves", ident, "not_with", move.not_with.index(ident)), "it rules itself out")


def _before(case: Case, ident: str) -> set[str]:
    """A move with all that come before it."""
    found: set[str] = set()
    waiting = [ident]
    while waiting:
        name = waiting.pop()
        if name not in found and name in case.moves:
            found.add(name)
            waiting += case.moves[name].after
    return found


_AFTERWARDS: tuple[Callable[[CheckContext], Iterator[Finding]], ...] = (
    check_references,
    check_members,
    check_ids,
    check_issues,
    check_levels,
    check_ruled_talks,
    check_talks,
    check_pressures,
    check_bodies,
    check_beliefs,
)


def findings_of(desk: CheckContext, steps: Sequence[Step], before: Collection[Finding]) -> Iterator[Finding]:
    """Yield what is wrong with a list of changes: steps that cannot be made, and what does not fit afterwards.

    Args:
        desk: The case.
        steps: The changes.
        before: What is wrong with the case without them.
    """
    changed = apply_steps(desk.case, [step for step in steps if not desk.lost.holds(step.target)])
    yield from changed.findings
    yield from _consequences(CheckContext(changed.case, desk.lost), before, changed.done)


def faults_of(desk: CheckContext) -> set[Finding]:
    """What does not fit together in a case, apart from its moves and claims."""
    return {finding for check in _AFTERWARDS for finding in check(desk)}


def _consequences(changed: CheckContext, before: Collection[Finding], done: Sequence[Step]) -> Iterator[Finding]:
    """Yield what is wrong with the changed case, each at the last change that touches it."""
    for finding in (finding for check in _AFTERWARDS for finding in check(changed)):
        if not done or finding in before or changed.lost.holds(finding.path):
            continue
        words = f"{subject_of(finding.path, finding.found)}, {finding.found}"
        for step in reversed(done):
            target = step.target
            if finding.path[: len(target)] == target or finding.path == target[:-1]:
                at = (*step.at_value, *finding.path[len(target) :])
                yield Finding(at, words, finding.legal, _instead(changed.case, finding, step) or finding.suggestion)
                break
        else:
            yield Finding(done[-1].at_value, words, finding.legal, finding.suggestion)


def _instead(case: Case, finding: Finding, step: Step) -> str:
    """What to set in place of the level of an issue that is on a table; empty if something else is wrong."""
    if finding.path != step.target or step.target[0] != "issues" or step.target[-1] not in ("level", "reference"):
        return ""
    issue = str(step.target[1])
    talk = case.talk_of(issue)
    return f"set talks.{talk}.without_agreement.{issue}.level instead" if talk else ""


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
    return apply_checked(case, steps_of(("changes",), listed), Origin())


def apply_checked(
    case: Case, steps: Sequence[Step], written: Origin, place: Callable[[Path], str] = describe_path
) -> Case:
    """The case after changes that are written somewhere.

    Args:
        case: A checked case.
        steps: The changes, each with the path at which it is written.
        written: The file and line of each such path.
        place: What messages call such a path.

    Raises:
        CaseError: As `apply_changes` does.
    """
    desk = CheckContext(bare_case(case))
    findings = list(dict.fromkeys(findings_of(desk, steps, faults_of(desk))))
    if findings:
        order = {step.at[:-1]: number for number, step in enumerate(steps)}
        findings.sort(key=lambda finding: max(order.get(finding.path[:end], -1) for end in range(len(finding.path))))
        raise CaseError([_problem(finding, written, place) for finding in findings])
    changed = apply_steps(case, steps).case
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
        desk = CheckContext(case)
        for check in (check_references, check_changes, check_quantities):
            for finding in check(desk):
                if finding.path[0] in ("moves", "claims"):
                    lost.setdefault(finding.path[:2], finding)
        if not lost:
            case._origin = replace(case.origin, notes=(*case.origin.notes, *notes))
            return case
        origin = case.origin
        for path, finding in lost.items():
            said = f"it is left out of the changed case: {finding.found}"
            notes.append(origin.place(path).put(Problem(where=describe_path(path), found=said)))
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
