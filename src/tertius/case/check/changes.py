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
from tertius.case.check.failing import check_demands, check_failing, check_kinds
from tertius.case.check.references import check_members, check_quantities, check_references
from tertius.case.check.talks.promises import check_promises
from tertius.case.check.talks.tables import check_closing, check_plans, check_refusals, check_voice
from tertius.case.edit.changes import EditResult, Step, apply_steps, bare_case, steps_of
from tertius.case.edit.moves import case_before, changes_of_move, check_move
from tertius.case.findings import CheckContext, Finding
from tertius.case.model import Case
from tertius.case.parse.origin import Origin, Path, Place
from tertius.case.paths import COLLECTIONS, describe_path, subject_of
from tertius.errors import CaseError, Problem


def check_changes(desk: CheckContext) -> Iterator[Finding]:
    """Yield the changes that lead nowhere, bring a value that does not fit, or make a case that does not.

    A move is made after those that it comes after.
    """
    bare = CheckContext(bare_case(desk.case), desk.lost)
    faults = faults_of(bare)
    for ident, move in desk.case.moves.items():
        start, before = bare, faults
        if move.after:
            start = CheckContext(bare_case(case_before(desk.case, ident)), desk.lost)
            before = faults_of(start)
        misused = list(check_move(start.case, ident, move))
        yield from misused
        faulty = {finding.path[:3] for finding in misused}  # the kinds whose steps would only repeat what is wrong
        steps = [step for step in changes_of_move(start.case, ident, move) if step.at[:3] not in faulty]
        if steps:
            yield from findings_of(start, steps, before)
    for ident, claim in desk.case.claims.items():
        at: Path = ("claims", ident, claim.form)
        for edits in claim.test.versions():
            steps = [Step(change, (*at, *named), (*at, *valued)) for change, named, valued in edits]
            if steps:
                yield from findings_of(bare, steps, faults)


def check_order(desk: CheckContext) -> Iterator[Finding]:
    """Yield moves that come after themselves, or after one that rules them out."""
    moves = desk.case.moves
    for ident, move in moves.items():
        for index, earlier in enumerate(move.after):
            path: Path = ("moves", ident, "after", index)
            before, waiting = set[str](), [earlier]  # the earlier move, with all that come before it
            while waiting:
                name = waiting.pop()
                if name not in before and name in moves:
                    before.add(name)
                    waiting += moves[name].after
            if ident in before:
                found = f"'{earlier}' comes after '{ident}' itself" if earlier != ident else "it comes after itself"
                yield Finding(path, found, "moves cannot wait for one another", "leave it out")
            elif earlier in moves and (earlier in move.not_with or ident in moves[earlier].not_with):
                yield Finding(path, f"'{earlier}' rules '{ident}' out", "", "take it out of `after` or of `not_with`")
        if ident in move.not_with:
            yield Finding(("moves", ident, "not_with", move.not_with.index(ident)), "it rules itself out")


AFTERWARDS: dict[Callable[[CheckContext], Iterator[Finding]], tuple[str, ...]] = {
    check_references: COLLECTIONS,
    check_members: ("bodies",),
    check_ids: ("actors", "issues", "talks", "needs", "links", "threats", "bodies", "promises"),
    check_issues: ("actors", "issues", "talks", "stances"),
    check_levels: ("issues", "talks", "stances", "links", "threats"),
    check_ruled_talks: ("actors", "talks", "stances", "curvature"),
    check_talks: ("actors", "talks", "curvature"),
    check_pressures: ("links", "threats", "bodies"),
    check_demands: ("issues", "talks", "stances", "links", "threats"),
    check_failing: ("actors", "talks", "stances", "needs", "bodies"),
    check_refusals: ("actors", "talks", "links", "threats"),
    check_plans: ("talks",),
    check_closing: ("actors", "talks"),
    check_promises: COLLECTIONS,
    check_voice: ("voice", "curvature"),
    check_kinds: ("talks",),
    check_bodies: ("bodies",),
    check_beliefs: COLLECTIONS,
}
"""What is looked at after changes, each with the parts of a case that it reads: what it finds is the same as before
where none of these has changed."""


