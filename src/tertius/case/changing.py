"""Whether what moves and claims change leads somewhere, and whether moves can follow one another as they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tertius.case.changed import Step, bare_case, faults_of, findings_of, steps_of
from tertius.case.deeds import case_before, misuse_of, steps_of_move
from tertius.case.findings import Desk, Finding
from tertius.case.model import Case, Change
from tertius.case.origin import Path

__all__ = ["check_changes", "check_order"]


def check_changes(desk: Desk) -> Iterator[Finding]:
    """Yield the changes that lead nowhere, bring a value that does not fit, or make a case that does not."""
    bare = Desk(bare_case(desk.case), desk.lost)
    before = faults_of(bare)
    for ident in desk.case.moves:
        yield from _move(desk, bare, ident, before)
    for steps in _claims(desk.case):
        if steps:
            yield from findings_of(bare, steps, before)


def _move(desk: Desk, bare: Desk, ident: str, before: set[Finding]) -> Iterator[Finding]:
    """What is wrong with one move, made after those that it comes after."""
    move, start = desk.case.moves[ident], bare
    if move.after:
        start = Desk(bare_case(case_before(desk.case, ident)), desk.lost)
        before = faults_of(start)
    misused = list(misuse_of(start.case, ident, move))
    yield from misused
    steps = [step for step in steps_of_move(start.case, ident, move) if not _said(step, misused)]
    if steps:
        yield from findings_of(start, steps, before)


def _said(step: Step, misused: Iterable[Finding]) -> bool:
    """Whether what is wrong with the kind that a step comes from has been said already."""
    return any(finding.path[:3] == step.at[:3] for finding in misused)


def _claims(case: Case) -> Iterator[list[Step]]:
    for ident, claim in case.claims.items():
        if claim.compare is not None:
            for side, changes in (("with", claim.compare.changes), ("against", claim.compare.against)):
                yield steps_of(("claims", ident, "compare", side), changes)
        if claim.sweep is not None:
            at: Path = ("claims", ident, "sweep")
            whole = Change(set=claim.sweep.input, to=str(claim.sweep.over))
            yield [Step(whole, (*at, "input"), (*at, "over"))]


def check_order(desk: Desk) -> Iterator[Finding]:
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