def findings_of(desk: CheckContext, steps: Sequence[Step], before: Collection[Finding]) -> list[Finding]:
    """What is wrong with a list of changes, as `checked_steps` finds it."""
    return checked_steps(desk, steps, before).findings


def checked_steps(desk: CheckContext, steps: Sequence[Step], before: Collection[Finding]) -> EditResult:
    """Carry out changes, and say what is wrong: steps that cannot be made, and what does not fit afterwards.

    What does not fit is said at the last change that touches it.

    Args:
        desk: The case.
        steps: The changes.
        before: What is wrong with the case without them.
    """
    changed = apply_steps(desk.case, [step for step in steps if not desk.lost.holds(step.target)])
    changed.findings += misfits_of(desk, changed, before)
    return changed


def misfits_of(desk: CheckContext, changed: EditResult, before: Collection[Finding]) -> Iterator[Finding]:
    """Yield what does not fit together after changes, and did before; arguments as for `checked_steps`."""
    after = CheckContext(changed.case, desk.lost)
    moved = {name for name in Case.model_fields if getattr(desk.case, name) is not getattr(after.case, name)}
    checks = [check for check, reads in AFTERWARDS.items() if not moved.isdisjoint(reads)]
    for finding in (finding for check in checks for finding in check(after)):
        path, suggestion = finding.path, finding.suggestion
        if not changed.done or finding in before or after.lost.holds(path):
            continue
        at = changed.done[-1].at_value
        for step in reversed(changed.done):
            target = step.target
            if path[: len(target)] == target or path == target[:-1]:
                at = (*step.at_value, *path[len(target) :])
                talk = changed.case.talk_of(str(target[1])) if target[0] == "issues" else None
                if talk and path == target and target[-1] in ("level", "reference"):
                    suggestion = f"set talks.{talk}.without_agreement.{target[1]}.level instead"
                break
        yield Finding(at, f"{subject_of(path, finding.found)}, {finding.found}", finding.legal, suggestion)


def faults_of(desk: CheckContext) -> set[Finding]:
    """What does not fit together in a case, apart from its moves and claims."""
    return {finding for check in AFTERWARDS for finding in check(desk)}


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

    Everything in it is written where the case says, or where the last change of it is.

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
        problems = [
            Problem(where=place(f.path), found=f.found, legal=f.legal, suggestion=f.suggestion) for f in findings
        ]
        raise CaseError([written.place(f.path).put(problem) for f, problem in zip(findings, problems, strict=True)])
    changed, before = apply_steps(case, steps).case, case.origin
    cells = {path: Place(before.file, line) for path, line in before.lines.items()} | dict(before.cells)
    for step in steps:
        target = step.target
        cells = {path: where for path, where in cells.items() if path[: len(target)] != target}
        if step.change.verb != "remove":
            cells[target] = written.place(step.at_value)
    changed._origin = Origin(written.file or before.file, {}, cells, before.notes)
    return _possible(changed)


def _possible(case: Case) -> Case:
    """The case without moves and claims that are no longer possible, and with a note on each.

    What a lost move ruled out, or was ruled out by, goes on without it.
    """
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
        for path, finding in lost.items():
            found = f"it is left out of the changed case: {finding.found}"
            notes.append(case.origin.place(path).put(Problem(where=describe_path(path), found=found)))
        moves: dict[str, Move] = {}
        for ident, move in case.moves.items():
            if ("moves", ident) not in lost:
                left = tuple(other for other in move.not_with if ("moves", other) not in lost)
                moves[ident] = move if left == move.not_with else move.model_copy(update={"not_with": left})
        claims = {ident: claim for ident, claim in case.claims.items() if ("claims", ident) not in lost}
        answers = tuple(one for one in case.answered_by if ("claims", one.claim) not in lost)
        case = case.model_copy(update={"moves": moves, "claims": claims, "answered_by": answers})
